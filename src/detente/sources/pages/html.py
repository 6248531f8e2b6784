"""HTML pages: the article in them, with its title and day of publication.

Trafilatura finds the article. Its deduplication stays off: it carries state from one page to the next. Nothing of
a page is ever run or fetched.
"""

from __future__ import annotations

import logging
import re
import urllib.parse
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import EmptyTextError, SourceError
from detente.sources.contract import Found, Payload
from detente.sources.pages.attributes import without_excess
from detente.sources.pages.bodies import complete_body
from detente.sources.pages.characters import letters_and_digits, replace_forbidden
from detente.sources.pages.programs import without_programs
from detente.sources.pages.structured import read_structured
from detente.sources.pages.titles import find_headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from detente.sources.pages.structured import Structured

_BEGINNING = re.compile(
    r"(?:\s|\ufeff|<!--[^>]{0,2000}-->|<\?xml[^>]{0,200}\?>)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|title|meta|script|link)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:html|head|body|article|div|p|br|h[1-3]|span|a\s)[^<>]{0,400}>", re.IGNORECASE)

#: More mark-up than this, programs and styles aside, is no article; an article's page has about a hundredth of it.
_MOST_MARKUP_CHARS = 4_000_000
#: More tags than this make the search for the article take minutes.
_MOST_TAGS = 40_000
#: The search takes the square of the number of elements side by side; 3,000 cost about a second.
_MOST_SIBLINGS = 3_000
#: Elements inside one another. The parser drops what lies deeper than 256, in silence; pages stay under a hundred.
_MOST_DEPTH = 240

#: Fewer words than this are a menu or a notice, not an article.
_LEAST_WORDS = 8

#: Chinese, Japanese and Thai characters.
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")

_DATE_OPTIONS: dict[str, Any] = {
    "original_date": True,  # the day of publication, not of the last change
    "extensive_search": False,
    "max_date": "2099-12-31",  # without it, today's date decides which dates count
}


class Html:
    """Web pages."""

    name = "HTML"

    def recognises(self, text: str, payload: Payload) -> bool:
        """Tell a page by its beginning, or by tags where the server says that it is one."""
        if _BEGINNING.match(text):
            return True
        return payload.media_type in {"text/html", "application/xhtml+xml"} and bool(_TAG.search(text[:20_000]))

    def read(self, text: str, encoding: str, payload: Payload) -> Found:
        """Return the article on a page.

        Raises:
            EmptyTextError: There is no article on it.
            SourceError: It has more mark-up than an article's page can have.
        """
        markup = without_excess(without_programs(replace_forbidden(text)))
        if len(markup) > _MOST_MARKUP_CHARS or markup.count("<") > _MOST_TAGS:
            raise _too_much(payload, markup)
        try:
            return _read_page(markup, encoding, payload)
        except RecursionError as error:
            raise _too_deep(payload) from error


def _too_much(payload: Payload, markup: str) -> SourceError:
    return SourceError(
        f"the page {payload.origin} has {len(markup) / 1e6:.1f} MB of mark-up with {markup.count('<'):,} tags: "
        "too much for one article",
        hint="Save the article alone as text.",
    )


def _too_deep(payload: Payload) -> SourceError:
    return SourceError(
        f"the page {payload.origin} has elements nested too deeply to be read",
        hint="Save the article alone as text.",
    )


def _no_article(payload: Payload) -> EmptyTextError:
    return EmptyTextError(
        f"there is no article on the page {payload.origin}",
        stage="source",
        hint="It may be a list of articles, or need a browser to show its text. Save the article as text.",
    )


def _read_page(markup: str, encoding: str, payload: Payload) -> Found:
    import trafilatura  # noqa: PLC0415 - half a second and 35 MB, which plain text does not need
    from trafilatura.utils import load_html  # noqa: PLC0415 - half a second and 35 MB, which plain text does not need

    _silence()
    tree = load_html(markup)
    if tree is None:
        raise _no_article(payload)
    depth, siblings = _shape(tree)
    if depth > _MOST_DEPTH:
        raise _too_deep(payload)
    if siblings > _MOST_SIBLINGS:
        raise _too_much(payload, markup)
    structured = read_structured(markup)
    found = _extract(markup, payload, tables=False) or _extract(markup, payload, tables=True)
    if found is None:
        raise _no_article(payload)
    body = complete_body(found, tree, structured, lambda: _extract(markup, payload, tables=False, is_strict=False))
    metadata = trafilatura.extract_metadata(
        tree, default_url=payload.url, date_config={**_DATE_OPTIONS, "url": payload.url}, extensive=False
    )
    url = payload.url or metadata.url
    title = _find_title(metadata.title, tree, structured, [metadata.sitename or "", *_host_names(url)])
    lines = [line for line in body.lines if title is None or letters_and_digits(line) != letters_and_digits(title)]
    if sum(map(_count_words, lines)) < _LEAST_WORDS:
        raise _no_article(payload)
    return Found(
        text="\n\n".join([title, *lines] if title else lines) + "\n",
        title=title,
        published=_as_day(metadata.date),
        url=url,
        source=metadata.sitename or None,
        encoding=encoding,
        origin=payload.origin,
        note=body.note,
    )


def _find_title(title: str | None, tree: HtmlElement, structured: Structured, sites: Sequence[str]) -> str | None:
    if not title:
        return None
    headings = [" ".join(str(heading.text_content()).split()) for heading in tree.iter("h1")]
    names = [str(name) for name in tree.xpath("//meta[@property='og:site_name']/@content")]
    return find_headline(
        " ".join(title.split()), [*headings, *structured.headlines], [*sites, *names, *structured.publishers]
    )


def _host_names(url: str | None) -> list[str]:
    """Return the host of an address without "www.", and the part of it before the first dot."""
    try:
        host = (urllib.parse.urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return []
    return [host, host.partition(".")[0]] if host else []


def _count_words(line: str) -> int:
    """Return how many words a line has; in scripts without blanks between words, two characters count as one."""
    return len(line.split()) + len(_WITHOUT_BLANKS.findall(line)) // 2


def _extract(markup: str, payload: Payload, *, tables: bool, is_strict: bool = True) -> list[str] | None:
    """Return the article's paragraphs, headings and list items, one a string; None if there are none."""
    import trafilatura  # noqa: PLC0415 - half a second and 35 MB, which plain text does not need

    document = trafilatura.bare_extraction(
        markup,
        url=payload.url,
        favor_precision=is_strict,
        include_comments=False,
        include_tables=tables,
        deduplicate=False,
    )
    text = getattr(document, "text", None)
    if not isinstance(text, str):
        return None
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return [line for line in lines if any(c.isalnum() for c in line)] or None


def _shape(tree: HtmlElement) -> tuple[int, int]:
    """Return how deep a page is nested and how many elements stand side by side at most, without recursion."""
    from lxml import etree  # noqa: PLC0415 - half a second and 35 MB, which plain text does not need

    depth = deepest = widest = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        widest = max(widest, len(element))
    return deepest, widest


def _as_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _silence() -> None:
    """Keep the libraries from logging about pages without an article: our error says it."""
    for name in ("trafilatura", "htmldate", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
