"""Cards of statements: in the order of the text, each followed by the statements inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views.outline.facts import confidence_fact, date_fact, date_words_fact, place_fact
from detente.views.outline.index import in_order, one
from detente.views.outline.model import Card, Fact, Plain, Quote, Tag, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Statement
    from detente.views.outline.index import Index
    from detente.views.outline.model import Piece


#: Cues that are no verbs.
_BEFORE_THE_SPEAKER = frozenset({"according to", "per", "in the words of"})


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
        Fact("in", (Words((statement.medium,)),)) if statement.medium else None,
        _source_fact(index, statement),
        date_words_fact(statement.date),
        confidence_fact(statement.confidence),
    )
    date = statement.date.span if statement.date else None
    place = statement.place.span if statement.place else None
    lead = _lead(index, statement)
    content: tuple[Piece, ...] = (Words(statement.content, bare=True),) if statement.content else ()
    return Card(
        anchor=anchor,
        kind="statement",
        depth=depth,
        lead=lead,
        line=(*lead, Plain(": ", "quiet"), *content) if content else lead,
        tags=(Tag(statement.kind, detail=True),),
        quotes=(Quote(None, statement.content, "content"),) if statement.content else (),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(*statement.speakers, *statement.on_behalf_of),
        marks=in_order(
            (statement.source, "source"),
            (statement.cue, "cue"),
            (statement.content, "content"),
            (one(date) + one(place) + one(statement.medium), "detail"),
        ),
        confidence=statement.confidence,
    )


def _source_fact(index: Index, statement: Statement) -> Fact | None:
    """Return the words for a speaker who is known by name, which are a detail."""
    names = " ".join(index.who(key).name for key in statement.speakers)
    if not names or not statement.source or index.record.words(statement.source) in names:
        return None
    return Fact("words for the speaker", (Words(statement.source),), detail=True)


def _lead(index: Index, statement: Statement) -> tuple[Piece, ...]:
    """Return "speaker, for whom, cue"; the words for the speaker where nobody is known."""
    pieces: list[Piece] = []
    for key in statement.speakers:
        pieces += [Plain(", "), index.who(key)] if pieces else [index.who(key)]
    if not pieces:
        pieces.append(Words(statement.source) if statement.source else Plain("speaker not named", "quiet"))
    names = " ".join(index.who(key).name for key in statement.speakers)
    # "A spokeswoman for the Commission" has said for whom she speaks.
    sides = [key for key in statement.on_behalf_of if index.who(key).name not in names]
    for number, key in enumerate(sides):
        pieces += [Plain(", " if number else " for ", "quiet"), index.who(key)]
    if any(
        c.isalnum() for c in index.record.words(statement.cue)
    ):  # a cue that is only a colon or dash is left out: the card puts a colon there
        cue = Words(statement.cue, bare=True)
        # "According to" stands in front of the one it names, in the lead as in the text.
        is_first = index.record.words(statement.cue).lower() in _BEFORE_THE_SPEAKER
        pieces = [cue, Plain(" "), *pieces] if is_first else [*pieces, Plain(" "), cue]
    return tuple(pieces)
