"""Factiva's XML: the articles of a result set, with their fields as elements."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from detente.counts import say_count
from detente.errors import DetenteError, EmptyTextError, SourceError
from detente.sources.collection import Item
from detente.sources.contract import Found, Payload
from detente.sources.encoding import decode_payload
from detente.sources.metadata import clean_line
from detente.sources.safe_xml import local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile

#: The result set as Factiva's own service gives it, bare or in an envelope of whoever saved it.
_FIRST_ELEMENTS = re.compile(r"<(?:PPSResponse|ppsArticleResponse|ppsarticleResultSet)[\s>]")
_LAST_ELEMENT = re.compile(r"</(?:PPSResponse|ppsArticleResponse|ppsarticleResultSet)\s*>\s*\Z")
_INDENTED = re.compile(r"\n(?=[ \t]{2,}\S)|\n[ \t]*\n")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[0-9]{1,9}")


class FactivaXml:
    """Files in Factiva's XML, told by their first elements."""

    name = "Factiva XML"
    suffixes = (".xml",)

    def recognises(self, file: InputFile) -> bool:
        """Take XML that begins with a result set of Factiva."""
        try:
            head = decode_payload(Payload(file.head[:4096], file.origin))[0]
        except DetenteError:
            return False
        return head.lstrip("\ufeff \r\n\t").startswith("<") and _FIRST_ELEMENTS.search(head) is not None

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002 - the signature of a collection
        """Return None: only reading the file tells."""
        return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the articles, in the order of the file.

        Raises:
            SourceError: It is no XML, defines entities, or is too large.
            EmptyTextError: There is no article in it.
        """
        text, encoding = decode_payload(Payload(file.read(file.limits.max_held_bytes), file.origin))
        root = parse_xml(text, file.origin)
        articles = [element for element in root.iter() if local_name(element) == "article"]
        if not articles:
            raise EmptyTextError(
                f"{file.origin} is Factiva's XML, but no article is found in it",
                stage="source",
                hint="Export the full texts, not the list of headlines.",
            )
        intake.tell_once(file.origin, _describe(len(articles), _count_announced(root)))
        is_whole = _LAST_ELEMENT.search(text) is not None
        for number, article in enumerate(articles, start=1):
            origin = f"{file.origin}#{number}"
            if number == len(articles) and not is_whole:
                yield Item(origin, None, SourceError(f"{origin} is cut off", hint="Export it from Factiva again."))
            elif not intake.options.skip(origin):
                yield _make_item(article, origin, encoding)


def _count_announced(root: _Element) -> int:
    """Return how many articles the result sets say that they hold; 0 where none says it."""
    sets = [element for element in root.iter() if local_name(element) == "ppsarticleResultSet"]
    return sum(int(said) for said in (e.get("count", "") for e in sets) if _NUMBER.fullmatch(said))


def _describe(found: int, announced: int) -> str:
    told = f"an export of Factiva (XML), {say_count(found, 'article')}"
    return f"{told}; {announced - found:,} fewer than the export says that it has" if announced > found else told


def _make_item(article: _Element, origin: str, encoding: str) -> Item:
    fields = {local_name(child): child for child in article}
    title = clean_line(_words(fields.get("headline")))
    parts = (fields[part] for part in ("leadParagraph", "tailParagraphs") if part in fields)
    paragraphs = [paragraph for part in parts for paragraph in _paragraphs(part)]
    if not paragraphs:
        empty = EmptyTextError(f"{origin} has no text", stage="source", hint="It may be a headline or a picture alone.")
        return Item(origin, None, empty)
    text = "\n\n".join([title, *paragraphs] if title else paragraphs) + "\n"
    source = clean_line(_words(fields.get("sourceName")))
    found = Found(text, title, _read_day(fields.get("publicationDate")), None, source, encoding, origin)
    return Item(origin, found, None)


def _paragraphs(part: _Element) -> list[str]:
    """Return the paragraphs of a part: its elements, or its own text cut where a line is indented or empty."""
    marked = [_words(element) for element in part.iter() if local_name(element) == "paragraph"]
    plain = [" ".join(piece.split()) for piece in _INDENTED.split(part.text or "")]
    return [words for words in (marked or plain) if words]


def _words(element: _Element | None) -> str:
    """Return all words of an element, with marks of emphasis inside it read through."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _read_day(element: _Element | None) -> date | None:
    """Return the day of `<date>2024-03-05</date>` or `<dateTime>2024-03-05T08:00:00Z</dateTime>`; None if unsaid."""
    for found in _DAY.findall(_words(element)):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None
