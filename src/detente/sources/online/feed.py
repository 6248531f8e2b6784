"""Feeds: RSS and Atom, from the web or from a file, and the pages that they lead to."""

from __future__ import annotations

import html
import re
import urllib.parse
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from detente.errors import DetenteError, EmptyTextError, SourceError
from detente.sources.collection import FeedState, Item, attempt
from detente.sources.contract import Payload
from detente.sources.encoding import decode_payload
from detente.sources.metadata import printable
from detente.sources.online.feed_document import is_feed, parse_feed
from detente.sources.pages.html import Html
from detente.sources.registry import read_payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.collection import Intake
    from detente.sources.contract import Found
    from detente.sources.inputs import InputFile
    from detente.sources.online.feed_document import FeedDocument, FeedEntry
    from detente.sources.online.web_client import Answer

#: An entry with fewer words is a teaser, and its page is fetched.
_LEAST_WORDS = 120
_TAG = re.compile(r"<[^<>]{0,2000}>")
_TEASER_END = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:read|show) (?:more|the (?:full|rest)[^.]{0,40})|continue reading[^.]{0,80})\W*$",
    re.IGNORECASE,
)
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"


class Feed:
    """Feeds that were saved as files, told by their first element."""

    name = "feed"
    suffixes = (".xml", ".rss", ".atom")

    def recognises(self, file: InputFile) -> bool:
        """Take RSS, RDF and Atom."""
        try:
            head = decode_payload(Payload(file.head[:4096], file.origin))[0]
        except DetenteError:
            return False
        return is_feed(head)

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002 - the signature of a collection
        """Return None: entries that were seen do not count."""
        return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the entries; pages of those without a text are fetched.

        Raises:
            SourceError: It is no XML, or defines entities.
            EmptyTextError: The file is empty.
        """
        text = decode_payload(Payload(file.read(file.limits.max_bytes), file.origin))[0]
        entries = _Entries(parse_feed(text, file.origin), file.origin, None, intake)
        yield from entries.iter_items(frozenset())


def iter_web(location: str, intake: Intake) -> Iterator[Item]:
    """Yield the entries of a feed that are new since the last visit, or the one article of a page.

    The feed's new state goes to `options.feed_log` when its last entry was taken.

    Args:
        location: The address.
        intake: The run.
    """
    origin = printable(location)
    state = intake.options.feed_state.get(location)
    if state is None and intake.options.skip(origin):
        return
    try:
        answer, url = intake.client.fetch(location, more_headers=_conditions(state))
        if answer.status == 304 and state is not None:
            intake.options.feed_log.states[location] = state
            return
        feed = _as_feed(answer, url)
        if feed is None:
            yield Item(origin, _read_page(answer, url, origin), None)
            return
    except DetenteError as error:
        yield Item(origin, None, error)
        return
    seen = frozenset(state.seen if state else ())
    entries = _Entries(feed, origin, urllib.parse.urlsplit(url).hostname, intake)
    yield from entries.iter_items(seen)
    is_whole = entries.failed == 0
    intake.options.feed_log.states[location] = FeedState(
        address=location,
        etag=answer.headers.get("ETag") if is_whole else None,
        last_modified=answer.headers.get("Last-Modified") if is_whole else None,
        seen=tuple(sorted(entries.taken)),
    )


def _conditions(state: FeedState | None) -> dict[str, str]:
    headers = {"Accept": _ACCEPT}
    # what came from a server goes back to it: not with line ends in it
    if state is not None and state.etag and state.etag.isprintable():
        headers["If-None-Match"] = state.etag
    if state is not None and state.last_modified and state.last_modified.isprintable():
        headers["If-Modified-Since"] = state.last_modified
    return headers


def _as_feed(answer: Answer, url: str) -> FeedDocument | None:
    if answer.status != 200:
        return None
    payload = Payload(answer.body, url, url, None, answer.headers.get_content_charset())
    try:
        text, _ = decode_payload(payload)
    except EmptyTextError:
        return None
    return parse_feed(text, url) if is_feed(text) else None


def _read_page(answer: Answer, url: str, origin: str) -> Found:
    from detente.sources.online.web_client import as_payload  # noqa: PLC0415 - loaded by then

    return read_payload(as_payload(answer, url, origin))


@dataclass(slots=True)
class _Entries:
    """The entries of one feed on one visit."""

    feed: FeedDocument
    origin: str
    home: str | None
    intake: Intake
    failed: int = 0
    taken: set[str] = field(default_factory=set)

    def iter_items(self, seen: frozenset[str]) -> Iterator[Item]:
        """Yield those that are new."""
        for entry in self.feed.entries:
            origin = f"{self.origin}#{entry.id}"
            if entry.id in seen or self.intake.options.skip(origin):
                self.taken.add(entry.id)
                continue
            item = attempt(origin, partial(self._read, entry, origin))
            if item.found is not None:
                self.taken.add(entry.id)
            else:
                self.failed += 1
            yield item

    def _read(self, entry: FeedEntry, origin: str) -> Found:
        found = _read_content(entry, origin) or self._fetch(entry, origin)
        # where a page does not name its publisher, its host stands for it: the feed's title says more
        is_named = found.source is not None and found.source not in (found.url or "")
        return replace(
            found,
            title=found.title or entry.title,
            published=entry.published or found.published,  # a feed's day is right more often than a page's
            url=found.url or entry.link,
            source=found.source if is_named else self.feed.title or found.source,
            origin=origin,
        )

    def _fetch(self, entry: FeedEntry, origin: str) -> Found:
        if entry.link is None:
            raise EmptyTextError(f"{origin} has neither a text nor a page", stage="source")
        answer, url = self.intake.client.fetch(entry.link, home=self.home or "")
        return _read_page(answer, url, entry.link)


def _read_content(entry: FeedEntry, origin: str) -> Found | None:
    """Return the article from the feed itself; None if the feed holds a teaser only."""
    content = entry.content or ""
    bare = " ".join(html.unescape(_TAG.sub(" ", content)).split())
    if len(bare.split()) < _LEAST_WORDS or _TEASER_END.search(bare[-200:]):
        return None
    title = html.escape(entry.title or "")
    body = content if "<" in content else "".join(f"<p>{html.escape(part)}</p>" for part in content.split("\n\n"))
    page = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    try:
        return Html().read(page, "utf-8", Payload(b"", origin, entry.link, "text/html"))
    except (EmptyTextError, SourceError):
        return None  # its page may do better
