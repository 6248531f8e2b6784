"""Parts of the knowledge, each by itself on rows of our own: nouns, blocs, countries, people, places, conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from detente.errors import KnowledgeError
from detente.knowledge import agents
from detente.knowledge.agents import AgentNouns
from detente.knowledge.blocs import blocs_of, members_on, read_memberships
from detente.knowledge.countries import CountryTable
from detente.knowledge.model import Entity
from detente.knowledge.own_actors import COLUMNS, read_own_actors
from detente.knowledge.people import rank_people
from detente.knowledge.places import place_of_row, rank_places
from detente.knowledge.plover.conditions import read_condition
from detente.knowledge.plover.conditions import read_frame_place as read_event_place
from detente.knowledge.plover.model import PatternCondition
from detente.knowledge.roles import read_role
from detente.knowledge.rows import KnowledgeRow

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge import Knowledge


def test_a_noun_has_a_sector_in_the_plural_and_behind_other_words() -> None:
    nouns = AgentNouns.parse("foreign ministry\tGOV\tx\nrebel\tREB\tx\nmilitiaman\tREB\tx\narmy\tMIL\tx\n")
    assert nouns.sector("the rebels") == "REB"
    assert nouns.sector("Norland's Foreign Ministry") == "GOV"
    assert nouns.sector("militiamen") == "REB"
    assert nouns.sector("armies") == "MIL"
    assert nouns.sector("army of ants") is None


def test_a_sector_does_not_depend_on_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents, "_MOST_PHRASES", 2)
    nouns = AgentNouns.parse("rebel\tREB\tx\narmy\tMIL\tx\n")
    asked = ["rebels", "ants", "the army", "rebels", "ants"]
    assert [nouns.sector(phrase) for phrase in asked] == ["REB", None, "MIL", "REB", None]


MEMBERS = read_memberships(
    "bloc:a\tNOR\t1995\t\tx\t\nbloc:a\tSWE\t1995-03\t2010-06-30\tx\t\nbloc:b\tNOR\t2000\t\tx\t\n"
)


@pytest.mark.parametrize(
    ("on", "members"),
    [
        (date(1995, 2, 1), {"NOR"}),
        (date(2010, 6, 30), {"NOR", "SWE"}),
        (date(2010, 7, 1), {"NOR"}),
        (None, {"NOR"}),
    ],
)
def test_a_state_is_in_a_bloc_from_its_first_to_its_last_day(on: date | None, members: set[str]) -> None:
    assert members_on(MEMBERS, "bloc:a", on) == members


def test_a_state_knows_its_blocs() -> None:
    assert blocs_of(MEMBERS, "NOR", date(1999, 1, 1)) == {"bloc:a"}
    assert blocs_of(MEMBERS, "NOR", date(2001, 1, 1)) == {"bloc:a", "bloc:b"}


def test_a_country_has_what_its_row_says_and_none_for_the_rest() -> None:
    table = CountryTable.parse(
        "NOR\tNO\tstate:NOR\tNorway\tNorwegian\tNorwegian;Norse\tOslo\tg:1\t1\nXXA\tXX\tx:a\tA\t\t\t\t\t0"
    )
    norway, other = table.by_code["NOR"], table.by_code["XXA"]
    assert norway.name == "Norway"
    assert "Norse" in str(norway)
    assert {None, ()} <= {getattr(other, name) for name in type(other).__slots__}


def _role(office: str, code: str, start: str, end: str) -> tuple[str, ...]:
    return (office, "NOR", "GOV", code, start, end, "stated" if end else "unknown", "test", "high", "")


def test_the_bearer_of_a_name_who_holds_office_comes_first_with_the_reasons() -> None:
    old, new, nobody = (
        Entity(f"x:{name}", "person", "Ann Hall", "NOR", None, None, "test") for name in ("old", "new", "nobody")
    )
    people = [
        ("s", nobody, ()),
        ("s", old, (read_role("x:old", _role("prime minister", "HOG", "1990", "1994")),)),
        ("f", new, (read_role("x:new", _role("prime minister", "HOG", "2020", "2026")),)),
        ("s", new, (read_role("x:new", _role("prime minister", "HOG", "2020", "2026")),)),
    ]
    ranked = rank_people(people, on=date(2024, 1, 1))
    assert [one.entity.entity_id for one in ranked] == ["x:new", "x:old", "x:nobody"]
    assert ranked[0].reasons == ("full name", "is prime minister (NOR) on that day")
    assert ranked[1].reasons == ("surname", "was prime minister (NOR) until 1994-12-31")
    assert rank_people(people, on=date(1992, 1, 1))[0].entity.entity_id == "x:old"


def test_the_likeliest_place_of_a_name_is_near_then_a_capital_then_large() -> None:
    rows = {
        "g:1": ("Sund", "1", "2", "USA", "city", "900000", "x"),
        "g:2": ("Sund", "3", "4", "NOR", "city", "5000", "x"),
        "g:3": ("Sund", "5", "6", "SWE", "capital", "1000", "x"),
        "g:4": ("Old Sund", "5", "6", "USA", "city", "990000", "x"),
    }
    places = [place_of_row(key, row) for key, row in rows.items()]
    keys = {one.place_id: one.name.lower() for one in places}
    order = [one.place_id for one in rank_places(places, name_key="sund", keys=keys, near={"NOR"})]
    assert order == ["g:2", "g:3", "g:1", "g:4"]
    assert place_of_row("g:9", ("The sea", "1", "2", "", "sea", "", "x")).country is None


ROW = KnowledgeRow("plover/patterns.tsv", 12, {"when": "-"})
CLASSES = {"AID": frozenset({"aid", "relief"})}


def test_a_condition_says_a_place_and_what_may_stand_there() -> None:
    assert read_condition(ROW, "obj=AID|Food", CLASSES).words == {"aid", "relief", "food"}
    assert read_condition(ROW, "!subj=ACTOR", CLASSES) == PatternCondition(
        "subj", names=frozenset({"ACTOR"}), negated=True, text="!subj=ACTOR"
    )
    assert read_condition(ROW, "about=*", CLASSES).words == frozenset()
    assert read_condition(ROW, "LIGHT", CLASSES).slot == "LIGHT"
    assert read_event_place(ROW, "obj") == "obj"


@pytest.mark.parametrize("text", ["obj=", "obj=AID||food", "ojb=food", "obj=AIDD", "LIHGT"])
def test_a_typo_in_a_condition_is_refused_with_file_and_line(text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"plover/patterns\.tsv, line 12|plover/patterns\.tsv:12"):
        read_condition(ROW, text, CLASSES)


def test_own_actors_need_their_columns(tmp_path: Path, knowledge: Knowledge) -> None:
    table = tmp_path / "own.tsv"
    table.write_text("\t".join(COLUMNS[1:]) + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="name"):
        read_own_actors(table, knowledge)
