"""What reading an archive's tables by SQL shares: SQLite into Arrow, who an actor is, and the quad classes of types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from detente.archive.exchange.codes import quads

if TYPE_CHECKING:
    from collections.abc import Mapping

    import adbc_driver_sqlite.dbapi

#: The driver tells a column's type from its first batch, and fails on a column that begins with more nulls than that.
ONE_BATCH: Final = {"adbc.sqlite.query.batch_rows": "1000000000"}

#: Characters that XML cannot hold, which `archive.exchange` leaves out of names.
_NO_XML: Final = r"[^\x{9}\x{a}\x{d}\x{20}-\x{d7ff}\x{e000}-\x{fffd}\x{10000}-\x{10ffff}]"


def read_arrow(connection: adbc_driver_sqlite.dbapi.Connection, sql: str, types: Mapping[str, pa.DataType]) -> pa.Table:
    """Return an answer of the file as it is now.

    Args:
        connection: The archive, open.
        sql: A SELECT.
        types: What a column is that holds nulls alone, by its name; text if it is not among these.

    Raises:
        adbc_driver_manager.Error: The file cannot be read.
    """
    with connection.cursor(adbc_stmt_kwargs=ONE_BATCH) as cursor:
        cursor.execute(sql)
        found = cursor.fetch_arrow_table()
    columns = [
        column if column.null_count < len(found) else pa.nulls(len(found), types.get(name, pa.string()))
        for name, column in zip(found.schema.names, found.columns, strict=True)
    ]
    return pa.table(columns, names=found.schema.names)


def actor_id(identity: str, actor: str, article: str) -> str:
    """Return the id that `archive.exchange.parties.identify` gives an actor, as SQL of DuckDB.

    Args:
        identity: Alias of the table with the actor's entity, name, country and kind.
        actor: Alias of the table with its `key` and `is_named`, whether the text names it.
        article: Alias of the table with the article's `id`.
    """
    return (
        f"coalesce({identity}.entity, CASE WHEN {actor}.is_named <> 0 "
        f"THEN 'name:' || regexp_replace({identity}.name, '{_NO_XML}', '', 'g') || '|' || "
        f"coalesce({identity}.country, '') || '|' || {identity}.kind "
        f"ELSE 'text:' || {article}.id[:16] || ':' || {actor}.key END)"
    )


def quad_table() -> pa.Table:
    """Return the quad class of each type of event: columns `type` and `quad`."""
    return pa.table({"type": list(quads()), "quad": list(quads().values())})
