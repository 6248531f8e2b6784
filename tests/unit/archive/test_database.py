"""Opening files that are archives, and files that are not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive.database import connect, migrate, migrations, split_statements, transaction
from detente.archive.makers import read_models
from detente.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_archive_has_the_newest_format_and_needs_no_migration(path: Path) -> None:
    with closing(connect(path, create=True)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations()[-1][0],)
        assert migrate(connection, path) == ()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_missing_archive_is_not_made_by_looking_at_it(path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        connect(path)
    assert not path.exists()


def test_an_older_archive_is_brought_up_to_date_one_migration_at_a_time(path: Path) -> None:
    first = migrations()[0][2]
    with closing(sqlite3.connect(path)) as connection:
        for statement in split_statements(first):
            connection.execute(statement)
        connection.execute("PRAGMA application_id = 0x44746E74")
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(ArchiveError, match="older format 1"):
        connect(path, read_only=True)
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM events_wide").fetchone() == (0,)


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


@pytest.mark.parametrize("models", ["[[]]", '{"parser": 7}', "null"])
def test_models_that_are_none_are_told_as_damage(models: str) -> None:
    with pytest.raises(ArchiveError, match="models"):
        read_models(models)


def test_a_damaged_name_that_is_no_utf8_is_told_as_damage(path: Path) -> None:
    connect(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    data = path.read_bytes()
    # The word stands in the schema's page, which SQLite reads first and quotes in its message.
    path.write_bytes(data.replace(b"CREATE TABLE gaps", b"CRE\xc8\xffTABLE gaps"))
    for read_only in (False, True):
        with pytest.raises(ArchiveError, match="damaged, or was changed"):
            connect(path, read_only=read_only)


@pytest.mark.parametrize(
    "content", [b"not a database at all, only some words" * 100, b"SQLite format 3\x00" + b"x" * 5000]
)
def test_another_file_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is no archive"):
        connect(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ArchiveError, match="but no archive"):
        connect(path, create=True)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        connect(tmp_path, create=True)
    with pytest.raises(ArchiveError):
        connect(tmp_path)


def test_a_file_in_no_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened") as caught:
        connect(tmp_path / "missing" / "news.sqlite", create=True)
    assert caught.value.hint


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    path.touch()
    with closing(connect(path, create=True)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_a_failed_transaction_leaves_nothing(connection: sqlite3.Connection) -> None:
    def write_and_fail() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO makers (version, models, knowledge) VALUES ('1', '{}', 'x')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert connection.execute("SELECT count(*) FROM makers").fetchone() == (0,)


def test_who_may_only_read_cannot_write_nor_make_other_files(path: Path, tmp_path: Path) -> None:
    connect(path, create=True).close()
    with closing(connect(path, read_only=True)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM articles")
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            connection.execute(f"ATTACH '{tmp_path / 'other.sqlite'}' AS other")
    assert not (tmp_path / "other.sqlite").exists()


def test_the_statements_of_a_script_are_split_and_triggers_stay_whole() -> None:
    script = (
        "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\nDELETE FROM a;\nSELECT 1;\nEND;\nSELECT 2;\n"
    )
    assert [s.strip().split()[1] for s in split_statements(script)] == ["TABLE", "TRIGGER", "2;"]


def test_migrations_are_numbered_without_a_gap_and_no_number_stands_twice() -> None:
    # of two with one number, an archive that has the first would never get the second
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))
