"""The web, against a real server on this machine."""

from __future__ import annotations

import gzip
import http.server
import queue
import socket
import threading
import time
from typing import TYPE_CHECKING, ClassVar

import pytest

from detente.errors import SourceError, UsageError
from detente.sources import Limits, read_location
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BODY = b"Norland agrees to talk\n\nThe presidents agreed on Monday to open talks.\n"
QUICK = Limits(timeout_seconds=5.0)

#: A page that drips takes nine seconds. Of lines in a head, clients take 100 at most.
_DRIPS, _DRIP_SECONDS = 90, 0.1


class _Site(http.server.BaseHTTPRequestHandler):
    """Pages with every habit a server can have."""

    robots: ClassVar[tuple[int, bytes]] = (404, b"")
    agents: ClassVar[list[str]] = []
    #: Of each page that drips, whether it was taken whole.
    taken_whole: ClassVar[queue.SimpleQueue[bool]] = queue.SimpleQueue()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

    def do_GET(self) -> None:
        self.agents.append(self.headers["User-Agent"])
        if self.path == "/robots.txt":
            self._send(*self.robots)
            return
        name = self.path.split("?")[0].strip("/")
        getattr(self, f"page_{name}", self.page_missing)()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_missing(self) -> None:
        status = int(self.path[1:]) if self.path[1:].isdigit() else 404
        self._send(status, b"an error page")

    def page_text(self) -> None:
        self._send(200, BODY, Content_Type="text/plain; charset=utf-8")

    def page_bare(self) -> None:
        self._send(200, BODY)

    def page_packed(self) -> None:
        self._send(200, gzip.compress(BODY), Content_Type="text/plain", Content_Encoding="gzip")

    def page_bomb(self) -> None:
        self._send(200, gzip.compress(b"a " * 3_000_000), Content_Type="text/plain", Content_Encoding="gzip")

    def page_brotli(self) -> None:
        self._send(200, b"\x0b\x02\x80", Content_Type="text/plain", Content_Encoding="br")

    def page_broken(self) -> None:
        self._send(200, gzip.compress(BODY)[:-20] + b"x" * 20, Content_Type="text/plain", Content_Encoding="gzip")

    def page_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(BODY)

    def page_pdf(self) -> None:
        self._send(200, b"%PDF-1.7", Content_Type="application/pdf")

    def page_hop(self) -> None:
        left = int(self.path.split("?")[1])
        self._send(302, b"", Location=f"/hop?{left - 1}" if left else "/text")

    def page_loop(self) -> None:
        self._send(301, b"", Location="/loop")

    def page_escape(self) -> None:
        self._send(302, b"", Location="file:///etc/hostname")

    def page_nowhere(self) -> None:
        self._send(302, b"")

    def page_huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(400):
            self.wfile.write(b"word " * 1000)

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip(b"w" for _ in range(_DRIPS))

    def page_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        self._drip(f"X-{number}: y\r\n".encode() for number in range(_DRIPS))

    def _drip(self, drips: Iterable[bytes]) -> None:
        try:
            for drip in drips:
                self.wfile.write(drip)
                self.wfile.flush()
                time.sleep(_DRIP_SECONDS)
        except OSError:  # the client hung up
            self.taken_whole.put(False)
        else:
            self.taken_whole.put(True)

    def page_nonsense(self) -> None:
        self.wfile.write(b"\x00\x01 nonsense\r\n\r\n")


class _QuietServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: that is what is tested."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.robots = (404, b"")
    _Site.agents.clear()
    with _QuietServer(("127.0.0.1", 0), _Site) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("page", ["text", "bare", "packed", "hop?0", "hop?4", "text#fragment", "text?q=ä b"])
def test_pages_that_are_read(site: str, page: str) -> None:
    found = read_location(f"{site}/{page}", limits=QUICK)
    assert found.text == BODY.decode()
    assert found.origin == f"{site}/{page}"
    assert found.url is not None
    assert found.url.startswith(site)
    assert "#" not in found.url


