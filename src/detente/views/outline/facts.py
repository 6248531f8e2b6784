"""Facts that several kinds of claim share: a day, a place, who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views.outline.model import Fact, Plain, Words
from detente.views.outline.wording import describe_dates, describe_day

if TYPE_CHECKING:
    from detente.records import CollectionName, DateRange, Place
    from detente.views.outline.index import Index
    from detente.views.outline.model import Piece


def date_fact(dates: DateRange | None) -> Fact | None:
    """Return the days of a claim, followed by the words that say so; None if the text does not say."""
    if dates is None:
        return None
    return Fact("when", (Plain(describe_dates(dates)),))


def deadline_fact(dates: DateRange | None) -> Fact | None:
    """Return by when something is to be done, of a stretch of days the last one; None if the text does not say."""
    if dates is None:
        return None
    return Fact("by", (Plain(describe_day(dates.end) if dates.precision == "range" else describe_dates(dates)),))


def date_words_fact(dates: DateRange | None) -> Fact | None:
    """Return the words for the days of a claim, which are a detail; None if the text does not say."""
    if dates is None or dates.span is None:
        return None
    return Fact("words for the day", (Words((dates.span,)),), detail=True)


def confidence_fact(confidence: float | None) -> Fact | None:
    """Return how sure a claim is, which is a detail; None where nothing was measured."""
    return None if confidence is None else Fact("confidence", (Plain(f"{confidence:.2f}"),), detail=True)


def state_fact(state: str | None) -> Fact | None:
    """Return what a person says became of a claim; None where nobody has said."""
    return None if state is None else Fact("since then", (Plain(f"{state}, as a person has set it"),))


def place_fact(place: Place | None) -> Fact | None:
    """Return the place of a claim with its country's code; None if the text does not say."""
    if place is None:
        return None
    name = place.name if place.country is None else f"{place.name} ({place.country})"
    return Fact("where", (Plain(name),))


def said_fact(index: Index, key: str | None) -> Fact | None:
    """Return by whom a claim is said; None if the article itself asserts it, or names nobody."""
    if key is None:
        return None
    statement = index.statements[key]
    pieces: list[Piece] = []
    for speaker in statement.speakers:
        pieces += [Plain(", "), index.who(speaker)] if pieces else [index.who(speaker)]
    if not pieces and statement.source:
        pieces.append(Words(statement.source))
    return Fact("said by", tuple(pieces)) if pieces else None


def said_in_fact(index: Index, key: str | None) -> Fact | None:
    """Return in which statement a claim stands, which is a detail; None if the article itself asserts it."""
    return None if key is None else Fact("in", (index.link("statements", key),), detail=True)


def links_fact(index: Index, label: str, collection: CollectionName, keys: tuple[str, ...]) -> Fact | None:
    """Return references to other claims of one collection, which are a detail; None if there is none."""
    if not keys:
        return None
    pieces: list[Piece] = []
    for key in keys:
        pieces += [Plain(", "), index.link(collection, key)] if pieces else [index.link(collection, key)]
    return Fact(label, tuple(pieces), detail=True)
