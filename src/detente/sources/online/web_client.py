"""Requests to web servers: with limits of time and size, as a polite guest.

The standard library does the work, without its own following of redirects. One watchdog closes the connection when
time is up, which also ends a server that sends a byte now and then.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import SourceError, UsageError
from detente.sources.contract import Limits, Payload
from detente.sources.files import too_large
from detente.sources.online.reach import Reach
from detente.sources.online.robots import MOST_BYTES, may_fetch, parse_robots
from detente.version import __version__

if TYPE_CHECKING:
    import urllib.robotparser
    from collections.abc import Callable, Mapping
    from types import TracebackType

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = frozenset({"application/xhtml+xml", "application/xml", "application/octet-stream"})
_CHUNK_BYTES = 1 << 16
ROBOT_NAME = "detente"
"""What robots.txt calls us."""
SAVE_HINT = "Save the article from your browser as text or HTML and read the file."
"""What helps where a server will not give a page to a program."""


def checked_url(url: str, origin: str) -> str:
    """Return an address as it can be sent, without fragment.

    Raises:
        UsageError: It is no http or https address.
        SourceError: A redirect leads to something that is none.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError) as error:
        kind = SourceError if url != origin else UsageError
        raise kind(f"{url} is no address of a page: {error}") from error
    if parts.scheme.lower() not in {"http", "https"}:
        kind = SourceError if url != origin else UsageError
        raise kind(f"{url} is neither an http nor an https address", hint="Only pages of the web can be fetched.")
    if not host or parts.username is not None:
        raise UsageError(f"{url} is no address of a page", hint="It should look like https://example.org/article.")
    host = f"[{host}]" if ":" in host else host
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urllib.parse.urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


class Answer:
    """What a server sent: status, headers, and the body, unpacked and within the limits."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class _Watchdog:
    """Closes the open connection when time is up."""

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.fired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connection: socket.socket) -> None:
        """Take charge of a connection; the one before it is done."""
        self._socket = connection
        if self.fired:
            self._fire()

    def stop(self) -> None:
        """Do no more."""
        self._timer.cancel()
        self._socket = None

    def _fire(self) -> None:
        self.fired = True
        connection = self._socket
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class _Guard:
    """What looks at each connection before anything is sent over it."""

    watchdog: _Watchdog
    reach: Reach
    host: str

    def look(self, connection: http.client.HTTPConnection) -> None:
        """Take charge of a connection that has just been made.

        Raises:
            SourceError: It leads to a machine of an inner network.
        """
        self.watchdog.watch(connection.sock)
        if connection.host.strip("[]") == self.host:  # otherwise it leads to the user's own proxy
            self.reach.check_peer(self.host, connection.sock.getpeername()[0])


class _Connection(http.client.HTTPConnection):
    """A connection that its guard looks at as soon as it is made."""

    def __init__(self, host: str, *, guard: _Guard, **options: Any) -> None:
        super().__init__(host, **options)
        self._guard = guard

    def connect(self) -> None:
        super().connect()
        self._guard.look(self)


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    """The same over TLS: the guard looks at it when TLS stands."""


class _Handler(urllib.request.HTTPHandler):
    def __init__(self, watchdog: _Watchdog, reach: Reach) -> None:
        super().__init__()
        self._watchdog, self._reach = watchdog, reach

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        guard = _Guard(self._watchdog, self._reach, _host_of(req.full_url))
        return self.do_open(functools.partial(_Connection, guard=guard), req)


@functools.cache
def _tls() -> ssl.SSLContext:
    """Return what all secure connections share: to read this machine's certificates takes longer than many a page."""
    return ssl.create_default_context()


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, watchdog: _Watchdog, reach: Reach) -> None:
        self._tls = _tls()
        super().__init__(context=self._tls)
        self._watchdog, self._reach = watchdog, reach

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        guard = _Guard(self._watchdog, self._reach, _host_of(req.full_url))
        return self.do_open(functools.partial(_SecureConnection, guard=guard), req, context=self._tls)


