"""WARC: the pages of a crawl, as archives of the web keep them. Also WET, which holds their text, and the older ARC."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from functools import partial
from typing import TYPE_CHECKING

from detente.counts import say_count
from detente.sources.collection import Item, attempt
from detente.sources.contract import Payload
from detente.sources.files import too_large
from detente.sources.metadata import clean_address
from detente.sources.online.http_body import decode_body, split_response
from detente.sources.packed.arc_records import ARC_MARK, ArcReader
from detente.sources.packed.warc_records import RecordReader
from detente.sources.registry import read_payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.collection import Intake
    from detente.sources.contract import Found, Limits
    from detente.sources.inputs import InputFile
    from detente.sources.packed.warc_records import RecordHead

_MARK = b"WARC/"
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_STORED_PAGES = frozenset({"conversion", "resource"})  # kinds of records that hold a page without HTTP around it
#: Of the web, and of pages that were laid into a file without an address.
_SCHEMES = frozenset({"http", "https", "ftp", "file", ""})
#: How much of a page is looked at to tell whether it is wanted: bytes of it, and characters of its paragraphs.
_MOST_LOOKED_AT, _ENOUGH_CHARS = 400_000, 1_500
#: Shorter paragraphs are menus, captions and cookies.
_LEAST_PARAGRAPH = 60
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]{0,400})?>(.{1,20000}?)</p>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
#: A date in an address, between slashes: that of publication, where the page itself gives none.
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:/|-|$)")


class Warc:
    """Archives of crawls, WARC and ARC, told by their first bytes."""

    name = "WARC"
    suffixes = (".warc", ".wet")

    def recognises(self, file: InputFile) -> bool:
        """Take what begins with "WARC/" or "filedesc://"."""
        return file.head.startswith((_MARK, ARC_MARK))

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002 - the signature of a collection
        """Return None: only reading all records tells how many are pages."""
        return None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the pages that the crawl got with status 200, HTML or plain text.

        A page's day is the one that it states, or that in its address; the day of the crawl is none of publication.

        Raises:
            SourceError: The file is damaged or cut off; the message says at which byte.
        """
        passed_over = own = unwanted = 0
        with file.open_packed() as stream:
            records = ArcReader(stream, file) if file.head.startswith(ARC_MARK) else RecordReader(stream, file)
            for head in records:
                origin = f"{file.origin}#{head.place}"
                if (head.kind != "response" and head.kind not in _STORED_PAGES) or intake.options.skip(origin):
                    continue
                if _is_of_crawler(head):
                    own += 1
                    continue
                if head.length > file.limits.max_bytes:
                    yield Item(origin, None, too_large(origin, file.limits))
                    continue
                page = _find_page(head, records.read_block())
                if page is None:
                    passed_over += 1
                elif not intake.options.wants_page(first_paragraphs(page.data)):
                    unwanted += 1
                else:
                    yield attempt(origin, partial(_read_page, page, origin, file.limits))
        if passed_over:
            intake.notice(
                f"{file.origin}: passed over {passed_over:,} records that are no pages (images, redirects, …)"
            )
        if unwanted:
            intake.notice(f"{file.origin}: passed over {say_count(unwanted, 'page')} not wanted, such as by language")
        if own:
            intake.notice(f"{file.origin}: passed over {own:,} records of the crawler's own (logs, arguments, …)")


def _is_of_crawler(head: RecordHead) -> bool:
    """Tell whether a record has an address that nothing of the web has: "metadata://…", "dns:…", "urn:…"."""
    scheme = head.headers.get("warc-target-uri", "").strip("<> ").partition(":")[0].lower()
    return scheme not in _SCHEMES


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as the crawl stored it."""

    data: bytes
    url: str | None
    content_type: Message
    headers: dict[str, str]


def _find_page(head: RecordHead, block: bytes) -> _Page | None:
    """Return the page in a record; None if there is none, or not one with status 200."""
    url = clean_address(head.headers.get("warc-target-uri", "").strip("<>"))
    if head.kind in _STORED_PAGES:
        headers, body = {}, block
        content_type = _parse_type(head.headers.get("content-type", ""))
    else:
        response = split_response(block)
        if response is None or response.status != 200:
            return None
        headers, body = response.headers, response.body
        content_type = _parse_type(headers.get("content-type", ""))
    is_page = content_type.get_content_type() in _PAGES and not (url or "").endswith("/robots.txt")
    return _Page(body, url, content_type, headers) if is_page else None


def first_paragraphs(data: bytes) -> str:
    """Return roughly what the first paragraphs of a page say, without looking for the article; "" if there are none.

    Args:
        data: The page's bytes as the crawl has them. What is packed has no paragraphs, and says nothing.
    """
    head = data[:_MOST_LOOKED_AT]
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > len(head) - 4  # within a character
        text = head.decode("utf-8" if is_cut else "cp1252", "ignore")
    found: list[str] = []
    chars = 0
    for match in _PARAGRAPH.finditer(text):
        words = " ".join(html.unescape(_ANY_TAG.sub(" ", match[1])).split())
        if len(words) >= _LEAST_PARAGRAPH:
            found.append(words)
            chars += len(words)
        if chars > _ENOUGH_CHARS:
            break
    return "\n".join(found)


def _parse_type(value: str) -> Message:
    message = Message()
    message["Content-Type"] = value if "/" in value else "application/octet-stream"
    return message


def _read_page(page: _Page, origin: str, limits: Limits) -> Found:
    data = decode_body(page.data, page.headers, origin, limits)
    media_type, charset = page.content_type.get_content_type(), page.content_type.get_content_charset()
    return _with_day(read_payload(Payload(data, origin, page.url, media_type, charset)))


def _with_day(found: Found) -> Found:
    match = _DAY_IN_ADDRESS.search(found.url) if found.url and found.published is None else None
    try:
        return replace(found, published=date(*map(int, match.groups()))) if match else found
    except ValueError:  # 31 February
        return found
