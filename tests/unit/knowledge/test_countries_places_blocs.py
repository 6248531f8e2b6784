"""Countries, places, blocs and generic nouns of the shipped tables."""

from __future__ import annotations

from datetime import date

import pytest

from detente.knowledge import Knowledge


@pytest.mark.parametrize(
    ("word", "iso3"),
    [
        ("Cypriot", "CYP"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Dutch", "NLD"),
        ("Frenchmen", "FRA"),
        ("purple", None),
    ],
)
def test_demonyms(knowledge: Knowledge, word: str, iso3: str | None) -> None:
    assert knowledge.demonym(word) == iso3


def test_un_members_are_complete(knowledge: Knowledge) -> None:
    members = [country for country in knowledge.countries.by_code.values() if country.un_member]
    assert len(members) == 193
    assert all(country.adjective or country.iso3 in {"DMA"} for country in members)


def test_state_and_government_differ(knowledge: Knowledge) -> None:
    assert knowledge.state("RUS").sector is None
    assert knowledge.government("RUS").sector == "GOV"
    kremlin = knowledge.find_names("Kremlin")[0]
    assert kremlin.entity_ids == (knowledge.government("RUS").entity_id,)


@pytest.mark.parametrize(("name", "iso3"), [("Kyiv", "UKR"), ("Kiev", "UKR"), ("Yaoundé", "CMR"), ("Goma", None)])
def test_capitals(knowledge: Knowledge, name: str, iso3: str | None) -> None:
    assert knowledge.capital(name) == iso3


def test_places_are_ranked_by_name_country_and_size(knowledge: Knowledge) -> None:
    paris, tripoli = knowledge.place("Paris"), knowledge.place("Tripoli", near_country=("LBN",))
    assert paris is not None
    assert tripoli is not None
    assert (paris.country, tripoli.country) == ("FRA", "LBN")
    hormuz = knowledge.place("Strait of Hormuz")
    assert hormuz is not None
    assert hormuz.country is None
    assert knowledge.place("Nowhereville") is None


@pytest.mark.parametrize(
    ("bloc", "day", "member", "is_in"),
    [
        ("x:eu", date(2020, 1, 31), "GBR", True),
        ("x:eu", date(2020, 2, 1), "GBR", False),
        ("x:nato", date(2023, 4, 3), "FIN", False),
        ("x:nato", date(2023, 4, 4), "FIN", True),
        ("x:ecowas", date(2025, 2, 1), "MLI", False),
        ("x:brics", date(2011, 1, 1), "ZAF", True),
        ("x:coe", date(2022, 3, 17), "RUS", False),
        ("x:arableague", date(2015, 1, 1), "SYR", True),
        ("x:unsc", date(2025, 6, 1), "PAK", True),
    ],
)
def test_blocs(knowledge: Knowledge, bloc: str, day: date, member: str, *, is_in: bool) -> None:
    assert (member in knowledge.bloc_members(bloc, day)) is is_in
    assert (bloc in knowledge.blocs_of(member, day)) is is_in


def test_sizes_of_blocs(knowledge: Knowledge) -> None:
    day = date(2025, 12, 1)
    sizes = {
        bloc: len(knowledge.bloc_members(f"x:{bloc}", day))
        for bloc in ("eu", "nato", "au", "unsc", "osce", "coe", "asean")
    }
    assert sizes == {"eu": 27, "nato": 32, "au": 55, "unsc": 15, "osce": 57, "coe": 46, "asean": 11}


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("rebels", "REB"),
        ("armed rebels", "REB"),
        ("opposition leader", "OPP"),
        ("Parliament", "LEG"),
        ("troops", "MIL"),
        ("spokeswoman", "GOV"),
        ("foreign ministers", "GOV"),
        ("human rights groups", "NGO"),
        ("teapots", None),
    ],
)
def test_agents(knowledge: Knowledge, phrase: str, sector: str | None) -> None:
    assert knowledge.agent(phrase) == sector


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Northamptonshire", "GBR", "region"),
        ("Ontario", "CAN", "region"),
        ("New Mexico", "USA", "region"),
        ("Lower Saxony", "DEU", "region"),
        ("Kano state", "NGA", "region"),
        ("Kano", "NGA", "city"),
        ("Kurdistan region", "IRQ", "region"),
        ("New York", "USA", "city"),
    ],
)
def test_regions(knowledge: Knowledge, name: str, country: str, kind: str) -> None:
    place = knowledge.place(name)
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


def test_region_called_like_a_direction_is_none(knowledge: Knowledge) -> None:
    assert knowledge.find_names("The Centre voted.") == ()


def test_adjective_of_a_region_gives_its_country(knowledge: Knowledge) -> None:
    assert knowledge.demonym("Scottish") == "GBR"
    assert knowledge.find_names("Scottish")[0].entity_ids == ("x:scotland",)


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kataeb Hezbollah", "IRQ"), ("Quds Force", "IRN"), ("Turkish Cypriots", "CYP"), ("Rudaw", "IRQ"), ("UOL", "BRA")],
)
def test_groups_peoples_and_media_have_a_country(knowledge: Knowledge, name: str, country: str) -> None:
    (match,) = knowledge.find_names(name)
    assert (match.end, knowledge.entity(match.entity_ids[0]).country) == (len(name), country)


def test_suspended_members_stay_members_and_say_so(knowledge: Knowledge) -> None:
    notes = {(spell.bloc_id, spell.country): spell.note for spell in knowledge.memberships}
    suspended = [("x:arableague", "SYR"), ("x:au", "MLI"), ("x:mercosur", "VEN")]
    assert all(notes[key].startswith("suspended") for key in suspended)
    assert all(member in knowledge.bloc_members(bloc, date(2022, 6, 1)) for bloc, member in suspended)
