"""Tables of articles, a row each: which columns are read, and rows → items. CSV, JSON and Parquet share it."""

from __future__ import annotations

import itertools
import re
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from detente.errors import DetenteError, DocumentError, EmptyTextError
from detente.sources.collection import Item, attempt
from detente.sources.contract import Found, Payload
from detente.sources.days import Order, find_day, is_ambiguous, tell_order
from detente.sources.metadata import clean_address, clean_line
from detente.sources.pages.html import Html
from detente.sources.rows.columns import Columns, choose_columns

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from datetime import date

    from detente.sources.collection import CollectionOptions, Intake
    from detente.sources.inputs import InputFile

#: What a choice of columns is made from: so many rows, or so many characters.
_SAMPLE_ROWS = 500
_SAMPLE_CHARS = 8_000_000

_TAG = re.compile(
    r"</?(?:p|br|div|a|span|h[1-6]|ul|ol|li|strong|em|b|i|img|blockquote|figure|html|body)\b[^<>]{0,1000}>", re.I
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        number: Its place, from 1; the row of names does not count.
        cells: Column → cell; None if the row is broken.
        error: Why it is broken, or None.
        encoding: How it was decoded.
    """

    number: int
    cells: Mapping[str, object] | None
    error: DetenteError | None = None
    encoding: str = "utf-8"


class RowReader(Protocol):
    """A kind of table, such as CSV."""

    @property
    def name(self) -> str:
        """A short name for messages and tests."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of names of such files, before ".gz", in lower case."""

    def recognises(self, file: InputFile) -> bool:
        """Tell whether a file is of this kind."""

    def iter_rows(
        self, file: InputFile, columns: Sequence[str] | None, intake: Intake
    ) -> Generator[TableRow, None, None]:
        """Yield the rows of a table, in their order; broken ones with their error.

        Args:
            file: A file that `recognises` took.
            columns: The columns that are wanted; None for all. More may be there.
            intake: The run.

        Raises:
            SourceError: The table cannot be read on.
            EmptyTextError: There is nothing in the file.
        """

    def count_rows(self, file: InputFile) -> int | None:
        """Return about how many rows there are; None if only reading all of them would tell."""


@dataclass(frozen=True, slots=True)
class TableCollection:
    """Tables of one kind as a collection.

    Attributes:
        reader: The kind.
    """

    reader: RowReader

    @property
    def name(self) -> str:
        """The kind's name."""
        return self.reader.name

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of names of such files."""
        return self.reader.suffixes

    def recognises(self, file: InputFile) -> bool:
        """Tell whether a file is a table of this kind."""
        return self.reader.recognises(file)

    def count_items(self, file: InputFile) -> int | None:
        """Return about how many rows there are, or None."""
        return self.reader.count_rows(file)

    def check_columns(self, file: InputFile, intake: Intake) -> None:
        """Check before anything is read that the columns that the user named exist.

        Raises:
            UsageError: One does not.
        """
        sample = self._sample(file, intake)
        choose_columns(_all_columns(sample), sample, intake.options.columns, origin=file.origin)

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield an item for each row.

        Raises:
            SourceError: The table cannot be read on, or no column looks like text.
            UsageError: A column that the user named is not in it.
        """
        sample = self._sample(file, intake)
        if not sample:
            # nothing to choose from: only the broken rows, if there are any
            yield from self._broken_rows(file, intake)
            return
        columns = choose_columns(_all_columns(sample), sample, intake.options.columns, origin=file.origin)
        said = columns.describe()
        if said is not None:
            intake.tell_once(file.origin, said)
        days = self._days(file, columns, sample, intake)
        converter = _Converter(columns, days)
        wanted = tuple(columns.names.values())
        _, last = intake.options.rows or (1, 0)
        with closing(self.reader.iter_rows(file, wanted, intake)) as rows:
            for row in rows:
                if last and row.number >= last:
                    break
                origin = f"{file.origin}#{row.number}"
                if not intake.options.skip(origin):
                    yield converter.convert(row, origin)
        days.report(file.origin, intake)

    def _broken_rows(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        with closing(self.reader.iter_rows(file, None, intake)) as rows:
            for row in rows:
                origin = f"{file.origin}#{row.number}"
                if row.error is not None and not intake.options.skip(origin):
                    yield Item(origin, None, row.error)

    def _sample(self, file: InputFile, intake: Intake) -> list[Mapping[str, object]]:
        """Return the first rows that are whole; what comes before damage will do."""
        sample: list[Mapping[str, object]] = []
        chars = 0
        with closing(self.reader.iter_rows(file, None, _first_look(intake))) as rows:
            try:
                for row in itertools.islice(rows, 2 * _SAMPLE_ROWS):
                    if row.cells is not None:
                        sample.append(row.cells)
                        chars += sum(len(cell) for cell in row.cells.values() if isinstance(cell, str))
                    if chars > _SAMPLE_CHARS or len(sample) >= _SAMPLE_ROWS:
                        break
            except DetenteError:
                if not sample:
                    raise
        return sample

    def _days(self, file: InputFile, columns: Columns, sample: Sequence[Mapping[str, object]], intake: Intake) -> _Days:
        """Return how days are read; the whole column is looked at where the sample leaves it open."""
        column = columns.names.get("date")
        options = intake.options
        if column is None or options.date_format is not None:
            return _Days(column, options, "unknown")
        cells = [row.get(column) for row in sample]
        order = tell_order(cells)
        if order == "unknown" and any(map(is_ambiguous, cells)):
            with closing(self.reader.iter_rows(file, (column,), _first_look(intake))) as rows:
                order = tell_order(row.cells.get(column) for row in _before_damage(rows) if row.cells is not None)
        return _Days(column, options, order)


def _first_look(intake: Intake) -> Intake:
    """Return a run for a look at the whole table: all parts of one choose the same columns and read days alike."""
    return replace(intake, notice=_say_nothing, told=set(), options=replace(intake.options, rows=None))


def _say_nothing(line: str) -> None:
    """Take a notice of a first look at a table: it is said when the table is read."""


def _before_damage(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    try:
        yield from rows
    except DetenteError:
        return  # the same damage is met, and told, when the table is read


def _all_columns(sample: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for row in sample for column in row))


class _Days:
    """Finds the day of each row, and counts those that cannot be read."""

    def __init__(self, column: str | None, options: CollectionOptions, order: Order) -> None:
        self._column = column
        self._format = options.date_format
        self._order = order
        self._unread = 0
        self._both_ways = 0

    def find(self, cells: Mapping[str, object]) -> date | None:
        cell = cells.get(self._column) if self._column is not None else None
        if cell is None or cell == "":
            return None
        day = find_day(cell, self._order, date_format=self._format)
        if day is None:
            both_ways = self._format is None and self._order == "unknown" and is_ambiguous(cell)
            self._both_ways += both_ways
            self._unread += not both_ways
        return day

    def report(self, origin: str, intake: Intake) -> None:
        if self._both_ways:
            intake.notice(
                f"{origin}: {self._both_ways:,} rows have a day in {self._column!r} that could be day/month or "
                "month/day; they are kept without it (choose with --date-format, such as %d/%m/%Y)"
            )
        if self._unread:
            intake.notice(
                f"{origin}: {self._unread:,} rows have something in {self._column!r} that is no day; "
                "they are kept without it (choose with --date-column or --date-format)"
            )


class _Converter:
    """Rows → items."""

    def __init__(self, columns: Columns, days: _Days) -> None:
        self._names = columns.names
        self._days = days
        self._html = Html()

    def convert(self, row: TableRow, origin: str) -> Item:
        if row.cells is None:
            return Item(origin, None, row.error)
        return attempt(origin, partial(self._find, row.cells, row.encoding, origin))

    def _find(self, cells: Mapping[str, object], encoding: str, origin: str) -> Found:
        text = _as_text(cells.get(self._names["text"]), self._names["text"], origin)
        title = clean_line(_one(cells, self._names.get("title")))
        url = clean_address(_one(cells, self._names.get("url")))
        source = clean_line(_one(cells, self._names.get("source")))
        published = self._days.find(cells)
        if len(_TAG.findall(text[:20_000])) >= 2:
            page = self._html.read(text, encoding, Payload(b"", origin, url, "text/html"))
            return replace(
                page,
                title=title or page.title,
                published=published or page.published,
                url=url or page.url,
                source=source or page.source,
            )
        return Found(text, title, published, url, source, encoding, origin)


def _as_text(cell: object, column: str, origin: str) -> str:
    if isinstance(cell, list | tuple) and all(isinstance(part, str) for part in cell):
        cell = "\n\n".join(cell)  # some tables keep a list of paragraphs
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise EmptyTextError(
            f"{origin} has nothing in {column!r}", stage="source", hint="Choose the column with --text-column."
        )
    if not isinstance(cell, str):
        raise DocumentError(
            f"{origin} has {type(cell).__name__} in {column!r}, not text",
            stage="source",
            hint="Choose the column with --text-column.",
        )
    return cell.replace("\x00", "")


def _one(cells: Mapping[str, object], column: str | None) -> object:
    """Return a cell; of a list its first part, of an object with a name that name."""
    cell = cells.get(column) if column is not None else None
    if isinstance(cell, list | tuple) and cell:
        cell = cell[0]
    return cell.get("name") if isinstance(cell, dict) else cell
