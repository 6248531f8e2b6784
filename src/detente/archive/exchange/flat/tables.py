"""The flat tables in Arrow: one row for each item, with the words beside the codes.

CSV, Parquet and pandas share them. `table_list.py` says what each holds, `table_rows.py` makes the rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.archive.exchange.flat.table_list import TABLES
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.archive.exchange.flat.table_list import FlatTable
    from detente.archive.filed import Filed

_SURROGATE = re.compile("[\ud800-\udfff]")


def table_named(name: str) -> FlatTable:
    """Return the table of a name.

    Raises:
        UsageError: There is none; the hint lists them.
    """
    for table in TABLES:
        if table.name == name:
            return table
    raise UsageError(f"there is no table {name!r}", hint="tables: " + ", ".join(table.name for table in TABLES))


def arrow_table(name: str, articles: Iterable[Filed]) -> pa.Table:
    """Return a whole table.

    Args:
        name: Name of the table.
        articles: Gone through once.

    Raises:
        UsageError: There is no such table.
    """
    table = table_named(name)
    batches = list(iter_batches(table, articles))
    return pa.Table.from_batches(batches, schema=table.schema)


def iter_batches(table: FlatTable, articles: Iterable[Filed], *, rows: int = 5000) -> Iterator[pa.RecordBatch]:
    """Yield a table in batches of at most so many rows, fewer where texts are long: memory stays bounded."""
    batcher = Batcher(table, rows=rows)
    for filed in articles:
        for row in table.rows(filed):
            yield from batcher.add(row)
    yield from batcher.rest()


class Batcher:
    """Collects rows of a table until they make a batch.

    Args:
        table: The table.
        rows: Rows of a batch.
        characters: Of the articles' texts in a batch, about.
    """

    def __init__(self, table: FlatTable, *, rows: int = 5000, characters: int = 8_000_000) -> None:
        self.table = table
        self._rows = rows
        self._characters = characters
        self._pending: list[dict[str, Any]] = []
        self._size = 0

    def add(self, row: dict[str, Any]) -> Iterator[pa.RecordBatch]:
        """Take a row; yield the batch that it completes, if it does."""
        self._pending.append(row)
        self._size += len(row.get("text") or "")
        if len(self._pending) >= self._rows or self._size >= self._characters:
            yield from self.rest()

    def rest(self) -> Iterator[pa.RecordBatch]:
        """Yield the batch of the rows that wait, if there are any."""
        if self._pending:
            pending, self._pending, self._size = self._pending, [], 0
            yield batch_of(self.table, pending)


def batch_of(table: FlatTable, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return rows as an Arrow batch with the table's schema; half a surrogate pair, which is no text, is replaced."""
    arrays = [_array([row[field.name] for row in rows], field.type) for field in table.schema]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        clean = [_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in values]
        return pa.array(clean, kind)


def events_table(articles: Iterable[Filed]) -> pa.Table:
    """Return the table of events; its columns are described by `table_named("events")`."""
    return arrow_table("events", articles)


def statements_table(articles: Iterable[Filed]) -> pa.Table:
    """Return the table of statements."""
    return arrow_table("statements", articles)


def dyads_table(articles: Iterable[Filed]) -> pa.Table:
    """Return the table of dyads: an event for each pair of its sides."""
    return arrow_table("dyads", articles)
