"""The values in an edit: what a person may change of a claim, and how it is checked."""

from __future__ import annotations

import dataclasses
import datetime
import typing
from typing import TYPE_CHECKING, Any

from detente.archive.review.model import NAMES, TABLES, Table
from detente.archive.review.references import CLASSES, MEASURED, NEEDED, field_types, misplaced_key
from detente.errors import RecordError
from detente.records import DateRange, Span
from detente.records.codec import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What the machine alone says of a claim.
_MACHINE_ONLY = frozenset({"key", "confidence", *MEASURED})
#: How claims hang together. An acceptance does not hold these fast: who accepts a statement has not judged them.
_STRUCTURE = frozenset({"inside", "said_in", "binds", "evidence", "events", "conditions", "event", "mentions"})


def correctable_fields(table: Table) -> tuple[str, ...]:
    """Return the fields of a kind of claim that a person can correct, in the order of the record."""
    return tuple(name for name in field_types(table) if name not in _MACHINE_ONLY)


def judged_fields(table: Table) -> tuple[str, ...]:
    """Return the fields that an acceptance confirms: all that the claim itself says."""
    return tuple(name for name in correctable_fields(table) if name not in _STRUCTURE)


def decode_fields(table: Table, values: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the values of some fields of a claim, from plain JSON values.

    Raises:
        RecordError: No such field, or a value that cannot stand there; the message says which and what can.
    """
    types = field_types(table)
    decoded: dict[str, Any] = {}
    for name, value in values.items():
        if name not in types:
            known = ", ".join(correctable_fields(table))
            raise RecordError(f"{NAMES[table]} has no field {name!r}; it has {known}")
        decoded[name] = decode(types[name], value, name)
        _check_value(name, decoded[name], len(text))
        if (key := misplaced_key(table, name, decoded[name])) is not None:
            raise RecordError(f"{name} cannot name {key!r}")
        if decoded[name] == () and name in NEEDED.get(table, ()):
            raise RecordError(f"{NAMES[table]} needs {name}")
    return decoded


def decode_claim(key: str, values: Mapping[str, Any], text: str) -> Any:
    """Return a whole claim from plain JSON values; fields that are left out are empty.

    Raises:
        RecordError: A field is wrong, or one that no claim can do without is left out.
    """
    table = TABLES[key[0]]
    full = {name: _blank(kind) for name, kind in field_types(table).items()} | dict(values) | {"key": key}
    return CLASSES[table](**decode_fields(table, full, text))


def _blank(kind: Any) -> Any:
    """Return the JSON value of an empty field of this type; None also where no claim can do without the field."""
    if kind is bool:
        return False
    return [] if typing.get_origin(kind) is tuple else None


def encode_fields(claim: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return some fields of a claim as plain JSON values."""
    return {name: encode(getattr(claim, name)) for name in names}


def follow_ups(table: Table, claim: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a correction makes void besides: the codes below a type, the value of a code."""
    void: dict[str, Any] = {}
    if table == "events" and changes.get("type", claim.type) != claim.type:
        void = {"mode": None, "cameo": None, "intensity": None}
    elif table == "events" and changes.get("cameo", claim.cameo) != claim.cameo:
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
