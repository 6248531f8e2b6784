"""Stretches of the calendar: days, weeks, months, seasons, years, and how to find the nearest one that is meant."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from detente.records import DateRange, Span

if TYPE_CHECKING:
    from detente.records import Precision

Tense = Literal["past", "future"]


class Period(NamedTuple):
    """The days from `first` to `last`, both included, and how exactly the words say so."""

    first: date
    last: date
    precision: Precision

    def as_range(self, span: Span) -> DateRange:
        """Return the period as a record's date range, with the words that say so."""
        return DateRange(self.first.isoformat(), self.last.isoformat(), self.precision, span)


#: Meteorological seasons of the northern hemisphere, where most of the news we read is written: first month.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

#: News leave out the year where the reader cannot go wrong. A date more than this many days back would have one …
_DAYS_WITHOUT_YEAR = 330
#: … so that a date which comes again within this many days is the coming one, whatever the tense.
_DAYS_AHEAD = 35


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day, "day")


def week_of(day: date, weeks: int = 0) -> Period:
    """Return the week, Monday to Sunday, that holds `day`, moved by some weeks."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Period(monday, monday + timedelta(days=6), "week")


def month_at(year: int, month: int) -> Period:
    """Return a calendar month.

    Raises:
        ValueError: There is no such month.
    """
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def shift_month(day: date, months: int) -> Period:
    """Return the calendar month that lies some months after (before, if negative) that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return month_at(index // 12, index % 12 + 1)


def year_at(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def years_at(first: int, last: int) -> Period:
    """Return several calendar years, such as a decade."""
    return Period(date(first, 1, 1), date(last, 12, 31), "range")


def quarter_at(year: int, quarter: int) -> Period:
    """Return a quarter, 1 to 4, of a calendar year."""
    return Period(date(year, quarter * 3 - 2, 1), month_at(year, quarter * 3).last, "range")


def season_at(year: int, season: str) -> Period:
    """Return the season that begins in `year`: the winter of 2023 here is December 2023 to February 2024."""
    first = date(year, SEASONS[season], 1)
    return Period(first, shift_month(first, 2).last, "season")


def season_near(anchor: date, season: str, word: str) -> Period | None:
    """Return last, this or next spring, summer, autumn or winter, seen from `anchor`."""
    seasons = [season_at(year, season) for year in range(anchor.year - 2, anchor.year + 2)]
    if word == "last":
        return max((s for s in seasons if s.last < anchor), default=None)
    if word == "next":
        return min((s for s in seasons if s.first > anchor), default=None)
    return min(seasons, key=lambda s: max((s.first - anchor).days, (anchor - s.last).days, 0), default=None)


def weekday_near(anchor: date, weekday: int, word: str, tense: Tense) -> Period:
    """Return the day that a weekday's name means.

    Args:
        anchor: The day of publication.
        weekday: 0 for Monday to 6 for Sunday.
        word: What stands before it: "last", "next", "this", or "" for nothing.
        tense: Whether the sentence tells what was or what will be.
    """
    back = (anchor.weekday() - weekday) % 7
    if word == "last":
        return one_day(anchor - timedelta(days=back or 7))
    if word == "next":
        return one_day(anchor + timedelta(days=7 - back))
    if word == "this":
        return one_day(week_of(anchor).first + timedelta(days=weekday))
    if tense == "past" or back == 0:
        return one_day(anchor - timedelta(days=back))
    return one_day(anchor + timedelta(days=7 - back))


def weekend_near(anchor: date, word: str, tense: Tense) -> Period:
    """Return the Saturday and Sunday that "last", "this", "next" or "the" weekend means."""
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    if word == "last" and anchor <= saturday + timedelta(days=1):
        saturday -= timedelta(days=7)
    ahead = word == "next" or (word != "last" and tense == "future" and anchor > saturday + timedelta(days=1))
    if ahead:
        saturday += timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=1), "range")


def month_near(anchor: date, month: int, word: str, tense: Tense) -> Period:
    """Return the month that a month's name without a year means."""
    this_year = month_at(anchor.year, month)
    if word == "this":
        return this_year
    if word == "last":
        return this_year if this_year.last < anchor else month_at(anchor.year - 1, month)
    if word == "next" or tense == "future":
        over = this_year.last < anchor or (word == "next" and this_year.first <= anchor)
        return month_at(anchor.year + 1, month) if over else this_year
    return this_year if this_year.first <= anchor else month_at(anchor.year - 1, month)


def day_near(anchor: date, month: int, day: int, tense: Tense) -> Period | None:
    """Return the day that a month and a day without a year mean; None if no year has such a day."""
    around = []
    for year in range(anchor.year - 8, anchor.year + 9):
        try:
            around.append(date(year, month, day))
        except ValueError:  # February 29, or February 30
            continue
    past = max((d for d in around if d <= anchor), default=None)
    future = min((d for d in around if d >= anchor), default=None)
    if tense == "future":
        return one_day(future) if future else None
    if past is None:
        return None
    coming = future is not None and (future - anchor).days <= _DAYS_AHEAD
    if future is not None and coming and (anchor - past).days > _DAYS_WITHOUT_YEAR:
        return one_day(future)
    return one_day(past)


def shift(anchor: date, number: int, unit: str) -> Period:
    """Return the day, week, month or year that lies `number` units after `anchor` (before, if negative)."""
    if unit == "day":
        return one_day(anchor + timedelta(days=number))
    if unit == "week":
        return week_of(anchor, number)
    if unit == "month":
        return shift_month(anchor, number)
    return year_at(anchor.year + number * {"year": 1, "decade": 10, "century": 100}[unit])


def stretch(anchor: date, number: int, unit: str) -> Period:
    """Return the days from `number` units before `anchor` to it, or from it to as many units after it."""
    if unit in {"day", "week"}:
        other = anchor + timedelta(days=number * {"day": 1, "week": 7}[unit])
    else:
        months = number * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
        month = shift_month(anchor, months)
        other = month.first.replace(day=min(anchor.day, month.last.day))
    return Period(min(anchor, other), max(anchor, other), "range")
