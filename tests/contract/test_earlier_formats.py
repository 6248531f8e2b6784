"""What an earlier version wrote is opened by this one: records and archives kept under tests/data."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.data.freeze import FOLDER, freeze_archive

import detente
from detente.archive import connect
from detente.archive.changes import iter_changes
from detente.archive.checks import check_archive
from detente.archive.database import migrations
from detente.archive.exchange import TABLES, arrow_table
from detente.archive.kept import restore_record
from detente.archive.review import select_all_edits, select_unfit
from detente.archive.search import search_articles
from detente.records import Record

RECORDS = sorted((FOLDER / "records").glob("*.json"))
ARCHIVES = sorted((FOLDER / "archives").glob("format-*.sqlite"))


def _assert_holds(new: Any, old: Any, where: str = "record") -> None:
    """Fail unless everything that the old JSON said is said by the new one in the same place."""
    if isinstance(old, dict):
        assert isinstance(new, dict), where
        for name, value in old.items():
            assert name in new, f"{where} has lost {name}"
            _assert_holds(new[name], value, f"{where}.{name}")
    elif isinstance(old, list):
        assert isinstance(new, list), where
        assert len(new) == len(old), where
        for place, (one, other) in enumerate(zip(new, old, strict=True)):
            _assert_holds(one, other, f"{where}[{place}]")
    else:
        assert new == old, where


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.stem)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of an archive that an earlier version wrote: opening it brings it up to date."""
    return Path(shutil.copy(request.param, tmp_path / "news.sqlite"))


def test_an_archive_of_every_earlier_format_is_kept() -> None:
    kept = {int(path.stem.removeprefix("format-")) for path in ARCHIVES}
    missing = set(range(1, migrations()[-1][0])) - kept
    assert not missing, (
        f"there is no archive of format {missing} under tests/data/archives: go back to the commit before the new "
        "migration, and run python -m tests.data.freeze there"
    )


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_an_earlier_record_is_read_and_says_what_it_said(path: Path) -> None:
    old = json.loads(path.read_text(encoding="utf-8"))
    record = Record.from_dict(old)
    _assert_holds(record.to_dict(), old)
    assert Record.from_json(record.to_json()) == record


def test_an_earlier_archive_is_brought_up_to_date_and_is_well(archive: Path) -> None:
    with closing(connect(archive)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations()[-1][0],)
        assert check_archive(connection, archive).problems == ()
        assert select_unfit(connection) == ()


def test_an_earlier_archive_answers_every_question(archive: Path) -> None:
    with detente.Archive(archive) as opened:
        filed = list(opened.filed())
        assert filed
        rows = {table.name: arrow_table(table.name, filed).num_rows for table in TABLES}
        assert all(rows[name] for name in ("articles", "actors", "statements", "events", "conditions", "dyads"))
        views = opened.query("SELECT name FROM sqlite_master WHERE type = 'view'").column("name").to_pylist()
        for view in views:
            opened.query(f"SELECT * FROM {view}")
    with closing(connect(archive)) as connection:
        assert search_articles(connection, "fleet")


def test_the_tables_of_an_earlier_archive_are_those_of_a_new_one(archive: Path, tmp_path: Path) -> None:
    with closing(connect(archive)) as old, closing(connect(tmp_path / "new.sqlite", create=True)) as new:
        listed = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert old.execute(listed).fetchall() == new.execute(listed).fetchall()


def test_the_records_of_format_4_come_back_with_their_edits_and_their_kept_ones(tmp_path: Path) -> None:
    path = Path(shutil.copy(FOLDER / "archives" / "format-4.sqlite", tmp_path / "news.sqlite"))
    read = Record.from_json((FOLDER / "records" / "read-4.json").read_text(encoding="utf-8"))
    filled = Record.from_json((FOLDER / "records" / "filled-4.json").read_text(encoding="utf-8"))
    with closing(connect(path)) as connection:
        listed = connection.execute("SELECT why, kept FROM kept_records").fetchall()
        kept = {why: restore_record(connection, number) for why, number in listed}
        assert kept["replaced"] == filled
        assert kept["edited"].run.version == "0.0.newer"
        assert len(select_all_edits(connection)) == 8
        (changes,) = iter_changes(connection)
        assert [(change.table, change.kind) for change in changes.changes] == [("questions", "gone")]
    with detente.Archive(path) as opened:
        assert opened.record(1) == read
        assert opened.record(2).interpretations == ()
        assert opened.record(2).events[1].type == "THREATEN"


@pytest.mark.model
def test_the_archive_that_is_frozen_before_a_migration_is_well(tmp_path: Path) -> None:
    path = tmp_path / "format.sqlite"
    freeze_archive(path)
    with closing(connect(path)) as connection:
        assert check_archive(connection, path).problems == ()
        assert len(select_all_edits(connection)) == 8
