"""The flat tables as a folder: a CSV or Parquet file for each, and a codebook."""

from __future__ import annotations

import csv
import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from detente.archive.exchange.contract import ExportSelection, Losses, Tally
from detente.archive.exchange.flat.codebook import write_codebook
from detente.archive.exchange.flat.table_list import TABLES
from detente.archive.exchange.flat.tables import Batcher, table_named
from detente.files import replacing
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.exchange.flat.table_list import FlatTable
    from detente.archive.filed import Filed

# Excel and LibreOffice take cells that begin so for formulas; their full-width forms too, in some languages. The
# apostrophe stands here so that undoing is unambiguous.
_FORMULA = re.compile("[=@\t\r\n'＝＠]|[+\\-＋－](?!\\Z)")
#: Control characters that CSV readers stumble over; replaced one for one, so that offsets stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_CODEBOOK = "codebook.md"
#: The table of events of other data sets, which only archives with such events have.
_IMPORTED = "imported_dyads"
#: What file managers leave in folders.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


class _Sink(Protocol):
    """A file that batches of one table are written to."""

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Finish the file."""


@dataclass(slots=True)
class _Open:
    """A table that is being written: its file, and the rows that wait."""

    table: FlatTable
    sink: _Sink
    batcher: Batcher

    def add(self, row: dict[str, Any]) -> None:
        for batch in self.batcher.add(row):
            self.sink.write_batch(batch)

    def finish(self) -> None:
        for batch in self.batcher.rest():
            self.sink.write_batch(batch)


class _CsvSink:
    """Writes batches as CSV: UTF-8, comma, header, quotes where needed, line feeds."""

    def __init__(self, path: Path, table: FlatTable, tally: Tally) -> None:
        self._out = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out, lineterminator="\n")
        self._tally = tally
        self._writer.writerow(column.name for column in table.columns)

    def write_batch(self, batch: pa.RecordBatch) -> None:
        columns = [batch.column(i).to_pylist() for i in range(batch.num_columns)]
        for row in zip(*columns, strict=True):
            self._writer.writerow([self._cell(value) for value in row])

    def close(self) -> None:
        self._out.close()

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            text, replaced = _CONTROL.subn("\ufffd", value)
            self._tally.lost["control characters: replaced"] += replaced
            return guard_formula(text)
        if isinstance(value, bool):
            return "true" if value else "false"
        return value.isoformat() if isinstance(value, date) else repr(value)


def guard_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it where it looks like one.

    >>> guard_formula("=1+1"), guard_formula("-"), guard_formula("'s-Hertogenbosch")
    ("'=1+1", '-', "''s-Hertogenbosch")
    """
    return "'" + text if _FORMULA.match(text) else text


class CsvTables:
    """Writes a folder of CSV files."""

    name = "csv"
    suffix = ""

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write all tables and the codebook; see `Format.write`."""
        tally = Tally(self.name)
        _write_folder(articles, target, options, tally, lambda path, table: _CsvSink(path, table, tally))
        return tally.losses()


class ParquetTables:
    """Writes a folder of Parquet files."""

    name = "parquet"
    suffix = ""

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write all tables and the codebook; see `Format.write`."""
        tally = Tally(self.name)
        _write_folder(
            articles,
            target,
            options,
            tally,
            lambda path, table: pq.ParquetWriter(path, table.schema, compression="zstd"),
        )
        return tally.losses()


def _write_folder(
    articles: Iterable[Filed],
    target: Path,
    options: ExportOptions,
    tally: Tally,
    open_sink: Callable[[Path, FlatTable], _Sink],
) -> None:
    selection = ExportSelection.of(options, statuses=None, background=True)
    tables = [*(table.name for table in TABLES), _IMPORTED]
    names = {f"{name}.{tally.format}" for name in tables} | {_CODEBOOK} | _LITTER
    with replacing(target, is_ours=names.__contains__) as folder:
        folder.mkdir()
        with ExitStack() as stack:
            opened = []
            for table in TABLES:
                sink = open_sink(folder / f"{table.name}.{tally.format}", table)
                stack.callback(sink.close)
                opened.append(_Open(table, sink, Batcher(table)))
                tally.written[table.name] = 0
            for filed in articles:
                _count_losses(filed, tally)
                for entry in opened:
                    _take(entry, filed, selection, tally)
            for entry in opened:
                entry.finish()
            _write_imported(folder, options, tally, open_sink)
        codebook = write_codebook(created=f"{options.created:%Y-%m-%d}", version=__version__)
        (folder / _CODEBOOK).write_text(codebook, encoding="utf-8")


def _write_imported(
    folder: Path, options: ExportOptions, tally: Tally, open_sink: Callable[[Path, FlatTable], _Sink]
) -> None:
    """Write the events of other data sets, where there are any, into a table with the columns of `dyads`."""
    sink = None
    for batch in options.imported:
        if sink is None:
            sink = open_sink(folder / f"{_IMPORTED}.{tally.format}", table_named("dyads"))
        sink.write_batch(batch)
        tally.written[_IMPORTED] += batch.num_rows
    if sink is not None:
        sink.close()


def _count_losses(filed: Filed, tally: Tally) -> None:
    """Count what the flat tables do not hold of an article."""
    record = filed.record
    tally.lost["appearances of a text beyond the first: only counted"] += max(len(filed.appearances) - 1, 0)
    tally.lost["mentions of actors beyond the first: only counted"] += sum(
        max(len(actor.mentions) - 1, 0) for actor in record.actors
    )
    tally.lost["mentions of events beyond the first: only counted"] += sum(
        len(event.mentions) for event in record.events
    )
    tally.lost["blocks of articles not held"] += len(record.article.blocks)


def _take(entry: _Open, filed: Filed, selection: ExportSelection, tally: Tally) -> None:
    """Take the rows of one article that are wanted."""
    for row in entry.table.rows(filed):
        reason = _refusal(row, selection)
        if reason is None:
            entry.add(row)
            tally.written[entry.table.name] += 1
        else:
            tally.lost[f"{entry.table.name} {reason}: left out"] += 1


def _refusal(row: dict[str, Any], selection: ExportSelection) -> str | None:
    """Return why a row is not wanted, or None if it is. Rows without a status or review are always wanted."""
    if selection.reviewed_only and "review" in row and row["review"] is None:
        return "that nobody has reviewed"
    if selection.statuses is not None and row.get("status", "actual") not in selection.statuses and "status" in row:
        return f"of status {row['status']}"
    if row.get("background") and not selection.background:
        return "of the background"
    return None
