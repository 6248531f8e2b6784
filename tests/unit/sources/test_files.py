"""Files and standard input."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from detente.errors import EmptyTextError, SourceError, UsageError
from detente.sources import Limits, read_location

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Norland agrees to talk\r\n\r\nThe presidents agreed on Monday.\r\n"


def test_file_is_kept_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    found = read_location(str(path))
    assert found.text == TEXT
    assert found.origin == str(path)
    assert (found.title, found.published, found.url, found.source) == (None, None, None, None)


def test_standard_input() -> None:
    found = read_location("-", stdin=io.BytesIO(TEXT.encode()))
    assert (found.text, found.origin) == (TEXT, "-")


def test_closed_standard_input() -> None:
    stream = io.BytesIO(b"text")
    stream.close()
    with pytest.raises(SourceError, match="standard input cannot be read"):
        read_location("-", stdin=stream)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file .*missing\.txt"):
        read_location(str(tmp_path / "missing.txt"))


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        read_location(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        read_location(str(path))


def test_file_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    with pytest.raises(SourceError, match="cannot be read"):
        read_location(str(path / "b.txt"))


@pytest.mark.parametrize("location", ["", "a\x00b"])
def test_wrong_location(location: str) -> None:
    with pytest.raises(UsageError):
        read_location(location)


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(EmptyTextError):
        read_location(str(path))


def test_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * 20)
    assert read_location(str(path), limits=Limits(max_bytes=100)).text == "word " * 20
    with pytest.raises(SourceError, match="larger than"):
        read_location(str(path), limits=Limits(max_bytes=99))
    with pytest.raises(SourceError, match="standard input is larger than"):
        read_location("-", limits=Limits(max_bytes=3), stdin=io.BytesIO(b"word"))
