"""Checks, copies, compacting."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import Archive
from detente.archive.checks import Unfinished, check_archive
from detente.archive.database import connect
from detente.archive.maintenance import back_up, compact_archive, compact_if_grown, rebuild_index
from detente.errors import ArchiveError
from tests.unit.archive.builders import full_record, plain_record, store

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_archive_has_no_problems(connection: sqlite3.Connection, path: Path) -> None:
    store(connection, full_record(), marked=False)
    found = check_archive(connection, path)
    assert (found.articles, found.records, found.problems, found.unfinished) == (1, 1, (), Unfinished(1, "add"))


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        ("UPDATE articles SET text = replace(text, 'Vestland', 'Eastland')", "its sha256 differs from its id"),
        ("UPDATE statements SET content_end = 9999 WHERE key = 's2'", "does not hold together"),
        ("DELETE FROM identities WHERE identity = 1", "points to a row of identities that is not there"),
    ],
)
def test_a_harmed_archive_is_found_out(connection: sqlite3.Connection, path: Path, harm: str, message: str) -> None:
    store(connection, full_record(), marked=False)
    connection.execute("PRAGMA foreign_keys = OFF")
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(harm)
    assert any(message in problem for problem in check_archive(connection, path).problems)


def test_an_index_that_lost_a_text_is_found_out_and_made_anew(connection: sqlite3.Connection, path: Path) -> None:
    store(connection, full_record(), marked=False)
    connection.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    assert any("article_words" in problem for problem in check_archive(connection, path).problems)
    rebuild_index(connection)
    assert check_archive(connection, path).problems == ()


def test_a_copy_is_whole_and_opens_by_itself(connection: sqlite3.Connection, tmp_path: Path) -> None:
    number = store(connection, full_record(), marked=False)
    target = tmp_path / "copy.sqlite"
    back_up(connection, target)
    with Archive(target) as copy:
        assert copy.record(number) == full_record()
    with pytest.raises(ArchiveError, match="there is a file"):
        back_up(connection, target)
    with pytest.raises(ArchiveError, match="cannot be written"):
        back_up(connection, tmp_path / "nowhere" / "copy.sqlite")


def test_compacting_gives_back_room_and_keeps_everything(connection: sqlite3.Connection, path: Path) -> None:
    for n in range(40):
        store(connection, plain_record(f"Title {n}\n\n" + f"Some words of article {n}. " * 200), origin=f"{n}.txt")
    connection.execute("DELETE FROM articles WHERE article > 5")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.stat().st_size
    compact_archive(connection)
    assert path.stat().st_size < before / 2
    assert check_archive(connection, path).problems == ()


def test_an_archive_is_compacted_by_the_run_that_filled_it_and_by_no_small_one(
    connection: sqlite3.Connection, path: Path
) -> None:
    for n in range(60):
        store(connection, plain_record(f"Title {n}\n\n" + f"Some words of article {n}. " * 50), origin=f"{n}.txt")
    assert not compact_if_grown(connection, 1)
    connection.execute("UPDATE runs SET read = 60")
    with closing(connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM articles").fetchone()
        other.execute("COMMIT")
        other.execute("BEGIN IMMEDIATE")
        assert not compact_if_grown(connection, 1)
        other.execute("ROLLBACK")
    assert compact_if_grown(connection, 1)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert check_archive(connection, path).problems == ()


def test_a_locked_archive_says_so(connection: sqlite3.Connection, path: Path) -> None:
    with closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(ArchiveError, match="cannot be compacted"):
            compact_archive(connection)
