"""All sources and formats, and the way from a location to an article."""

from __future__ import annotations

from typing import BinaryIO

from detente.errors import DetenteError, UsageError, unexpected
from detente.sources.contract import DocumentFormat, Found, Limits, Payload, Source
from detente.sources.encoding import decode_payload
from detente.sources.files import FileSource
from detente.sources.online.web import WebSource
from detente.sources.pages.html import Html
from detente.sources.plain_text import PlainText
from detente.sources.standard_input import StandardInputSource

#: Asked in this order; a file takes whatever is left.
SOURCES: tuple[Source, ...] = (StandardInputSource(), WebSource(), FileSource())

#: Asked in this order; plain text takes whatever is left.
FORMATS: tuple[DocumentFormat, ...] = (Html(), PlainText())


def read_location(location: str, *, limits: Limits | None = None, stdin: BinaryIO | None = None) -> Found:
    """Return the article at a location.

    Args:
        location: "-" for standard input, an http or https address, or the path of a text or HTML file.
        limits: How much is taken at most; None for the usual limits.
        stdin: What standard input is; None for the process's own.

    Raises:
        UsageError: There can be nothing there: no such file, a folder, an unknown kind of address.
        SourceError: It cannot be read: no network, no access, no text, too large.
        EmptyTextError: There is no article there.
    """
    for source in SOURCES:
        if source.accepts(location):
            return read_payload(source.fetch(location, limits=limits or Limits(), stdin=stdin))
    raise UsageError("an article needs a path, an address, or - for standard input")


def read_payload(payload: Payload) -> Found:
    """Return the article in some bytes: the kind is told by the content, not by a file's name.

    Raises:
        SourceError: The bytes are no text, or too much of it.
        EmptyTextError: There is no article in them.
        InternalError: Something failed that nobody foresaw.
    """
    try:
        text, encoding = decode_payload(payload)
        kind = next(kind for kind in FORMATS if kind.recognises(text, payload))
        return kind.read(text, encoding, payload)
    except DetenteError:
        raise
    except Exception as error:
        raise unexpected(error, payload.origin, "its text was looked for") from error
