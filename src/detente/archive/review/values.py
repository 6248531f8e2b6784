"""The values in an edit: what a person may change of a claim, and how it is checked."""

from __future__ import annotations

import dataclasses
import datetime
import typing
from typing import TYPE_CHECKING, Any

from detente.archive.review.references import misplaced_key
from detente.errors import RecordError
from detente.records import DateRange, Event, Span, kind_of
from detente.records.codec import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.records import ClaimKind


def correctable_fields(kind: ClaimKind) -> tuple[str, ...]:
    """Return the fields of a kind of claim that a person can correct, in the order of the record."""
    return tuple(name for name in kind.field_types if name not in kind.machine_fields)


def judged_fields(kind: ClaimKind) -> tuple[str, ...]:
    """Return the fields that an acceptance confirms: all that the claim itself says.

    How claims hang together is not held fast: who accepts a statement has not judged the others.
    """
    structure = {"mentions", *kind.claim_fields}
    return tuple(name for name in correctable_fields(kind) if name not in structure)


def decode_fields(kind: ClaimKind, values: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the values of some fields of a claim, from plain JSON values.

    Raises:
        RecordError: No such field, or a value that cannot stand there; the message says which and what can.
    """
    types = kind.field_types
    decoded: dict[str, Any] = {}
    for name, value in values.items():
        if name not in types:
            known = ", ".join(correctable_fields(kind))
            raise RecordError(f"{kind.singular} has no field {name!r}; it has {known}")
        decoded[name] = decode(types[name], value, name)
        _check_value(name, decoded[name], len(text))
        if (key := misplaced_key(kind, name, decoded[name])) is not None:
            raise RecordError(f"{name} cannot name {key!r}")
        if decoded[name] == () and name in kind.needed_fields:
            raise RecordError(f"{kind.singular} needs {name}")
    return decoded


def decode_claim(key: str, values: Mapping[str, Any], text: str) -> Any:
    """Return a whole claim from plain JSON values; fields that are left out are empty.

    Raises:
        RecordError: A field is wrong, or one that no claim can do without is left out.
    """
    kind = kind_of(key)
    full = {name: _blank(hint) for name, hint in kind.field_types.items()} | dict(values) | {"key": key}
    return kind.cls(**decode_fields(kind, full, text))


def _blank(hint: Any) -> Any:
    """Return the JSON value of an empty field of this type; None also where no claim can do without the field."""
    if hint is bool:
        return False
    return [] if typing.get_origin(hint) is tuple else None


def encode_fields(claim: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return some fields of a claim as plain JSON values."""
    return {name: encode(getattr(claim, name)) for name in names}


def follow_ups(claim: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a correction makes void besides: the codes below a type, the value of a code."""
    void: dict[str, Any] = {}
    if isinstance(claim, Event) and changes.get("type", claim.type) != claim.type:
        void = {"mode": None, "cameo": None, "intensity": None}
    elif isinstance(claim, Event) and changes.get("cameo", claim.cameo) != claim.cameo:
        void = {"intensity": None}
    return {name: value for name, value in void.items() if name not in changes}


def _check_value(name: str, value: Any, length: int) -> None:
    for start, end in _spans_in(value):
        if not 0 <= start < end <= length:
            raise RecordError(f"{name}: [{start}, {end}] is no place in a text of {length} characters")
    if isinstance(value, DateRange):
        days = [_day(name, value.start), _day(name, value.end)]
        if days[0] > days[1]:
            raise RecordError(f"{name} ends before it begins")
    if name in {"name", "issue"} and not str(value).strip():
        raise RecordError(f"{name} cannot be empty")
    if name == "mentions" and len({tuple(span) for span in _spans_in(value)}) < len(value):
        raise RecordError("mentions holds the same place twice")


def _day(name: str, written: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise RecordError(f"{name}: {written!r} is no day; write it as YYYY-MM-DD") from error


def _spans_in(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        span = getattr(value, "span", None)
        if isinstance(span, Span):
            yield span
