"""Putting files and folders in their place: whole or not at all, and never over an archive or somebody's own things."""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

_SQLITE: Final = b"SQLite format 3\x00"
#: What SQLite keeps beside a file that is in use. Without them what was committed last is lost.
_COMPANIONS: Final = ("-wal", "-shm", "-journal")
#: "Dtnx": an SQLite file that an export wrote.
EXPORTED: Final = 0x44746E78
#: Where numbers of four bytes stand in the head of an SQLite file (https://sqlite.org/fileformat.html).
_CHANGES, _USER_VERSION, _APPLICATION = 24, 60, 68
_HEAD_BYTES: Final = 100
_AT_WORKING_FOLDER: Final = -100
_EXCHANGE: Final = 2


def check_name(target: Path) -> None:
    """Make sure that a place has a name of its own, under which something can be put.

    Raises:
        UsageError: It is "", ".", ".." or "/".
    """
    if target.name in {"", ".."}:
        raise UsageError(f"{target} is no place of its own", hint="Name a new file or folder.")


def check_free(target: Path) -> None:
    """Make sure that writing to a place costs nobody an archive.

    Raises:
        UsageError: It is an SQLite file, such as an archive, one of the files that SQLite keeps beside it, or a device.
        OSError: The place cannot be looked at.
    """
    if target.exists() and not target.is_file():
        raise UsageError(f"{target} is a device, a pipe or a folder, and no file", hint="Name a file.")
    beside = [target.with_name(target.name.removesuffix(end)) for end in _COMPANIONS if target.name.endswith(end)]
    if any(_is_database(path) for path in (target, *beside)):
        what = "belongs to" if not _is_database(target) else "is"
        raise UsageError(
            f"{target} {what} an archive or another SQLite file, and nothing is written over it",
            hint="Name another file.",
        )


def _is_database(path: Path) -> bool:
    """Tell an SQLite file; one that an export wrote and nobody has changed since may be replaced, and is none here."""
    if not path.is_file():  # a pipe is not opened: that would take its bytes, or wait for them
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except PermissionError:
        return False
    return head.startswith(_SQLITE) and not (_field(head, _APPLICATION) == EXPORTED and _is_unchanged(head))


def mark_exported(database: sqlite3.Connection, path: Path) -> None:
    """Write into the head of a finished SQLite file that it is an export, and what SQLite's count of changes then is.

    Args:
        database: The file, outside of a transaction.
        path: Where it lies.
    """
    database.execute(f"PRAGMA application_id = {EXPORTED}")
    with path.open("rb") as stream:
        changes = _field(stream.read(_HEAD_BYTES), _CHANGES)
    database.execute(f"PRAGMA user_version = {changes + 1}")  # setting it is itself counted as a change


def _is_unchanged(head: bytes) -> bool:
    return _field(head, _CHANGES) == _field(head, _USER_VERSION)


def _field(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 4])


@contextmanager
def replacing(target: Path, *, is_ours: Callable[[str], bool] = lambda _: False) -> Iterator[Path]:
    """Give a path to write to, and put what is there in place of `target` once all is well.

    Args:
        target: The file or folder to be; what is there is replaced, a folder as a whole.
        is_ours: Tells by its name whether something in the folder `target` may go. A folder with anything else in it
            is left as it is.

    Yields:
        A path beside the target that nobody else uses. If nothing is there in the end, the target stays as it is.

    Raises:
        UsageError: The target is an archive, a folder with things in it that are not ours, or has no name of its own.
        OSError: Something cannot be written.
    """
    check_name(target)
    _check_target(target, is_ours)
    _sweep(target)
    part = target.with_name(f"{_prefix(target)}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        yield part
        if not part.exists():
            return
        _check_target(target, is_ours)  # again: somebody may have put something there meanwhile
        if part.is_dir():
            for path in part.iterdir():
                _flush(path)
            _put_folder(part, target)
        else:
            _flush(part)
            part.replace(target)
    finally:
        _remove(part)


def _check_target(target: Path, is_ours: Callable[[str], bool]) -> None:
    if not target.is_dir():
        check_free(target)
        return
    foreign = sorted(path.name for path in target.iterdir() if not is_ours(path.name))
    if foreign:
        raise UsageError(
            f"the folder {target} holds {foreign[0]}, which no such export wrote; nothing is written",
            hint="Name a new folder.",
        )


def _put_folder(part: Path, target: Path) -> None:
    """Put a folder in place of another, in one step where the system can, so that no killing mixes old and new."""
    if not target.exists():
        part.replace(target)
        return
    if exchange(part, target):
        return  # the old one bears the name of the new one, which is removed
    old = part.with_name(part.name + "-old")
    target.replace(old)
    part.replace(target)
    _remove(old)


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change names, in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here = _AT_WORKING_FOLDER
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0)


def _flush(path: Path) -> None:
    """Make sure that a file's content is on the disk before its name is."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _prefix(target: Path) -> str:
    """Return how names of unfinished work on a target begin; short, so that no name gets too long by it."""
    return f".detente-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]}-"


def _sweep(target: Path) -> None:
    """Remove what work on the same target left behind when it was killed."""
    if os.name != "posix":  # there is no telling whether a process still lives
        return
    with suppress(OSError):
        for path in target.parent.glob(f"{_prefix(target)}*"):
            process = path.name.removeprefix(_prefix(target)).split("-")[0]
            if process.isdecimal() and not _is_alive(int(process)):
                _remove(path)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # the process is there, and is another user's
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
