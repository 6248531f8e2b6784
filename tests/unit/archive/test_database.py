"""Opening what is an archive and what is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive.database import connect, migrations
from detente.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        connect(tmp_path, create=True)
    with pytest.raises(ArchiveError):
        connect(tmp_path)


def test_a_file_in_no_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened") as caught:
        connect(tmp_path / "missing" / "news.sqlite", create=True)
    assert caught.value.hint


def test_another_program_s_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="no archive"):
        connect(path, create=True)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_bytes(b"these are notes, not a database. " * 100)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="no archive"):
        connect(path, create=True)
    assert path.read_bytes() == before


def test_a_file_of_a_later_format_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "later.sqlite"
    connect(path, create=True).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute(f"PRAGMA user_version = {migrations()[-1][0] + 1}")
        later.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(ArchiveError, match="has format"):
            connect(path, read_only=read_only)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    path.touch()
    with closing(connect(path, create=True)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
