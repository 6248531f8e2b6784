"""Word documents (.docx): their paragraphs, nothing else of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.packed.zip_entries import open_zip, read_entry
from detente.sources.safe_xml import iter_elements

if TYPE_CHECKING:
    from detente.sources.contract import Limits

_BODY = "word/document.xml"
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "Strict Open XML", as Word can save too
)


def is_docx(head: bytes) -> bool:
    """Tell a Word document by its first bytes: a ZIP with parts of Word's."""
    return head.startswith(b"PK\x03\x04") and b"word/" in head


def read_docx(data: bytes, origin: str, limits: Limits) -> str:
    """Return the text of a Word document, a paragraph a line.

    Raises:
        SourceError: It is damaged, or too large unpacked.
    """
    with open_zip(io.BytesIO(data), origin, limits) as archive:
        if _BODY not in archive.namelist():
            raise SourceError(f"{origin} is a Word document without text", hint="Save it as text.")
        xml = read_entry(archive, archive.getinfo(_BODY), origin, limits, most_bytes=limits.max_held_bytes)
    paragraphs: list[str] = []
    parts: list[str] = []
    for tag, text in iter_elements(xml, origin):
        name = next((tag.removeprefix(space) for space in _NAMESPACES if tag.startswith(space)), "")
        if name == "t":
            parts.append(text)
        elif name == "tab":
            parts.append("\t")
        elif name in {"br", "cr"}:
            parts.append("\n")
        elif name == "p":
            paragraphs.append("".join(parts))
            parts = []
    return "\n".join(paragraphs) + "\n"
