"""Feeds, against a real server on this machine."""

from __future__ import annotations

import http.server
import itertools
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from detente.errors import SourceError
from detente.sources import CollectionOptions, FeedState, Item, Limits, iter_items
from detente.sources.online import polite_client
from detente.sources.online.feed_document import is_feed, parse_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

SENTENCE = "The presidents of Norland and Southland agreed on Monday to open talks about the river and its dams. "
FULL = f"<p>{SENTENCE * 4}</p><p>{SENTENCE * 4}</p>"
PAGE = f"<html><head><title>Talks %s</title></head><body><article><p>{SENTENCE * 4}</p></article></body></html>"


class _Clock:
    """The clock of the polite client: nobody waits by it, and the time that one would have waited goes by."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class _Site(http.server.BaseHTTPRequestHandler):
    """A newspaper: a feed, its pages, and a host that is busy now and then."""

    feed: ClassVar[str] = ""
    etag: ClassVar[str | None] = '"one"'
    clock: ClassVar[_Clock] = _Clock()
    requests: ClassVar[list[tuple[str, float]]] = []
    conditions: ClassVar[list[tuple[str | None, str | None]]] = []
    busy: ClassVar[dict[str, str]] = {}
    robots: ClassVar[str] = ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send(200 if self.robots else 404, self.robots)
            return
        self.requests.append((self.path, self.clock.now))
        wait = self.busy.pop(self.path, None)
        if wait is not None:
            self._send(429, "busy", Retry_After=wait)
        elif self.path == "/feed":
            self._send_feed()
        elif self.path.startswith("/page"):
            self._send(200, PAGE % self.path[5:], Content_Type="text/html")
        elif self.path == "/moved":
            self._send(302, "", Location="/page9")
        else:
            self._send(404, "gone")

    def _send_feed(self) -> None:
        self.conditions.append((self.headers["If-None-Match"], self.headers["If-Modified-Since"]))
        if self.etag is not None and self.headers["If-None-Match"] == self.etag:
            self._send(304, "")
            return
        headers = {"ETag": self.etag} if self.etag else {}
        self._send(
            200,
            self.feed.replace("HOST", self.headers["Host"]),
            Content_Type="application/rss+xml",
            Last_Modified="Mon, 06 Jan 2020 10:00:00 GMT",
            **headers,
        )

    def _send(self, status: int, body: str, **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(_Site, "clock", _Clock())
    monkeypatch.setattr(polite_client, "time", _Site.clock)
    monkeypatch.setattr(_Site, "requests", [])
    monkeypatch.setattr(_Site, "conditions", [])
    monkeypatch.setattr(_Site, "busy", {})
    monkeypatch.setattr(_Site, "feed", _rss(_item("a"), _item("b"), _item("c", FULL)))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def _item(name: str, content: str = "A teaser.", link: str | None = None) -> str:
    return (
        f"<item><title>Talks {name}</title><link>{link or f'http://HOST/page{name}'}</link><guid>id-{name}</guid>"
        f"<pubDate>Thu, 02 Jan 2020 10:00:00 +0000</pubDate><description>A teaser.</description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
    )


def _rss(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Example Times</title>{''.join(items)}</channel></rss>"
    )


def _options(**changes: object) -> CollectionOptions:
    return CollectionOptions(**{"limits": Limits(timeout_seconds=5.0), "delay_seconds": 0.0, **changes})  # type: ignore[arg-type]


def _visit(address: str, options: CollectionOptions) -> list[Item]:
    return list(iter_items([address], options, lambda _: None))


def _pages() -> list[str]:
    return [path for path, _ in _Site.requests if path != "/feed"]


def test_text_in_the_feed_is_taken_and_teasers_lead_to_their_page(site: str) -> None:
    items = _visit(f"{site}/feed", _options())
    assert [item.origin for item in items] == [f"{site}/feed#id-{name}" for name in "abc"]
    assert _pages() == ["/pagea", "/pageb"]  # the third stands in the feed
    first, _, third = (item.found for item in items)
    assert first is not None
    assert third is not None
    assert (first.title, first.published, first.url) == ("Talks a", date(2020, 1, 2), f"{site}/pagea")
    assert third.text.startswith(f"Talks c\n\n{SENTENCE.strip()}")
    assert third.origin == f"{site}/feed#id-c"
    assert (third.url, third.source) == (f"{site}/pagec", "Example Times")


def test_unchanged_feed_is_not_read_again(site: str) -> None:
    first = _options()
    _visit(f"{site}/feed", first)
    second = _options(feed_state=first.feed_log.states)
    assert _visit(f"{site}/feed", second) == []
    assert _Site.conditions[1] == ('"one"', "Mon, 06 Jan 2020 10:00:00 GMT")
    assert second.feed_log.states == first.feed_log.states
    assert len(_pages()) == 2


def test_only_new_entries_are_taken(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _options()
    _visit(f"{site}/feed", first)
    monkeypatch.setattr(_Site, "feed", _rss(_item("d"), _item("a")))
    monkeypatch.setattr(_Site, "etag", '"two"')
    second = _options(feed_state=first.feed_log.states)
    assert [item.origin for item in _visit(f"{site}/feed", second)] == [f"{site}/feed#id-d"]
    assert second.feed_log.states[f"{site}/feed"].seen == ("id-a", "id-d")  # what left the feed is forgotten


def test_entries_in_the_archive_are_not_fetched(site: str) -> None:
    done = {f"{site}/feed#id-a"}
    items = _visit(f"{site}/feed", _options(skip=done.__contains__))
    assert [item.origin[-4:] for item in items] == ["id-b", "id-c"]
    assert _pages() == ["/pageb"]


def test_broken_page_is_an_error_and_tried_again(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Site, "feed", _rss(_item("a", link="http://HOST/missing"), _item("b")))
    options = _options()
    broken, whole = _visit(f"{site}/feed", options)
    assert isinstance(broken.error, SourceError)
    assert "does not exist" in broken.error.message
    assert whole.found is not None
    assert options.feed_log.states[f"{site}/feed"] == FeedState(f"{site}/feed", None, None, ("id-b",))


def test_run_that_stops_half_way_leaves_no_state(site: str) -> None:
    options = _options()
    items = iter_items([f"{site}/feed"], options, lambda _: None)
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert options.feed_log.states == {}


def test_requests_to_a_host_are_apart(site: str) -> None:
    _visit(f"{site}/feed", _options(delay_seconds=0.25))
    assert len(_Site.requests) > 1
    assert {later - earlier for (_, earlier), (_, later) in itertools.pairwise(_Site.requests)} == {0.25}


def test_busy_host_is_asked_again_after_the_time_it_names(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Site, "busy", {"/pagea": "1"})
    items = _visit(f"{site}/feed", _options())
    assert all(item.found for item in items)
    times = [at for path, at in _Site.requests if path == "/pagea"]
    assert len(times) == 2
    assert times[1] - times[0] == 1


def test_host_that_wants_to_be_left_alone_is(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Site, "busy", {"/pagea": "7200"})
    a, b, c = _visit(f"{site}/feed", _options())
    assert a.error is not None
    assert "7,200 seconds" in a.error.message
    assert b.error is not None
    assert _pages() == ["/pagea"]
    assert c.found is not None  # it stands in the feed


def test_robots_txt_is_kept_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Site, "robots", "User-agent: *\nDisallow: /pageb\n")
    _, b, _ = _visit(f"{site}/feed", _options())
    assert b.error is not None
    assert "robots.txt" in b.error.message


def test_feed_does_not_lead_to_machines_of_an_inner_network(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.rpartition(":")[2]
    monkeypatch.setattr(_Site, "feed", _rss(_item("a", link=f"http://127.0.0.2:{port}/pagea")))
    (item,) = _visit(f"{site}/feed", _options())
    assert item.error is not None
    assert "inner network" in item.error.message
    assert _pages() == []


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "http://"])
def test_links_that_are_no_pages_are_errors(site: str, monkeypatch: pytest.MonkeyPatch, link: str) -> None:
    monkeypatch.setattr(_Site, "feed", _rss(_item("a", link=link)))
    (item,) = _visit(f"{site}/feed", _options())
    assert item.error is not None


def test_page_is_an_article_of_its_own(site: str) -> None:
    (item,) = _visit(f"{site}/moved", _options())
    assert item.found is not None
    assert item.found.url == f"{site}/page9"
    assert item.origin == f"{site}/moved"


def test_missing_feed_is_an_error(site: str) -> None:
    (item,) = _visit(f"{site}/nothing", _options())
    assert item.error is not None
    assert "404" in item.error.message


def test_entities_are_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laughs = (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
    )
    monkeypatch.setattr(_Site, "feed", laughs)
    (item,) = _visit(f"{site}/feed", _options())
    assert item.error is not None
    assert "entities" in item.error.message


def test_saved_feed_with_its_texts_needs_no_network(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(_rss(_item("a", FULL)))
    (item,) = _visit(str(path), _options())
    assert item.found is not None
    assert item.found.title == "Talks a"
    assert item.origin == f"{path}#id-a"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>
<entry><id>tag:x,1</id><title type="html">A &amp;amp; B</title><link rel="self" href="/self"/><link href="/a"/>
<updated>2020-01-03T00:00:00Z</updated><published>2020-01-02T00:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &amp; two</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
<item><title>Talks & dams&nbsp;now</title><link>http://example.org/a</link><dc:date>2020-01-02</dc:date></item></rdf:RDF>"""


