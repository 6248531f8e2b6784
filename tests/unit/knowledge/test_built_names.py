"""From people to the tables of names, roles and offices, on two made-up people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from detente.knowledge.build.facts import PersonFact, RoleFact
from detente.knowledge.build.names_table import NameTable, is_prominent, person_weight
from detente.knowledge.build.people_names import add_people
from detente.knowledge.build.tables import holder_rows, role_rows, write_manifest, write_table
from detente.knowledge.build.variants import canonical_token, guess_surname, spell_name, spell_surname

if TYPE_CHECKING:
    from pathlib import Path

MINISTER = RoleFact("foreign minister", "BGR", "GOV", "FM", "2019-01-01", "", "unknown", "2024", "hand", "high")
KOSTOVA = PersonFact("Vera Kostova", "BGR", "Q1", "wikidata", roles=[MINISTER])
STONE = PersonFact("Ivan Stone", "USA", "Q2", "wikidata")


def test_a_known_ministers_surname_stands_alone_and_an_ordinary_word_does_not() -> None:
    table = NameTable(words=frozenset({"stone"}))
    add_people(table, [KOSTOVA, STONE])
    senses = {(row[0], row[1]): row[2:] for row in table.rows() if len(row) == 4}
    assert senses["vera kostova", "f"] == ("", "Q1")
    assert senses["kostova", "s"] == ("", "Q1")
    assert senses["stone", "s"] == ("s", "Q2")
    assert (table.given_names("vera"), table.given_names("stone")) == (1, 0)


def test_the_table_says_how_long_the_longest_name_is_that_begins_with_a_word() -> None:
    table = NameTable(words=frozenset())
    table.add("Vera Maria Kostova", "f", "", "Q1", 0.5)
    table.add("Vera", "f", "", "Q3", 0.9)
    rows = table.rows()
    assert ("^vera", "3", "0") in rows
    assert ("^vera maria", "+") in rows


def test_the_heavier_bearer_of_a_name_comes_first() -> None:
    table = NameTable(words=frozenset())
    table.add("Kostova", "s", "", "Q1", 0.2)
    table.add("Kostova", "s", "", "Q2", 0.8)
    assert ("kostova", "s", "", "Q2 Q1") in table.rows()


def test_a_recent_office_weighs_more_and_one_of_long_ago_makes_nobody_prominent() -> None:
    old = replace(KOSTOVA, roles=[replace(MINISTER, start="1994-01-01", end="1995-01-01", seen="")])
    assert person_weight(KOSTOVA) > person_weight(old) > person_weight(STONE) == 0
    assert [is_prominent(person) for person in (KOSTOVA, old, STONE)] == [True, False, False]


@pytest.mark.parametrize(
    ("name", "country", "spelling"),
    [
        ("Vladimir Vladimirovich Putin", "RUS", "vladimir putin"),
        ("Xi Jinping", "CHN", "jinping xi"),
        ("Kim Jong Un", "PRK", "kim jongun"),
        ("Oleh Zelensky", "UKR", "oleh zelenskyy"),
    ],
)
def test_a_name_is_spelt_as_newspapers_do(name: str, country: str, spelling: str) -> None:
    made = spell_name(name, country, "")
    assert spelling in made
    assert name.lower() not in made
    assert len(made) <= 24


def test_transliterations_have_one_stand_in() -> None:
    assert canonical_token("mykola") == canonical_token("nikolai")
    assert canonical_token("smith") == "smith"
    assert "zelenskyy" in spell_surname("zelensky")
    assert spell_name("Madonna", "USA", "") == set()


@pytest.mark.parametrize(
    ("name", "country", "surname"),
    [("Vera Kostova", "BGR", "kostova"), ("Xi Jinping", "CHN", "xi"), ("Madonna", "USA", "")],
)
def test_the_surname_is_where_the_language_has_it(name: str, country: str, surname: str) -> None:
    assert guess_surname(name, country) == surname


def test_roles_are_listed_from_the_latest_and_offices_with_their_holders() -> None:
    former = replace(MINISTER, start="2010-01-01", end="2012-01-01")
    twice = replace(KOSTOVA, roles=[former, MINISTER])
    assert [row[5] for row in role_rows([twice])] == ["2019-01-01", "2010-01-01"]
    assert holder_rows([twice, STONE]) == [("BGR:FM", "Q1")]


def test_a_table_is_sorted_by_key_and_the_manifest_names_it(tmp_path: Path) -> None:
    write_table(tmp_path / "t.tsv", [("b", "2"), ("a", "1"), ("b", "1")])
    write_manifest(tmp_path)
    assert (tmp_path / "t.tsv").read_text(encoding="utf-8") == "a\t1\nb\t2\nb\t1\n"
    manifest = (tmp_path / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[:2] for line in manifest] == [["t.idx", "4"], ["t.tsv", "3"]]
