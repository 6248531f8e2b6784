"""Files on this machine."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from detente.errors import SourceError, UsageError
from detente.sources.contract import Limits, Payload

if TYPE_CHECKING:
    from io import BufferedReader


def read_limited(
    stream: BinaryIO | BufferedReader, origin: str, limits: Limits, *, most_bytes: int | None = None
) -> bytes:
    """Return all bytes of a stream.

    Args:
        stream: The stream, which stays open.
        origin: Its name, for the message.
        limits: How much is taken at most.
        most_bytes: Another limit than that of one article, or None.

    Raises:
        SourceError: There are more than the limit.
    """
    chunks: list[bytes] = []
    left = (limits.max_bytes if most_bytes is None else most_bytes) + 1
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise too_large(origin, limits, most_bytes=most_bytes)
    return b"".join(chunks)


def too_large(origin: str, limits: Limits, *, most_bytes: int | None = None) -> SourceError:
    """Return the error for a source that goes beyond the size limit, or beyond another one."""
    return SourceError(
        f"{origin} is larger than {(most_bytes or limits.max_bytes) / 1e6:g} MB",
        hint="This looks like no single article; split it, or raise the limit.",
    )


class FileSource:
    """A file, named by its path."""

    name = "file"

    def accepts(self, location: str) -> bool:
        """Take whatever no other source takes."""
        return bool(location)

    def fetch(self, location: str, *, limits: Limits, stdin: BinaryIO | None = None) -> Payload:  # noqa: ARG002 - the signature of a source
        """Return the bytes of a file.

        Raises:
            UsageError: There is no such file, or it is a folder.
            SourceError: It cannot be read, or is too large.
        """
        if "\x00" in location:
            raise UsageError("a path cannot hold the character NUL")
        path = Path(location)
        try:
            if path.is_dir():
                add = f"detente add {shlex.quote(location)} --archive news.sqlite"
                raise UsageError(
                    f"{location} is a folder", hint=f"Name the files in it, or read all into an archive: {add}"
                )
            with path.open("rb") as stream:
                return Payload(read_limited(stream, location, limits), location)
        except FileNotFoundError as error:
            raise UsageError(f"there is no file {location}", hint="Check the path.") from error
        except PermissionError as error:
            raise SourceError(f"{location} may not be read", hint="Check the file's permissions.") from error
        except OSError as error:
            raise SourceError(f"{location} cannot be read: {error.strerror or error}") from error