def test_atom() -> None:
    (entry,) = parse_feed(ATOM, "http://example.org/feed").entries
    assert (entry.id, entry.link, entry.published) == ("tag:x,1", "http://example.org/a", date(2020, 1, 2))
    assert "<p>One &amp; two</p>" in (entry.content or "")


def test_rdf_with_a_lone_ampersand_and_names_of_html() -> None:
    document = parse_feed(RDF, "http://example.org/feed")
    (entry,) = document.entries
    assert document.title == "Old"
    assert (entry.id, entry.title, entry.published) == ("http://example.org/a", "Talks & dams now", date(2020, 1, 2))


def test_feeds_are_told_by_their_root() -> None:
    assert is_feed("\ufeff <?xml version='1.0'?><!-- <html> --><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>")
    assert is_feed(ATOM)
    assert is_feed(RDF)
    assert not is_feed("<html><body><rss></rss></body></html>")
    assert not is_feed("<!-- never closed <rss>")


ATOM_FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</feed>'
)


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ('<title type="html">Norland &amp;amp; Southland &lt;em&gt;talk&lt;/em&gt;, aide&amp;#8217;s word</title>',
         "Norland & Southland talk, aide’s word"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Norland <b>recalls</b> envoy</div></title>',
         "Norland recalls envoy"),
        ("<title>Dams &lt;b&gt; and rivers</title>", "Dams <b> and rivers"),
        ('<title type="html">Dams &lt;script&gt;run()&lt;/script&gt;open</title>', "Dams open"),
        ("<media:title>A picture of a dam</media:title><title>Dams open</title>", "Dams open"),
        ("<media:title>A picture of a dam</media:title>", "A picture of a dam"),
        ("<title>&#X41;greed</title>", "Agreed"),
    ],
)  # fmt: skip
def test_titles_of_feeds_and_entries_have_no_markup(title: str, plain: str) -> None:
    feed = parse_feed(ATOM_FEED.format(f"{title}<entry><id>1</id>{title}</entry>"), "http://example.org/")
    assert (feed.title, feed.entries[0].title) == (plain, plain)


def test_title_of_rss_may_have_markup() -> None:
    title = "<title>Norland &amp;amp; Southland &lt;i&gt;talk&lt;/i&gt; 3 &lt; 4</title>"
    feed = parse_feed(f"<rss><channel>{title}<item>{title}</item></channel></rss>", "http://example.org/")
    assert (feed.title, feed.entries[0].title) == ("Norland & Southland talk 3 < 4",) * 2


@pytest.mark.parametrize("name", ["published", "updated", "modified", "created", "issued", "dc:date", "dc:modified"])
def test_every_day_of_an_entry(name: str) -> None:
    day = f"<entry><id>1</id><{name}>2020-01-02T10:00:00Z</{name}></entry>"
    assert parse_feed(ATOM_FEED.format(day), "http://example.org/").entries[0].published == date(2020, 1, 2)


def test_an_entry_was_published_before_it_was_changed() -> None:
    days = "<modified>2020-03-04</modified><updated>2020-02-03</updated><published>2020-01-02</published>"
    feed = parse_feed(ATOM_FEED.format(f"<entry><id>1</id>{days}</entry>"), "http://example.org/")
    assert feed.entries[0].published == date(2020, 1, 2)
