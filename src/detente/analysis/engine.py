"""SQL over Arrow tables, in this process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from detente.errors import InternalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa


def ask(sql: str, tables: Mapping[str, pa.Table], parameters: Sequence[Any] = ()) -> pa.Table:
    """Return the answer to a question over some tables.

    One thread: sums of fractions then come in one order, and the same input gives the same bytes.

    Args:
        sql: A SELECT; what it takes from outside stands in `parameters`.
        tables: By the name that the question uses.
        parameters: Values for its question marks.

    Raises:
        InternalError: The question is wrong; our own bug.
    """
    with _engine().cursor() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        try:
            return connection.sql(sql, params=list(parameters) or None).to_arrow_table()
        except duckdb.Error as error:
            raise InternalError(f"a question of an analysis cannot be answered: {error}") from error


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """Return the empty database that questions are asked in; it keeps nothing from one to the next."""
    return duckdb.connect(":memory:", config={"threads": 1})


def require(table: pa.Table, needs: frozenset[str], measure: str) -> None:
    """Make sure that a table has the columns that a measure needs.

    Raises:
        UsageError: Some are missing; the message names them.
    """
    missing = sorted(needs - set(table.schema.names))
    if missing:
        raise UsageError(
            f"{measure} needs the columns {', '.join(missing)}, which the table does not have",
            hint="detente export --as parquet writes tables with all columns; its codebook says what stands in them.",
        )
