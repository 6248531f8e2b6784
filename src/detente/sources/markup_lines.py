"""HTML → lines: for pages that are lists of articles in a known layout, where nothing may be left out as furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.errors import SourceError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PARAGRAPHS = frozenset({
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "tr",
    "table",
    "blockquote",
    "article",
    "hr",
})
_SILENT = frozenset({"script", "style", "head", "noscript", "template", "svg"})
_WHITE = re.compile(r"\s+")


def read_lines(markup: str, origin: str) -> str:
    """Return the text of a page: paragraphs with blank lines between them, cells of a row with tabs.

    Raises:
        SourceError: It is no HTML.
    """
    from lxml import etree, html  # noqa: PLC0415 - other kinds of files do not need it

    try:
        # as bytes: a page that names its encoding is refused as text
        root = html.fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{origin} is no HTML: {error}") from error
    lines = [line.strip(" ") for line in "".join(_parts(root)).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip() + "\n"


def _parts(root: HtmlElement) -> list[str]:
    from lxml import etree  # noqa: PLC0415

    parts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if tag in _PARAGRAPHS:
                parts.append("\n\n")
            if not silent and tag:
                parts.append(_WHITE.sub(" ", element.text or ""))
            continue
        silent -= tag in _SILENT
        parts.append("\n" if tag == "br" else "\n\n" if tag in _PARAGRAPHS else "\t" if tag in {"td", "th"} else "")
        if not silent:
            parts.append(_WHITE.sub(" ", element.tail or "") if (element.tail or "").strip() else " ")
    return parts
