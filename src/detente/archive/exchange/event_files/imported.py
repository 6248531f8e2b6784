"""Lines of event files of other data sets, read one at a time, and the account of those that cannot be used."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, cast

from detente.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Longest line that is taken, in bytes. GDELT's are about 500.
MAX_LINE = 1_000_000

#: How many unusable lines are kept as examples, and how much of each, in characters.
_EXAMPLES, _EXCERPT = 20, 200

_LOOK_BYTES = 1 << 16


class RowError(Exception):
    """A row cannot be used; its text says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be used: its number from 1, the reason, and how it begins."""

    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Malformed:
    """The account of the lines that could not be used.

    Attributes:
        count: How many.
        reasons: How many for each reason.
        examples: The first of them, at most 20.
    """

    count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[BadRow] = field(default_factory=list)

    def add(self, line: int, reason: str, text: str) -> None:
        """Count a line; values in a reason stand after a colon and are left out of the counts by reason."""
        self.count += 1
        self.reasons[reason.split(":", 1)[0]] += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(BadRow(line, reason, text[:_EXCERPT]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file without its end: number from 1 and text; `text` is None if it was too long to be taken."""

    number: int
    text: str | None


def iter_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file, plain, gzip or the only one in a zip archive. Memory stays bounded by one line.

    Bytes are UTF-8; a line that is not is taken for ISO-8859-1, as older POLECAT files are.

    Raises:
        UsageError: There is no such file, or the zip archive holds several.
        SourceError: It cannot be read.
    """
    try:
        with _open(path) as source:
            yield from _split(source)
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {path}") from error
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{path} cannot be read: {error}", hint="is the download complete?") from error


def tell_delimiter(first: str) -> str:
    """Return what parts the cells of a file by its first line: tabs, as in the data sets' own files, else commas."""
    return "," if "," in first and "\t" not in first else "\t"


def split_cells(text: str, delimiter: str) -> list[str]:
    """Return the cells of a line.

    Raises:
        RowError: A quotation mark opens a cell and never closes.
    """
    if delimiter == "\t":  # the data sets' own files quote nothing
        return text.split("\t")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise RowError("a cell does not end, or is too long") from error


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as head:
        magic = head.read(4)
    if magic == b"PK\x03\x04":
        with zipfile.ZipFile(path) as bundle:
            names = [name for name in bundle.namelist() if not name.endswith("/")]
            if len(names) != 1:
                raise UsageError(f"{path} holds {len(names)} files", hint="unpack it and name one of them")
            with bundle.open(names[0]) as source:
                yield source
    elif magic[:2] == b"\x1f\x8b":
        with gzip.open(path) as unpacked:
            yield cast("IO[bytes]", unpacked)
    else:
        with path.open("rb") as source:
            yield source


def _split(source: IO[bytes]) -> Iterator[Line]:
    number = 0
    source = _with_line_feeds(source)
    while data := source.readline(MAX_LINE + 1):
        number += 1
        if len(data) > MAX_LINE:
            while data and not data.endswith(b"\n"):
                data = source.readline(MAX_LINE)
            yield Line(number, None)
            continue
        text = _decode(data)
        yield Line(number, (text.removeprefix("\ufeff") if number == 1 else text).rstrip("\r\n"))


def _with_line_feeds(source: IO[bytes]) -> IO[bytes]:
    """Return a stream with LF where its lines end in CR alone, as some programs on the Mac write them."""
    head = cast("io.BufferedReader", source).peek(_LOOK_BYTES)  # files, gzip and zip entries all have it
    return io.BufferedReader(_LineFeeds(source)) if b"\r" in head and b"\n" not in head else source


class _LineFeeds(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(data)] = data
        return len(data)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def parse_event_day(text: str) -> date:
    """Return a day written YYYYMMDD, YYYY-MM-DD (a time may follow) or, as in one ICEWS file, M/D/YYYY.

    Raises:
        RowError: It is none of these, or no day.
    """
    try:
        if "/" in text:
            month, day, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        if len(text) == 8 or (text[4:5] == text[7:8] == "-" and text[10:11] in {"", " ", "T"}):
            return date.fromisoformat(text[:10])
    except ValueError as error:
        raise RowError(f"no date: {text!r}") from error
    raise RowError(f"no date: {text!r}")


def parse_number(text: str | None, name: str, *, limit: float) -> float | None:
    """Return a number between -limit and limit, or None for None.

    Raises:
        RowError: It is no number, or beyond the limit.
    """
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise RowError(f"{name} is no number: {text!r}") from error
    if not math.isfinite(value) or abs(value) > limit:
        raise RowError(f"{name} is out of range: {text}")
    return value


def parse_count(text: str | None, name: str) -> int | None:
    """Return a whole number from 0 to 2**63 - 1, or None for None.

    Raises:
        RowError: It is none.
    """
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) < 2**63):
        raise RowError(f"{name} is no whole number: {text!r}")
    return int(text)
