"""Days as tables, feeds and exports write them.

Nothing is guessed: a day that can be read in two ways is None, unless the column as a whole tells.
"""

from __future__ import annotations

import functools
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: How "3/4/2021" is read: 3 April, 4 March, or not at all.
Order = Literal["day first", "month first", "unknown"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?\d{4}(?:\d\d)?Z?)?(?![\w.])")
_CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?$")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de |of )?\s*([^\W\d_]{3,12})\.?,?[\s-]*(?:de )?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_WEEKDAY = re.compile(r"[^\W\d_]{2,11}\.?,?\s+(?=\d)")

_FIRST_YEAR, _LAST_YEAR = 1600, 2099
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_CHARS = 80


def find_day(cell: object, order: Order = "unknown", *, date_format: str | None = None) -> date | None:
    """Return the day that a cell names, in its own time zone; None if it names none, or one of two.

    Args:
        cell: Text, a number (seconds or milliseconds since 1970, or YYYYMMDD), a date or a datetime.
        order: How days such as "3/4/2021" are read.
        date_format: How the days are written, for `strptime`; None to find out.
    """
    if isinstance(cell, datetime):
        day: date | None = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        day = _from_text(f"{cell:.0f}", order) if abs(cell) < 1e15 else None
    elif isinstance(cell, str) and date_format is not None:
        day = _by_format(cell.strip(), date_format)
    else:
        day = _from_text(cell.strip(), order) if isinstance(cell, str) and len(cell) <= _MOST_CHARS else None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def day_of_seconds(seconds: object) -> date | None:
    """Return the day of whole seconds since 1970 (UTC), however few or negative; None for anything else.

    For formats that say that they count so; `find_day` takes a small number for no day.
    """
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return (_EPOCH_DAY + timedelta(seconds=seconds)).date()
    except OverflowError:
        return None


def tell_order(cells: Iterable[object]) -> Order:
    """Return in which order a column writes day and month, as the cells tell in which only one order is a day."""
    day_first = month_first = 0
    for cell in cells:
        match = _NUMBERS.match(cell.strip()) if isinstance(cell, str) else None
        if match:
            first, second = int(match[1]), int(match[3])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if day_first and not month_first:
        return "day first"
    return "month first" if month_first and not day_first else "unknown"


def is_ambiguous(cell: object) -> bool:
    """Tell whether a cell names a day that could be another one with day and month exchanged."""
    match = _NUMBERS.match(cell.strip()) if isinstance(cell, str) else None
    return bool(match and match[2] != "." and int(match[1]) <= 12 and int(match[3]) <= 12 and match[1] != match[3])


def _by_format(text: str, date_format: str) -> date | None:
    try:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - the day as written, in its own time zone
    except ValueError:
        return None


def _from_text(text: str, order: Order) -> date | None:
    match = _ISO.match(text) or _COMPACT.match(text) or _CHINESE.match(text)
    if match:
        return _make(match[1], match[2], match[3])
    match = _EPOCH.match(text)
    if match:
        return (_EPOCH_DAY + timedelta(seconds=int(match[1]))).date()
    match = _NUMBERS.match(text)
    if match:
        return _from_numbers(match, order)
    return _from_words(text)


def _from_numbers(match: re.Match[str], order: Order) -> date | None:
    first, second, year = match[1], match[3], match[4]
    if match[2] == ".":  # only where the day stands first are points written
        order = "day first"
    if order == "unknown":
        one, other = _make(year, second, first), _make(year, first, second)
        return one if one == other or other is None else other if one is None else None
    return _make(year, second, first) if order == "day first" else _make(year, first, second)


def _from_words(text: str) -> date | None:
    for start in (0, *(m.end() for m in [_WEEKDAY.match(text)] if m)):
        day_month = _DAY_MONTH.match(text, start)
        if day_month:
            return _make(day_month[3], _month(day_month[2]), day_month[1])
    for match in _MONTH_DAY.finditer(text):  # "Thursday, January 2, 2020"
        month = _month(match[1])
        if month:
            return _make(match[3], month, match[2])
    return None


def _make(year: str, month: str | int | None, day: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """Return the number of a month; None for another word, or one that begins several months."""
    word = word.lower()
    names = _months()
    if word in names:
        return names[word]
    found = {number for name, number in names.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else 9 if word == "sept" else None


@functools.cache
def _months() -> Mapping[str, int]:
    text = resources.files("detente.sources").joinpath("data/months.toml").read_text(encoding="utf-8")
    return {name: number for names in tomllib.loads(text).values() for number, name in enumerate(names, start=1)}
