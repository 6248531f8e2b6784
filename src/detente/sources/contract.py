"""What a source and a format of articles are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from datetime import date

#: How many unpacked bytes from the beginning of a file its kind is told by.
HEAD_BYTES = 1 << 17


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a source is taken at most.

    Attributes:
        max_bytes: Size of one article: a file, a page, a row of a table, a record of a crawl; unpacked.
        max_held_bytes: Size of a file with many articles that has to be held whole: an export, a packed entry.
        max_ratio: How many times larger than packed a file may become; text stays far under a hundred.
        timeout_seconds: Time for a page from the web, redirects and robots.txt included.
        max_redirects: How many redirects are followed.
    """

    max_bytes: int = 20_000_000
    max_held_bytes: int = 200_000_000
    max_ratio: int = 200
    timeout_seconds: float = 30.0
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of one article, as they came.

    Attributes:
        data: The bytes.
        origin: The path or address as the user gave it; "-" for standard input.
        url: The address after all redirects; None if it is not from the web.
        media_type: What the server calls it, in lower case ("text/html"), or None.
        charset: The encoding that the server names, or None.
    """

    data: bytes
    origin: str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One article as its source has it, before anything is read.

    Attributes:
        text: The canonical text; for a page, the title and the paragraphs with blank lines between them.
        title: The title from the page's metadata; None for plain text.
        published: The day of publication from the page's metadata, or None.
        url: Where it was fetched, or what the page calls its address; None if unknown.
        source: Who published it, as the page says, or None.
        encoding: How the bytes were decoded: "utf-8", "utf-16-le", "cp1252", …
        origin: The path or address as the user gave it.
        note: What the person should know of how it was found, or None.
    """

    text: str
    title: str | None
    published: date | None
    url: str | None
    source: str | None
    encoding: str
    origin: str
    note: str | None = None


class Source(Protocol):
    """A place that articles come from, such as the web."""

    @property
    def name(self) -> str:
        """A short name for messages and tests."""

    def accepts(self, location: str) -> bool:
        """Tell whether `location` names an article of this source."""

    def fetch(self, location: str, *, limits: Limits, stdin: BinaryIO | None) -> Payload:
        """Return the bytes of one article.

        Args:
            location: What the user gave.
            limits: How much is taken at most.
            stdin: What standard input is; None for the process's own.

        Raises:
            UsageError: There can be no such place.
            SourceError: It cannot be read, or goes beyond the limits.
        """


class DocumentFormat(Protocol):
    """A kind of document, such as HTML."""

    @property
    def name(self) -> str:
        """A short name for messages and tests."""

    def recognises(self, text: str, payload: Payload) -> bool:
        """Tell from its decoded content (and what the server says) whether a document is of this kind."""

    def read(self, text: str, encoding: str, payload: Payload) -> Found:
        """Return the article in a document.

        Args:
            text: The document, decoded.
            encoding: How it was decoded.
            payload: Where it came from.

        Raises:
            EmptyTextError: There is no article in it.
            SourceError: It cannot be read.
        """
