"""Facts that several kinds of claim share: a day, a place, who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views.outline.model import Fact, Plain, Words
from detente.views.outline.wording import describe_dates

if TYPE_CHECKING:
    from detente.records import DateRange, Place
    from detente.views.outline.index import Index
    from detente.views.outline.model import Piece


def date_fact(dates: DateRange | None, label: str = "when") -> Fact | None:
    """Return the days of a claim, followed by the words that say so; None if the text does not say."""
    if dates is None:
        return None
    worked_out = Plain(describe_dates(dates))
    if dates.span is None:
        return Fact(label, (worked_out,))
    return Fact(label, (worked_out, Plain(" "), Words((dates.span,))))


def place_fact(place: Place | None) -> Fact | None:
    """Return the place of a claim with its country's code; None if the text does not say."""
    if place is None:
        return None
    name = place.name if place.country is None else f"{place.name} ({place.country})"
    return Fact("where", (Plain(name),))


def said_fact(index: Index, key: str | None) -> Fact | None:
    """Return in whose statement a claim stands; None if the article itself asserts it."""
    if key is None:
        return None
    statement = index.statements[key]
    pieces: list[Piece] = []
    for speaker in statement.speakers:
        pieces += [Plain(", "), index.who(speaker)] if pieces else [index.who(speaker)]
    if not pieces and statement.source:
        pieces.append(Words(statement.source))
    pieces += [Plain(" in ", "quiet")] if pieces else []
    return Fact("said by", (*pieces, index.link("statements", key)))


def links_fact(index: Index, label: str, collection: str, keys: tuple[str, ...]) -> Fact | None:
    """Return references to other claims of one collection; None if there is none."""
    if not keys:
        return None
    pieces: list[Piece] = []
    for key in keys:
        pieces += [Plain(", "), index.link(collection, key)] if pieces else [index.link(collection, key)]
    return Fact(label, tuple(pieces))
