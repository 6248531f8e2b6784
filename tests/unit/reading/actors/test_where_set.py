"""The country of people of whom the text only says where they are at home, and of names that mean two states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import named, names

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Paul Odum, a 60-year-old farmer, was killed by a lorry in Northamptonshire.", "Paul Odum", "GBR"),
        ("A shell hit the market in Kharkiv. Local militias fired back.", "Local militias", "UKR"),
        ("The ferry sank at Piraeus Harbour. Petros Nikou, a harbour guard, was hurt.", "Petros Nikou", "GRC"),
        ("A court in Assam jailed ten men.", "A court in Assam", "IND"),
        ("Police in Lagos arrested ten men.", "Police in Lagos", "NGA"),
        ("Northamptonshire police chief Nick Lane spoke.", "Nick Lane", "GBR"),
        ("Ann Odum was born in Leeds. Ann Odum met ministers.", "Ann Odum", "GBR"),
        ("Ann Odum returned to Ghana on Friday.", "Ann Odum", "GHA"),
        ("Ann Odum, a teacher from Lyon, spoke.", "Ann Odum", "FRA"),
        ("Security forces in Togo beat ten men.", "Security forces in Togo", "TGO"),
        ("UN Secretary-General Kofi Annan spoke.", "Kofi Annan", "IGO"),
        ("President Bush called Chile.", "Bush", "USA"),
        ("The Obama administration thanked Chile.", "Government of United States", "USA"),
        ("President Olaf Berg sent a letter to Kenyan leader Uhuru Kenyatta.", "Olaf Berg", None),
    ],
)
def test_who_belongs_to_a_place_has_its_country(read: Read, text: str, name: str, country: str) -> None:
    assert named(read(text, published="2020-03-03"), name).country == country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Odum spoke in Oslo on Friday.", "Ann Odum"),
        ("Peru's cabinet met police before a summit in Chile.", "police"),
        ("Ann Odum, a tourist, was robbed in Oslo.", "Ann Odum"),
    ],
)
def test_who_is_only_there_has_no_country(read: Read, text: str, name: str) -> None:
    assert named(read(text, published="2020-03-03"), name).country is None


def test_relatives_share_the_country_of_a_local(read: Read) -> None:
    text = "Paul Odum, a cyclist, was struck by a van in Essex. Odum's mother, Carla Finn, spoke to reporters."
    assert named(read(text, published="2020-03-03"), "Carla Finn").country == "GBR"


def test_adjective_of_two_countries_means_both(read: Read) -> None:
    record = read("Franco-German talks failed.", published="2020-03-03")
    assert names(record) == {"France", "Germany"}
    ministers = read("The Franco-German ministers condemned Iran.", published="2020-03-03")
    assert [a.country for a in ministers.actors if a.name.startswith("ministers of ")] == ["FRA", "DEU"]


def test_hyphenated_participle_is_still_no_country(read: Read) -> None:
    record = read("Iranian-backed rebels attacked the town.", published="2020-03-03")
    assert all(actor.country != "IRN" for actor in record.actors if actor.kind != "state")


def test_large_town_after_in_is_no_person(read: Read) -> None:
    record = read("The strike began in Lagos. Workers marched.", published="2020-03-03")
    assert all("Lagos" not in actor.name for actor in record.actors)
    person = read("Ricardo Lagos met workers. Lagos said that the strike was over.", published="2003-03-03")
    assert [m.span.words(person.article.text) for m in named(person, "Ricardo Lagos").mentions][1:] == ["Lagos"]


def test_short_name_of_a_known_company_is_the_company(read: Read) -> None:
    record = read("Germany banned Mahan Air. Officials said that Mahan carried weapons.", published="2019-01-23")
    assert "Mahan Air" in names(record)
    assert len(named(record, "Mahan Air").mentions) == 2


def test_region_with_its_adjective_is_no_state(read: Read) -> None:
    record = read("The Scottish government sued. A Scottish minister resigned.", published="2020-03-03")
    assert named(record, "Scottish Government").country == "GBR"
    assert named(record, "A Scottish minister").country == "GBR"


def test_unknown_relative_of_a_known_person_is_not_meant_by_the_surname(read: Read) -> None:
    text = "Joe Biden denied it. His son, Hunter Biden, owned shares. Biden said that the story was false."
    record = read(text, published="2019-09-30")
    assert len(named(record, "Joe Biden").mentions) == 2


@pytest.mark.parametrize(
    "text", ["Pro-Russian rebels spoke.", "U.S.-backed rebels spoke.", "The Saudi-led coalition spoke."]
)
def test_whose_side_somebody_is_on_is_no_nationality(read: Read, text: str) -> None:
    countries = {actor.country for actor in read(text, published="2020-03-03").actors if actor.kind != "state"}
    assert countries <= {None}
