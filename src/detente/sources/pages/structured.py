"""What a page says of itself for machines: JSON-LD, its headline, text, number of words, publisher."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(r"<script\b[^<>]{0,4000}ld\+json[^<>]{0,4000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
#: More than a page of news has; each is read whole.
_MOST_SCRIPTS = 50
_MOST_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Structured:
    """What a page says for machines.

    Attributes:
        headlines: Headlines of the articles that it describes.
        publishers: Names of who published it, and of its site.
        body: The longest text of an article, without mark-up, or None.
        words: The largest number of words that it says an article has, or None.
    """

    headlines: tuple[str, ...]
    publishers: tuple[str, ...]
    body: str | None
    words: int | None


def read_structured(markup: str) -> Structured:
    """Return the structured data of a page; what cannot be read of it is passed over."""
    headlines: list[str] = []
    publishers: list[str] = []
    bodies: list[str] = []
    words = 0
    for node in _iter_nodes(markup):
        body = node.get("articleBody")
        if isinstance(body, str):
            bodies.append(_TAG.sub(" ", body))
        headline = node.get("headline")
        if isinstance(headline, str):
            headlines.append(headline)
        publisher = node.get("publisher")
        for named in publisher if isinstance(publisher, list) else [publisher]:
            if isinstance(named, dict) and isinstance(named.get("name"), str):
                publishers.append(named["name"])
        if node.get("@type") in ("WebSite", "NewsMediaOrganization") and isinstance(node.get("name"), str):
            publishers.append(node["name"])
        count = str(node.get("wordCount") or "")
        if count.isascii() and count.isdigit() and len(count) < 7:
            words = max(words, int(count))
    return Structured(tuple(headlines), tuple(publishers), max(bodies, key=len, default=None), words or None)


def _iter_nodes(markup: str) -> Iterator[dict[str, Any]]:
    """Yield all objects in the structured data, those in others included."""
    waiting: list[object] = list(_iter_documents(markup))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _iter_documents(markup: str) -> Iterator[object]:
    for number, match in enumerate(_SCRIPT.finditer(markup)):
        if number == _MOST_SCRIPTS:
            return
        end = markup.find("</", match.end())
        while end >= 0 and markup[end + 2 : end + 8].lower() != "script":
            end = markup.find("</", end + 2)
        try:
            yield json.loads(markup[match.end() : end if end >= 0 else len(markup)], strict=False)
        except (ValueError, RecursionError):
            continue
