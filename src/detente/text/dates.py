"""Days, months and years that a text speaks of, and its day of publication.

Two passes. The first finds simple dates ("March 6", "last week", "2019"); each pattern has a function that says
which days are meant. The second joins them with the words around them ("between May and July 2019", "since 2011").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.records import DateRange, Span
from detente.text.date_patterns import ATOMS, Atom, Meaning, full_date, might_hold_date
from detente.text.periods import Period, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.records import Block


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that say when.

    Attributes:
        span: The words. "on", "in" and "at" before them are left out; "since", "by", "until", "between … and" and
            "from … to" belong to them, because they change which days are meant.
        range: The days that they mean; None where that cannot be told.
    """

    span: Span
    range: DateRange | None


_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:early |late |mid-?)?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?(?:early |late |mid-?)?$", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?P<word>since|by|until|till)\s+(?:at least\s+|as early as\s+)?(?:the\s+)?$", re.IGNORECASE)
_PART = re.compile(
    r"(?:\b(?:early|late|mid|earlier|later)(?:\s+in|\s+on)?[\s-]+|\b(?:the\s+)?(?:very\s+)?"
    r"(?:end|start|beginning|middle|close|first half|second half)\s+of\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?(?:early |late |mid-?|the end of )?", re.IGNORECASE)
_TO = re.compile(
    r"\s+(?:to|until|till|through)\s+(?:the\s+)?(?:early |late |mid-?|the end of )?|\s?[–—-]\s?", re.IGNORECASE
)

#: How far before a date the words are looked for that change its meaning.
_CONTEXT_CHARS = 40


def find_dates(text: str, span: Span, anchor: date | None, *, tense: Tense = "past") -> tuple[DateMention, ...]:
    """Return the dates that a part of a text speaks of, in order.

    Args:
        text: The article's text.
        span: Where to look: a sentence or a block.
        anchor: The day of publication, against which "on Thursday" and "last year" are read; None if unknown.
        tense: Whether the part tells what was ("on Thursday" is the last one, publication day included) or what
            will be (it is the next one).

    Returns:
        Mentions that do not overlap. The range is None where the words cannot be resolved: without an anchor,
        for days that do not exist, and for words such as "days later" that hang on something else.
    """
    return _read_all(text, span, _find_atoms(text, span), Meaning(anchor, tense))


def find_dates_both_ways(
    text: str, span: Span, anchor: date | None
) -> tuple[tuple[DateMention, ...], tuple[DateMention, ...]]:
    """Return the dates as `find_dates` reads them in a part that tells what was, and in one that tells what will be.

    Args:
        text: The article's text.
        span: Where to look.
        anchor: The day of publication; None if unknown.
    """
    atoms = _find_atoms(text, span)
    return _read_all(text, span, atoms, Meaning(anchor, "past")), _read_all(
        text, span, atoms, Meaning(anchor, "future")
    )


def _read_all(text: str, span: Span, atoms: Sequence[Atom], meaning: Meaning) -> tuple[DateMention, ...]:
    mentions: list[DateMention] = []
    at = 0
    while at < len(atoms):
        pair = _join_pair(text, span, atoms[at : at + 2], meaning)
        if pair is not None:
            mentions.append(pair)
            at += 2
        else:
            mentions.append(_read_alone(text, span, atoms[at], meaning))
            at += 1
    return tuple(_without_overlaps(mentions))


def _without_overlaps(mentions: Sequence[DateMention]) -> list[DateMention]:
    kept: list[DateMention] = []
    for mention in mentions:
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def _find_atoms(text: str, span: Span) -> list[Atom]:
    """Return the simple dates of a part of a text, the longest reading of each, in order."""
    if not might_hold_date(span.words(text)):
        return []
    found: list[tuple[int, int, int, Atom]] = []
    for rank, pattern in enumerate(ATOMS):
        for match in pattern.regex.finditer(text, *span):
            atom = pattern.read(match, span)
            if atom is not None:
                found.append((atom.span.start, -atom.span.end, rank, atom))
    atoms: list[Atom] = []
    for _, _, _, atom in sorted(found, key=lambda item: item[:3]):
        if not atoms or atom.span.start >= atoms[-1].span.end:
            atoms.append(atom)
    return atoms


def _before(text: str, span: Span, at: int) -> str:
    return text[max(span.start, at - _CONTEXT_CHARS) : at]


def _join_pair(text: str, span: Span, atoms: Sequence[Atom], meaning: Meaning) -> DateMention | None:
    """Return one mention for two dates that bound a stretch of time, or None if they do not."""
    if len(atoms) < 2:
        return None
    first, second = atoms
    link = text[first.span.end : second.span.start]
    before = _before(text, span, first.span.start)
    opening = _BETWEEN.search(before) if _AND.fullmatch(link) else _FROM.search(before) if _TO.fullmatch(link) else None
    if opening is None and not (_TO.fullmatch(link) and first.kind == second.kind):
        return None
    start = first.span.start - (len(before) - opening.start() if opening else 0)
    where = Span(start, second.span.end)
    last = meaning.resolve(second)
    begin = meaning.resolve(first, not_after=last, year_of=second)
    if begin is None or last is None or begin.first > last.last:
        return DateMention(where, None)
    return DateMention(where, Period(begin.first, last.last, "range").as_range(where))


def _read_alone(text: str, span: Span, atom: Atom, meaning: Meaning) -> DateMention:
    """Return the mention of one date, with "since", "by the end of", "early" before it."""
    start = atom.span.start
    part = _PART.search(_before(text, span, start))
    if part is not None:
        start -= len(part.group())
    limit = _LIMIT.search(_before(text, span, start))
    period = meaning.resolve(atom)
    if limit is None:
        where = Span(start, atom.span.end)
        return DateMention(where, period.as_range(where) if period else None)
    where = Span(start - len(limit.group()), atom.span.end)
    period = _bounded(limit["word"].lower(), period, meaning.anchor)
    return DateMention(where, period.as_range(where) if period else None)


def _bounded(word: str, period: Period | None, anchor: date | None) -> Period | None:
    """Return the days that "since", "by" or "until" a date means, seen from the day of publication."""
    if period is None or anchor is None:
        return None
    if word == "since":
        return Period(period.first, anchor, "range") if period.first <= anchor else None
    if period.last >= anchor:
        return Period(anchor, period.last, "range")
    # "by Monday" told afterwards is that day at the latest; "until Monday" began nobody knows when
    return period if word == "by" else None


def find_publication_day(text: str, blocks: Iterable[Block]) -> date | None:
    """Return the first full date of the date lines, datelines and bylines of a page, or None.

    A date with two readings (03/04/2025) counts as none.
    """
    for block in blocks:
        if block.kind in {"dateline", "byline"}:
            day = full_date(text, block.span)
            if day is not None:
                return day
    return None
