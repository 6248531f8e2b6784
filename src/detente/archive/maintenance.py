"""Keeping an archive sound: checks that say what is wrong, and copies while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.kept import machine_record
from detente.archive.review.apply import apply_edits
from detente.archive.review.log import select_edits
from detente.archive.rows import select_record
from detente.errors import ArchiveError, DetenteError
from detente.records import article_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAGES_AT_ONCE = 2_000
_MOST_PROBLEMS = 100

#: A run that brought fewer articles leaves little room to give back.
_LEAST_TO_COMPACT = 50


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of an archive found.

    Attributes:
        articles: Articles checked.
        records: Records checked.
        size_bytes: Size of the file.
        text_bytes: Size of all texts, in UTF-8.
        format: Number of the file's format.
        unfinished: Number of a run that did not end, or None.
        problems: What is wrong, one line each; empty if all is well.
    """

    articles: int
    records: int
    size_bytes: int
    text_bytes: int
    format: int
    unfinished: int | None
    problems: tuple[str, ...]


def check_archive(connection: sqlite3.Connection, path: Path) -> Checkup:
    """Check the file's structure, all references, every text against its id, and every record against its contract.

    Args:
        connection: The archive.
        path: Its file.
    """
    problems: list[str] = []
    for problem in _iter_problems(connection):
        problems.append(problem)
        if len(problems) >= _MOST_PROBLEMS:
            problems.append("and perhaps more: the check stopped here")
            break
    count = connection.execute("SELECT count(*), sum(maker IS NOT NULL), sum(length(CAST(text AS BLOB))) FROM articles")
    articles, records, text_bytes = count.fetchone()
    unfinished = connection.execute("SELECT max(run) FROM runs WHERE state <> 'finished'").fetchone()[0]
    return Checkup(
        articles=articles,
        records=records or 0,
        size_bytes=path.stat().st_size,
        text_bytes=text_bytes or 0,
        format=connection.execute("PRAGMA user_version").fetchone()[0],
        unfinished=unfinished,
        problems=tuple(problems),
    )


def _iter_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"
    yield from _iter_search_problems(connection)
    for number, id_, text in connection.execute("SELECT article, id, text FROM articles ORDER BY article"):
        if article_id(text) != id_:
            yield f"the text of article {number} is not the one that was filed: its sha256 differs from its id"
        try:
            record = select_record(connection, number)
            machine = machine_record(connection, number)
            if machine is not None and apply_edits(machine, select_edits(connection, number)).record != record:
                yield f"the record of article {number} is not what the machine's record and people's edits make"
        except (DetenteError, KeyError, ValueError, TypeError) as error:
            yield f"the record of article {number} does not hold together: {error}"


def _iter_search_problems(connection: sqlite3.Connection) -> Iterator[str]:
    if connection.execute("PRAGMA query_only").fetchone()[0]:
        return
    for table in ("article_words", "identity_words"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if "readonly" not in str(error):
                yield f"the index for search, {table}, does not fit the texts: {error}"


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Make the indexes for search anew from the texts and names."""
    for table in ("article_words", "identity_words"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def compact_archive(connection: sqlite3.Connection) -> None:
    """Merge the index for search and give back the room that is not used. Needs as much free disk as the file.

    Raises:
        ArchiveError: Another program is using the archive, or the disk is full.
    """
    try:
        connection.execute("INSERT INTO article_words (article_words) VALUES ('optimize')")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise ArchiveError(
            f"the archive cannot be compacted: {error}", hint="Close other programs that use it, and try again."
        ) from error


def compact_if_grown(connection: sqlite3.Connection, run: int) -> bool:
    """Compact an archive after a run that brought a good part of it; tell whether that was done.

    While articles are filed, the pages of most tables stay a sixth empty, and the index for search is in pieces. Only
    a run that brought a third of the articles or more does this, so it costs each article the same however large the
    archive grows. If anybody else is using the archive, it is left as it is.

    Args:
        connection: The archive.
        run: The run that has ended.
    """
    brought, articles = connection.execute(
        "SELECT read, (SELECT count(*) FROM articles) FROM runs WHERE run = ?", (run,)
    ).fetchone()
    if brought < _LEAST_TO_COMPACT or brought < articles / 3:
        return False
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        compact_archive(connection)
    except ArchiveError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    return True


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the archive as it is at one moment, also while a run writes to it. The copy appears only when it is whole.

    Args:
        connection: The archive.
        target: The new file.

    Raises:
        ArchiveError: There is such a file already, or it cannot be written.
    """
    if target.exists():
        raise ArchiveError(f"there is a file {target} already", hint="Name another one.")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        connection.execute("BEGIN")
        # the first look pins the moment; without it, each batch that a run writes would begin the copy anew
        connection.execute("SELECT count(*) FROM runs").fetchone()
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy, pages=_PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be mailed or burnt
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(
            f"{target} cannot be written: {error}", hint="Check the folder and its free space."
        ) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
