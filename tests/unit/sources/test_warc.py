"""WARC, whole and broken."""

from __future__ import annotations

import gzip
import zlib
from datetime import date
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.sources import Limits
from detente.sources.online.http_body import decode_body, split_response
from detente.sources.packed.warc import first_paragraphs
from tests.unit.sources.helpers import TEXT, founds, messages, take

PAGE = f"<html><head><title>Talks</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()


def _record(
    body: bytes = PAGE,
    *,
    url: str = "https://example.org/a",
    status: str = "200 OK",
    headers: str = "Content-Type: text/html; charset=utf-8\r\n",
    kind: str = "response",
) -> bytes:
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body if kind in {"response", "request"} else body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-12-31T00:00:00Z\r\n"
        f"{'' if kind in {'response', 'request'} else 'Content-Type: text/plain' + chr(13) + chr(10)}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _write(path: Path, *records: bytes, packed: bool = False) -> Path:
    path.write_bytes(b"".join(gzip.compress(record) if packed else record for record in records))
    return path


def test_pages_are_taken_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.warc",
        _record(b"software: test\r\n", kind="warcinfo"),
        _record(b"", kind="request"),
        _record(),
        _record(b"GIF", headers="Content-Type: image/gif\r\n"),
        _record(status="404 Not Found"),
        _record(b"User-agent: *", url="https://example.org/robots.txt", headers="Content-Type: text/plain\r\n"),
        _record(TEXT.encode(), url="https://example.org/b", headers="Content-Type: text/plain\r\n"),
        _record(TEXT.encode(), url="https://example.org/c", kind="conversion"),
    )
    items, told = take(path)
    assert [found.url for found in founds(items)] == [f"https://example.org/{name}" for name in "abc"]
    assert founds(items)[1].text == TEXT
    assert told == [f"{path}: passed over 3 records that are no pages (images, redirects, …)"]


def test_place_is_the_byte_of_the_record(tmp_path: Path) -> None:
    records = [_record(url=f"https://example.org/{n}") for n in range(3)]
    plain, _ = take(_write(tmp_path / "a.warc", *records))
    assert [item.origin.rpartition("#")[2] for item in plain] == ["0", str(len(records[0])), str(2 * len(records[0]))]
    packed, _ = take(_write(tmp_path / "a.warc.gz", *records, packed=True))
    sizes = [len(gzip.compress(record)) for record in records]
    assert [item.origin.rpartition("#")[2] for item in packed] == ["0", str(sizes[0]), str(sizes[0] + sizes[1])]
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(b"".join(records)))
    whole, _ = take(tmp_path / "b.warc.gz")
    assert [item.origin.rpartition("#")[2] for item in whole] == [
        "0",
        f"0+{len(records[0])}",
        f"0+{2 * len(records[0])}",
    ]


def test_day_of_the_crawl_is_none_of_publication(tmp_path: Path) -> None:
    plain = "Content-Type: text/plain\r\n"
    path = _write(
        tmp_path / "a.warc",
        _record(TEXT.encode(), headers=plain),
        _record(TEXT.encode(), url="https://example.org/2020/01/02/talks", headers=plain),
        _record(TEXT.encode(), url="https://example.org/2020/02/31/talks", headers=plain),
        _record(PAGE.replace(b"<head>", b'<head><meta property="article:published_time" content="2019-05-06">')),
    )
    assert [found.published for found in founds(take(path)[0])] == [None, date(2020, 1, 2), None, date(2019, 5, 6)]


@pytest.mark.parametrize("packed", [False, True])
def test_what_comes_before_the_cut_is_read_and_the_place_is_told(tmp_path: Path, packed: bool) -> None:
    path = _write(tmp_path / "a.warc", *[_record(PAGE * (n + 1)) for n in range(3)], packed=packed)
    whole, _ = take(path)
    path.write_bytes(path.read_bytes()[:-40])
    items, _ = take(path)
    assert items[:2] == whole[:2]
    place = whole[2].origin.rpartition("#")[2]
    assert f"byte {int(place)}" in messages(items)[0].replace(",", "")
    assert items[2].origin == str(path)
    assert len(items) == 3


