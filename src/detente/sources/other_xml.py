"""XML that is no feed: refused, for its mark-up is no text."""

from __future__ import annotations

import re

from detente.errors import SourceError

_DECLARATION = re.compile(r"[\ufeff\s]*<\?xml\b")
# a comment, a declaration of the kind of document, an instruction; what stands before the first element
_PROLOGUE = re.compile(r"[\ufeff\s]*(?:<\?[^>]{0,2000}\?>|<!--[^>]{0,2000}-->|<![A-Za-z][^>]{0,2000}>|\s)")
_ROOT = re.compile(r"[\ufeff\s]*<([A-Za-z_][\w.:-]{0,100})[\s/>]")
_MOST_PROLOGUE_PARTS = 20
#: What a page or a text may begin with, too.
_TAGS_OF_PAGES = frozenset({
    "a", "abbr", "address", "article", "aside", "b", "blockquote", "body", "br", "center", "cite", "code", "dd", "div",
    "dl", "dt", "em", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
    "html", "i", "iframe", "img", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "q", "s", "script", "section",
    "small", "span", "strong", "style", "sub", "sup", "table", "tbody", "td", "th", "time", "title", "tr", "u", "ul",
})  # fmt: skip


def refuse_xml(text: str, origin: str) -> None:
    """Do nothing with a text that is no XML, by its declaration or a first element that is closed at the end.

    Raises:
        SourceError: It is XML, such as an export as XML, a sitemap, a list of feeds.
    """
    root = _find_root(text)
    is_whole = root is not None and root.lower() not in _TAGS_OF_PAGES and text.rstrip().endswith(f"</{root}>")
    if not is_whole and not _DECLARATION.match(text):
        return
    what = f"; its first element is <{root}>" if root else ""
    raise SourceError(
        f"{origin} is XML that is no feed{what}",
        hint="Export it as text, Word, RTF or HTML, or make a table (CSV, JSON) with a row for each article.",
    )


def _find_root(text: str) -> str | None:
    at = 0
    for _ in range(_MOST_PROLOGUE_PARTS):
        match = _PROLOGUE.match(text, at)
        if match is None:
            break
        at = match.end()
    root = _ROOT.match(text, at)
    return root[1] if root else None
