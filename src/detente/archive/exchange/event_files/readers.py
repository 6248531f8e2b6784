"""Event files of GDELT, ICEWS and POLECAT as tables in our columns, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa

from detente.archive.exchange.event_files.foreign import (
    GDELT_LEAST,
    GDELT_WIDTHS,
    EventRowReader,
    GdeltReader,
    IcewsReader,
    PolecatReader,
    normalise,
)
from detente.archive.exchange.event_files.imported import Malformed, RowError, iter_lines, split_cells, tell_delimiter
from detente.archive.exchange.flat.tables import Batcher, table_named
from detente.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EventFileKind = Literal["gdelt", "icews", "polecat"]

#: Rows in a batch.
_BATCH = 5000


@dataclass(slots=True)
class ImportedEvents:
    """The events of a file of another data set, in the columns of the table `dyads`.

    Attributes:
        path: The file.
        kind: Which data set it is of.
        malformed: The lines that could not be used; complete once all batches have been taken.
    """

    path: Path
    kind: EventFileKind
    malformed: Malformed = field(default_factory=Malformed)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, which is that of `dyads_table`."""
        return table_named("dyads").schema

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the events in batches of some thousand rows. Each call reads the file anew and counts anew.

        Raises:
            UsageError: The file is not of this kind: its header lacks columns.
            SourceError: It cannot be read.
        """
        self.malformed = Malformed()
        batcher = Batcher(table_named("dyads"), rows=_BATCH)
        for row in self._rows():
            yield from batcher.add(row)
        yield from batcher.rest()

    def table(self) -> pa.Table:
        """Return all events at once; see `batches`."""
        return pa.Table.from_batches(list(self.batches()), schema=self.schema)

    def _rows(self) -> Iterator[dict[str, Any]]:
        lines = iter_lines(self.path)
        reader: EventRowReader | None = None
        delimiter = "\t"
        for line in lines:
            if line.text is None:
                self.malformed.add(line.number, "the line is too long", "")
                continue
            if reader is None:
                delimiter = tell_delimiter(line.text)
                reader = _make_reader(self.kind, _first_cells(line.text), self.path)
                if reader.has_header:
                    continue
            if not line.text:
                continue
            try:
                yield from reader.rows(split_cells(line.text, delimiter), line.number)
            except RowError as error:
                self.malformed.add(line.number, str(error), line.text)


def read_events(path: Path, kind: str | None = None) -> ImportedEvents:
    """Return the events of a file of GDELT (2.0 or 1.0), ICEWS or POLECAT.

    The file may be packed with gzip or zip, and have commas for tabs with a header, as BigQuery and clients write it.
    Events are those of the data set: PLOVER types of CAMEO codes come from the table CAMEO2PLOVER-2021; codes that
    PLOVER has dropped leave the type empty. All events count as having happened, as these data sets mean them.

    Args:
        path: The file.
        kind: "gdelt", "icews" or "polecat"; None to tell it from the file.

    Raises:
        UsageError: There is no such file or kind, or it is none of the three.
        SourceError: It cannot be read.
    """
    first = next(iter_lines(path), None)
    if first is None:
        raise SourceError(f"{path} is empty", hint="is the download complete?")
    if kind is None:
        found = recognise(_first_cells(first.text or ""))
        if found is None:
            raise UsageError(
                f"{path} is no event file of GDELT, ICEWS or POLECAT that we know",
                hint="if it is one, say which: gdelt, icews or polecat",
            )
        return ImportedEvents(path, found)
    for known in get_args(EventFileKind):
        if kind == known:
            return ImportedEvents(path, known)
    raise UsageError(f"there is no kind of event file {kind!r}", hint="kinds: " + ", ".join(get_args(EventFileKind)))


def recognise(cells: list[str]) -> EventFileKind | None:
    """Return which data set a file is of, from the cells of its first line, or None."""
    names = {normalise(cell) for cell in cells}
    if {"event_id", "source_name", "target_name"} <= names and names & {"cameo_code", "event_text"}:
        return "icews"
    if {"event_id", "event_type", "actor_name", "recipient_name"} <= names:
        return "polecat"
    if names >= GDELT_LEAST or (len(cells) in GDELT_WIDTHS and _is_gdelt_row(cells)):
        return "gdelt"
    return None


def _first_cells(text: str) -> list[str]:
    """Return the cells of a file's first line; of one that cannot be parted, the line."""
    try:
        return split_cells(text, tell_delimiter(text))
    except RowError:
        return [text]


def _is_gdelt_row(cells: list[str]) -> bool:
    """Tell whether cells are a row and no header; the day may be missing, as in our own export of undated articles."""
    return len(cells) > 1 and cells[0].isdecimal() and (not cells[1] or (cells[1].isdecimal() and len(cells[1]) == 8))


def _make_reader(kind: EventFileKind, cells: list[str], path: Path) -> EventRowReader:
    try:
        if kind == "gdelt":
            return GdeltReader(None if _is_gdelt_row(cells) else cells)
        return IcewsReader(cells) if kind == "icews" else PolecatReader(cells)
    except RowError as error:
        raise UsageError(f"{path} is no {kind} file: {error}", hint="name another kind, or none") from error
