"""Cells that other hands filled: whatever stands in a column of JSON, our readers tell it as damage or read it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from detente.archive.feeds import select_feeds, store_feed
from detente.archive.kept import keep_record, restore_record
from detente.archive.review.log import select_edits
from detente.archive.rows import select_record
from detente.archive.run_log import select_runs
from detente.archive.search import search_statements
from detente.errors import ArchiveError
from tests.unit.archive.builders import full_record, store

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILLINGS = ("[]", "[[]]", "[[7]]", "[7, null]", '{"a": 1}', '{"title": [1]}', "null", "7", "}", "[" * 2000)


def _iter_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield table and column wherever a cell holds a list or a mapping as JSON."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'article_words%'"
    )
    for (table,) in tables.fetchall():
        for column in [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]:
            cells = [row[0] for row in connection.execute(f'SELECT "{column}" FROM {table}') if isinstance(row[0], str)]
            with suppress(ValueError):
                if any(isinstance(json.loads(cell), list | dict) for cell in cells if cell[:1] in "[{"):
                    yield table, column


def _drop_triggers(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def _iter_damage(connection: sqlite3.Connection, number: int, kept: int) -> Iterator[str]:
    """Yield what is told as damage; what is neither read nor told so fails the test."""
    reads = (
        lambda: select_record(connection, number),
        lambda: restore_record(connection, kept),
        lambda: select_runs(connection),
        lambda: select_feeds(connection),
        lambda: select_edits(connection, number),
        lambda: search_statements(connection, "Norway"),
    )
    for read in reads:
        try:
            read()
        except ArchiveError as error:
            assert "is damaged, or was changed by other hands" in error.message
            yield error.message
        except sqlite3.Error:
            pass


def test_whatever_stands_in_a_column_is_read_or_told_as_damage(connection: sqlite3.Connection) -> None:
    number = store(connection, full_record())
    keep_record(connection, number, full_record(), why="edited", run=None)
    kept = connection.execute("SELECT max(kept) FROM kept_records").fetchone()[0]
    store_feed(connection, "https://example.org/feed", etag=None, last_modified=None, seen=("a",))
    _drop_triggers(connection)
    columns = list(_iter_columns(connection))
    assert {"blocks", "mentions", "speakers", "settings", "models", "seen"} <= {column for _, column in columns}
    told: set[str] = set()
    for table, column in columns:
        for filling in _FILLINGS:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as damaged:
                connection.backup(damaged)
                with suppress(sqlite3.IntegrityError):  # some columns are checked by the database itself
                    damaged.execute(f'UPDATE {table} SET "{column}" = ?', (filling,))
                told |= {column for _ in _iter_damage(damaged, number, kept)}
    assert {"blocks", "mentions", "speakers", "models", "seen"} <= told


@pytest.mark.parametrize("body", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_kept_record_that_is_none_is_told_as_damage(connection: sqlite3.Connection, body: bytes) -> None:
    number = store(connection, full_record())
    keep_record(connection, number, full_record(), why="edited", run=None)
    _drop_triggers(connection)
    connection.execute("UPDATE kept_records SET body = ?", (body,))
    with pytest.raises(ArchiveError, match="kept record"):
        restore_record(connection, connection.execute("SELECT max(kept) FROM kept_records").fetchone()[0])
