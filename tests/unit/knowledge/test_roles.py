"""Roles at a date, holders of offices, and candidates for a name."""

from __future__ import annotations

from datetime import date

import pytest

from detente.knowledge import Knowledge, describe_name, role_standing
from detente.knowledge.dates import parse_date
from detente.knowledge.roles import read_role

_ROW = ("foreign minister", "FRA", "GOV", "FM", "2009-03", "2010", "stated", "test", "high", "")


def test_month_and_year_reach_their_last_day() -> None:
    assert parse_date("2009-02", last=True) == (date(2009, 2, 28), "month")
    assert parse_date("2009") == (date(2009, 1, 1), "year")
    with pytest.raises(ValueError, match="is not a date"):
        parse_date("2014s")


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2009, 2, 28), "before"),
        (date(2009, 3, 1), "holds"),
        (date(2010, 12, 31), "holds"),
        (date(2011, 1, 1), "ended"),
    ],
)
def test_standing(day: date, standing: str) -> None:
    assert role_standing(read_role("x:a", _ROW), day) == standing


def test_an_end_that_is_unknown_is_not_still() -> None:
    seen = read_role("x:a", (*_ROW[:6], "last_seen", *_ROW[7:]))
    assert role_standing(seen, date(2015, 1, 1)) == "unknown"
    open_end = read_role("x:a", (*_ROW[:5], "", "unknown", *_ROW[7:]))
    assert role_standing(open_end, date(2009, 4, 1)) == "unknown"


@pytest.mark.parametrize(
    ("country", "code", "day", "name"),
    [
        ("RUS", "HOS", date(2010, 1, 1), "Medvedev"),
        ("RUS", "HOG", date(2010, 1, 1), "Putin"),
        ("GBR", "HOG", date(2022, 10, 1), "Truss"),
        ("DEU", "FM", date(2006, 1, 1), "Steinmeier"),
        ("USA", "FM", date(2024, 1, 1), "Blinken"),
        ("ISR", "DM", date(2024, 1, 1), "Gallant"),
        ("x:nato", "HEAD", date(2023, 1, 1), "Stoltenberg"),
        ("JAM", "HOS", date(2010, 1, 1), "Elizabeth"),
        ("TUR", "HOG", date(2008, 1, 1), "Erdoğan"),
    ],
)
def test_holders(knowledge: Knowledge, country: str, code: str, day: date, name: str) -> None:
    assert [name in knowledge.entity(entity_id).name for entity_id, _ in knowledge.holders(country, code, day)] == [
        True
    ]


def test_one_person_two_times(knowledge: Knowledge) -> None:
    (young,) = knowledge.people_named("Giorgia Meloni", date(2009, 1, 1))
    (head,) = knowledge.people_named("Giorgia Meloni", date(2024, 1, 1))
    assert young.entity == head.entity
    assert young.roles[0].code == "MIN"
    assert head.roles[0].code == "HOG"


def test_minister_turns_opposition(knowledge: Knowledge) -> None:
    sectors = [
        knowledge.people_named("Issa Tchiroma Bakary", day)[0].roles[0].sector
        for day in (date(2012, 1, 1), date(2025, 10, 28))
    ]
    assert sectors == ["GOV", "OPP"]


def test_reasons_are_said(knowledge: Knowledge) -> None:
    note = describe_name(knowledge, "Blinken", date(2022, 1, 1))[0]
    assert note.entity.name == "Antony Blinken"
    assert any("on that day" in reason for reason in note.reasons)
    assert note.roles[0].standing == "holds"


def test_unknown_name_gives_nothing(knowledge: Knowledge) -> None:
    assert knowledge.people_named("Qwxz Vbnm") == ()
    assert describe_name(knowledge, "Qwxz Vbnm") == ()
