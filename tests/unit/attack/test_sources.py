"""Sources that are broken in ways nobody foresaw cost one item each."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from detente.errors import InternalError, stage_of
from detente.sources import CollectionOptions, count_items, iter_items
from detente.sources.pages import html
from tests.unit.sources.helpers import founds, take

if TYPE_CHECKING:
    from pathlib import Path

    from detente.sources import Item

_WORDS = "Peru and Chile signed a treaty on the border on Friday, and both sides spoke of a new beginning. " * 3


def _write_docx(path: Path, before_root: str) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body><w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p></w:body></w:document>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<?xml version='1.0'?>{before_root}{body}<!-- end -->")


@pytest.mark.parametrize("before", ["<!-- made by hand -->", "<?page break?>", "<!-- a --><!-- b --><?c?>"])
def test_comments_around_the_root_of_a_word_file_do_no_harm(tmp_path: Path, before: str) -> None:
    _write_docx(tmp_path / "a.docx", before)
    items, _ = take(tmp_path / "a.docx")
    assert "Peru and Chile" in founds(items)[0].text


@pytest.mark.parametrize("code", ["xD800", "xDFFF", "0", "x1", "11", "xFFFE", "x110000", "9999999"])
def test_references_to_what_is_no_character_cost_one_character(tmp_path: Path, code: str) -> None:
    entry = f"<item><title>Treaty &#{code}; signed</title><guid>1</guid><description>{_WORDS * 3}</description></item>"
    (tmp_path / "feed.xml").write_text(f"<rss><channel><title>T</title>{entry}</channel></rss>")
    items, _ = take(tmp_path / "feed.xml")
    assert founds(items)[0].text.startswith("Treaty")


def test_an_entry_without_a_name_is_passed_over(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("?.txt", _WORDS)
        archive.writestr("b.txt", _WORDS)
    data = packed.getvalue().replace(b"?.txt", b"\x00.txt")  # what follows a NUL is cut off, and nothing is before it
    (tmp_path / "a.zip").write_bytes(data)
    items, _ = take(tmp_path / "a.zip")
    assert [item.origin.split("#")[-1] for item in items if item.found] == ["b.txt"]
    assert count_items([str(tmp_path / "a.zip")], CollectionOptions()) is None


@pytest.mark.parametrize(
    "error", [ValueError("odd"), RecursionError("deep"), MemoryError(), AssertionError(), KeyError(1)]
)
def test_whatever_fails_in_an_item_costs_that_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(html.Html, "read", fail)
    (tmp_path / "a.html").write_text(f"<html><body><p>{_WORDS}</p></body></html>")
    (tmp_path / "b.txt").write_text(_WORDS)
    (tmp_path / "c.csv").write_text(f'text\n"<p>{_WORDS}</p><p>x</p>"\n"{_WORDS}"\n')
    failed: list[Item] = []
    good: list[Item] = []
    for item in iter_items([str(tmp_path)], CollectionOptions(), lambda _: None):
        (good if item.found else failed).append(item)
    assert [item.origin.rsplit("/")[-1] for item in good] == ["b.txt", "c.csv#2"]
    assert [item.origin.rsplit("/")[-1] for item in failed] == ["a.html", "c.csv#1"]
    for item in failed:
        assert item.error is not None
        if not isinstance(error, MemoryError):
            assert isinstance(item.error, InternalError)
            assert type(error).__name__ in item.error.message
            assert stage_of(item.error) == "internal"


def test_whatever_fails_in_a_file_costs_the_rest_of_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("detente.sources.rows.csv_table.CsvRows.iter_rows", fail)
    (tmp_path / "a.csv").write_text("text,title\nx,y\n")
    (tmp_path / "b.txt").write_text(_WORDS)
    items = list(iter_items([str(tmp_path)], CollectionOptions(), lambda _: None))
    assert [(item.origin.rsplit("/")[-1], item.found is not None) for item in items] == [
        ("a.csv", False),
        ("b.txt", True),
    ]
