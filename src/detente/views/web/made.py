"""Pages that were made before are given again while the archive is as it was, and not sent twice to one browser."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.requests import Request

#: Bytes of all pages together; the one that was asked for longest ago goes first.
MOST_BYTES: Final = 48_000_000
#: A larger page, such as the CSV of a long list, is made anew each time.
MOST_PAGE_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as it was sent: its bytes, what they are, its file name for a download or None, and its tag."""

    body: bytes
    media_type: str
    disposition: str | None
    tag: str


class MadePages:
    """Keeps pages by their address and by the state of the archive that they show. It never shows an older state."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, MadePage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def answer(self, request: Request, state: Hashable, make: Callable[[], Response]) -> Response:
        """Return a page that is held, or make it.

        Args:
            request: What is asked; the same address gives the same page for everybody.
            state: What tells the archive now from the archive at other times.
            make: Makes the page.
        """
        key = (request.url.path, request.url.query, state)
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
        if held is None:
            made = make()
            held = _held_of(made)
            if held is None:
                return made
            self._hold(key, held)
        return _sent(request, held)

    def _hold(self, key: Hashable, page: MadePage) -> None:
        with self._lock:
            if key not in self._held:
                self._held[key] = page
                self._bytes += len(page.body)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._held.popitem(last=False)[1].body)


def _held_of(made: Response) -> MadePage | None:
    """Return an answer as it can be held; None for one that is no page, or too large."""
    if made.status_code != 200 or not isinstance(made.body, bytes) or len(made.body) > MOST_PAGE_BYTES:
        return None
    tag = f'"{hashlib.sha256(made.body).hexdigest()[:24]}"'
    return MadePage(made.body, made.headers["content-type"], made.headers.get("content-disposition"), tag)


def _sent(request: Request, page: MadePage) -> Response:
    # The browser may keep it, and asks each time whether it still holds.
    headers = {"etag": page.tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == page.tag:
        return Response(status_code=304, headers=headers)
    if page.disposition is not None:
        headers["content-disposition"] = page.disposition
    return Response(page.body, headers=headers, media_type=page.media_type)
