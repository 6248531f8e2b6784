"""Taking events of other data sets into an archive."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.archive.database import transaction
from detente.archive.exchange import read_events
from detente.archive.exchange.flat.tables import table_named
from detente.errors import SourceError, UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.archive.exchange.event_files.imported import Malformed

_CHUNK_BYTES = 1 << 20
_BATCH_ROWS = 10_000

#: What only events of our own reading have.
_OUR_OWN = frozenset({"review", "leads", "confidence", "source_confidence", "target_confidence"})


@dataclass(frozen=True, slots=True)
class Import:
    """What was taken from an event file.

    Attributes:
        number: Its number in the archive.
        kind: "gdelt", "icews" or "polecat".
        rows: Rows taken: one for each source and target of an event.
        malformed: Lines that could not be used.
        reasons: Why, with how often, the most frequent first.
        examples: Line number, reason and beginning of the first of them.
    """

    number: int
    kind: str
    rows: int
    malformed: int
    reasons: tuple[tuple[str, int], ...]
    examples: tuple[tuple[int, str, str], ...]


def import_events(connection: sqlite3.Connection, path: Path, imported: str, kind: str | None = None) -> Import:
    """Take the events of a file of GDELT, ICEWS or POLECAT into an archive, all or none.

    Args:
        connection: The archive.
        path: The file, plain or packed.
        imported: The time, ISO 8601.
        kind: "gdelt", "icews" or "polecat"; None to tell it from the file.

    Raises:
        UsageError: There is no such file, it is none of these, or the archive has it already.
        SourceError: It cannot be read, or no row of it can be used.
    """
    with _as_file(path) as file:
        return _import_file(connection, path, file, imported, kind)


@contextmanager
def _as_file(path: Path) -> Iterator[Path]:
    """Give a file that can be read several times: the file itself, or what came out of a pipe."""
    if path.is_file() or not path.exists() or path.is_dir():
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="detente-import-", suffix=path.suffix) as copy:
        try:
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, copy)
            copy.flush()
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
        yield Path(copy.name)


def _import_file(connection: sqlite3.Connection, path: Path, file: Path, imported: str, kind: str | None) -> Import:
    events = read_events(file, kind)
    digest = _digest(file)
    columns = dyad_columns()
    sql = f"INSERT INTO imported_dyads (import, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
    rows = 0
    with transaction(connection):
        known = connection.execute("SELECT import FROM imports WHERE sha256 = ?", (digest,)).fetchone()
        if known is not None:
            raise UsageError(f"the archive has the events of {path} already, as import {known[0]}")
        number = connection.execute(
            "INSERT INTO imports (path, kind, sha256, imported, rows, malformed, examples) "
            "VALUES (?, ?, ?, ?, 0, 0, '[]') RETURNING import",
            (os.fsencode(path).decode("utf-8", "backslashreplace"), events.kind, digest, imported),
        ).fetchone()[0]
        for batch in events.batches():
            connection.executemany(sql, _values(number, batch))
            rows += batch.num_rows
        bad = events.malformed
        if not rows:
            raise _nothing_taken(path, events.kind, bad)
        examples = tuple((row.line, row.reason, row.text) for row in bad.examples)
        connection.execute(
            "UPDATE imports SET rows = ?, malformed = ?, examples = ? WHERE import = ?",
            (rows, bad.count, json.dumps(examples, ensure_ascii=False), number),
        )
    return Import(number, events.kind, rows, bad.count, tuple(bad.reasons.most_common()), examples)


def _nothing_taken(path: Path, kind: str, bad: Malformed) -> SourceError:
    if not bad.count:
        return SourceError(f"{path} holds no events", hint="is the download complete?")
    first = bad.examples[0]
    return SourceError(
        f"no row of {path} can be used: {bad.count:,} lines malformed, line {first.line}: {first.reason}",
        hint=f"is it a file of {kind}, as its makers write it, with tabs, or with commas and a header?",
    )


def iter_imported(connection: sqlite3.Connection) -> Iterator[pa.RecordBatch]:
    """Yield all imported events in the columns of the table `dyads`, in the order in which they were taken."""
    table = table_named("dyads")
    names = dyad_columns()
    cursor = connection.execute(f"SELECT {', '.join(names)} FROM imported_dyads ORDER BY import, rowid")
    while rows := cursor.fetchmany(_BATCH_ROWS):
        yield _as_batch(table.schema, [dict(zip(names, row, strict=True)) for row in rows])


def imported_dyads(connection: sqlite3.Connection) -> pa.Table:
    """Return all imported events in the columns of the table `dyads`."""
    return pa.Table.from_batches(iter_imported(connection), schema=table_named("dyads").schema)


def dyad_columns() -> tuple[str, ...]:
    """Return the columns of the table `dyads` that an event of another data set can have."""
    return tuple(name for name in table_named("dyads").schema.names if name not in _OUR_OWN)


def _as_batch(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    for row in rows:
        row["date"] = None if row["date"] is None else date.fromisoformat(row["date"])
        row["background"] = bool(row["background"])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def _values(number: int, batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    columns = [batch.column(name).to_pylist() for name in dyad_columns()]
    for row in zip(*columns, strict=True):
        yield (number, *(value.isoformat() if isinstance(value, date) else value for value in row))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
