"""The words that dates are made of, and whether they are a date where they stand ("may" is a verb, too)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.text.tables import words_of_class

if TYPE_CHECKING:
    from detente.records import Span

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=\s\d)))"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,/]\d)"
YEAR = r"(?:1[89]|20)\d\d(?![\d%]|[.,]\d)"
UNIT = r"(?:day|week|month|year|decade|centur(?:y|ie))s?"
COUNT = (
    r"(?:\d{1,4}|a few|a couple of|several|many|some"
    r"|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)


def _word_before(match: re.Match[str], span: Span) -> str:
    head = match.string[max(span.start, match.start() - 24) : match.start()]
    words = re.findall(r"[\w'’]+", head[-24:])
    return words[-1] if words and not re.search(r"[.!?:;,(\[]\s*$", head) else ""


_AMBIGUOUS_MONTHS = frozenset({"march", "may", "april", "june", "august"})
_BEFORE_OF = re.compile(r"\b(?:end|start|beginning|middle|month|half|weeks?|days?|close|rest)\s+of\s+$", re.IGNORECASE)
_MONTH_LINK = re.compile(rf"{MONTH}(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?,?\s*(?:and|to|or|until|through|[–-])\s*$")
_FROM_TO = re.compile(rf"\s+(?:to|until|through)\s+{MONTH}")


def is_month(match: re.Match[str], span: Span) -> bool:
    """Tell whether a bare month name is a month: "may" the verb, "March on!", April the person are not."""
    text, name = match.string, match["month"].rstrip(".").lower()
    if name not in _AMBIGUOUS_MONTHS or match["word"]:
        return text[match.end() : match.end() + 2] not in {"-l", "-b"}
    if text[match.end() : match.end() + 2] in {"'s", "’s"} and name in {"may", "april", "june"}:
        return False
    before = _word_before(match, span).lower()
    if before in words_of_class("words", "before month"):
        return True
    head = text[max(span.start, match.start() - 30) : match.start()]
    if before == "of":
        return _BEFORE_OF.search(head) is not None
    if before == "from":
        return _FROM_TO.match(text, match.end(), match.end() + 30) is not None
    return head.endswith(("mid-", "Mid-")) or _MONTH_LINK.search(head) is not None


_HABIT = frozenset({"every", "each", "any", "most"})


def is_weekday(match: re.Match[str], span: Span) -> bool:
    """Tell whether a weekday's name is one day: "Good Friday" and "every Monday" are not."""
    return _word_before(match, span).lower() not in words_of_class("words", "before named day") | _HABIT


def is_adverb(match: re.Match[str], span: Span) -> bool:
    """Tell whether "today" is the day and no part of a name such as "World Today"."""
    if not match.group()[0].isupper():
        return True
    before = _word_before(match, span)
    return (
        not before[:1].isupper()
        and before.lower() not in {"the", "on"}
        and match.string[match.end() : match.end() + 2] != " (TV"
    )


_YEAR_LINK = re.compile(r"(?:mid|late|early|\d{4})[-–]$", re.IGNORECASE)
_YEAR_RANGE = re.compile(rf"[-–]{YEAR}(?!\w|-)")
_COUNTED = re.compile(r"\s+(?!was\b|is\b|has\b|as\b|this\b|its\b|his\b|us\b|always\b|sometimes\b)[a-z]+s\b")


def is_year(match: re.Match[str], span: Span) -> bool:
    """Tell whether four figures are a year: behind "in" or "since", in brackets, in "the 2015 agreement"."""
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1 : start] == "(" and text[end : end + 1] in {")", ",", "-", "–"} and start > span.start:
        return True
    head = text[max(span.start, start - 6) : start]
    if head.endswith(("-", "–")):
        return _YEAR_LINK.search(head) is not None
    if _YEAR_RANGE.match(text, end):
        return True
    before = _word_before(match, span).lower()
    if before in {"of", "by", "to", "from", "and", "or", "after", "before"}:
        return _COUNTED.match(text, end, end + 30) is None
    if before == "the" or before.endswith(("'s", "’s")):
        return re.match(r"\s+[A-Za-z]", text[end : end + 3]) is not None and not _is_round(match.group())
    return before in words_of_class("words", "before year")


def _is_round(year: str) -> bool:
    return year in {"1800", "1900", "2000"}
