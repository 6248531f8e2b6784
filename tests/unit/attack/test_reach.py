"""What comes from the web leads to no machine of an inner network, and no robots.txt ends a run."""

from __future__ import annotations

import http.server
import threading
from typing import TYPE_CHECKING, ClassVar

import pytest

from detente.errors import SourceError
from detente.sources import CollectionOptions, iter_items
from detente.sources.contract import Limits
from detente.sources.online import reach, web_client
from detente.sources.online.reach import Reach, is_inner
from detente.sources.online.robots import MOST_BYTES, may_fetch, parse_robots

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = "Peru and Chile signed a treaty on the border on Friday, and both sides spoke of a new beginning. " * 3


class _Site(http.server.BaseHTTPRequestHandler):
    """Answers with what a test puts here; notes what was asked, of which host."""

    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(f"{(self.headers['Host'] or '').split(':')[0]}{self.path}")
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    _Site.answers, _Site.asked = {}, []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let "localhost" pass for a machine of the public net, and 127.0.0.1 stay one of an inner network."""
    real = reach._inner_addresses
    monkeypatch.setattr(reach, "_inner_addresses", lambda host, port: [] if host == "localhost" else real(host, port))
    check = Reach.check_peer
    monkeypatch.setattr(
        Reach, "check_peer", lambda self, host, at: None if host == "localhost" else check(self, host, at)
    )


def _feed(link: str) -> bytes:
    return f"<rss><channel><item><title>T</title><link>{link}</link></item></channel></rss>".encode()


def _errors(*locations: str) -> list[str]:
    items = list(iter_items(locations, CollectionOptions(delay_seconds=0), lambda _: None))
    return [item.error.message for item in items if item.error]


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("way", ["entry", "redirect", "robots", "feed", "page", "chain"])
def test_what_comes_from_the_web_leads_to_no_inner_machine(port: int, way: str) -> None:
    outside, inside = f"http://localhost:{port}", f"http://127.0.0.1:{port}"
    away = (302, {"Location": f"{inside}/secret"}, b"")
    _Site.answers = {
        "/secret": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
        "/entry": (200, {}, _feed(f"{inside}/secret")),
        "/redirect": (200, {}, _feed(f"{outside}/away")),
        "/robots": (200, {}, _feed(f"{outside}/fine")),
        "/feed": away,
        "/page": away,
        "/chain": (301, {"Location": f"{outside}/away"}, b""),
        "/away": away,
        "/fine": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
    }
    if way == "robots":
        _Site.answers["/robots.txt"] = away
    assert any("a machine of an inner network" in message for message in _errors(f"{outside}/{way}"))
    assert not [asked for asked in _Site.asked if asked.startswith("127")]


def test_what_the_user_names_may_be_inner(port: int) -> None:
    _Site.answers = {
        "/feed": (200, {}, _feed(f"http://127.0.0.1:{port}/a")),
        "/a": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
        "/b": (302, {"Location": f"http://localhost:{port}/a"}, b""),
    }
    assert _errors(f"http://127.0.0.1:{port}/feed", f"http://127.0.0.1:{port}/b") == []


def test_a_name_that_leads_elsewhere_when_it_is_asked_is_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _Site.answers = {"/a": (200, {"Content-Type": "text/plain"}, _WORDS.encode())}
    monkeypatch.setattr(reach, "_inner_addresses", lambda _host, _port: [])  # what the name said a moment ago
    with web_client.Visit(f"http://localhost:{port}/a", Limits()) as visit, pytest.raises(SourceError, match="inner"):
        visit.get(f"http://localhost:{port}/a", 1000)
    assert _Site.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1", "fe80::1",
     "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "no address"],
)  # fmt: skip
def test_addresses_of_inner_networks(address: str) -> None:
    assert is_inner(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_of_the_public_net(address: str) -> None:
    assert not is_inner(address)


@pytest.mark.parametrize(
    "line",
    ["Crawl-delay: ²", f"Crawl-delay: {'9' * 5_000}", "Crawl-delay: -1", "Crawl-delay: ٣", "Request-rate: 1/²",
     "Request-rate: 1/0", "Disallow: http://[", "Allow: //[::", "Disallow: %5B//[",
     ":", "User-agent", "\x00\ud7ff:\x00"],
)  # fmt: skip
def test_a_line_of_robots_txt_that_makes_no_sense_is_passed_over(port: int, line: str) -> None:
    _Site.answers = {
        "/robots.txt": (200, {}, f"User-agent: *\n{line}\nDisallow: /no\n".encode()),
        "/yes": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
        "/no": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
    }
    base = f"http://127.0.0.1:{port}"
    (message,) = _errors(f"{base}/yes", f"{base}/no")
    assert "asks programs not to read" in message


def test_robots_txt_with_a_mark_of_its_encoding_and_a_large_one_are_kept_to() -> None:
    rules = parse_robots("\ufeffUser-agent: *\nDisallow: /".encode())
    assert not may_fetch(rules, "detente", "http://a.example/x")
    large = b"User-agent: *\nDisallow: /x\n" + b"# filler\n" * MOST_BYTES
    assert not may_fetch(parse_robots(large), "detente", "http://a.example/x")
    assert may_fetch(parse_robots(large), "detente", "http://a.example/y")


def test_a_large_robots_txt_costs_no_page(port: int) -> None:
    _Site.answers = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /no\n" + b"# filler\n" * 100_000),
        "/yes": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
    }
    assert _errors(f"http://127.0.0.1:{port}/yes") == []


@pytest.mark.parametrize("target", ["http://[", "http://[::1", "//[", "ftp://a", "http://", "file:///etc/passwd", ""])
def test_a_redirect_to_what_is_no_address_costs_that_page(port: int, target: str) -> None:
    _Site.answers = {
        "/a": (302, {"Location": target} if target else {}, b""),
        "/b": (200, {"Content-Type": "text/plain"}, _WORDS.encode()),
    }
    assert len(_errors(f"http://127.0.0.1:{port}/a", f"http://127.0.0.1:{port}/b")) == 1
