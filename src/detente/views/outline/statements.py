"""Cards of statements: in the order of the text, each followed by the statements inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views.outline.facts import date_fact, place_fact
from detente.views.outline.index import in_order, one
from detente.views.outline.model import Card, Fact, Plain, Quote, Tag, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Statement
    from detente.views.outline.index import Index
    from detente.views.outline.model import Piece


def statement_cards(index: Index) -> tuple[Card, ...]:
    """Return the cards of all statements, outer before inner, otherwise in the order of the text."""
    return tuple(_card(index, statement, depth) for statement, depth in _walk(index.record.statements))


def _walk(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, int]]:
    """Yield each statement once with its depth; those that lie inside each other in a ring come last, at depth 0."""
    ordered = sorted(statements, key=_position)
    inner: dict[str | None, list[Statement]] = {}
    for statement in ordered:
        inner.setdefault(statement.inside, []).append(statement)
    seen: set[str] = set()
    for start in (*inner.get(None, ()), *ordered):
        stack = [(start, 0)]
        while stack:
            statement, depth = stack.pop()
            if statement.key in seen:
                continue
            seen.add(statement.key)
            yield statement, depth
            stack.extend((child, depth + 1) for child in reversed(inner.get(statement.key, ())))


def _position(statement: Statement) -> int:
    places = statement.source + statement.cue + statement.content
    return min((span.start for span in places), default=0)


def _card(index: Index, statement: Statement, depth: int) -> Card:
    anchor = index.anchor("statements", statement.key)
    facts = (
        date_fact(statement.date),
        place_fact(statement.place),
        Fact("medium", (Words((statement.medium,)),)) if statement.medium else None,
    )
    date = statement.date.span if statement.date else None
    place = statement.place.span if statement.place else None
    return Card(
        anchor=anchor,
        kind="statement",
        depth=depth,
        lead=_lead(index, statement),
        tags=(Tag(statement.kind),),
        quotes=(Quote(None, statement.content, "content"),) if statement.content else (),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(*statement.speakers, *statement.on_behalf_of),
        marks=in_order(
            (statement.source, "source"),
            (statement.cue, "cue"),
            (statement.content, "content"),
            (one(date) + one(place) + one(statement.medium), "detail"),
        ),
    )


def _lead(index: Index, statement: Statement) -> tuple[Piece, ...]:
    """Return "speaker, the words for the speaker, for whom — cue"."""
    pieces: list[Piece] = []
    for key in statement.speakers:
        pieces += [Plain(", "), index.who(key)] if pieces else [index.who(key)]
    names = " ".join(index.who(key).name for key in statement.speakers)
    if statement.source and index.record.words(statement.source) not in names:
        pieces += [Plain(", ", "quiet")] if pieces else []
        pieces.append(Words(statement.source))
    if not pieces:
        pieces.append(Plain("speaker not named", "quiet"))
    for number, key in enumerate(statement.on_behalf_of):
        pieces += [Plain(", " if number else " for ", "quiet"), index.who(key)]
    if statement.cue:
        pieces += [Plain(" — ", "quiet"), Words(statement.cue)]
    return tuple(pieces)
