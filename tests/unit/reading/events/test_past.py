"""Words of time: which kinds a sentence has, and what they are called beside an event's word."""

from __future__ import annotations

from datetime import date

import pytest

from detente.reading.events.past import time_words

DAY = date(2021, 9, 15)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Norway met Chad on Tuesday.", ("weekday",)),
        ("Norway met Chad in March 2011.", ("month", "earlier year")),
        ("Norway will meet Chad in 2021.", ("this year",)),
        ("Norway had met Chad two years ago.", ("looks back", "had", "none")),
        ("Norway has met Chad.", ("has", "none")),
        ("Norway met Chad.", ("none",)),
    ],
)
def test_kinds_of_words_of_time(words: str, found: tuple[str, ...]) -> None:
    assert time_words(words, DAY) == found


def test_without_a_day_a_year_is_a_year() -> None:
    assert time_words("Norway met Chad in 1984.", None) == ("year",)
