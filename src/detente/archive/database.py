"""Opening the file: settings of the connection, and the migrations that bring an older file up to date."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from detente.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: "Dtnt": tells the file apart from other SQLite files.
APPLICATION_ID = 0x44746E74
#: Small pages leave little room empty behind a text: measured, 4 to 13 % less than with the usual 4,096 bytes, and
#: storing and searching take the same time.
PAGE_SIZE_BYTES = 1024
#: How long a writer waits for another one. Runs and reviewers write for milliseconds at a time.
BUSY_TIMEOUT_MS = 60_000
#: Words in what SQLite says when the cause lies outside of the file.
_OUTER_CAUSES = ("locked", "busy", "full", "readonly", "unable to open", "disk I/O", "permission")


def connect(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Open an archive, in WAL mode, with foreign keys checked, and up to date.

    Args:
        path: The file.
        create: Make the file if there is none.
        read_only: Refuse to write; an archive of an older format is then not brought up to date.

    Raises:
        ArchiveError: There is no such file, or it is no archive, or one of a later version of Détente.
    """
    if not create and not path.is_file():
        raise _no_archive(path)
    if read_only and not is_writable(path):
        return _open_unwritable(path)
    return _open(path, "ro" if read_only else "rwc" if create else "rw", read_only=read_only, is_new=create)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open an archive for reading, brought up to date first where it can be written.

    Raises:
        ArchiveError: As `connect`; also where it is of an older format and cannot be written.
    """
    if is_writable(path) and _is_older(path):
        connect(path).close()
    return connect(path, read_only=True)


def _is_older(path: Path) -> bool:
    """Tell whether an archive must be brought up to date; what is none, or is damaged, is told when it is opened."""
    with closing(connect_as_it_is(path)) as connection:
        try:
            return 0 < format_of(connection) < migrations()[-1][0]
        except sqlite3.DatabaseError:
            return False


def is_writable(path: Path) -> bool:
    """Tell whether an archive can be written: SQLite makes files beside it, so its folder must take them."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _open(path: Path, mode: str, *, read_only: bool, is_new: bool) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
    except sqlite3.OperationalError as error:
        raise _cannot_open(path, error) from error
    try:
        _prepare(connection, path, read_only=read_only, is_new=is_new)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _cannot_open(path, error) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name, and Python cannot read what it says
        connection.close()
        raise _cannot_open(path, sqlite3.DatabaseError("malformed database schema")) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _open_unwritable(path: Path) -> sqlite3.Connection:
    """Open an archive on media or in a folder that cannot be written.

    SQLite wants to make files beside an archive that was in use. It does without if it is told that nothing changes,
    and then it does not see what still lies in the file `-wal`.

    Raises:
        ArchiveError: It cannot be opened, or something still lies in that file.
    """
    beside = path.with_name(path.name + "-wal")
    if beside.is_file() and beside.stat().st_size:
        try:
            return _open(path, "ro", read_only=True, is_new=False)
        except ArchiveError as error:
            raise ArchiveError(
                f"{path} cannot be opened where it is: {error.message}",
                hint=f"What was written last lies in {beside.name}. Copy both files to a folder that can be written.",
            ) from error
    return _open(path, "ro&immutable=1", read_only=True, is_new=False)


def _no_archive(path: Path) -> ArchiveError:
    if path.is_dir():
        return ArchiveError(f"{path} is a folder", hint=f"Name a file in it: {path / 'news.sqlite'}")
    return ArchiveError(f"there is no archive {path}", hint=f"Make one: detente add FOLDER --archive {path}")


def _cannot_open(path: Path, error: sqlite3.DatabaseError) -> ArchiveError:
    if path.is_dir():
        return _no_archive(path)
    if any(word in str(error) for word in _OUTER_CAUSES):
        return ArchiveError(f"{path} cannot be opened: {error}", hint=_hint(error))
    return ArchiveError(
        f"{path} is damaged, or was changed by other hands: {error}",
        hint=f"Take a backup, or save what can be read: sqlite3 {path} .recover | sqlite3 NEW.sqlite",
    )


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool, is_new: bool) -> None:
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error):
            raise
        raise ArchiveError(f"{path} is no archive: {error}", hint="Name a file that detente add has made.") from error
    if empty and not is_new:
        raise ArchiveError(
            f"{path} is empty: it never was an archive, or was cut off",
            hint=f"Take a backup, or begin a new one: detente add FOLDER --archive {path}",
        )
    if found != APPLICATION_ID and not empty:
        raise ArchiveError(f"{path} is an SQLite file, but no archive", hint="Name a file that detente add has made.")
    _refuse_later_format(connection, path)
    if read_only and can_distrust():
        connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")  # the file may come from anywhere
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MB: the indexes of some ten thousand articles
    if read_only:
        connection.set_authorizer(_deny_other_files)
        _refuse_older_format(connection, path)
        return
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE_BYTES}")  # has an effect on a new file only
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process loses nothing that was committed
    migrate(connection, path)


