"""RSS 2.0, RSS 1.0 (RDF) and Atom: what a feed says of its articles."""

from __future__ import annotations

import hashlib
import html
import re
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.days import find_day
from detente.sources.metadata import clean_address, clean_line
from detente.sources.pages.programs import without_programs
from detente.sources.safe_xml import local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|feed|RDF)[\s>/]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->")

_ATOM_NAMESPACES = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
#: Of the elements of feeds; RSS 2.0 has none.
_OWN_NAMESPACES = _ATOM_NAMESPACES | {
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
}
#: Of elements that say the same things in feeds of another kind: Dublin Core, RSS's content.
_ADDING_NAMESPACES = (
    "http://purl.org/dc/",
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/rss/1.0/modules/dc",
)

_MARKUP_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})

#: The elements that hold a day, best first: published before changed.
_DAYS = ("published", "pubDate", "date", "issued", "created", "updated", "modified")
_MOST_PROLOGUE_PARTS = 20
_MOST_ENTRIES = 20_000
_MOST_ID_CHARS = 300


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article as a feed announces it.

    Attributes:
        id: The feed's id of it, else its address, else a fingerprint of what there is; one line.
        title: Its title, or None.
        link: Its page, or None.
        published: Its day of publication, or None.
        content: HTML of its text, or of a teaser for it; None if there is neither.
    """

    id: str
    title: str | None
    link: str | None
    published: date | None
    content: str | None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed.

    Attributes:
        title: Its title, or None.
        entries: Its entries, in their order, each id once.
    """

    title: str | None
    entries: tuple[FeedEntry, ...]


def is_feed(text: str) -> bool:
    """Tell a feed by its root element."""
    at = 0
    for _ in range(_MOST_PROLOGUE_PARTS):
        at += len(text[at:]) - len(text[at:].lstrip("\ufeff \t\r\n"))
        end = _prologue_end(text, at)
        if end is None:
            break
        at = end
    return _ROOT.match(text, at) is not None


def _prologue_end(text: str, at: int) -> int | None:
    """Return the end of a declaration or comment before the root; None if there is none."""
    for begin, end in (("<?", "?>"), ("<!--", "-->")):
        if text.startswith(begin, at):
            found = text.find(end, at)
            return found + len(end) if found >= 0 else None
    if not text.startswith("<!", at):
        return None
    close, bracket = text.find(">", at), text.find("[", at)
    if 0 <= bracket < close:
        close = text.find(">", text.find("]", bracket))
    return close + 1 if close >= 0 else None


def parse_feed(text: str, address: str) -> FeedDocument:
    """Return the feed in an XML document.

    Args:
        text: The document.
        address: Where it is, against which links are read.

    Raises:
        SourceError: It is no XML, defines entities, or has more entries than a feed.
    """
    root = parse_xml(text, address)
    elements = [element for element in root.iter() if local_name(element) in {"item", "entry"}]
    if len(elements) > _MOST_ENTRIES:
        raise SourceError(f"{address} has {len(elements):,} entries, more than {_MOST_ENTRIES:,}")
    entries: dict[str, FeedEntry] = {}
    for element in elements:
        entry = _make_entry(element, address)
        entries.setdefault(entry.id, entry)
    head = next((child for child in root if local_name(child) == "channel"), root)
    title = _read_parts(head).get("title")
    return FeedDocument(clean_line(_plain_text(title)) if title is not None else None, tuple(entries.values()))


def _make_entry(element: _Element, address: str) -> FeedEntry:
    parts = _read_parts(element)
    texts = {name: value for name, child in parts.items() if (value := _text(child))}
    link = _link(element, address)
    title = clean_line(_plain_text(parts["title"])) if "title" in parts else None
    days = (find_day(texts.get(name, "").strip()) for name in _DAYS)
    # the longest: "encoded" and "content" hold the text, where there is one, "description" and "summary" a teaser
    contents = [texts[name] for name in ("encoded", "content", "description", "summary") if name in texts]
    content = max(contents, key=len, default=None)
    entry_id = clean_line(texts.get("guid") or texts.get("id") or link) or ""
    if not entry_id or len(entry_id) > _MOST_ID_CHARS:
        told = entry_id or f"{title}\n{content}"
        entry_id = "sha256:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    return FeedEntry(entry_id, title, link, next((day for day in days if day), None), content)


def _read_parts(element: _Element) -> dict[str, _Element]:
    """Return the elements of a feed or an entry by name: those of the feed's own kind, else those that add to it.

    "media:title" is the name of a picture, and no title of the entry; "dc:date" is its day.
    """
    own: dict[str, _Element] = {}
    added: dict[str, _Element] = {}
    foreign: dict[str, _Element] = {}
    home = _namespace(element)
    for child in element:
        name, space = local_name(child), _namespace(child)
        if not name or not (len(child) or child.text):
            continue
        if space in _OWN_NAMESPACES or space == home:
            own.setdefault(name, child)
        elif space.startswith(_ADDING_NAMESPACES):
            added.setdefault(name, child)
        elif name == "title":  # of its picture or its broadcast: better than none
            foreign.setdefault(name, child)
    return {**foreign, **added, **own}


def _link(element: _Element, address: str) -> str | None:
    links = [child for child in element if local_name(child) == "link"]
    pages = [child for child in links if child.get("rel", "alternate") == "alternate"]
    for child in pages:
        target = (child.get("href") or child.text or "").strip()
        if target:
            return _join(address, target)
    guid = next((child for child in element if local_name(child) == "guid"), None)
    if guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        return clean_address((guid.text or "").strip())
    return None


def _join(address: str, target: str) -> str | None:
    try:
        return clean_address(urllib.parse.urljoin(address, target))
    except ValueError:
        return None


def _text(element: _Element) -> str:
    """Return what stands in an element: text, HTML that is written as text, or XHTML as HTML."""
    from lxml import etree  # noqa: PLC0415 - loaded by then

    if len(element) == 0:
        return element.text or ""
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in _iter_elements(element)]
    return "".join(parts)


def _plain_text(element: _Element) -> str:
    """Return the text of a title without mark-up: Atom says whether there is any, in RSS there may be."""
    if len(element):
        return "".join(str(part) for part in element.itertext())
    text = element.text or ""
    kind = (element.get("type") or "").lower()
    if _namespace(element) in _ATOM_NAMESPACES and element.get("mode") != "escaped" and kind not in _MARKUP_TYPES:
        return text
    return html.unescape(_TAG.sub("", without_programs(text)))


def _namespace(element: _Element) -> str:
    """Return the namespace of an element; "" if it has none."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[0] == "{" else ""


def _iter_elements(element: _Element) -> Iterator[_Element]:
    return (child for child in element if isinstance(child.tag, str))
