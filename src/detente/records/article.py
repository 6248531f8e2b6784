"""The article: its unchanged text, and what each part of the page is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from detente.records.spans import Span

BlockKind = Literal["title", "byline", "dateline", "heading", "paragraph", "caption", "teaser", "rule"]

#: The kinds of block whose words are read for claims; all others are kept, but not read.
READ_KINDS: frozenset[BlockKind] = frozenset({"title", "paragraph", "caption"})

Precision = Literal["day", "week", "month", "season", "year", "range"]


def article_id(text: str) -> str:
    """Return the id of the article with this text: the sha256 of its UTF-8, in hexadecimal.

    Half a character (a lone surrogate), which no article keeps, counts as its own bytes here.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: a stretch of text with one function.

    `start` and `end` are half-open code-point offsets into the article's text. Text between blocks is
    white space, or a stretch of a line that belongs to no kind.
    """

    kind: BlockKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The block's place in the text."""
        return Span(self.start, self.end)

    @property
    def is_read(self) -> bool:
        """Whether the block is the article's own text, which is read for claims."""
        return self.kind in READ_KINDS


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days on which something was, as far as the text says.

    Attributes:
        start: First day, ISO 8601 (`2025-03-06`).
        end: Last day, inclusive, ISO 8601.
        precision: How exact the words are: "on Thursday" is a day, "last month" a month.
        span: The words that say so; None if the date is not stated in words of its own.
    """

    start: str
    end: str
    precision: Precision
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was, as far as the text says.

    Attributes:
        name: The place's name as the gazetteer has it, or as printed where the gazetteer has none.
        country: ISO 3166-1 alpha-3 code, or None if unknown or no country's (a sea).
        geonames: GeoNames id, or None if the gazetteer does not hold the place.
        lat: Latitude in degrees north, or None.
        lon: Longitude in degrees east, or None.
        span: The words that name the place.
    """

    name: str
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: sha256 of `text` in UTF-8, hexadecimal: the same text always has the same id.
        title: The title, from the page's metadata or the title block; None if there is none.
        published: Day of publication, ISO 8601; None if unknown.
        url: Where it was fetched; None for a file or pasted text.
        source: Who published it, as the page says; None if unknown.
        language: ISO 639-1 code; None if there is too little text to tell.
        text: The canonical text. Nobody changes it after `text/` has made it.
        blocks: The parts of the page in the order of the text, never overlapping.
    """

    id: str
    title: str | None
    published: str | None
    url: str | None
    source: str | None
    language: str | None
    text: str
    blocks: tuple[Block, ...]
