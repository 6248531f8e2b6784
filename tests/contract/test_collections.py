"""What holds for every kind of collection."""

from __future__ import annotations

import ast
import gzip
import importlib
import inspect
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import detente.sources
from detente.errors import DocumentError, SourceError
from detente.sources import COLLECTIONS, Collection, CollectionOptions, Item, Limits, count_items, iter_items
from detente.sources.exports.press_export import LAYOUTS
from detente.sources.inputs import open_path
from detente.sources.rows.tables import TableCollection

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCE = "The presidents of Norland and Southland agreed on Monday to open talks about the river and its dams. "
TEXT = SENTENCE * 4
ROWS = [{"title": f"Talks {n}", "date": f"2020-01-{n:02}", "text": f"Day {n}. {TEXT}"} for n in range(1, 5)]


def _csv() -> bytes:
    return "".join(
        f"{','.join(cells)}\n" for cells in [["title", "date", "text"], *(r.values() for r in ROWS)]
    ).encode()


def _parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), stream)
    return stream.getvalue()


def _page(number: int) -> str:
    return f"<html><head><title>Talks {number}</title></head><body><article><p>{TEXT}</p></article></body></html>"


def _warc() -> bytes:
    records = []
    for number in range(1, 5):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_page(number)}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"WARC-Date: 2020-01-02T00:00:00Z\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def _feed() -> bytes:
    items = "".join(
        f"<item><title>Talks {n}</title><guid>{n}</guid><description>&lt;p&gt;{TEXT * 2}&lt;/p&gt;</description></item>"
        for n in range(1, 5)
    )
    return f"<rss version='2.0'><channel><title>Example</title>{items}</channel></rss>".encode()


def _export() -> bytes:
    return "".join(
        f"Talks {n}\n412 words\n{n} January 2020\nThe Example Times\nEXTM\nEnglish\n(c) 2020 Example\n\n{TEXT}\n\n"
        f"Document EXTM00002020010{n}eg120000d\n\n"
        for n in range(1, 5)
    ).encode()


def _factiva_xml() -> bytes:
    articles = "".join(
        f"<ppsarticle><article><headline><paragraph>Talks {n}</paragraph></headline>"
        f"<leadParagraph><paragraph>{SENTENCE}</paragraph></leadParagraph>"
        f"<publicationDate><date>2020-01-0{n}</date></publicationDate><sourceName>The Example Times</sourceName>"
        f"<tailParagraphs><paragraph>{TEXT}</paragraph></tailParagraphs></article></ppsarticle>"
        for n in range(1, 5)
    )
    return f"<ppsarticleResultSet>{articles}</ppsarticleResultSet>".encode()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1, 5):
            archive.writestr(f"{number}.txt", f"Talks {number}\n\n{TEXT}")
    return stream.getvalue()


def _dna() -> bytes:
    tables = resources.files("detente.archive.exchange.formats").joinpath("dna.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(tables)
        connection.executemany(
            "INSERT INTO DOCUMENTS (ID, Title, Text, Date) VALUES (?, ?, ?, ?)",
            [(n, f"Talks {n}", f"Day {n}. {TEXT}", 1_577_836_800 + 86_400 * n) for n in range(1, 5)],
        )
        connection.commit()
        return connection.serialize()


#: For each kind: name of a file, its content, and how many articles are in it.
SAMPLES: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "WARC": ("crawl.warc", _warc, 4),
    "ZIP": ("news.zip", _zip, 4),
    "DNA": ("debate.dna", _dna, 4),
    "Parquet": ("news.parquet", _parquet, 4),
    "CSV": ("news.csv", _csv, 4),
    "JSON": ("news.jsonl", lambda: "\n".join(map(json.dumps, ROWS)).encode(), 4),
    "feed": ("feed.xml", _feed, 4),
    "Factiva XML": ("export.xml", _factiva_xml, 4),
    "press export": ("export.txt", _export, 4),
    "document": ("article.txt", f"Talks\n\n{TEXT}".encode, 1),
}
KINDS = pytest.mark.parametrize("kind", COLLECTIONS, ids=lambda kind: kind.name)


@pytest.fixture
def sample(kind: Collection, tmp_path: Path) -> Path:
    assert kind.name in SAMPLES, f"SAMPLES in tests/contract/test_collections.py has no {kind.name}"
    name, make, _ = SAMPLES[kind.name]
    path = tmp_path / name
    path.write_bytes(make())
    return path


def _items(path: Path, options: CollectionOptions | None = None) -> list[Item]:
    return list(iter_items([str(path)], options or CollectionOptions(), lambda _: None))


def test_every_kind_has_a_sample_here() -> None:
    assert set(SAMPLES) == {kind.name for kind in COLLECTIONS}


def _module_name(path: Path, folder: Path) -> str:
    return ".".join(["detente.sources", *path.relative_to(folder).with_suffix("").parts])


def test_none_is_left_out_of_the_registry() -> None:
    folder = Path(inspect.getfile(detente.sources)).parent
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not any(getattr(b, "id", "") == "Protocol" for b in node.bases):
                methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
                if {"recognises"} < methods and methods & {"iter_items", "iter_rows", "split"}:
                    found.add(getattr(importlib.import_module(_module_name(path, folder)), node.name))
    registered = {type(kind) for kind in COLLECTIONS} | {type(layout) for layout in LAYOUTS}
    assert found == registered | {type(kind.reader) for kind in COLLECTIONS if isinstance(kind, TableCollection)}


