"""Standard input."""

from __future__ import annotations

import sys
from typing import BinaryIO

from detente.errors import SourceError
from detente.sources.contract import Limits, Payload
from detente.sources.files import read_limited


class StandardInputSource:
    """What is piped into the program; its location is "-"."""

    name = "standard input"

    def accepts(self, location: str) -> bool:
        """Take "-"."""
        return location == "-"

    def fetch(self, location: str, *, limits: Limits, stdin: BinaryIO | None = None) -> Payload:
        """Return all bytes of standard input.

        Raises:
            SourceError: It is closed, cannot be read, or is too large.
        """
        stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise SourceError("standard input is closed", hint="Pipe a text into the program, or name a file.")
        try:
            return Payload(read_limited(stream, "standard input", limits), location)
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            raise SourceError(f"standard input cannot be read: {error}") from error
