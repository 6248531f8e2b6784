"""What changed between two records of one article: claims that are new, gone, or read differently."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.archive.kept import machine_record, restore_record
from detente.archive.rows import select_record
from detente.records import CLAIM_KINDS, Span, hull, kind_of
from detente.records.kinds import keys_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from detente.records import ClaimKind, Record

ChangeKind = Literal["new", "gone", "changed"]

#: What is compared of an actor.
_ACTOR_FIELDS = ("name", "entity", "kind", "country", "sector", "role")


@dataclass(frozen=True, slots=True)
class Change:
    """One actor or claim that a re-reading made, dropped or changed.

    Attributes:
        table: What it is: "actors", "statements", "events", …
        kind: "new", "gone" or "changed".
        words: The claim's words in the text.
        fields: For a changed claim, each field that differs with its old and its new value, for a person to read.
    """

    table: str
    kind: ChangeKind
    words: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """What a re-reading changed in one article.

    Attributes:
        article: Its number.
        id: Its id.
        title: Its title, or None.
        run: The run that read it again.
        changes: The changes; empty if the new record says the same.
    """

    article: int
    id: str
    title: str | None
    run: int
    changes: tuple[Change, ...]


def iter_changes(connection: sqlite3.Connection, run: int | None = None) -> Iterator[ArticleChanges]:
    """Yield what re-readings changed, in the order of the articles.

    Args:
        connection: The archive.
        run: Only this run; None for the last re-reading of each article.
    """
    rows = connection.execute(
        "SELECT kept, article, id, title, kept_records.run FROM kept_records JOIN articles USING (article) "
        "WHERE why = 'replaced' AND kept_records.run = ifnull(?, kept_records.run) ORDER BY article, kept",
        (run,),
    ).fetchall()
    last = {row[1]: row[0] for row in rows}
    for kept, article, id_, title, by in rows:
        if run is None and kept != last[article]:
            continue
        old = restore_record(connection, kept)
        new = _record_after(connection, article, kept)
        if new is not None:
            yield ArticleChanges(article, id_, title, by, compare_records(old, new))


def _record_after(connection: sqlite3.Connection, article: int, kept: int) -> Record | None:
    """Return the record that took the place of a kept one: the next kept one, or the current one."""
    row = connection.execute(
        "SELECT kept FROM kept_records WHERE article = ? AND kept > ? AND why = 'replaced' ORDER BY kept LIMIT 1",
        (article, kept),
    ).fetchone()
    if row:
        return restore_record(connection, row[0])
    return machine_record(connection, article) or select_record(connection, article)


def compare_records(old: Record, new: Record) -> tuple[Change, ...]:
    """Return what changed from one record of an article to another, kind by kind, in the order of the text.

    Actors are the same if they share most mentions, or a name where they share none. Claims are the same if they
    stand at the same place, or, where nothing stands at the same place, at places that overlap.

    Args:
        old: The earlier record.
        new: The later record of the same text.
    """
    changes = _compare_actors(old, new)
    for kind in CLAIM_KINDS:
        before = [_Read.of(claim, kind, old) for claim in getattr(old, kind.collection)]
        after = [_Read.of(claim, kind, new) for claim in getattr(new, kind.collection)]
        pairs = _pair(before, after)
        kept = {id(pair[1]) for pair in pairs}
        found: list[tuple[Span, Change]] = []
        matched = {id(pair[0]) for pair in pairs}
        found += [(c.place, Change(kind.collection, "gone", c.words)) for c in before if id(c) not in matched]
        found += [(c.place, Change(kind.collection, "new", c.words)) for c in after if id(c) not in kept]
        for first, second in pairs:
            if fields := _differing(first, second):
                found.append((second.place, Change(kind.collection, "changed", second.words, fields)))
        changes += [change for _, change in sorted(found, key=lambda item: (item[0], item[1].kind, item[1].words))]
    return tuple(changes)


def _compare_actors(old: Record, new: Record) -> list[Change]:
    shared = sorted(
        (-likeness, i, j)
        for i, first in enumerate(old.actors)
        for j, second in enumerate(new.actors)
        if (likeness := len(set(first.mentions) & set(second.mentions)) or (first.name == second.name))
    )
    pairs: dict[int, int] = {}
    for _, i, j in shared:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    changes = []
    for i, actor in enumerate(old.actors):
        if i not in pairs:
            changes.append(Change("actors", "gone", actor.name))
            continue
        other = new.actors[pairs[i]]
        told = [(name, getattr(actor, name) or "–", getattr(other, name) or "–") for name in _ACTOR_FIELDS]
        if fields := tuple(values for values in told if values[1] != values[2]):
            changes.append(Change("actors", "changed", other.name, fields))
    found = set(pairs.values())
    changes += [Change("actors", "new", actor.name) for j, actor in enumerate(new.actors) if j not in found]
    return changes


@dataclass(frozen=True, slots=True)
class _Read:
    """A claim with its place and its values, apart from its record's keys."""

    place: Span
    words: str
    values: dict[str, str]

    @classmethod
    def of(cls, claim: Any, kind: ClaimKind, record: Record) -> _Read:
        shown = {actor.key: actor.name for actor in record.actors}
        # keys of other claims are counted anew at each reading, so they tell nothing
        passed_over = kind.machine_fields.union(kind.claim_fields)
        values: dict[str, str] = {}
        for name in kind.field_types:
            if name not in passed_over:
                value = getattr(claim, name)
                values[name] = _names(value, shown) if name in kind.actor_fields else _as_text(value, record)
        if spans := kind.spans_of(claim):
            place = hull(spans)
            return cls(place, " ".join(place.words(record.article.text).split()), values)
        # what it says is where it stands
        who = [shown[key] for name in kind.actor_fields for key in keys_in(getattr(claim, name))]
        about = [str(getattr(claim, name)) for name in kind.label_fields if name not in kind.reference_fields]
        told = {"": "|".join(who) + "".join(about)}
        return cls(_place_of_support(claim, kind, record), " · ".join([*who, *about]), values | told)


