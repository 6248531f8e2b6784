"""ZIP archives and Word documents: bounded before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from detente.sources import Limits
from tests.unit.sources.helpers import TEXT, founds, messages, take

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _zip(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def _docx(path: Path, *paragraphs: str, before: str = "") -> Path:
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _zip(path, [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.encode())])


def test_entries_are_read_by_their_kind(tmp_path: Path) -> None:
    table = f"title,text\nA,{TEXT}\nB,{TEXT}\n".encode()
    entries = [
        ("b.txt", TEXT.encode()),
        ("news/a.csv", table),
        ("picture.jpg", b"x"),
        ("__MACOSX/b.txt", b"x"),
        (".x.txt", b"x"),
    ]
    path = _zip(tmp_path / "news.zip", entries)
    items, told = take(path)
    assert [item.origin.removeprefix(str(path)) for item in items] == ["#b.txt", "#news/a.csv#1", "#news/a.csv#2"]
    assert all(item.found for item in items)
    assert told[-1] == f"{path}: passed over 1 file of other kinds (1 .jpg)"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_paths_are_names_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    names = ["../../escape.txt", "/etc/absolute.txt", "C:\\windows.txt", "a.txt", "a.txt", "red\x1b[31m.txt"]
    path = _zip(folder / "news.zip", [(name, TEXT.encode()) for name in names])
    origins = [item.origin for item in take(path)[0]]
    assert sorted(origin.removeprefix(f"{path}#") for origin in origins) == [
        "../../escape.txt", "/etc/absolute.txt", "C:\\windows.txt", "a.txt", "a.txt~2", "red\\x1b[31m.txt",
    ]  # fmt: skip
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["news.zip"]


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bomb.zip", [(f"{n}.txt", b"x" * 5_000_000) for n in range(10)])
    assert "unpacks to more than 200 times its size" in messages(take(path)[0])[0]


def test_bomb_that_states_a_small_size_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bomb.zip", [("a.txt", b"x" * 30_000_000)])
    data = path.read_bytes().replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    path.write_bytes(data)
    items, _ = take(path)
    assert len(messages(items)) == 1
    assert not founds(items)


def test_archive_in_an_archive_is_refused_and_costs_nothing_else(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "inner.zip", [("a.txt", TEXT.encode())]).read_bytes()
    items, _ = take(_zip(tmp_path / "outer.zip", [("a.zip", inner), ("b.txt", TEXT.encode())]))
    assert "archive in an archive" in messages(items)[0]
    assert len(founds(items)) == 1


def test_one_damaged_entry_costs_nothing_else(tmp_path: Path) -> None:
    path = _zip(tmp_path / "news.zip", [("a.txt", b"first " + TEXT.encode()), ("b.txt", TEXT.encode())])
    data = bytearray(path.read_bytes())
    data[45:60] = b"\xff" * 15
    path.write_bytes(bytes(data))
    items, _ = take(path)
    assert "a.txt is damaged" in messages(items)[0]
    assert founds(items)[0].text == TEXT


def test_entry_with_a_password_is_an_error(tmp_path: Path) -> None:
    path = _zip(tmp_path / "news.zip", [("a.txt", TEXT.encode())])
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    assert "cannot be unpacked" in messages(take(path)[0])[0]


def test_word_document_is_one_article(tmp_path: Path) -> None:
    path = _docx(tmp_path / "a.docx", "Norland agrees to talk", "", "Café &amp; talks.")
    (found,) = founds(take(path)[0])
    assert found.text == "Norland agrees to talk\n\nCafé & talks.\n"
    assert found.origin == str(path)


def test_word_document_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    path = _docx(tmp_path / "a.docx", "&b;", before=bomb)
    assert "defines entities" in messages(take(path)[0])[0]
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/a.docx">]>'
    path = _docx(tmp_path / "b.docx", "&a;", before=outside)
    assert "defines entities" in messages(take(path)[0])[0]


def test_word_document_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = _docx(tmp_path / "a.docx", "x" * 30_000_000)
    assert "unpacks to more than 200 times its size" in messages(take(path)[0])[0]


def test_word_document_that_is_broken_is_an_error(tmp_path: Path) -> None:
    path = _docx(tmp_path / "a.docx", "Talks <w:b> and no end")
    assert "is damaged" in messages(take(path)[0])[0]
    path = _zip(tmp_path / "b.docx", [("word/other.xml", b"<x/>")])
    assert "without text" in messages(take(path)[0])[0]


def test_workbook_is_refused_by_its_name(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.xlsx", [("xl/workbook.xml", b"<x/>")])
    assert messages(take(path)[0]) == [f"{path} is an Excel workbook, not text"]


def test_limits_hold_for_an_entry(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", TEXT * 100)
    path = tmp_path / "a.zip"
    path.write_bytes(stream.getvalue())
    items, _ = take(path, limits=Limits(max_bytes=1_000, max_held_bytes=10_000))
    assert "a.txt is larger than 0.01 MB" in messages(items)[0]
