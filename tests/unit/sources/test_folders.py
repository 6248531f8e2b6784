"""Folders, and the way from what the user names to items."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.sources import CollectionOptions, count_items, iter_items
from tests.unit.sources.helpers import TEXT, founds, messages, take


def _names(folder: Path) -> list[str]:
    return [item.origin.removeprefix(f"{folder}/") for item in take(folder)[0]]


def test_files_come_by_name_folders_among_them(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.md", "c.HTM", "Z.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    assert _names(tmp_path) == ["Z.txt", "a/b/c.md", "a/z.txt", "b.txt", "c.HTM"]


def test_hidden_files_other_kinds_and_links_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text(TEXT)
    (folder / "a.txt").write_text(TEXT)
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / ".git").mkdir()
    (folder / ".git" / "b.txt").write_text(TEXT)
    (folder / "picture.jpg").write_bytes(b"x")
    (folder / "README").write_text(TEXT)
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "nowhere.txt").symlink_to("nothing")
    items, told = take(folder)
    assert [item.origin for item in items] == [f"{folder}/a.txt"]
    assert told == [f"{folder}: passed over 2 files of other kinds (1 .jpg, 1 without an ending) and 3 links"]


def test_names_that_play_tricks_are_harmless(tmp_path: Path) -> None:
    names = [
        b"\x1b[31mred.txt",
        b"line\nend.txt",
        b"caf\xe9.txt",
        b"$(reboot).txt",
        b"..txt.txt",
        "\u202etxt.txt".encode(),
    ]
    for name in names:
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text(TEXT)
    origins = [item.origin for item in take(tmp_path)[0]]
    assert len(set(origins)) == len(names) - 1  # the one that begins with a point is hidden
    for origin in origins:
        assert origin.isprintable()
        assert origin.encode("utf-8")
    assert f"{tmp_path}/caf\\xe9.txt" in origins
    assert f"{tmp_path}/\\x1b[31mred.txt" in origins


def test_one_bad_file_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_text(TEXT)
    items, _ = take(tmp_path)
    assert [item.found is not None for item in items] == [True, False, False, True]
    assert "holds no text" in messages(items)[0]
    assert "is empty" in messages(items)[1]


def test_immense_text_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.write(TEXT.encode() * 1_000)
        stream.truncate(2 << 30)  # 2 GB of which the disk holds next to nothing
    (message,) = messages(take(path)[0])
    assert message == f"{path} is larger than 20 MB"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.json", "a.html", "a.docx", "a.rtf", "a.xml"])
def test_immense_zeros_are_no_table(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    assert len(messages(take(path)[0])) == 1


def test_place_that_is_named_twice_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    places = [str(tmp_path / "b.txt"), str(tmp_path), f"{tmp_path}/"]
    items = list(iter_items(places, CollectionOptions(), lambda _: None))
    assert [Path(item.origin).name for item in items] == ["b.txt", "a.txt"]


def test_missing_file_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(UsageError, match="there is no file"):
        iter_items([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], CollectionOptions(), lambda _: None)


@pytest.mark.parametrize("location", ["", "a\x00b", "x" * 5_000])
def test_what_is_no_path_is_a_usage_error(location: str) -> None:
    with pytest.raises(UsageError):
        iter_items([location], CollectionOptions(), lambda _: None)


def test_standard_input() -> None:
    (item,) = iter_items(["-"], CollectionOptions(stdin=io.BytesIO(TEXT.encode())), lambda _: None)
    assert item.found is not None
    assert (item.origin, item.found.text) == ("-", TEXT)


def test_pipe_is_read_once(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, TEXT.encode())
    os.close(writing)
    (item,) = iter_items([f"/dev/fd/{reading}"], CollectionOptions(), lambda _: None)
    os.close(reading)
    assert founds([item])[0].text == TEXT
    assert tmp_path.exists()


def test_skipped_files_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00\x01")
    assert take(tmp_path, skip={str(path)}.__contains__)[0] == []


def test_count(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(TEXT)
    assert count_items([str(tmp_path)], CollectionOptions()) == 5
    (tmp_path / "news.csv").write_text("title,text\n" + f"A,{TEXT}\n" * 3_000)
    assert count_items([str(tmp_path)], CollectionOptions()) == pytest.approx(3_005, rel=0.02)
    assert count_items([str(tmp_path), "https://example.org/feed"], CollectionOptions()) is None
