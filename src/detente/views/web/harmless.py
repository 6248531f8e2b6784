"""Whole pages made harmless to show: every text in a value goes through `neutralise`."""

from __future__ import annotations

import dataclasses
import math
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa

from detente.views.safety import neutralise

_Value = TypeVar("_Value")


class SafeRows(tuple[dict[str, Any], ...]):
    """Rows of a table whose texts are harmless already: `safe_rows` makes them, and `harmless` leaves them alone."""

    __slots__ = ()


def safe_rows(table: pa.Table) -> SafeRows:
    """Return a table as rows of plain values, every text made harmless; what is no finite number is None."""
    columns = (_column(table.column(name)) for name in table.schema.names)
    names = table.schema.names
    return SafeRows(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _column(column: pa.ChunkedArray) -> list[Any]:
    values = column.to_pylist()
    if pa.types.is_floating(column.type):
        return [None if value is None or not math.isfinite(value) else value for value in values]
    if pa.types.is_date(column.type):
        return [None if value is None else value.isoformat() for value in values]
    return [_harmless(value) for value in values] if not pa.types.is_integer(column.type) else values


def harmless(value: _Value) -> _Value:
    """Return a value with every text in it made harmless, in dataclasses, tuples, lists and dicts too."""
    made: Any = _harmless(value)
    return made  # type: ignore[no-any-return]


def _harmless(value: Any) -> Any:
    kind = type(value)
    if kind is str:  # what can be printed as it is, nearly everything, need not be looked at again
        return value if value.isascii() and value.isprintable() else neutralise(value)
    if kind is int or kind is float or kind is bool or value is None:
        return value
    if kind is tuple or kind is list:
        return kind(map(_harmless, value))
    if kind is SafeRows:
        return value
    if kind is dict:
        return {_harmless(name): _harmless(one) for name, one in value.items()}
    return _rarer(value)


def _rarer(value: Any) -> Any:
    kind: Any = type(value)
    names = _fields(kind)
    if names:
        return dataclasses.replace(value, **{name: _harmless(getattr(value, name)) for name in names})
    if isinstance(value, str):
        return neutralise(value)
    return value


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