@KINDS
def test_it_is_found_in_a_folder_too(kind: Collection, sample: Path, tmp_path: Path) -> None:
    assert kind.suffixes, f"{kind.name} needs `suffixes`: without them its files are passed over in folders"
    assert sample.name.endswith(kind.suffixes)
    for suffix in kind.suffixes:
        folder = tmp_path / f"folder{suffix}"
        folder.mkdir()
        (folder / f"inside{suffix}").write_bytes(sample.read_bytes())
        notices: list[str] = []
        items = list(iter_items([str(folder)], CollectionOptions(), notices.append))
        assert not [notice for notice in notices if "passed over" in notice]
        assert {item.origin.partition("#")[0] for item in items} == {f"{folder}/inside{suffix}"}
        if sample.name.endswith(suffix):
            assert [item.found.text for item in items if item.found] == [
                item.found.text for item in _items(sample) if item.found
            ]


@KINDS
def test_the_docs_name_the_kind_and_its_endings(kind: Collection) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    table = docs.partition("| kind | endings |")[2]
    row = next((line for line in table.splitlines() if line.startswith(f"| {kind.name} |")), None)
    assert row is not None, f"docs/sources.md has no row for {kind.name} in the table of endings"
    assert set(re.findall(r"`([^`]+)`", row)) == set(kind.suffixes)


@KINDS
def test_kind_is_the_first_to_recognise_its_own(kind: Collection, sample: Path) -> None:
    file = open_path(sample, "here", Limits())
    assert next(other for other in COLLECTIONS if other.recognises(file)) is kind


@KINDS
def test_all_articles_are_found(kind: Collection, sample: Path) -> None:
    items = _items(sample)
    assert [item.error for item in items] == [None] * SAMPLES[kind.name][2]
    assert all(item.found and SENTENCE.strip() in item.found.text for item in items)
    assert all(item.found and item.found.origin == item.origin for item in items)
    assert len({item.origin for item in items}) == len(items)
    assert all(item.origin.startswith(str(sample)) for item in items)


@KINDS
def test_same_twice(kind: Collection, sample: Path) -> None:  # noqa: ARG001 - the sample depends on it
    assert _items(sample) == _items(sample)


@KINDS
def test_what_is_skipped_is_left_out_and_the_rest_is_the_same(kind: Collection, sample: Path) -> None:  # noqa: ARG001 - the sample is asked for by every test of a kind
    items = _items(sample)
    done = {item.origin for item in items[::2]}
    assert _items(sample, CollectionOptions(skip=done.__contains__)) == items[1::2]


@KINDS
def test_packed_with_gzip_it_is_the_same(kind: Collection, sample: Path) -> None:
    packed = sample.with_name(sample.name + ".gz")
    packed.write_bytes(gzip.compress(sample.read_bytes()))
    items = _items(packed)
    if kind.name in {"ZIP", "Parquet"}:  # packed themselves, and read from their end
        assert isinstance(items[0].error, SourceError)
        return
    assert [i.found.text for i in items if i.found] == [i.found.text for i in _items(sample) if i.found]


@KINDS
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_off_it_gives_what_comes_before_and_never_raises(kind: Collection, sample: Path, share: float) -> None:
    whole = {item.origin: item for item in _items(sample)}
    data = sample.read_bytes()
    sample.write_bytes(data[: int(share * len(data))])
    items = _items(sample)
    assert all(item.error is None or isinstance(item.error, SourceError | DocumentError) for item in items)
    if kind.name in {"WARC", "Factiva XML", "press export"}:  # kinds that know their end
        kept = [item for item in items if item.found]
        assert kept == [whole[item.origin] for item in kept]
        assert items[-1].error is not None


@KINDS
def test_packed_and_cut_off_it_tells_so(kind: Collection, sample: Path) -> None:
    packed = sample.with_name(sample.name + ".gz")
    packed.write_bytes(gzip.compress(sample.read_bytes())[:-20])
    items = _items(packed)
    assert isinstance(items[-1].error, SourceError)
    if kind.name not in {"ZIP", "Parquet"}:
        assert "cut off" in items[-1].error.message


@KINDS
def test_damaged_anywhere_it_never_raises(kind: Collection, sample: Path) -> None:  # noqa: ARG001 - the sample is asked for by every test of a kind
    data = sample.read_bytes()
    for place in range(0, len(data), max(len(data) // 15, 1)):
        sample.write_bytes(data[:place] + b"\x00\xff\x00\xff" + data[place + 4 :])
        items = _items(sample)
        assert all(item.error is None or isinstance(item.error, SourceError | DocumentError) for item in items)
        assert len({item.origin for item in items}) == len(items)


@KINDS
def test_count_is_right_or_unknown(kind: Collection, sample: Path) -> None:
    assert count_items([str(sample)], CollectionOptions()) in {SAMPLES[kind.name][2], None}


@KINDS
def test_empty_file_of_its_name_is_an_error(kind: Collection, sample: Path) -> None:  # noqa: ARG001 - the sample is asked for by every test of a kind
    sample.write_bytes(b"")
    (item,) = _items(sample)
    assert isinstance(item.error, DocumentError)
    assert "empty" in item.error.message