@cache
def can_distrust() -> bool:
    """Tell whether SQLite lets our own checks through while it trusts no function in a schema.

    3.40 refuses json_valid then, of which some checks of an archive are made. An empty database is asked, so that no
    file from elsewhere has a say.
    """
    with closing(sqlite3.connect(":memory:")) as probe:
        probe.execute("PRAGMA trusted_schema = OFF")
        try:
            probe.execute("CREATE TABLE t (v TEXT CHECK (json_valid(v)))")
            probe.execute("INSERT INTO t VALUES ('{}')")
        except sqlite3.DatabaseError:
            return False
        return True


def _deny_other_files(action: int, *_: object) -> int:
    """Keep whoever may only read from attaching, and so making, other files."""
    return sqlite3.SQLITE_DENY if action in {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH} else sqlite3.SQLITE_OK


def migrations() -> tuple[tuple[int, str, str], ...]:
    """Return number, name and SQL of every migration, in order."""
    files = resources.files("detente.archive").joinpath("migrations").iterdir()
    found = sorted((f.name, f.read_text(encoding="utf-8")) for f in files if f.name.endswith(".sql"))
    return tuple((int(name[:4]), name.removesuffix(".sql"), sql) for name, sql in found)


def migrate(connection: sqlite3.Connection, path: Path, *, up_to: int | None = None) -> tuple[str, ...]:
    """Bring a file up to date, each migration in a transaction of its own together with its number.

    Args:
        connection: The file.
        path: Its name, for messages.
        up_to: The format to stop at; None for the newest.

    Returns:
        The names of the migrations that were applied.

    Raises:
        ArchiveError: A later version of Détente has written the file.
    """
    known = migrations()
    applied: list[str] = []
    for number, name, sql in known:
        if number <= format_of(connection) or (up_to is not None and number > up_to):
            continue
        with transaction(connection):
            if number <= format_of(connection):  # another process was faster
                continue
            for statement in split_statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            applied.append(name)
    _refuse_later_format(connection, path)
    return tuple(applied)


def connect_as_it_is(path: Path) -> sqlite3.Connection:
    """Open a file for reading without any look at what it is, for checks before it is brought up to date.

    Raises:
        ArchiveError: There is no such file.
    """
    if not path.is_file():
        raise _no_archive(path)
    mode = "ro" if is_writable(path) else "ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)


def format_of(connection: sqlite3.Connection) -> int:
    """Return the number of the format that an archive has; 0 before its tables are made."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_later_format(connection: sqlite3.Connection, path: Path) -> None:
    newest, found = migrations()[-1][0], format_of(connection)
    if found > newest:
        raise ArchiveError(
            f"{path} has format {found}, and this version of Détente knows formats up to {newest}",
            hint="Update Détente; the file is left as it is.",
        )


def _refuse_older_format(connection: sqlite3.Connection, path: Path) -> None:
    newest, found = migrations()[-1][0], format_of(connection)
    if found < newest:
        raise ArchiveError(
            f"{path} has the older format {found}, and was opened for reading only",
            hint=f"Bring it up to date: detente doctor --archive {path}",
        )


def split_statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script one by one; triggers with semicolons inside stay whole.

    `executescript` would end the transaction that a migration runs in.
    """
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing. The lock to write is taken at the start, so that nothing has to be tried again.

    Raises:
        ArchiveError: Another process has been writing for longer than the time limit, or the disk is full.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:  # SQLite itself rolls back when the disk is full
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise ArchiveError(f"the archive cannot be written: {error}", hint=_hint(error)) from error
        raise


@contextmanager
def savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing of one part of a transaction."""
    connection.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        raise
    connection.execute("RELEASE part")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read several times from one state of the archive, whatever others write; nothing more inside a transaction."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _hint(error: sqlite3.DatabaseError) -> str:
    if "locked" in str(error) or "busy" in str(error):
        return "Another program is writing to it. Close it, or try again."
    if not any(word in str(error) for word in _OUTER_CAUSES):
        return "It is damaged, or was changed by other hands: detente doctor says more. A backup may be whole."
    return "Check the free space of the disk and the permissions of the file and its folder."
