"""XML from foreign hands: no entities of its own, nothing fetched, no document larger than the parser's own limits."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING

from detente.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_LONE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_LAST_CODE = 0x10FFFF
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def iter_elements(xml: bytes, origin: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the own text of each element as it ends, without keeping the tree.

    Raises:
        SourceError: It is no XML, or defines entities.
    """
    from lxml import etree  # noqa: PLC0415 - other kinds of files do not need it

    _refuse_entities(xml[:100_000].decode("latin-1"), origin)
    events = etree.iterparse(
        io.BytesIO(xml), events=("end",), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        for _, element in events:
            if isinstance(element.tag, str):
                yield element.tag, element.text or ""
            element.clear(keep_tail=True)
            parent = element.getparent()
            # the root may follow a comment, but has no parent to delete it from
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{origin} is damaged: {error.msg}", hint="Open it and save it again.") from error


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse_xml(text: str, origin: str) -> _Element:
    """Return the root of an XML document that may be sloppy, as feeds are: a lone "&", names of HTML such as &nbsp;.

    Raises:
        SourceError: It is no XML, or defines entities.
    """
    from lxml import etree  # noqa: PLC0415 - other kinds of files do not need it

    _refuse_entities(text, origin)
    text = _ILLEGAL.sub("", _DECLARATION.sub("", text, count=1))
    text = _LONE_AMPERSAND.sub("&amp;", _NAMED.sub(_as_character, _NUMBERED.sub(_as_legal, text))).replace("&#X", "&#x")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{origin} is no XML: {error.msg}") from error
    if root is None:
        raise SourceError(f"{origin} is no XML")
    return root


def _refuse_entities(text: str, origin: str) -> None:
    if _ENTITY.search(text):
        raise SourceError(
            f"{origin} defines entities of its own, which no feed or document needs",
            hint="This looks like a file made to fill the memory, or to read other files.",
        )


def _as_legal(match: re.Match[str]) -> str:
    """Return a numbered reference as it is; U+FFFD for one to what is no character of XML."""
    code = int(match[1]) if match[1] else int(match[2], 16)
    return match[0] if code <= _LAST_CODE and not _ILLEGAL.match(chr(code)) else "\ufffd"


def _as_character(match: re.Match[str]) -> str:
    character = html.unescape(match[0])
    return character if character != match[0] else "&amp;" + match[1]
