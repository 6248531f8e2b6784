"""Sources with bytes changed, cut out, doubled and put in: each gives articles or an error, soon, and no exception."""

from __future__ import annotations

import gzip
import io
import json
import random
import signal
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.attack.forked import most_mb_here
from benchmarks.wire import write_report
from detente.errors import InternalError
from detente.sources import CollectionOptions, iter_items

if TYPE_CHECKING:
    from pathlib import Path

#: Longer than this no small input may take.
_MOST_SECONDS = 20

#: What breaks readers: ends of fields, lines and tags, numbers, references, marks of encodings.
_TOKENS = (
    b"\x00", b"\r", b"\n", b"\r\n", b'"', b"'", b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#xD800;",
    b"&#0;", b"&amp", b"<!DOCTYPE", b"<?xml", b"{", b"}", b"[", b"]", b"\\u", b"\\ud800", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xc3", b"\xed\xa0\x80", b"-1", b"99999999999999999999", b"1e999", b"NaN", b"\xe2\x80\xa8", b"PK\x03\x04",
    b"\x1f\x8b", b"WARC/1.0\r\n", b"Content-Length: -1\r\n", b"HTTP/1.1 200 OK\r\n", b"{\\rtf1", b"\\'e",
    b"1 of 9 DOCUMENTS",
)  # fmt: skip


@dataclass(slots=True)
class MutationCount:
    """What came of all mutated inputs."""

    inputs: int = 0
    found: int = 0
    failed: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    bugs: Counter[str] = field(default_factory=Counter)
    late: list[str] = field(default_factory=list)
    seconds: float = 0.0
    most_mb: float = 0.0


class _LateError(BaseException):
    """Time is up."""


def run_mutations(folder: Path, count: int, *, seconds: float, seed: str = "mutations") -> MutationCount:
    """Read mutated inputs of every kind in turn.

    Args:
        folder: Where the inputs are written, one at a time.
        count: How many.
        seconds: Stop when so much time has passed; what was read by then is counted.
        seed: Of the mutations.
    """
    rng = random.Random(seed)
    seeds = make_seeds()
    found = MutationCount()
    signal.signal(signal.SIGALRM, _raise_late)
    end = time.monotonic() + seconds
    while found.inputs < count and time.monotonic() < end:
        name, plain = seeds[found.inputs % len(seeds)]
        data = _pack(name, mutate(rng, plain), rng)
        path = folder / f"input.{name}"
        path.write_bytes(data)
        _read(path, name, found)
        path.unlink()
    found.most_mb = most_mb_here()
    return found


def _raise_late(*_: object) -> None:
    raise _LateError


def _read(path: Path, name: str, found: MutationCount) -> None:
    begun = time.monotonic()
    signal.alarm(_MOST_SECONDS)
    try:
        for item in iter_items([str(path)], CollectionOptions(), lambda _: None):
            found.found += item.found is not None
            found.failed += item.found is None
            if isinstance(item.error, InternalError):
                found.bugs[f"{name}: {item.error.message.split(': ', 1)[-1][:160]}"] += 1
    except _LateError:
        found.late.append(f"{name} {found.inputs}")
    except Exception as error:  # noqa: BLE001 - that nothing escapes is what is measured
        found.bugs[f"{name}: escaped: {type(error).__name__}: {error}"[:200]] += 1
    finally:
        signal.alarm(0)
    found.inputs += 1
    found.by_kind[name] += 1
    found.seconds = max(found.seconds, time.monotonic() - begun)


def mutate(rng: random.Random, data: bytes) -> bytes:
    """Return some bytes with one to eight changes."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.randrange(len(out) + 1)
        length = rng.choice((1, 1, 2, 8, 64, 512))
        kind = rng.randrange(6)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length]
        elif kind == 3:
            out[at:at] = rng.choice(_TOKENS) * rng.choice((1, 1, 1, 40))
        elif kind == 4:
            del out[at : len(out) if rng.random() < 0.2 else at + 1]
        else:
            out[at:at] = rng.randbytes(rng.choice((1, 4, 16)))
    return bytes(out)


def make_seeds() -> tuple[tuple[str, bytes], ...]:
    """Return an input of each kind, by the ending of its name."""
    reports = [write_report(number) for number in range(3)]
    texts = [report.text for report in reports]
    paragraphs = "".join(f"<p>{part}</p>" for part in texts[0].split("\n\n"))
    page = f"<html><head><title>{reports[0].title}</title></head><body><article>{paragraphs}</article></body></html>"
    items = "".join(
        f"<item><title>{r.title}</title><guid>{n}</guid><pubDate>Mon, 10 Mar 2025 09:00:00 GMT</pubDate>"
        f"<description>{(r.text + ' ') * 3}</description></item>"
        for n, r in enumerate(reports)
    )
    entries = "".join(
        f"<entry><id>{n}</id><title>{r.title}</title><content type='html'>{(r.text + ' ') * 3}</content></entry>"
        for n, r in enumerate(reports)
    )
    rows = [{"text": r.text, "title": r.title, "date": r.published.isoformat()} for r in reports]
    csv = "text,title,date\n" + "".join(f'"{r["text"]}","{r["title"]}",{r["date"]}\n' for r in rows)
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    record = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/2025/03/10/a\r\n"
        f"Content-Length: {len(http.encode())}\r\n\r\n{http}\r\n\r\n"
    )
    factiva = "".join(
        f"HD\t{r.title}\nWC\t120 words\nPD\t10 March 2025\nSN\tThe Wire\nSC\tWIRE\nLA\tEnglish\n"
        f"LP\n{r.text}\n\nAN\tDocument WIRE00002025031{n}eg120000d\n\n"
        for n, r in enumerate(reports)
    )
    nexis = "".join(
        f"{n} of 3 DOCUMENTS\n\nThe Wire\n\nMarch 10, 2025 Monday\n\n{r.title}\n\nLENGTH: 120 words\n\n{r.text}\n\n"
        "LOAD-DATE: March 11, 2025\n\n"
        for n, r in enumerate(reports, 1)
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    word = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in texts[0].split("\n"))
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    named = {
        "txt": texts[0], "html": page,
        "rss": f"<?xml version='1.0'?><rss><channel><title>W</title>{items}</channel></rss>",
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "csv": csv,
        "tsv": csv.replace('","', '"\t"').replace(",", "\t"), "jsonl": lines, "json": json.dumps(rows),
        "warc": record * 2,
        "factiva.txt": factiva, "nexis.txt": nexis, "rtf": r"{\rtf1\ansi " + texts[0].replace("\n", r"\par ") + "}",
        "docx": f"<?xml version='1.0'?><w:document {space}><w:body>{word}</w:body></w:document>", "zip": texts[1],
        "csv.gz": csv, "warc.gz": record,
    }  # fmt: skip
    table = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), table)
    return (*((name, text.encode()) for name, text in named.items()), ("parquet", table.getvalue()))


def _pack(name: str, data: bytes, rng: random.Random) -> bytes:
    """Return what a file of a kind holds; of packed kinds what is inside is mutated mostly, sometimes the whole."""
    if name.endswith(".gz"):
        packed = gzip.compress(data, 1)
    elif name in {"docx", "zip"}:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml" if name == "docx" else "a.txt", data)
        packed = out.getvalue()
    else:
        return data
    return mutate(rng, packed) if rng.random() < 0.4 else packed
