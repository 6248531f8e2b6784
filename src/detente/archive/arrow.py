"""Answers of the database as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Cursor

_BATCH_ROWS = 20_000


def to_arrow(names: list[str], cursor: Cursor) -> pa.Table:
    """Return all rows of an answer.

    SQLite tells no types of an answer's columns: a column is whole numbers, numbers, text or bytes by what stands in
    it, text if that is mixed, and of the null type if nothing does.

    Args:
        names: The columns' names; one that occurs again gets a number behind it.
        cursor: The answer, not read yet.
    """
    columns: list[list[Any]] = [[] for _ in names]
    for batch in _batches(cursor):
        for column, values in zip(columns, zip(*batch, strict=True), strict=True):
            column.extend(values)
    return pa.table([_to_array(column) for column in columns], names=_distinct(names))


def _batches(cursor: Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while batch := cursor.fetchmany(_BATCH_ROWS):
        yield batch


def _to_array(values: list[Any]) -> pa.Array:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {int}:
        return pa.array(values, pa.int64() if kinds else pa.null())
    if kinds <= {int, float}:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    if kinds == {bytes}:
        return pa.array(values, pa.binary())
    return pa.array([None if v is None else str(v) for v in values], pa.string())


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return distinct
