"""Dates of roles and memberships: text to day and back, and whether a role holds on a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.knowledge.model import Role, RolePrecision, Standing

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


def parse_date(text: str, *, last: bool = False) -> tuple[date | None, RolePrecision | None]:
    """Return the day that a date column means, and how exact it is.

    Args:
        text: "2009", "2009-03", "2009-03-17" or "".
        last: Take the last day of a month or year, not the first.

    Returns:
        Day and precision; two times None for "".

    Raises:
        ValueError: The text is none of these or no day of the calendar.
    """
    if not text:
        return None, None
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date such as 2009, 2009-03 or 2009-03-17")
    year = int(match[1])
    if match[3]:
        return date(year, int(match[2]), int(match[3])), "day"
    if match[2]:
        month = int(match[2])
        return date(year, month, monthrange(year, month)[1] if last else 1), "month"
    return (date(year, 12, 31) if last else date(year, 1, 1)), "year"


def role_standing(role: Role, on: date) -> Standing:
    """Say whether a role holds on a day, as far as the sources go.

    Args:
        role: The role.
        on: The day.

    Returns:
        `before` it had not begun; `holds`; `ended` a source gives an end before that day, or
        a successor; `unknown` the sources stop before that day.
    """
    if role.start is not None and on < role.start:
        return "before"
    if role.end is not None:
        if on <= role.end:
            return "holds"
        return "unknown" if role.end_kind == "last_seen" else "ended"
    return "unknown"
