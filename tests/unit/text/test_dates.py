"""Dates: each phrase with the days that it means, seen from Wednesday, 5 March 2025."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Block, Span
from detente.text import find_dates, find_dates_both_ways, make_article
from detente.text.dates import find_publication_day
from detente.text.periods import Tense

ANCHOR = date(2025, 3, 5)


def read(text: str, anchor: date | None = ANCHOR, tense: Tense = "past") -> list[tuple[str, str | None, str | None]]:
    """Return (words, "first/last", precision) of each mention."""
    found: list[tuple[str, str | None, str | None]] = []
    for mention in find_dates(text, Span(0, len(text)), anchor, tense=tense):
        days = mention.range
        if days is not None:
            assert days.span == mention.span
        found.append((
            mention.span.words(text),
            f"{days.start}/{days.end}" if days else None,
            days.precision if days else None,
        ))
    return found


@pytest.mark.parametrize(
    ("text", "words", "days", "precision"),
    [
        ("He spoke on Thursday.", "Thursday", "2025-02-27/2025-02-27", "day"),
        ("He spoke on Wednesday.", "Wednesday", "2025-03-05/2025-03-05", "day"),
        ("He spoke last Wednesday.", "last Wednesday", "2025-02-26/2025-02-26", "day"),
        ("They meet next Thursday.", "next Thursday", "2025-03-06/2025-03-06", "day"),
        ("They meet this Friday.", "this Friday", "2025-03-07/2025-03-07", "day"),
        ("They met on Monday last week.", "Monday last week", "2025-02-24/2025-02-24", "day"),
        ("He left on Tuesday evening.", "Tuesday evening", "2025-03-04/2025-03-04", "day"),
        ("Norland’s Thursday’s talks", "Thursday", "2025-02-27/2025-02-27", "day"),
        ("He left yesterday.", "yesterday", "2025-03-04/2025-03-04", "day"),
        ("He leaves tomorrow morning.", "tomorrow morning", "2025-03-06/2025-03-06", "day"),
        ("He left last night.", "last night", "2025-03-04/2025-03-04", "day"),
        ("He left the day before yesterday.", "the day before yesterday", "2025-03-03/2025-03-03", "day"),
        ("Today he left.", "Today", "2025-03-05/2025-03-05", "day"),
        ("He left last week.", "last week", "2025-02-24/2025-03-02", "week"),
        ("He left last month.", "last month", "2025-02-01/2025-02-28", "month"),
        ("He left earlier this month.", "earlier this month", "2025-03-01/2025-03-05", "month"),
        ("He leaves later this year.", "later this year", "2025-03-05/2025-12-31", "year"),
        ("It ends next year.", "next year", "2026-01-01/2026-12-31", "year"),
        ("It rained over the weekend.", "the weekend", "2025-03-01/2025-03-02", "range"),
        ("It began last summer.", "last summer", "2024-06-01/2024-08-31", "season"),
        ("It began in March.", "March", "2025-03-01/2025-03-31", "month"),
        ("It began in April.", "April", "2024-04-01/2024-04-30", "month"),
        ("It began last March.", "last March", "2024-03-01/2024-03-31", "month"),
        ("It began in December.", "December", "2024-12-01/2024-12-31", "month"),
        ("It began in March 2024.", "March 2024", "2024-03-01/2024-03-31", "month"),
        ("It began on August 27.", "August 27", "2024-08-27/2024-08-27", "day"),
        ("It begins on March 20.", "March 20", "2025-03-20/2025-03-20", "day"),
        ("It began on Feb. 29.", "Feb. 29", "2024-02-29/2024-02-29", "day"),
        ("It began on 6 March 2024.", "6 March 2024", "2024-03-06/2024-03-06", "day"),
        ("It began on the 6th of March, 2024.", "6th of March, 2024", "2024-03-06/2024-03-06", "day"),
        ("It began on Wednesday, March 6, 2024.", "Wednesday, March 6, 2024", "2024-03-06/2024-03-06", "day"),
        ("Dated 2024-03-06.", "2024-03-06", "2024-03-06/2024-03-06", "day"),
        ("Dated 13/04/2024.", "13/04/2024", "2024-04-13/2024-04-13", "day"),
        ("Dated 6.3.2024.", "6.3.2024", "2024-03-06/2024-03-06", "day"),
        ("Dated 03/04/2024.", "03/04/2024", None, None),
        ("It began on February 30, 2024.", "February 30, 2024", None, None),
        ("It began in 2019.", "2019", "2019-01-01/2019-12-31", "year"),
        ("The war (2019) ended.", "2019", "2019-01-01/2019-12-31", "year"),
        ("Under the 2015 agreement it ended.", "2015", "2015-01-01/2015-12-31", "year"),
        ("It began in late 2023.", "late 2023", "2023-01-01/2023-12-31", "year"),
        ("It began in mid-March 2024.", "mid-March 2024", "2024-03-01/2024-03-31", "month"),
        ("It began in the 1990s.", "the 1990s", "1990-01-01/1999-12-31", "range"),
        ("It began in the ’90s.", "the ’90s", "1990-01-01/1999-12-31", "range"),
        ("It has held since 2011.", "since 2011", "2011-01-01/2025-03-05", "range"),
        ("It has held since Monday.", "since Monday", "2025-03-03/2025-03-05", "range"),
        ("It ends by the end of the month.", "by the end of the month", "2025-03-05/2025-03-31", "range"),
        ("It ends by 2030.", "by 2030", "2025-03-05/2030-12-31", "range"),
        ("It was held until 2019.", "until 2019", None, None),
        ("It fell between May and July 2019.", "between May and July 2019", "2019-05-01/2019-07-31", "range"),
        (
            "It fell from November to February 2020.",
            "from November to February 2020",
            "2019-11-01/2020-02-29",
            "range",
        ),
        ("It fell from 2014 to 2016.", "from 2014 to 2016", "2014-01-01/2016-12-31", "range"),
        ("The 2014-2015 talks failed.", "2014-2015", "2014-01-01/2015-12-31", "range"),
        ("They met March 6-8, 2024.", "March 6-8, 2024", "2024-03-06/2024-03-08", "range"),
        ("They met on 6–8 March 2024.", "6–8 March 2024", "2024-03-06/2024-03-08", "range"),
        ("He left two days ago.", "two days ago", "2025-03-03/2025-03-03", "day"),
        ("He left a week ago.", "a week ago", "2025-02-24/2025-03-02", "week"),
        ("He left a decade ago.", "a decade ago", "2015-01-01/2015-12-31", "year"),
        ("He left several years ago.", "several years ago", None, None),
        ("It fell in the past two years.", "the past two years", "2023-03-05/2025-03-05", "range"),
        ("It fell over the past year.", "the past year", "2024-03-05/2025-03-05", "range"),
        ("Three days later he left.", "Three days later", None, None),
        ("He left the following week.", "the following week", None, None),
        ("It fell in the summer of 2019.", "the summer of 2019", "2019-06-01/2019-08-31", "season"),
        ("It fell in the winter of 2019.", "the winter of 2019", None, None),
        ("It fell in the first quarter of 2024.", "the first quarter of 2024", "2024-01-01/2024-03-31", "range"),
        ("It fell in Q2 2024.", "Q2 2024", "2024-04-01/2024-06-30", "range"),
    ],
)
def test_past(text: str, words: str, days: str | None, precision: str | None) -> None:
    assert read(text) == [(words, days, precision)]


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("He will come on Thursday.", "Thursday", "2025-03-06/2025-03-06"),
        ("He will come on Wednesday.", "Wednesday", "2025-03-05/2025-03-05"),
        ("He will come on January 6.", "January 6", "2026-01-06/2026-01-06"),
        ("He will come in May.", "May", "2025-05-01/2025-05-31"),
        ("He will come in two weeks.", "in two weeks", "2025-03-17/2025-03-23"),
        ("He will come within three days.", "within three days", "2025-03-05/2025-03-08"),
        ("He will come this weekend.", "this weekend", "2025-03-08/2025-03-09"),
        ("He will come by Friday.", "by Friday", "2025-03-05/2025-03-07"),
    ],
)
def test_future(text: str, words: str, days: str) -> None:
    assert [found[:2] for found in read(text, tense="future")] == [(words, days)]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on, and she may not.",
        "May said that the government of May was formed by May.",
        "Wait a second; the second of the two left.",
        "April Jones met June Roe and Mr. March.",
        "“March on!” they cried.",
        "On Good Friday, on Black Friday and every Monday they march.",
        "He read it in World Today.",
        "About 2000 soldiers of 2000 camps came by 1900 roads.",
        "The A-2019 and covid-19 files",
        "In the fall of the city nobody spoke.",
        "",
    ],
)
def test_no_dates(text: str) -> None:
    assert [found for found in read(text) if found[0] not in {"Good Friday"}] == []


def test_several_in_one_sentence() -> None:
    text = (
        "On Thursday, a week after the vote in May 2024, he said that talks planned since 2011 would begin next year."
    )
    assert [words for words, _, _ in read(text)] == [
        "Thursday",
        "a week after",
        "May 2024",
        "since 2011",
        "next year",
    ]


def test_without_an_anchor_only_full_dates_are_resolved() -> None:
    found = read("On Thursday, March 6, in May 2024, last week, since 2011 and in 2019.", anchor=None)
    assert [(words, days is not None) for words, days, _ in found] == [
        ("Thursday, March 6", False), ("May 2024", True), ("last week", False), ("since 2011", False), ("2019", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Wednesday, January 23, 2019\u00a0", "2019-01-23"),
        ("Published: 5 March 2025, 14:30 GMT", "2025-03-05"),
        ("2025-03-05", "2025-03-05"),
        ("03/04/2025", None),
        ("March 5", None),
        ("February 30, 2025", None),
    ],
)
def test_publication_day(line: str, published: str | None) -> None:
    text = f"Norland and Sudland agree to talk\n{line}\n\nThe presidents agreed on Monday to open talks."
    assert make_article(text).published == published


def test_given_publication_day_wins() -> None:
    text = "Norland agrees\n\nMarch 5, 2025\n\nThe presidents agreed on Monday to open talks."
    assert make_article(text, published=date(2024, 1, 2)).published == "2024-01-02"


def test_only_date_lines_give_the_publication_day() -> None:
    text = "On March 5, 2025 they met."
    assert find_publication_day(text, (Block("paragraph", 0, len(text)),)) is None


_WORDS = st.sampled_from([
    "on", "in", "since", "by", "until", "between", "and", "from", "to", "the", "last", "next", "this", "March",
    "May", "6", "31", "2024", "2019-03-05", "Thursday", "week", "year", "99999", "decades", "ago", "two", "0",
    "weekend", "summer", "Q4", "end", "of", "12/12/2020", "’90s", ",", ".", "-", "–",
])  # fmt: skip


@given(
    st.one_of(st.lists(_WORDS, max_size=12).map(" ".join), st.text(max_size=40)),
    st.none() | st.dates(),
    st.sampled_from(["past", "future"]),
)
def test_any_text_and_any_day(text: str, anchor: date | None, tense: Tense) -> None:
    end = 0
    for mention in find_dates(text, Span(0, len(text)), anchor, tense=tense):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        if mention.range is not None:
            assert date.fromisoformat(mention.range.start) <= date.fromisoformat(mention.range.end)


@given(st.text(alphabet="MTodaynext 15March2024 on,week", max_size=60), st.sampled_from([None, ANCHOR]))
def test_both_ways_are_those_of_each_tense(words: str, anchor: date | None) -> None:
    text = f"{words} on Friday, {words}"
    span = Span(0, len(text))
    assert find_dates_both_ways(text, span, anchor) == (
        find_dates(text, span, anchor),
        find_dates(text, span, anchor, tense="future"),
    )
