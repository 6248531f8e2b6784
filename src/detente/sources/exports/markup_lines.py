"""HTML → lines: for pages that are lists of articles in a known layout, where nothing may be left out as furniture."""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.pages.attributes import without_excess
from detente.sources.pages.characters import replace_forbidden
from detente.sources.pages.programs import without_programs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Stand at the beginning of lines that the page's classes call a headline, or a paragraph of an article. They are of
#: Unicode's private use area, and taken out of the page's own text.
HEADLINE = "\ue000"
PARAGRAPH = "\ue001"

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
    "pre",
    "hr",
})
_SILENT = frozenset({"script", "style", "head", "noscript", "template", "svg"})
_WHITE = re.compile(r"[^\S\xa0]+")
_MARKS = re.compile("[\ue000\ue001]")
# "deHeadline", "enHeadline"; "articleParagraph enarticleParagraph"
_HEADLINE_CLASS = re.compile(r"(?:^|\s)[a-z]{2,8}Headline(?:\s|$)")
_PARAGRAPH_CLASS = re.compile(r"(?:^|\s)\w{0,8}article(?:Paragraph|Pre)(?:\s|$)")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|tr|td|li|h\d|table|body|html|title|form|article)\b[^<>]{0,4000}>", re.IGNORECASE
)
_OTHER_TAG = re.compile(r"<[^<>]{0,4000}>")


def without_marks(line: str) -> str:
    """Return a line without the marks of headlines and paragraphs."""
    return _MARKS.sub("", line)


def guess_lines(markup: str) -> str:
    """Return about the lines of a page, or of its beginning, without parsing it; enough to recognise a layout by."""
    text = _OTHER_TAG.sub("", _BLOCK_TAG.sub("\n", without_programs(markup)))
    return entities.unescape(text)


def read_lines(markup: str, origin: str) -> str:
    """Return the text of a page: paragraphs with blank lines between them, cells of a row with tabs.

    Lines that the page's classes call a headline or a paragraph of an article begin with `HEADLINE` or `PARAGRAPH`.

    Raises:
        SourceError: It is no HTML.
    """
    from lxml import etree, html  # noqa: PLC0415 - other kinds of files do not need it

    try:
        # as bytes: a page that names its encoding is refused as text
        data = without_excess(without_marks(replace_forbidden(markup))).encode("utf-8", "replace")
        root = html.fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{origin} is no HTML: {error}") from error
    lines = [line.strip(" ") for line in "".join(_parts(root)).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip() + "\n"


def _parts(root: HtmlElement) -> list[str]:
    from lxml import etree  # noqa: PLC0415 - other kinds of files do not need it

    parts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if tag in _PARAGRAPHS:
                parts.append("\n\n")
            if not silent and tag:
                parts.append(_mark(element.get("class") or ""))
                parts.append(_WHITE.sub(" ", element.text or ""))
            continue
        silent -= tag in _SILENT
        parts.append("\n" if tag == "br" else "\n\n" if tag in _PARAGRAPHS else "\t" if tag in {"td", "th"} else "")
        if not silent:
            parts.append(_WHITE.sub(" ", element.tail or ""))
    return parts


def _mark(names: str) -> str:
    if _HEADLINE_CLASS.search(names):
        return HEADLINE
    return PARAGRAPH if _PARAGRAPH_CLASS.search(names) else ""
