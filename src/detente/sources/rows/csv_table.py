"""CSV: rows of fields between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.rows.line_reader import LineError, LineReader, open_utf8, tell_encoding
from detente.sources.rows.tables import TableRow

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
_SNIFFED_ROWS = 100
#: A name of a column is shorter than this; a longer one is an article in a table without names.
_MOST_NAME_CHARS = 120
#: Rows that are taken back because a quotation mark never closes; beyond that, a file is too broken to go back in.
_MOST_RETURNS = 20


class CsvRows:
    """Tables in CSV and its kin, told by the name: text with commas is text."""

    name = "CSV"
    suffixes = (".csv", ".tsv", ".tab")

    def recognises(self, file: InputFile) -> bool:
        """Take .csv, .tsv and .tab."""
        return file.has_suffix(".csv", ".tsv", ".tab")

    def iter_rows(
        self,
        file: InputFile,
        columns: Sequence[str] | None,  # noqa: ARG002 - a line is read whole, whatever is asked for
        intake: Intake,
    ) -> Generator[TableRow, None, None]:
        """Yield the rows; those that are too long, or have more fields than the table has columns, as errors.

        Raises:
            SourceError: It is no text, or damaged.
            EmptyTextError: There is nothing in it.
        """
        limits = file.limits
        encoding = tell_encoding(file)
        head = _decode_head(file, encoding)
        separator = _SEPARATOR_LINE.match(head)
        delimiter = separator[1] if separator else _sniff(head)
        # the module's limit counts characters and holds for the whole process: it is raised, never lowered
        csv.field_size_limit(max(csv.field_size_limit(), limits.max_bytes + 1))
        with open_utf8(file, encoding) as stream:
            lines = LineReader(stream, encoding, origin=file.origin, limits=limits)
            if separator:
                next(lines)
                lines.start_row()
            yield from _iter_rows(lines, delimiter, encoding, file.origin)
            lines.report(encoding, intake)

    def count_rows(self, file: InputFile) -> int | None:
        """Return an estimate from the first rows; None for packed tables."""
        if file.is_packed:
            return None
        try:
            head = _decode_head(file, tell_encoding(file))
        except SourceError:
            return None
        rows = max(sum(1 for _ in csv.reader(io.StringIO(head, newline=""), delimiter=_sniff(head))) - 1, 0)
        return round(rows * file.packed_bytes / max(len(file.head), 1))


def _iter_rows(lines: LineReader, delimiter: str, encoding: str, origin: str) -> Generator[TableRow, None, None]:
    reader = csv.reader(lines, delimiter=delimiter)
    header: list[str] | None = None
    number = returns = 0
    while True:
        lines.start_row()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (csv.Error, LineError) as error:
            number += 1
            yield TableRow(number, None, _broken(error, origin))
            if returns < _MOST_RETURNS:
                lines.give_back()
            returns += 1
            continue
        if not any(field.strip() for field in fields):
            continue
        if header is None:
            header = _name_columns(fields)
            if header is not fields and header[0].startswith("column "):
                number += 1
                yield _make_row(number, header, fields, encoding, origin)
            continue
        number += 1
        yield _make_row(number, header, fields, encoding, origin)


def _make_row(number: int, header: list[str], fields: list[str], encoding: str, origin: str) -> TableRow:
    while len(fields) > len(header) and not fields[-1].strip():
        fields.pop()
    if len(fields) > len(header):
        error = SourceError(
            f"{origin}#{number} has {len(fields)} fields where the table has {len(header)} columns",
            hint="A field with the delimiter in it needs quotation marks around it.",
        )
        return TableRow(number, None, error)
    return TableRow(number, dict(zip(header, fields, strict=False)), encoding=encoding)


def _name_columns(fields: list[str]) -> list[str]:
    """Return the names of the columns, each once; "column 1", … where the first row is an article."""
    names = [field.strip().lstrip("\ufeff") for field in fields]
    if any(len(name) > _MOST_NAME_CHARS or "\n" in name for name in names):
        return [f"column {place}" for place in range(1, len(fields) + 1)]
    names = [name or f"unnamed {place}" for place, name in enumerate(names, start=1)]
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = f"{name} ({seen[name]})"
    return names


def _broken(error: Exception, origin: str) -> SourceError:
    if isinstance(error, LineError):
        return error
    return SourceError(f"{origin}: a row cannot be read: {error}", hint="Look for a stray quotation mark.")


def _decode_head(file: InputFile, encoding: str) -> str:
    return file.head.decode(encoding, errors="replace").lstrip("\ufeff").replace("\x00", "")


def _sniff(head: str) -> str:
    """Return the delimiter that cuts the first rows into the most even number of fields."""

    def evenness(delimiter: str) -> tuple[float, int]:
        rows = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
                if row:
                    rows.append(len(row))
                if len(rows) >= _SNIFFED_ROWS:
                    break
        except csv.Error:
            return 0.0, 0
        if not rows or rows[0] < 2:
            return 0.0, 0
        return sum(size == rows[0] for size in rows) / len(rows), rows[0]

    csv.field_size_limit(max(csv.field_size_limit(), len(head) + 1))
    return max(_DELIMITERS, key=evenness)
