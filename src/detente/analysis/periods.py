"""Days, weeks and months: a series needs every period, also those in which nothing happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Every = Literal["day", "week", "month", "year"]

_DAYS: Final = {"day": 1, "week": 7}


def period_of(day: date, every: Every) -> date:
    """Return the first day of the period that holds a day; weeks begin on Monday.

    >>> period_of(date(2025, 3, 6), "week"), period_of(date(2025, 3, 6), "month")
    (datetime.date(2025, 3, 3), datetime.date(2025, 3, 1))
    """
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if every == "year" else day


def next_period(start: date, every: Every) -> date:
    """Return the first day of the period after the one that begins on `start`."""
    if every in _DAYS:
        return start + timedelta(days=_DAYS[every])
    if every == "year":
        return start.replace(year=start.year + 1)
    return (start + timedelta(days=32)).replace(day=1)


def iter_periods(first: date, last: date, every: Every) -> Iterator[date]:
    """Yield the first day of every period from the one that holds `first` to the one that holds `last`."""
    period = period_of(first, every)
    while period <= last:
        yield period
        period = next_period(period, every)