def _place_of_support(claim: Any, kind: ClaimKind, record: Record) -> Span:
    """Return where the claim stands on which another rests; the beginning where the place plays no part."""
    if kind.is_told_by_label or kind.rests_on is None:
        return Span(0, 0)
    keys = keys_in(getattr(claim, kind.rests_on))
    spans = [
        span
        for key in keys
        for other in getattr(record, kind_of(key).collection)
        if other.key == key
        for span in kind_of(key).spans_of(other)
    ]
    return min(spans, default=Span(0, 0))


def _names(value: str | tuple[str, ...] | None, shown: dict[str, str]) -> str:
    return ", ".join(sorted(shown[key] for key in keys_in(value))) or "–"


def _pair(before: Sequence[_Read], after: Sequence[_Read]) -> list[tuple[_Read, _Read]]:
    """Return which old claim is which new one: the same place first, then places that overlap."""
    pairs: list[tuple[_Read, _Read]] = []
    left = list(after)
    waiting: list[_Read] = []
    for first in before:
        same = [c for c in left if c.place == first.place and c.values.get("") == first.values.get("")]
        best = next((c for c in same if c.values == first.values), same[0] if same else None)
        if best is None:
            waiting.append(first)
        else:
            pairs.append((first, best))
            left = [c for c in left if c is not best]
    for first in waiting:
        near = [c for c in left if c.place.overlaps(first.place) and c.values.get("") == first.values.get("")]
        if near:
            best = max(near, key=lambda c: min(c.place.end, first.place.end) - max(c.place.start, first.place.start))
            pairs.append((first, best))
            left = [c for c in left if c is not best]
    return pairs


def _differing(first: _Read, second: _Read) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, value, second.values[name]) for name, value in first.values.items() if value != second.values[name]
    )


def _as_text(value: Any, record: Record) -> str:
    """Return a value as a person reads it: words for spans, "–" for nothing."""
    if value is None or value == ():
        return "–"
    if isinstance(value, Span):
        return value.words(record.article.text)
    if isinstance(value, tuple):
        return ", ".join(v.words(record.article.text) if isinstance(v, Span) else str(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, f.name) for f in dataclasses.fields(value) if f.name != "span"]
        return " ".join(str(part) for part in parts if part is not None)
    return str(value)
