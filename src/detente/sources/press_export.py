"""Exports of press archives (several articles a file), Word documents and RTF."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from detente.errors import EmptyTextError, SourceError
from detente.sources.collection import Item
from detente.sources.contract import Found, Payload
from detente.sources.docx import is_docx, read_docx
from detente.sources.encoding import decode_payload
from detente.sources.factiva import Factiva
from detente.sources.html import Html
from detente.sources.markup_lines import read_lines
from detente.sources.metadata import clean_line
from detente.sources.nexis import Nexis
from detente.sources.rtf import is_rtf, read_rtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.collection import Intake
    from detente.sources.export_layout import ExportedArticle, Layout
    from detente.sources.inputs import InputFile

#: Asked in this order.
LAYOUTS: tuple[Layout, ...] = (Factiva(), Nexis())

_TEXTS = (".txt", ".text", ".html", ".htm", ".xhtml")


class PressExport:
    """Files of Factiva and Nexis, told by their content, and all Word documents and RTF."""

    name = "press export"

    def recognises(self, file: InputFile) -> bool:
        """Take Word and RTF, and text in which a known layout is seen."""
        if is_docx(file.head) or is_rtf(file.head):
            return True
        if not file.has_suffix(*_TEXTS) and "." in file.name:
            return False
        head = _decode_head(file.head)
        return any(layout.recognises(head) for layout in LAYOUTS)

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002
        """Return None: only reading the file tells."""
        return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the articles; a document in no known layout is one article.

        Raises:
            SourceError: The file is damaged or too large.
            EmptyTextError: There is no text in it.
        """
        text, encoding = _read_text(file)
        layout = next((layout for layout in LAYOUTS if layout.recognises(text)), None)
        if layout is None:
            yield Item(file.origin, Found(text, None, None, None, None, encoding, file.origin), None)
            return
        number = 0
        for number, article in enumerate(layout.split(text), start=1):
            origin = f"{file.origin}#{number}"
            if not intake.options.skip(origin):
                yield _make_item(article, origin, layout.name, encoding)
        intake.tell_once(file.origin, f"an export of {layout.name}")
        if not number:
            raise SourceError(f"{file.origin} looks like an export of {layout.name}, but no article is found in it")


def _decode_head(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n")


def _read_text(file: InputFile) -> tuple[str, str]:
    data = file.read(file.limits.max_held_bytes)
    if is_docx(data[:200_000]):
        text, encoding = read_docx(data, file.origin, file.limits), "utf-8"
    elif is_rtf(data):
        text, encoding = read_rtf(data), "rtf"
    else:
        payload = Payload(data, file.origin)
        text, encoding = decode_payload(payload)
        if Html().recognises(text, payload):
            text = read_lines(text, file.origin)
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
