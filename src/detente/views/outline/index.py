"""Look-ups over one record: anchors of its claims, names of its actors, what each actor does."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from detente.records import KINDS
from detente.views.outline.model import Link, Mark, Who

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.records import ClaimKind, CollectionName, Record, Span
    from detente.views.outline.model import SpanRole


class Index:
    """Look-ups over one record.

    Attributes:
        record: The record.
        statements: Its statements by key.
        events: Its events by key.
        roles: For each actor key, how often it takes part, by role ("speaker", "target").
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._anchors: dict[CollectionName, dict[str, str]] = {
            kind.collection: _anchors(record, kind) for kind in KINDS
        }
        self._names = {actor.key: actor.name for actor in record.actors}
        self.statements = {statement.key: statement for statement in record.statements}
        self.events = {event.key: event for event in record.events}
        self.roles = _count_roles(record)

    def anchor(self, collection: CollectionName, key: str) -> str:
        """Return the anchor of the claim with `key` in the record's `collection` ("events")."""
        return self._anchors[collection][key]

    def who(self, key: str) -> Who:
        """Return an actor by its key."""
        return Who(self._anchors["actors"][key], self._names[key])

    def link(self, collection: CollectionName, key: str) -> Link:
        """Return a reference to the claim with `key` in the record's `collection`."""
        return Link(self._anchors[collection][key])

    def actors(self, *keys: str | None) -> tuple[str, ...]:
        """Return the anchors of the actors named by `keys`, sorted, without those that are None."""
        return tuple(sorted({self._anchors["actors"][key] for key in keys if key is not None}))


def _anchors(record: Record, kind: ClaimKind) -> dict[str, str]:
    """Return an anchor for each key: the key itself if it is well formed ("e3"), else a made-up one ("ex3")."""
    keys = [item.key for item in getattr(record, kind.collection)]
    well_formed = re.compile(rf"{kind.letter}[0-9]{{1,9}}")
    return {key: key if well_formed.fullmatch(key) else f"{kind.letter}x{number}" for number, key in enumerate(keys, 1)}


def _count_roles(record: Record) -> dict[str, Counter[str]]:
    roles: dict[str, Counter[str]] = {actor.key: Counter() for actor in record.actors}

    def count(role: str, keys: Iterable[str | None]) -> None:
        for key in keys:
            if key is not None:
                roles[key][role] += 1

    for statement in record.statements:
        count("speaker", statement.speakers)
    for event in record.events:
        count("source", event.sources)
        count("target", event.targets)
    for condition in record.conditions:
        count("sets a condition", (condition.holder,))
        count("asked by a condition", (condition.addressee,))
    for commitment in record.commitments:
        count("committed", (commitment.actor,))
    return roles


def one(span: Span | None) -> tuple[Span, ...]:
    """Return a span that may be missing as a tuple of none or one."""
    return () if span is None else (span,)


def in_order(*places: tuple[tuple[Span, ...], SpanRole]) -> tuple[Mark, ...]:
    """Return the places of a claim as marks in the order of the text, each once."""
    marks = {Mark(span, role) for spans, role in places for span in spans}
    return tuple(sorted(marks, key=lambda mark: (mark.span, mark.role)))