def test_damage_between_records_is_told(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.warc", _record(), b"garbage\r\n", _record())
    items, _ = take(path)
    assert len(founds(items)) == 1
    assert messages(items) == [f"{path} is damaged at the record at byte {len(_record())}: no record begins there"]


@pytest.mark.parametrize("length", ["", "-1", "9" * 30, "1e3", "²"])
def test_wrong_lengths_are_told(tmp_path: Path, length: str) -> None:
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n".encode()
    assert "has no length" in messages(take(_write(tmp_path / "a.warc", head + PAGE))[0])[0]


def test_record_beyond_the_limits_is_one_error(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.warc", _record(PAGE + b" " * 100_000), _record())
    items, _ = take(path, limits=Limits(max_bytes=10_000))
    assert [item.found is not None for item in items] == [False, True]
    assert "larger than 0.01 MB" in messages(items)[0]


def test_charset_of_the_header_is_used(tmp_path: Path) -> None:
    body = f"{TEXT} Сделка заключена.".encode("koi8-r")
    path = _write(tmp_path / "a.warc", _record(body, headers="Content-Type: text/plain; charset=koi8-r\r\n"))
    assert founds(take(path)[0])[0].text.endswith("Сделка заключена.")


def _decode(data: bytes, **headers: str) -> bytes:
    return decode_body(
        data, {name.replace("_", "-"): value for name, value in headers.items()}, "a", Limits(max_bytes=500)
    )


def test_bodies_are_unpacked_whatever_the_headers_say() -> None:
    assert _decode(gzip.compress(b"page"), content_encoding="gzip") == b"page"
    assert _decode(zlib.compress(b"page"), content_encoding="deflate") == b"page"
    assert _decode(b"page", content_encoding="gzip") == b"page"
    assert _decode(b"2\r\npa\r\n2;x=y\r\nge\r\n0\r\n\r\n", transfer_encoding="chunked") == b"page"
    assert _decode(b"page", transfer_encoding="chunked") == b"page"


def test_bodies_that_cannot_be_had_are_errors() -> None:
    with pytest.raises(SourceError, match="packed as br"):
        _decode(b"page", content_encoding="br")
    with pytest.raises(SourceError, match="larger than"):
        _decode(gzip.compress(b"x" * 1_000), content_encoding="gzip")
    with pytest.raises(SourceError, match="cut off"):
        _decode(gzip.compress(b"page" * 20)[:-9], content_encoding="gzip")
    with pytest.raises(SourceError, match="damaged"):
        _decode(b"\x1f\x8b" + b"\xff" * 30, content_encoding="gzip")


def test_block_without_a_status_is_no_response() -> None:
    assert split_response(b"<html>") is None
    response = split_response(b"HTTP/1.1 200\nContent-Type: text/html\n\nbody")
    assert response is not None
    assert (response.status, response.headers, response.body) == (200, {"content-type": "text/html"}, b"body")


@pytest.mark.parametrize("url", ["metadata://gnu.org/software/wget/warc/wget.log", "dns:example.org", "urn:uuid:1"])
def test_records_of_the_crawler_are_passed_over_and_counted(tmp_path: Path, url: str) -> None:
    log = b"2020-01-02 GET the page of the presidents of Norland and Southland, saved 12 kB in 0.1 seconds."
    path = _write(tmp_path / "a.warc", _record(), _record(log, url=url, kind="resource"))
    items, told = take(path)
    assert [found.url for found in founds(items)] == ["https://example.org/a"]
    assert told == [f"{path}: passed over 1 records of the crawler's own (logs, arguments, …)"]


def _arc(*records: bytes, version: int = 1) -> bytes:
    block = f"{version} 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n".encode()
    return f"filedesc://a.arc 0.0.0.0 20200102000000 text/plain {len(block)}\n".encode() + block + b"".join(records)


def _arc_record(url: str, kind: str = "text/html", *, status: str = "200 OK", version: int = 1) -> bytes:
    block = f"HTTP/1.0 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + PAGE
    more = "200 - - 0 a.arc " if version == 2 else ""
    return f"{url} 192.0.2.1 20200102000000 {kind} {more}{len(block)}\n".encode() + block + b"\n"


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_arc(tmp_path: Path, version: int, packed: bool) -> None:
    records = [
        _arc_record("http://example.org/a", version=version),
        _arc_record("http://example.org/with a blank", version=version),
        _arc_record("http://example.org/gone", status="404 Not Found", version=version),
        _arc_record("http://example.org/picture", "image/gif", version=version),
        _arc_record("dns:example.org", "text/dns", version=version),
    ]
    parts = [_arc(version=version), *records]
    path = tmp_path / "a.arc"
    path.write_bytes(b"".join(gzip.compress(part) if packed else part for part in parts))
    items, told = take(path)
    assert [found.title for found in founds(items)] == ["Talks", "Talks"]
    assert founds(items)[0].url == "http://example.org/a"
    assert messages(items) == []
    assert len(told) == 2


def test_arc_that_is_cut_off_keeps_what_comes_before(tmp_path: Path) -> None:
    path = tmp_path / "a.arc"
    path.write_bytes(_arc(_arc_record("http://example.org/a"), _arc_record("http://example.org/b"))[:-100])
    items, _ = take(path)
    assert len(founds(items)) == 1
    assert "the file is cut off" in messages(items)[0]


def test_pages_that_nobody_wants_are_counted_and_not_looked_into(tmp_path: Path) -> None:
    asked: list[str] = []

    def wants(text: str) -> bool:
        asked.append(text)
        return "agreed" in text

    other = f"<html><body><p>{'Der Minister reiste am Montag nach Oslo. ' * 4}</p></body></html>".encode()
    path = _write(tmp_path / "a.warc", _record(), _record(other, url="https://example.org/b"))
    items, told = take(path, wants_page=wants)
    assert [found.url for found in founds(items)] == ["https://example.org/a"]
    assert told == [f"{path}: passed over 1 page not wanted, such as by language"]
    assert asked[1].startswith("Der Minister reiste")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<p>too short</p>", ""),
        (b"\x1f\x8b\x08 packed", ""),
        (b"<p class='a'>" + b"one &amp; two <b>three</b> " * 5 + b"</p>", "one & two three " * 5),
        (("<p>" + "über die Brücke " * 5 + "</p>").encode("cp1252"), "über die Brücke " * 5),
    ],
)
def test_first_paragraphs_are_found_roughly(data: bytes, said: str) -> None:
    assert first_paragraphs(data) == said.strip()
