"""The small parts of the text room, each by itself: lines, datelines, furniture, word lists, words of dates."""

from __future__ import annotations

from datetime import date

import pytest

from detente.records import Span
from detente.text.date_patterns import ATOMS, Meaning, full_date
from detente.text.date_words import is_adverb, is_month, is_weekday, is_year
from detente.text.datelines import dateline_prefix, is_date_line, is_turn
from detente.text.furniture import furniture_kind, is_byline, is_rule
from detente.text.lines import find_units, trim
from detente.text.tables import load_word_classes, load_word_list, words_of_class


def test_a_unit_is_a_paragraph_however_it_was_printed() -> None:
    wrapped = "The ministers met on Monday in the capital\nand spoke about the river and its dams.\n\nThey parted."
    assert [wrapped[unit.start : unit.end].split(maxsplit=1)[0] for unit in find_units(wrapped)] == ["The", "They"]
    assert [unit.lines for unit in find_units(wrapped)] == [2, 1]
    assert find_units("\u200b \n\ufeff") == []
    assert trim(" \u200bword\ufeff ", 0, 8) == (2, 6)


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("Published: March 6, 2025 10:15 GMT", True),
        ("Thu, 6 March 2025", True),
        ("March 6, 2025 was a cold day", False),
        ("6 March was the day", False),
    ],
)
def test_a_line_of_a_date_holds_nothing_else(line: str, is_date: bool) -> None:
    assert is_date_line(line) == is_date


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("PARIS, March 6 (AFP) – The ministers met.", "The ministers met."),
        ("GENEVA — The ministers met.", "The ministers met."),
        ("(Reuters) - The ministers met.", "The ministers met."),
        ("The ministers met in PARIS, on March 6.", None),
    ],
)
def test_a_dateline_ends_where_the_paragraph_begins(line: str, own: str | None) -> None:
    found = dateline_prefix(line)
    assert (None if found is None else line[found[1] :]) == own


def test_a_speaker_in_capitals_is_a_turn_and_no_town() -> None:
    assert is_turn("BERG: We will see.")
    assert not is_turn("Berg said: We will see.")
    assert (
        dateline_prefix("BERG: We will see what comes of the talks about the river and the dams.", transcript=True)
        is None
    )


@pytest.mark.parametrize(("line", "rule"), [("* * *", True), ("———", True), ("--", False), ("- no", False)])
def test_a_rule_draws_a_line(line: str, rule: bool) -> None:
    assert is_rule(line) == rule


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe and John Roe in Geneva", True),
        ("Reuters", True),
        ("By Thursday Morning", False),
        ("By Jane Doe's account, the talks failed.", False),
    ],
)
def test_a_byline_says_who_wrote(line: str, byline: bool) -> None:
    assert is_byline(line) == byline


def test_furniture_is_told_by_its_words() -> None:
    assert furniture_kind("Read more") in {"opener", "lead", "teaser"}
    assert furniture_kind("The ministers met on Monday.") is None
    assert furniture_kind("Read more " * 60) is None


def test_word_lists_give_their_words_by_class() -> None:
    rows = load_word_list("words")
    assert words_of_class("words", "before month") == {word for word, kind in rows if kind == "before month"} != set()
    assert set(load_word_classes("words")) == {word for word, _ in rows}


_CHECKS = {"month": is_month, "weekday": is_weekday, "near day": is_adverb, "year": is_year}


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("year", "It was signed in 2015.", [True]),
        ("year", "They counted 2015 soldiers.", [False]),
        ("year", "the 2015 agreement", [True]),
        ("month", "May they leave in May?", [False, True]),
        ("month", "March on, they said in March", [False, True]),
        ("weekday", "every Monday and on Tuesday", [False, True]),
        ("weekday", "the Good Friday agreement", [False]),
        ("near day", "World Today said today", [False, True]),
    ],
)
def test_a_word_is_a_date_by_what_stands_around_it(kind: str, text: str, found: list[bool]) -> None:
    patterns = [atom for atom in ATOMS if atom.kind == kind and atom.check is _CHECKS[kind]]
    whole = Span(0, len(text))
    matches = {match.start(): _CHECKS[kind](match, whole) for one in patterns for match in one.regex.finditer(text)}
    assert [is_date for _, is_date in sorted(matches.items())][-len(found) :] == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("signed on 6 March 2025 and again on 7 March 2025", date(2025, 3, 6)),
        ("2025-03-06", date(2025, 3, 6)),
        ("in March 2025", None),
        ("on 31 February 2025", None),
    ],
)
def test_the_first_whole_date_is_found(text: str, day: date | None) -> None:
    assert full_date(text, Span(0, len(text))) == day


def test_a_date_is_read_against_the_day_of_publication() -> None:
    text = "2025-03-06"
    (pattern,) = [atom for atom in ATOMS if atom.kind == "iso"]
    match = pattern.regex.search(text)
    assert match is not None
    atom = pattern.read(match, Span(0, len(text)))
    assert atom is not None
    period = Meaning(None, "past").resolve(atom)
    assert period is not None
    assert (period.first, period.precision) == (date(2025, 3, 6), "day")
