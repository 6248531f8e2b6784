"""By when something is due: "by Friday", "no later than 3 May", "within two weeks"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.text import find_dates

if TYPE_CHECKING:
    from detente.reading.document import Document
    from detente.records import DateRange, Span

_BY_WHEN = r"(?:by|before|until|within|(?:no|not) later than)"
_LEADS = re.compile(rf"\b{_BY_WHEN}\s+\Z", re.IGNORECASE)
_OPENS = re.compile(rf"{_BY_WHEN}\s", re.IGNORECASE)


def find_deadline(document: Document, within: Span, *, after: int | None = None) -> DateRange | None:
    """Return the first date that says by when, or None.

    A date does so if "by", "before", "until", "within", "no later than" or "not later than" stands right before it, or
    if it begins with one of them ("within two weeks").

    Args:
        document: The article being read.
        within: The clause or sentence in which the date must stand.
        after: Offset in the text: earlier dates do not count. None for the beginning of `within`.
    """
    start = within.start if after is None else after
    for mention in find_dates(document.text, within, document.day, tense="future"):
        if mention.range is None or mention.span.start < start:
            continue
        lead = document.text[start : mention.span.start]
        if _LEADS.search(lead) or _OPENS.match(mention.span.words(document.text)):
            return mention.range
    return None
