"""Exports of press archives (several articles a file), Word documents and RTF."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from detente.counts import say_count
from detente.errors import EmptyTextError, SourceError
from detente.sources.collection import Item
from detente.sources.contract import HEAD_BYTES, Found, Payload
from detente.sources.encoding import decode_payload
from detente.sources.exports.docx import is_docx, read_docx
from detente.sources.exports.factiva import Factiva
from detente.sources.exports.markup_lines import guess_lines, read_lines, without_marks
from detente.sources.exports.nexis import Nexis
from detente.sources.exports.rtf import is_rtf, read_rtf
from detente.sources.lengths import tell_length
from detente.sources.metadata import clean_line
from detente.sources.pages.html import Html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.sources.collection import Intake
    from detente.sources.exports.layout import ExportedArticle, PressLayout
    from detente.sources.inputs import InputFile

#: Asked in this order.
LAYOUTS: tuple[PressLayout, ...] = (Factiva(), Nexis())

_TEXTS = (".txt", ".text", ".html", ".htm", ".xhtml", ".doc", ".rtf")
#: A saved page of Factiva has up to 300 KB of styles before the first article, a cover sheet of Nexis 100 KB.
_MOST_PEEK_BYTES = 2_000_000
#: No-break spaces, which the exports put behind the names of fields and into days.
_NO_BREAK = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})


class PressExport:
    """Files of Factiva and Nexis, told by their content, and all Word documents and RTF."""

    name = "press export"
    suffixes = (".txt", ".html", ".docx", ".rtf")

    def recognises(self, file: InputFile) -> bool:
        """Take Word and RTF, and text in which a known layout is seen."""
        if is_docx(file.head) or is_rtf(file.head):
            return True
        if not file.has_suffix(*_TEXTS) and "." in file.name:
            return False
        return _tell_layout(_guess_text(file.head)) is not None or (
            len(file.head) >= HEAD_BYTES and _tell_layout(_guess_text(_peek(file))) is not None
        )

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002 - the signature of a collection
        """Return None: only reading the file tells."""
        return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the articles; a document in no known layout is one article.

        Raises:
            SourceError: The file is damaged or too large.
            EmptyTextError: There is no text in it.
        """
        text, encoding = _read_text(file)
        lines = text.translate(_NO_BREAK)
        layout = _tell_layout(lines)
        if layout is None:
            tell_length(text, file.origin, intake)
            yield Item(file.origin, Found(text, None, None, None, None, encoding, file.origin), None)
            return
        articles = list(layout.split(lines))
        if not articles:
            raise EmptyTextError(
                f"{file.origin} looks like an export of {layout.name}, but no article is found in it",
                stage="source",
                hint="It may be the cover sheet or the list of the articles. Export the full texts.",
            )
        intake.tell_once(file.origin, _describe(layout, articles, layout.count_announced(lines)))
        for number, article in enumerate(articles, start=1):
            origin = f"{file.origin}#{number}"
            if not intake.options.skip(origin):
                yield _make_item(article, origin, layout.name, encoding)


def _tell_layout(text: str) -> PressLayout | None:
    return next((layout for layout in LAYOUTS if layout.recognises(text)), None)


def _describe(layout: PressLayout, articles: Sequence[ExportedArticle], announced: int | None) -> str:
    read = [article for article in articles if article.is_whole and article.paragraphs]
    counts = (
        (announced is not None and max(announced - len(articles), 0), "fewer than the export says that it has"),
        (sum(not article.is_whole for article in articles), "cut off"),
        (sum(article.title is None for article in read), "without a title"),
        (sum(article.published is None for article in read), "without a day"),
        (sum(article.source is None for article in read), "without a source"),
    )
    found = f"an export of {layout.name}, {say_count(len(articles), 'article')}"
    return "; ".join([found, *(f"{count:,} {what}" for count, what in counts if count)])


def _peek(file: InputFile) -> bytes:
    """Return the first bytes of a file, more than its head; what comes before damage counts."""
    data = bytearray()
    try:
        with file.open() as stream:
            while len(data) < _MOST_PEEK_BYTES and (chunk := stream.read(_MOST_PEEK_BYTES - len(data))):
                data += chunk
    except SourceError:  # reading the file will tell
        pass
    return bytes(data)


def _guess_text(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8", errors="replace").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if Html().recognises(text, Payload(b"", "")):
        text = guess_lines(text)
    return text.translate(_NO_BREAK)


def _read_text(file: InputFile) -> tuple[str, str]:
    data = file.read(file.limits.max_held_bytes)
    if is_docx(data[:200_000]):
        text, encoding = without_marks(read_docx(data, file.origin, file.limits)), "utf-8"
    elif is_rtf(data):
        text, encoding = without_marks(read_rtf(data)), "rtf"
    else:
        payload = Payload(data, file.origin)
        text, encoding = decode_payload(payload)
        text = read_lines(text, file.origin) if Html().recognises(text, payload) else without_marks(text)
    if not text.strip():
        raise EmptyTextError(f"{file.origin} is empty", stage="source", hint="Give a file with the text of an article.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _make_item(article: ExportedArticle, origin: str, archive: str, encoding: str) -> Item:
    if not article.is_whole:
        error = SourceError(f"{origin} is cut off: its last lines are missing", hint=f"Export it from {archive} again.")
        return Item(origin, None, error)
    if not article.paragraphs:
        empty = EmptyTextError(f"{origin} has no text", stage="source", hint="It may be a headline or a picture alone.")
        return Item(origin, None, empty)
    title = clean_line(article.title)
    text = "\n\n".join([title, *article.paragraphs] if title else article.paragraphs) + "\n"
    return Item(origin, Found(text, title, article.published, None, clean_line(article.source), encoding, origin), None)
