"""What the benchmarks of scale read: reports of the made-up wire as lines of JSON, and as pages in a WARC file."""

from __future__ import annotations

import gzip
import html
import json
import random
from typing import TYPE_CHECKING

from benchmarks.wire import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SITES = ("https://news.example.org", "https://wire.example.net", "https://daily.example.com")
_MENU = ("World", "Politics", "Economy", "Sport", "Culture", "Weather", "Opinion", "Video", "Archive", "Contact")


def write_lines(folder: Path, count: int, per_file: int, own: list[str] | None = None) -> Path:
    """Write reports as files of JSON lines, some in a file.

    Args:
        folder: Made if it is not there.
        count: How many reports.
        per_file: How many of them a file holds.
        own: Texts that are mixed in evenly, each once; the others are made.

    Returns:
        The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = own or []
    number = taken = 0
    for start in range(0, count, per_file):
        size = min(per_file, count - start)
        share = round((start + size) * len(own) / count) - taken
        rows: list[dict[str, str]] = [{"text": text} for text in own[taken : taken + share]]
        taken += share
        while len(rows) < size:
            report = write_report(number)
            number += 1
            rows.append({"title": report.title, "date": report.published.isoformat(), "text": report.text})
        random.Random(start).shuffle(rows)
        lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        (folder / f"wire-{start // per_file:04}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def write_page(number: int, *, paragraphs: int = 6, filling: int = 60_000) -> str:
    """Return a news page with a report of the wire: head, menu, article, teasers, programs, as large as pages are.

    Args:
        number: Which one; the same number gives the same page.
        paragraphs: Paragraphs of the article, about, from as many reports as it takes.
        filling: Characters of programs and styles beside the article.
    """
    rng = random.Random(f"page {number}")
    report = write_report(20 * number)
    title, lines = report.title, []
    extra = 20 * number
    while len(lines) < paragraphs:
        lines += [line for line in write_report(extra).text.split("\n\n")[1:] if line.strip()]
        extra += 1
    day = report.published.isoformat()
    address = f"{rng.choice(_SITES)}/{day.replace('-', '/')}/report-{number}.html"
    article = "\n".join(f"<p>{html.escape(line.strip())}</p>" for line in lines)
    menu = "".join(f'<li><a href="/{one.lower()}">{one}</a></li>' for one in _MENU)
    teasers = "".join(
        f'<div class="teaser"><a href="/t/{n}"><h3>{html.escape(write_report(7 * number + n + 1).title)}</h3></a>'
        f"<span>{rng.randrange(2, 59)} minutes ago</span></div>"
        for n in range(30)
    )
    program = f"<script>var data={json.dumps([rng.randrange(10**6) for _ in range(filling // 16)])};</script>"
    style = "<style>" + "".join(f".c{n}{{margin:{n}px;padding:{n % 7}px}}" for n in range(filling // 60)) + "</style>"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} | The Wire</title>'
        f'<meta property="og:site_name" content="The Wire"><link rel="canonical" href="{address}">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z">{style}</head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header>{program}<main><article><h1>{html.escape(title)}</h1>"
        f'<div class="by">By our correspondent <time datetime="{day}">{day}</time></div>{article}</article>'
        f"<aside><h2>More stories</h2>{teasers}</aside></main><footer><p>Copyright The Wire. "
        f"All rights reserved.</p><ul>{menu}</ul></footer>{program}</body></html>"
    )


def iter_records(count: int) -> Iterator[bytes]:
    """Yield the records of a crawl: requests, pages, and some redirects, images and pages that are no articles."""
    for number in range(count):
        page = write_page(number)
        address = page.partition('rel="canonical" href="')[2].partition('"')[0]
        yield _record("request", address, b"GET / HTTP/1.1\r\nHost: news.example.org\r\n\r\n", number)
        if number % 10 == 7:
            yield _record("response", f"{address}.png", _response("200 OK", "image/png", b"\x89PNG" * 2000), number)
        if number % 10 == 3:
            yield _record("response", f"{address}?old", _response("301 Moved Permanently", "text/html", b""), number)
        if number % 25 == 4:
            menu = f"<html><body><ul>{'<li><a href=/x>Section</a></li>' * 20}</ul></body></html>".encode()
            yield _record("response", f"{address}/list", _response("200 OK", "text/html", menu), number)
        yield _record("response", address, _response("200 OK", "text/html; charset=utf-8", page.encode()), number)


def write_warc(path: Path, count: int) -> Path:
    """Write a crawl of so many article pages, each record packed by itself, as CC-NEWS has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        for record in iter_records(count):
            stream.write(gzip.compress(record, 6, mtime=0))
    return path


def _response(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _record(kind: str, address: str, block: bytes, number: int) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