def _host_of(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or ""


class Visit:
    """All requests for one page, under one time limit.

    Args:
        origin: The address as the user gave it, for messages.
        limits: How much is taken at most.
        robots: The robots.txt of sites that were asked, for visits that follow one another; None allows everything.
        reach: Which machines may be asked; None for what an address may that the user gave.
    """

    def __init__(
        self,
        origin: str,
        limits: Limits,
        robots: dict[str, urllib.robotparser.RobotFileParser | None] | None = None,
        reach: Reach | None = None,
    ) -> None:
        self._origin = origin
        self._robots = {} if robots is None else robots
        self._limits = limits
        self._watchdog = _Watchdog(limits.timeout_seconds)
        self._opener = urllib.request.OpenerDirector()  # an empty one: no ftp, no file, no redirects of its own
        self._reach = reach or Reach.of(origin)
        of_http, of_https = _Handler(self._watchdog, self._reach), _SecureHandler(self._watchdog, self._reach)
        for handler in (urllib.request.ProxyHandler(), of_http, of_https):
            self._opener.add_handler(handler)

    def __enter__(self) -> Visit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.stop()

    def get(self, url: str, max_bytes: int, more_headers: Mapping[str, str] | None = None) -> Answer:
        """Return what the server at `url` sends.

        Args:
            url: A checked address.
            max_bytes: Size of the body, unpacked.
            more_headers: Headers of the request besides the usual ones, or in their place.

        Raises:
            SourceError: It cannot be reached or must not be, or sends too much or too slowly.
        """
        return self._get(url, max_bytes, more_headers, cut=False)

    def _get(self, url: str, max_bytes: int, more_headers: Mapping[str, str] | None, *, cut: bool) -> Answer:
        """Return what the server sends; with `cut`, of a larger body its first bytes."""
        self._reach.check_name(url)
        left = self._watchdog.deadline - time.monotonic()
        if left <= 0:
            raise self._too_slow()
        headers = {
            "User-Agent": f"detente/{__version__}",
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **(more_headers or {}),
        }
        try:
            # the scheme was checked, and the opener has handlers for http and https only
            request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked before
            with self._opener.open(request, timeout=left) as response:
                body = self._read_body(response, max_bytes, cut=cut)
                if self._watchdog.fired:
                    raise self._too_slow()
                return Answer(response.status, response.headers, body)
        except SourceError:
            raise
        except (OSError, http.client.HTTPException, zlib.error) as error:  # URLError is an OSError
            raise self._explain(error, url) from error

    def _read_body(self, response: http.client.HTTPResponse, max_bytes: int, *, cut: bool) -> bytes:
        """Return the body, unpacked; what it unpacks to is counted, not what is sent."""
        packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if packing not in {"identity", "gzip", "x-gzip"}:
            raise SourceError(f"{self._origin} is packed as {packing}, which was not asked for", hint=SAVE_HINT)
        unpacker = zlib.decompressobj(31) if "gzip" in packing else None
        body = bytearray()
        while chunk := response.read1(_CHUNK_BYTES):
            body += unpacker.decompress(chunk, max_bytes + 1 - len(body)) if unpacker else chunk
            if len(body) > max_bytes and cut:
                return bytes(body[:max_bytes])
            if len(body) > max_bytes:
                raise too_large(self._origin, Limits(max_bytes=max_bytes))
            if time.monotonic() > self._watchdog.deadline:
                raise self._too_slow()
        cut_off = unpacker is not None and body and not unpacker.eof
        if response.length or cut_off:
            raise http.client.IncompleteRead(bytes(body))
        return bytes(body)

    def ask_robots(self, url: str, checked: set[str]) -> None:
        """Check that the site lets programs read a page.

        RFC 9309: a site without robots.txt allows everything, one whose robots.txt fails with a server error nothing.

        Args:
            url: The page.
            checked: Addresses that were already asked about; this one is added.

        Raises:
            SourceError: It does not.
        """
        if url in checked:
            return
        checked.add(url)
        site = urllib.parse.urlsplit(url)
        robots_url = urllib.parse.urlunsplit((site.scheme, site.netloc, "/robots.txt", "", ""))
        if robots_url not in self._robots:
            self._robots[robots_url] = self._read_robots(robots_url)
        rules = self._robots[robots_url]
        if rules is not None and not may_fetch(rules, ROBOT_NAME, url):
            raise SourceError(f"{site.netloc} asks programs not to read {url} (robots.txt)", hint=SAVE_HINT)

    def _read_robots(self, robots_url: str) -> urllib.robotparser.RobotFileParser | None:
        answer = self._get_following(robots_url)
        if answer is None or 400 <= answer.status < 500:
            return None
        return parse_robots(answer.body if answer.status < 400 else b"User-agent: *\nDisallow: /")

    def _get_following(self, url: str) -> Answer | None:
        """Return what is at `url` behind its redirects; None if they lead nowhere or the file is endless."""
        for _ in range(self._limits.max_redirects + 1):
            answer = self._get(url, MOST_BYTES, None, cut=True)
            if answer.status not in REDIRECTS:
                return answer
            url = checked_url(redirect_target(answer, url, self._origin), self._origin)
        return None

    def _too_slow(self) -> SourceError:
        return SourceError(
            f"{self._origin} did not answer in full within {self._limits.timeout_seconds:g} seconds",
            hint="Try again later. " + SAVE_HINT,
        )

    def _explain(self, error: Exception, url: str) -> SourceError:
        """Return our error for one of the network's."""
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        host = urllib.parse.urlsplit(url).hostname
        if self._watchdog.fired or isinstance(reason, TimeoutError):
            return self._too_slow()
        if isinstance(reason, socket.gaierror):
            return SourceError(
                f"the name {host} cannot be found",
                hint="There may be no network here, or the address is misspelt. Files are read without a network.",
            )
        if isinstance(reason, ssl.SSLCertVerificationError):
            return SourceError(f"{host} has no valid certificate: {reason.verify_message}", hint=SAVE_HINT)
        if isinstance(reason, ssl.SSLError):
            return SourceError(f"no secure connection to {host}: {reason.reason or reason}", hint=SAVE_HINT)
        if isinstance(reason, ConnectionRefusedError):
            return SourceError(f"{host} takes no connections", hint="Check the address and its port.")
        if isinstance(reason, zlib.error | http.client.IncompleteRead):
            return SourceError(f"{url} broke off before its end", hint="Try again. " + SAVE_HINT)
        return SourceError(
            f"{url} cannot be fetched: {reason or type(reason).__name__}",
            hint="There may be no network here. Files are read without one.",
        )


def get_following(
    visit: Visit,
    location: str,
    limits: Limits,
    *,
    more_headers: Mapping[str, str] | None = None,
    before: Callable[[str], None] | None = None,
) -> tuple[Answer, str]:
    """Return what is at an address behind its redirects, and where that is; robots.txt is asked at each.

    Args:
        visit: The visit.
        location: The address as the user gave it.
        limits: How much is taken at most.
        more_headers: Headers of the request besides the usual ones, or in their place.
        before: Called with each address before it is asked for; it may wait, or refuse by an error.

    Raises:
        UsageError: The address is wrong, or neither http nor https.
        SourceError: It cannot be had, or redirects too often.
    """
    url = location
    checked: set[str] = set()
    for _ in range(limits.max_redirects + 1):
        url = checked_url(url, location)
        if before is not None:
            before(url)
        visit.ask_robots(url, checked)
        answer = visit.get(url, limits.max_bytes, more_headers)
        if answer.status not in REDIRECTS:
            return answer, url
        url = redirect_target(answer, url, location)
    raise SourceError(
        f"{location} redirects more than {limits.max_redirects} times",
        hint="The page may ask for a cookie or a login. " + SAVE_HINT,
    )


def redirect_target(answer: Answer, url: str, origin: str) -> str:
    """Return the address that an answer redirects to.

    Args:
        answer: An answer with a redirecting status.
        url: The address that was asked, against which the new one is read.
        origin: The address as the user gave it, for messages.

    Raises:
        SourceError: It names no address.
    """
    target = answer.headers.get("Location")
    if not target:
        raise SourceError(f"{origin} redirects to nowhere", hint=SAVE_HINT)
    # headers are Latin-1 to the parser; what servers send is UTF-8 or escaped
    try:
        return urllib.parse.urljoin(url, target.encode("latin-1", "replace").decode("utf-8", "replace").strip())
    except ValueError as error:
        raise SourceError(f"{origin} redirects to what is no address: {target[:200]}", hint=SAVE_HINT) from error


_STATUS = {
    401: ("wants a login", SAVE_HINT),
    402: ("wants to be paid", SAVE_HINT),
    403: ("refuses programs", SAVE_HINT),
    404: ("does not exist", "Check the address."),
    410: ("is gone", "Look for a copy in a web archive."),
    429: ("had too many requests", "Wait some minutes and try again."),
    451: ("is blocked for legal reasons", SAVE_HINT),
}


def as_payload(answer: Answer, url: str, origin: str) -> Payload:
    """Return the page that a server sent.

    Raises:
        SourceError: It sent an error, or something that is no page.
    """
    if answer.status != 200:
        what, hint = _STATUS.get(answer.status, ("cannot be had now", "Try again later."))
        raise SourceError(f"{origin} {what} (status {answer.status})", hint=hint)
    media_type = answer.headers.get_content_type() if answer.headers.get("Content-Type") else None
    if media_type and not media_type.startswith("text/") and media_type not in _READABLE:
        raise SourceError(f"{origin} is {media_type}, not a page", hint="Save the article as text and read the file.")
    return Payload(answer.body, origin, url, media_type, answer.headers.get_content_charset())