def test_we_say_who_we_are(site: str) -> None:
    read_location(f"{site}/text", limits=QUICK)
    assert len(_Site.agents) == 2  # robots.txt and the page
    assert set(_Site.agents) == {f"detente/{__version__}"}


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("gone", r"does not exist \(status 404\)"),
        ("401", "wants a login"),
        ("403", "refuses programs"),
        ("410", "is gone"),
        ("429", "too many requests"),
        ("451", "legal reasons"),
        ("500", r"cannot be had now \(status 500\)"),
        ("503", "cannot be had now"),
        ("204", "cannot be had now"),
        ("pdf", "is application/pdf, not a page"),
        ("bomb", "is larger than"),
        ("huge", "is larger than"),
        ("brotli", "packed as br"),
        ("broken", "broke off"),
        ("short", "broke off"),
        ("hop?5", "redirects more than 5 times"),
        ("loop", "redirects more than 5 times"),
        ("escape", "neither an http nor an https address"),
        ("nowhere", "redirects to nowhere"),
        ("nonsense", "cannot be fetched"),
    ],
)
def test_pages_that_are_refused(site: str, page: str, message: str) -> None:
    limits = Limits(max_bytes=1_000_000, timeout_seconds=5.0)
    with pytest.raises(SourceError, match=message) as caught:
        read_location(f"{site}/{page}", limits=limits)
    assert caught.value.hint


@pytest.mark.parametrize("page", ["slow", "slow_head"])
def test_time_limit_holds_for_a_dripping_server(site: str, page: str) -> None:
    with pytest.raises(SourceError, match=r"within 0\.4 seconds"):
        read_location(f"{site}/{page}", limits=Limits(timeout_seconds=0.4))
    assert not _Site.taken_whole.get(timeout=60)


@pytest.mark.parametrize(
    ("status", "rules", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /private", True),
        (200, b"User-agent: *\nDisallow: /", False),
        (200, b"User-agent: detente\nDisallow: /text", False),
        (200, b"User-agent: other\nDisallow: /", True),
        (200, b"\xff\xfe nonsense", True),
        (404, b"", True),
        (403, b"", True),
        (500, b"", False),
    ],
)
def test_robots(site: str, status: int, rules: bytes, allowed: bool) -> None:
    _Site.robots = (status, rules)
    if allowed:
        assert read_location(f"{site}/text", limits=QUICK).text == BODY.decode()
        return
    with pytest.raises(SourceError, match=r"robots\.txt"):
        read_location(f"{site}/text", limits=QUICK)


def test_robots_hold_for_where_a_redirect_leads(site: str) -> None:
    _Site.robots = (200, b"User-agent: *\nDisallow: /text")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        read_location(f"{site}/hop?0", limits=QUICK)


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(SourceError, match="takes no connections"):
        read_location(f"http://127.0.0.1:{port}/", limits=QUICK)


def test_unknown_name() -> None:
    with pytest.raises(SourceError, match=r"the name nowhere\.invalid cannot be found") as caught:
        read_location("http://nowhere.invalid/", limits=QUICK)
    assert "network" in (caught.value.hint or "")


def test_secure_address_of_a_server_without_a_certificate(site: str) -> None:
    with pytest.raises(SourceError, match="no secure connection"):
        read_location(site.replace("http", "https"), limits=QUICK)


@pytest.mark.parametrize(
    "location",
    [
        "ftp://example.org/a.txt",
        "file:///etc/hostname",
        "http://",
        "http:///path",
        "http://user:word@example.org/",
        "http://example.org:99999/",
        "http://[::1/",
        "http://" + "a" * 70 + ".org/",
    ],
)
def test_wrong_addresses(location: str) -> None:
    with pytest.raises(UsageError):
        read_location(location, limits=QUICK)
