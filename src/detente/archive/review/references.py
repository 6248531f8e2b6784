"""Which fields of a claim hold keys of others, and what becomes of them when a key changes or goes."""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import TYPE_CHECKING, Any

from detente.archive.layout import CLAIMS
from detente.archive.review.model import Table
from detente.records import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The class of the claims in each part of a record.
CLASSES: Mapping[str, type] = {"actors": Actor} | {layout.table: layout.cls for layout in CLAIMS}

#: Fields that hold keys, by part of the record.
REFERENCES: Mapping[Table, tuple[str, ...]] = {
    "actors": (),
    "statements": ("speakers", "on_behalf_of", "inside"),
    "events": ("sources", "targets", "said_in"),
    "conditions": ("holder", "addressee", "said_in", "binds"),
    "interpretations": ("holder", "said_in"),
    "questions": ("events", "actors"),
    "positions": ("actor", "toward", "evidence"),
    "commitments": ("event", "actor", "addressee", "conditions"),
}

#: What the keys in a field may be of, where it is not actors, by the first letters of the keys.
_LETTERS: Mapping[str, str] = {
    "inside": "s",
    "said_in": "s",
    "binds": "e",
    "events": "e",
    "event": "e",
    "conditions": "c",
    "evidence": "se",
}

#: A claim without this says nothing: it goes when what stands there goes. A position "toward" a rejected actor would
#: otherwise turn into a position on something else.
NEEDED: Mapping[Table, tuple[str, ...]] = {
    "positions": ("actor", "toward", "evidence"),
    "commitments": ("event", "actor"),
}


#: Fields that hold a number for each key in another field, in the same order.
MEASURED: Mapping[str, str] = {"source_confidences": "sources", "target_confidences": "targets"}


@functools.cache
def field_types(table: Table) -> Mapping[str, Any]:
    """Return the resolved type of each field of the claims in a part of a record."""
    cls = CLASSES[table]
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def keys_in(value: object) -> tuple[str, ...]:
    """Return the keys in the value of a field that holds keys: one, several, or none."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(typing.cast("typing.Iterable[str]", value))


def keys_of(table: Table, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys that some fields of a claim hold, each once, in their order."""
    found = (key for name in REFERENCES[table] for key in keys_in(values.get(name)))
    return tuple(dict.fromkeys(found))


def misplaced_key(table: Table, field: str, value: object) -> str | None:
    """Return the first key in a field's value that is of a kind which cannot stand there, or None."""
    if field not in REFERENCES[table]:
        return None
    return next((key for key in keys_in(value) if key[:1] not in set(_LETTERS.get(field, "a"))), None)


def renamed(table: Table, claim: Any, name_of: Callable[[str], str]) -> Any:
    """Return a claim whose references have other names; what is named twice afterwards is named once."""
    changes: dict[str, Any] = {}
    for field in REFERENCES[table]:
        value = getattr(claim, field)
        if isinstance(value, tuple):
            changes[field] = tuple(dict.fromkeys(name_of(key) for key in value))
        elif value is not None:
            changes[field] = name_of(value)
    changes = {field: value for field, value in changes.items() if value != getattr(claim, field)}
    return changed(claim, changes, name_of) if changes else claim


def changed(claim: Any, changes: Mapping[str, Any], name_of: Callable[[str], str] = str) -> Any:
    """Return a claim with other values, and with the measures of those keys that a changed field had before.

    If a changed field names a key that it did not have, nothing of that field is measured any more.

    Args:
        claim: The claim.
        changes: The new values by field.
        name_of: How keys of the old values are called in the new ones.
    """
    measured = {
        field: _measures(getattr(claim, of), getattr(claim, field), changes[of], name_of)
        for field, of in MEASURED.items()
        if of in changes and hasattr(claim, field)
    }
    return dataclasses.replace(claim, **(measured | dict(changes)))


def _measures(
    keys: tuple[str, ...], measures: tuple[float, ...], left: tuple[str, ...], name_of: Callable[[str], str]
) -> tuple[float, ...]:
    known: dict[str, float] = {}
    for key, measure in zip(keys, measures, strict=False):  # none, or one for each key
        known.setdefault(name_of(key), measure)
    return tuple(known[key] for key in left) if known and all(key in known for key in left) else ()


def without(table: Table, claim: Any, gone: Mapping[str, str | None]) -> Any:
    """Return a claim without references to what is gone, or None if it says nothing any more.

    Args:
        table: The part of the record.
        claim: The claim.
        gone: For each key that is gone, the statement around it where there is one: what was said inside a statement
            that is none was said in the one around it. All other references are dropped.
    """
    changes: dict[str, Any] = {}
    for field in REFERENCES[table]:
        value = getattr(claim, field)
        if not any(key in gone for key in keys_in(value)):
            continue
        if isinstance(value, tuple):
            changes[field] = tuple(key for key in value if key not in gone)
        else:
            changes[field] = gone[value] if field in {"inside", "said_in"} else None
        if not changes[field] and field in NEEDED.get(table, ()):
            return None
    return changed(claim, changes) if changes else claim
