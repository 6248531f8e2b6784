"""Every error that Détente raises on purpose.

DetenteError
├── UsageError        the caller asked for something that cannot be (exit code 2)
├── SourceError       an article could not be fetched or opened
├── DocumentError     one article could not be read; it is counted and stored, the run goes on
│   └── EmptyTextError    nothing in it is an article's own text
├── RecordError       a record breaks its contract
├── KnowledgeError    a table of actors, places or codes is wrong, with the line where
├── ArchiveError      the archive's file is missing, damaged, locked, or of another format
└── InternalError     our own bug
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

BUG_HINT: Final = "This is a bug: please report it with the text."
_MOST_TOLD_CHARS: Final = 500
_DAMAGE_HINT: Final = "See what is wrong: detente doctor --archive FILE. A backup may be whole."


class DetenteError(Exception):
    """The base of all errors that Détente raises on purpose.

    Args:
        message: What happened and where, for the person who reads it.
        hint: What to do next, or None if there is nothing useful to say.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Make it possible to send the error from one process to another, hint included."""
        return _rebuild, (type(self), self.__dict__)


class UsageError(DetenteError):
    """The caller asked for something that cannot be: a wrong option, a missing file."""

    exit_code = 2


class SourceError(DetenteError):
    """An article could not be fetched or opened."""


class DocumentError(DetenteError):
    """One article could not be read.

    Args:
        message: What happened.
        stage: The part of reading that failed, such as "text" or "parse".
        hint: What to do next.
    """

    def __init__(self, message: str, *, stage: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.stage = stage


class EmptyTextError(DocumentError):
    """Nothing in the input is an article's own text."""


class RecordError(DetenteError):
    """A record breaks its contract: an unknown key, a span outside the text, a wrong value."""


class KnowledgeError(DetenteError):
    """A table of actors, places or codes is wrong; the message names the file and the line."""


class ArchiveError(DetenteError):
    """The archive cannot be opened, read or written: missing, damaged, locked, or of another format."""


class InternalError(DetenteError):
    """Our own bug: please report it with the input that caused it."""


def stage_of(error: DetenteError) -> str:
    """Return the part of the work in which an article failed: "source", "text", "parse", …, "internal" for our bugs."""
    if isinstance(error, InternalError):
        return "internal"
    return error.stage if isinstance(error, DocumentError) else "source"


def explain_database_error(error: sqlite3.Error) -> ArchiveError:
    """Return an error of the database as one of ours: another program writes, the disk is full, or the file is damaged.

    Args:
        error: What SQLite said.
    """
    told = str(error)
    if "locked" in told or "busy" in told:
        return ArchiveError(f"the archive is in use: {told}", hint="Another program writes to it. Try again.")
    if any(word in told for word in ("full", "readonly", "unable to open", "disk I/O")):
        return ArchiveError(
            f"the archive cannot be used: {told}",
            hint="Check the free space of the disk and the permissions of the file and its folder.",
        )
    return ArchiveError(
        f"the archive is damaged, or was changed by other hands: {told}",
        hint=_DAMAGE_HINT,
    )


#: What our readers raise on cells of an archive that hold something else than we wrote: a list for a mapping, say.
_MADE_BY_CELLS: Final = (
    TypeError, ValueError, LookupError, AttributeError, RecursionError, OverflowError, zlib.error, RecordError,
)  # fmt: skip


@contextmanager
def telling_damage(what: str) -> Iterator[None]:
    """Say that an archive is damaged where reading its cells fails.

    Put only the reading of cells inside the `with`: every `TypeError` or `ValueError` in it is told as damage.

    Args:
        what: What is read: "the record of article 12".

    Raises:
        ArchiveError: The cells hold something that nobody of ours wrote.
    """
    try:
        yield
    except _MADE_BY_CELLS as error:
        told = error.message if isinstance(error, RecordError) else type(error).__name__
        raise ArchiveError(f"{what} is damaged, or was changed by other hands: {told}", hint=_DAMAGE_HINT) from error


def unexpected(error: Exception, origin: str, doing: str) -> DetenteError:
    """Return an error that nobody foresaw as one of ours, with its class: it costs one article, and no others.

    Args:
        error: What was raised.
        origin: Name of the article or file.
        doing: What was being done, such as "its source was read".
    """
    if isinstance(error, MemoryError):
        return SourceError(f"{origin}: there was not enough memory while {doing}", hint="Leave it out, or split it.")
    told = str(error)[:_MOST_TOLD_CHARS]
    return InternalError(f"{origin}: {type(error).__name__} while {doing}: {told}", hint=BUG_HINT)


def _rebuild(cls: type[DetenteError], fields: dict[str, object]) -> DetenteError:
    """Return an error as another process raised it."""
    error = cls.__new__(cls)
    error.__dict__.update(fields)
    error.args = (fields["message"],)
    return error
