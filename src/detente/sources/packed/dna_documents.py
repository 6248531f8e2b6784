"""Projects of Discourse Network Analyzer: the documents that people coded statements in, as articles."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from detente.errors import EmptyTextError, SourceError
from detente.sources.collection import attempt
from detente.sources.contract import Found
from detente.sources.days import day_of_seconds
from detente.sources.metadata import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.collection import Intake, Item
    from detente.sources.inputs import InputFile

_MARK: Final = b"SQLite format 3\x00"
#: Tables that such a project has and other SQLite files do not.
_TABLES: Final = (b"STATEMENTTYPES", b"DOCUMENTS")
#: Where a file says how it is written, and what stands there: with a write-ahead log beside it, or without.
_WRITTEN_BY: Final = slice(18, 20)
_WITH_LOG, _WITHOUT_LOG = b"\x02\x02", b"\x01\x01"
#: Steps of SQLite's machine for one question. Reading a row takes about twenty: what takes more was made to take long.
_MOST_STEPS: Final = 100_000_000


class DnaDocuments:
    """Files of DNA 3 (`.dna`), told by the tables in them."""

    name = "DNA"
    suffixes = (".dna",)

    def recognises(self, file: InputFile) -> bool:
        """Take a SQLite file with DNA's tables, or with DNA's ending."""
        is_named = file.has_suffix(*self.suffixes)
        return file.head.startswith(_MARK) and (is_named or all(name in file.head for name in _TABLES))

    def count_items(self, file: InputFile) -> int | None:
        """Return the number of documents; None if the file is damaged."""
        try:
            with closing(_open(file)) as connection:
                return int(connection.execute("SELECT count(*) FROM DOCUMENTS").fetchone()[0])
        except (SourceError, sqlite3.Error):
            return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the documents by their number, each with its text just as the project has it: offsets count in it.

        Raises:
            SourceError: It is damaged, too large, or no project of DNA 3.
        """
        try:
            with closing(_open(file)) as connection:
                for (number,) in connection.execute("SELECT ID FROM DOCUMENTS ORDER BY ID"):
                    origin = f"{file.origin}#{number}"
                    if not intake.options.skip(origin):
                        yield attempt(origin, partial(_make, _read(connection, number), origin, file.limits.max_bytes))
        except sqlite3.Error as error:
            raise SourceError(
                f"{file.origin} is no project of Discourse Network Analyzer 3: {error}",
                hint="Open it in DNA 3 and save it again.",
            ) from error


class _Row(NamedTuple):
    """A document as the project has it."""

    title: object
    text: object
    source: object
    seconds: object


def _open(file: InputFile) -> sqlite3.Connection:
    """Return the project, in memory: nothing is written, and it may lie in an archive.

    Raises:
        SourceError: It is too large, or its documents are no table.
    """
    data = bytearray(file.read(file.limits.max_held_bytes))
    if data[_WRITTEN_BY] == _WITH_LOG:  # a file in memory has no log beside it
        data[_WRITTEN_BY] = _WITHOUT_LOG
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        steps = iter(range(_MOST_STEPS // 10_000))
        connection.set_progress_handler(lambda: next(steps, None) is None, 10_000)
        kind = connection.execute("SELECT type, sql FROM sqlite_master WHERE name = 'DOCUMENTS'").fetchone()
    except BaseException:
        connection.close()
        raise
    if kind is None or kind[0] != "table" or "VIRTUAL" in str(kind[1]).upper().split("(")[0]:
        connection.close()
        raise SourceError(f"{file.origin} has no table of documents", hint="Is it a project of DNA 3?")
    return connection


def _read(connection: sqlite3.Connection, number: int) -> _Row:
    sql = "SELECT Title, Text, Source, Date FROM DOCUMENTS WHERE ID = ?"
    return _Row(*connection.execute(sql, (number,)).fetchone())


def _make(row: _Row, origin: str, most_bytes: int) -> Found:
    text = row.text
    if not isinstance(text, str):
        raise SourceError(f"{origin}: the text of the document is no text")
    if not text.strip():
        raise EmptyTextError(f"{origin}: the document has no text", stage="source")
    if len(text.encode()) > most_bytes:
        raise SourceError(f"{origin} has more than {most_bytes:,} bytes")
    return Found(
        text=text,
        title=clean_line(row.title),
        published=day_of_seconds(row.seconds),
        url=None,
        source=clean_line(row.source),
        encoding="utf-8",
        origin=origin,
    )
