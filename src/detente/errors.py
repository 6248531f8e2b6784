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


def _rebuild(cls: type[DetenteError], fields: dict[str, object]) -> DetenteError:
    """Return an error as another process raised it."""
    error = cls.__new__(cls)
    error.__dict__.update(fields)
    error.args = (fields["message"],)
    return error
