"""The flat tables in Arrow: one row for each item, with the words beside the codes.

CSV, Parquet and pandas share them. `table_list.py` says what each holds, `table_rows.py` makes the rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.archive.exchange.table_list import TABLES
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.archive.exchange.table_list import Table
    from detente.archive.filed import Filed

_SURROGATE = re.compile("[\ud800-\udfff]")


def table_named(name: str) -> Table:
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


def iter_batches(table: Table, articles: Iterable[Filed], *, rows: int = 5000) -> Iterator[pa.RecordBatch]:
    """Yield a table in batches of about so many rows, so that memory stays bounded."""
    pending: list[dict[str, Any]] = []
    for filed in articles:
        pending.extend(table.rows(filed))
        if len(pending) >= rows:
            yield batch_of(table, pending)
            pending = []
    if pending:
        yield batch_of(table, pending)


def batch_of(table: Table, rows: list[dict[str, Any]]) -> pa.RecordBatch:
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
