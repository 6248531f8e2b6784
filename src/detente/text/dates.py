"""Days, months and years that a text speaks of, and its day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from detente.records import DateRange, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.records import Block

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = re.compile(
    r"(?P<m1>[A-Z][a-z]{2,8})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>[A-Z][a-z]{2,8})\.?,?\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that say when.

    Attributes:
        span: The words.
        range: The days that they mean; None where that cannot be told.
    """

    span: Span
    range: DateRange | None


def find_dates(
    text: str, span: Span, anchor: date | None, *, tense: Literal["past", "future"] = "past"
) -> tuple[DateMention, ...]:
    """Return the dates that a part of a text speaks of, in order."""
    found = []
    for match in _WEEKDAY.finditer(text, *span):
        where = Span(match.start(), match.end())
        found.append(DateMention(where, None if anchor is None else _weekday(match.group(), anchor, tense, where)))
    return tuple(found)


def _weekday(name: str, anchor: date, tense: str, span: Span) -> DateRange:
    back = (anchor.weekday() - _DAYS.index(name)) % 7
    day = anchor - timedelta(days=back) if tense == "past" or back == 0 else anchor + timedelta(days=7 - back)
    return DateRange(day.isoformat(), day.isoformat(), "day", span)


def find_publication_day(text: str, blocks: Iterable[Block]) -> date | None:
    """Return the first full date of the date lines on top of a page and of its datelines, or None."""
    for block in blocks:
        if block.kind == "dateline":
            match = _FULL.search(text, block.start, block.end)
            day = _as_day(match) if match else None
            if day:
                return day
    return None


def _as_day(match: re.Match[str]) -> date | None:
    year, month, day = (match[f"{part}1"] or match[f"{part}2"] or match[f"{part}3"] for part in "ymd")
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        return None
