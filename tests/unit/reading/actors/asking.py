"""Short ways to ask a record who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.records import Actor, Record


def mentions(record: Record, actor: Actor) -> list[str]:
    """Return the words of an actor's mentions, in order."""
    return [mention.span.words(record.article.text) for mention in actor.mentions]


def who(record: Record, words: str, nth: int = 1) -> set[str]:
    """Return the names of the actors that have the nth occurrence of these words as a mention."""
    start = -1
    for _ in range(nth):
        start = record.article.text.index(words, start + 1)
    end = start + len(words)
    return {a.name for a in record.actors if any((m.start, m.end) == (start, end) for m in a.mentions)}


def named(record: Record, name: str) -> Actor:
    """Return the one actor of this name."""
    found = [actor for actor in record.actors if actor.name == name]
    assert len(found) == 1, [actor.name for actor in record.actors]
    return found[0]


def names(record: Record) -> set[str]:
    """Return the names of all actors."""
    return {actor.name for actor in record.actors}
