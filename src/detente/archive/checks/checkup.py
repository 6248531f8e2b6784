"""The check of a whole archive. Damage is what it is made for: no check keeps the next one from being made."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.checks.articles import iter_article_problems
from detente.archive.checks.schema import iter_schema_problems
from detente.archive.checks.sums import iter_digest_problems, iter_sum_problems
from detente.archive.database import transaction
from detente.archive.seals import iter_edit_seal_problems, seal, seal_edits
from detente.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MOST_PROBLEMS = 100
#: How long a check waits for another program that writes; what could not be checked by then is said.
_PATIENCE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that did not end: its number, and "add" or "reread"."""

    run: int
    kind: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of an archive found.

    Attributes:
        articles: Articles there are; None if they cannot be counted.
        records: Those of them that were read; None if they cannot be counted.
        size_bytes: Size of the file.
        text_bytes: Size of all texts, in UTF-8; None if they cannot be read.
        format: Number of the file's format.
        unfinished: The last run that did not end, or None.
        problems: What is wrong, one line each; empty if all is well.
        unchecked: What could not be checked now, and why, one line each.
        sealed: Records of an earlier version that were whole and were sealed now.
    """

    articles: int | None
    records: int | None
    size_bytes: int
    text_bytes: int | None
    format: int
    unfinished: Unfinished | None
    problems: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    sealed: int = 0


def check_archive(connection: sqlite3.Connection, path: Path, early: tuple[str, ...] = ()) -> Checkup:
    """Check the file's structure, its tables and triggers, all references, every text, record, edit and count.

    Args:
        connection: The archive. If it is open for reading only, the index for search is not checked.
        path: Its file.
        early: What was found wrong before the archive was brought up to date.
    """
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    problems: list[str] = list(early)
    unchecked: list[str] = []
    unsealed: list[int] = []
    for what, check in _checks(connection, unsealed):
        if len(problems) <= _MOST_PROBLEMS:
            _run_check(what, check, problems, unchecked)
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = ["and perhaps more: the check stopped here"]
    articles, records, text_bytes = _count(connection)
    return Checkup(
        articles=articles,
        records=records,
        size_bytes=path.stat().st_size,
        text_bytes=text_bytes,
        format=connection.execute("PRAGMA user_version").fetchone()[0],
        unfinished=_find_unfinished(connection),
        problems=tuple(problems),
        unchecked=tuple(unchecked),
        sealed=0 if problems or _is_read_only(connection) else _seal_all(connection, unsealed),
    )


def _checks(connection: sqlite3.Connection, unsealed: list[int]) -> Iterator[tuple[str, Callable[[], Iterator[str]]]]:
    yield "the structure of the file", lambda: _iter_damage(connection)
    yield "the tables and triggers", lambda: iter_schema_problems(connection)
    yield "the references", lambda: _iter_lost_references(connection)
    if not _is_read_only(connection):
        yield "the index for search, article_words", lambda: _iter_index_problems(connection, "article_words")
        yield "the index for search, identity_words", lambda: _iter_index_problems(connection, "identity_words")
    yield "actors and places", lambda: iter_digest_problems(connection)
    yield "the counts", lambda: iter_sum_problems(connection)
    yield "the edits", lambda: iter_edit_seal_problems(connection)
    yield "the articles", lambda: iter_article_problems(connection, unsealed)


def _run_check(what: str, check: Callable[[], Iterator[str]], problems: list[str], unchecked: list[str]) -> None:
    try:
        for problem in check():
            problems.append(problem)
            if len(problems) > _MOST_PROBLEMS:
                return
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            unchecked.append(f"{what}: another program is writing to the archive")
        else:
            problems.append(f"{what} cannot be checked: {error}")
    except Exception as error:  # noqa: BLE001 - whatever damage does to a check is what the check is here to tell
        problems.append(f"{what} cannot be checked: {type(error).__name__}: {error}")


def _iter_damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})"):
        if line != "ok":
            yield f"the file is damaged: {line}"


def _iter_lost_references(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"


def _iter_index_problems(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    try:
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        yield f"the index for search, {table}, does not fit the texts: {error}"


def _is_read_only(connection: sqlite3.Connection) -> bool:
    """Tell whether a connection cannot write: a pragma that changes nothing is refused where the file is opened so."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return "readonly" in str(error)
    connection.execute("ROLLBACK")
    return False


def _count(connection: sqlite3.Connection) -> tuple[int | None, int | None, int | None]:
    try:
        row = connection.execute(
            "SELECT count(*), count(maker), ifnull(sum(length(CAST(text AS BLOB))), 0) FROM articles"
        ).fetchone()
    except sqlite3.DatabaseError:
        return None, None, None
    return int(row[0]), int(row[1]), int(row[2])


def _find_unfinished(connection: sqlite3.Connection) -> Unfinished | None:
    try:
        row = connection.execute(
            "SELECT run, kind FROM runs WHERE state <> 'finished' ORDER BY run DESC LIMIT 1"
        ).fetchone()
    except sqlite3.DatabaseError:
        return None
    return None if row is None else Unfinished(int(row[0]), str(row[1]))


def _seal_all(connection: sqlite3.Connection, articles: list[int]) -> int:
    """Seal the records that an earlier version filed; none if another program is writing."""
    try:
        with transaction(connection):
            for article in articles:
                seal(connection, article)
            seal_edits(connection)
    except ArchiveError:
        return 0
    return len(articles)
