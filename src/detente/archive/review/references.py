"""Which fields of a claim hold keys of others, and what becomes of them when a key changes or goes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from detente.records import kind_of
from detente.records.kinds import keys_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.records import ClaimKind


def keys_of(kind: ClaimKind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys that some fields of a claim hold, each once, in their order."""
    found = (key for name in kind.reference_fields for key in keys_in(values.get(name)))
    return tuple(dict.fromkeys(found))


def misplaced_key(kind: ClaimKind, field: str, value: object) -> str | None:
    """Return the first key in a field's value that is of a kind which cannot stand there, or None."""
    letters = kind.reference_fields.get(field)
    if letters is None:
        return None
    return next((key for key in keys_in(value) if key[:1] not in set(letters)), None)


def renamed(claim: Any, name_of: Callable[[str], str]) -> Any:
    """Return a claim whose references have other names; what is named twice afterwards is named once."""
    changes: dict[str, Any] = {}
    for field in kind_of(claim.key).reference_fields:
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
        for field, of in kind_of(claim.key).measured_fields.items()
        if of in changes
    }
    return dataclasses.replace(claim, **(measured | dict(changes)))


def _measures(
    keys: tuple[str, ...], measures: tuple[float, ...], left: tuple[str, ...], name_of: Callable[[str], str]
) -> tuple[float, ...]:
    known: dict[str, float] = {}
    for key, measure in zip(keys, measures, strict=False):  # none, or one for each key
        known.setdefault(name_of(key), measure)
    return tuple(known[key] for key in left) if known and all(key in known for key in left) else ()


def without(claim: Any, gone: Mapping[str, str | None]) -> Any:
    """Return a claim without references to what is gone, or None if it says nothing any more.

    Args:
        claim: The claim.
        gone: For each key that is gone, the statement around it where there is one: what was said inside a statement
            that is none was said in the one around it. All other references are dropped.
    """
    kind = kind_of(claim.key)
    changes: dict[str, Any] = {}
    for field, letters in kind.reference_fields.items():
        value = getattr(claim, field)
        if not any(key in gone for key in keys_in(value)):
            continue
        if isinstance(value, tuple):
            changes[field] = tuple(key for key in value if key not in gone)
        else:
            changes[field] = gone[value] if letters == "s" else None
        if not changes[field] and field in kind.needed_fields:
            return None
    return changed(claim, changes) if changes else claim
