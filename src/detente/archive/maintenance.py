"""Keeping an archive small and safe: compacting, the index for search, copies while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from detente.errors import ArchiveError
from detente.files import replacing

if TYPE_CHECKING:
    from pathlib import Path

_PAGES_AT_ONCE = 2_000

#: A run that brought fewer articles leaves little room to give back.
_LEAST_TO_COMPACT = 50


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
    try:
        if target.exists():
            raise ArchiveError(f"there is a file {target} already", hint="Name another one.")
        with replacing(target) as part:
            connection.execute("BEGIN")
            # the first look pins the moment; without it, each batch that a run writes would begin the copy anew
            connection.execute("SELECT count(*) FROM runs").fetchone()
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy, pages=_PAGES_AT_ONCE)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be mailed or burnt
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{target} cannot be written: {error}", hint="Check the folder and its free space."
        ) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
