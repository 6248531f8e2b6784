"""The closed vocabularies of a record in plain words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from detente.counts import say_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.records import ActorKind, DateRange, Direction, GapReason, Sector, Stance
    from detente.views.outline.model import Kind

#: Section titles with the singular and plural used in counts.
KINDS: Final[Mapping[Kind, tuple[str, str, str]]] = {
    "actor": ("Actors", "actor", "actors"),
    "statement": ("Statements", "statement", "statements"),
    "event": ("Events", "event", "events"),
    "condition": ("Conditions", "condition", "conditions"),
    "interpretation": ("Interpretations", "interpretation", "interpretations"),
    "question": ("Open questions", "open question", "open questions"),
    "position": ("Positions", "position", "positions"),
    "commitment": ("Commitments", "commitment", "commitments"),
    "gap": ("Seen, not coded", "gap", "gaps"),
}

SECTORS: Final[Mapping[Sector, str]] = {
    "GOV": "government",
    "MIL": "military",
    "LEG": "legislature",
    "JUD": "judiciary",
    "OPP": "opposition",
    "REB": "rebels",
    "CVL": "civilians",
    "MED": "media",
    "BUS": "business",
    "PTY": "party",
    "IGO": "intergovernmental",
    "NGO": "non-governmental",
}

#: A person's kind goes without saying.
KINDS_OF_ACTOR: Final[Mapping[ActorKind, str | None]] = {
    "person": None,
    "state": "state",
    "organization": "organisation",
    "group": "group",
}

GAP_REASONS: Final[Mapping[GapReason, str]] = {
    "unsupported_language": "a language that is not read",
    "sentence_too_long": "the sentence is too long to parse",
    "article_too_long": "the article is too long; the rest is not read",
    "unbalanced_quotation": "a quotation mark without its partner",
    "unknown_name": "nobody known bears this name",
    "ambiguous_name": "several bear this name",
    "unresolved_pronoun": "whom the pronoun means is unclear",
    "unresolved_description": "whom the description means is unclear",
    "no_speaker": "no speaker is named",
    "no_source": "who does it is not said",
    "no_target": "to whom it is done is not said",
    "no_date": "no date is given",
    "unresolved_date": "the date cannot be worked out",
    "unresolved_place": "the place is not in the gazetteer",
    "no_bearing": "what depends on it is not said",
}

DIRECTIONS: Final[Mapping[Direction, str]] = {
    "offer": "offer: if you, then we",
    "threat": "threat: if you, we hit back",
    "demand": "demand: not unless you",
    "requirement": "requirement",
}

STANCES: Final[Mapping[Stance, str]] = {"for": "supports", "against": "opposes", "mixed": "is of two minds on"}

#: The same of a group: "EU ministers support".
STANCES_OF_SEVERAL: Final[Mapping[Stance, str]] = {
    "for": "support",
    "against": "oppose",
    "mixed": "are of two minds on",
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def describe_count(kind: Kind, number: int) -> str:
    """Return a count in words: "1 event", "3 events"."""
    _, one, many = KINDS[kind]
    return say_count(number, one, many)


def describe_day(day: str) -> str:
    """Return an ISO day in words ("6 March 2025"), or as it is if it is no such day."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def describe_dates(dates: DateRange) -> str:
    """Return the days of a range in words, no more exact than it is: "6 March 2025", "March 2025", "2025"."""
    try:
        start, end = datetime.date.fromisoformat(dates.start), datetime.date.fromisoformat(dates.end)
    except ValueError:
        return dates.start if dates.start == dates.end else f"{dates.start} to {dates.end}"
    month = f"{_MONTHS[start.month - 1]} {start.year}"
    if dates.precision == "year" and start.year == end.year:
        return str(start.year)
    if dates.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return month
    if start == end:
        return f"{start.day} {month}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {month}"
    return f"{describe_day(dates.start)} to {describe_day(dates.end)}"
