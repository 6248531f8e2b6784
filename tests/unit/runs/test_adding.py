"""Adding without a model: what fails, what is refused, and what a run says before it begins."""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import Appearance, transaction
from detente.archive.database import savepoint
from detente.archive.run_log import end_run, find_resumable, start_run
from detente.errors import ArchiveError, UsageError
from detente.runs.adding import AddOptions, add_articles
from detente.runs.filer import Arrival, Filer
from detente.runs.watch import NoWatch
from detente.runs.workers import TaskResult
from tests.unit.archive.builders import full_record, new_archive

if TYPE_CHECKING:
    from pathlib import Path

    from detente.records import Record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.sqlite"


def _arrival(origin: str, record: Record) -> Arrival:
    result = TaskResult(record.article, record, (), None)
    return Arrival(origin, record.article.id, Appearance(origin, None, None, None, None), result, None)


def _with_nul() -> Record:
    """Return a record that the database refuses: SQLite's text functions stop at a NUL."""
    record = full_record()
    text = record.article.text.replace("withdraws", "with\x00raws")
    article = dataclasses.replace(record.article, text=text, id=hashlib.sha256(text.encode()).hexdigest())
    return dataclasses.replace(record, article=article)


def test_a_record_that_the_archive_refuses_does_not_take_its_batch_with_it(path: Path) -> None:
    with closing(new_archive(path)) as connection:
        with transaction(connection):
            run = start_run(connection, "add", {}, "2025-03-10T12:00:00+00:00")
        filer = Filer(connection, run, NoWatch())
        filer.file(_arrival("bad.txt", _with_nul()))
        filer.file(_arrival("good.txt", full_record()))
        filer.flush()
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        assert connection.execute("SELECT origin FROM appearances").fetchall() == [("good.txt",)]
        failure = connection.execute("SELECT origin, stage, reason FROM failures").fetchone()
        assert failure[:2] == ("bad.txt", "archive")
        assert failure[2] == "the archive refuses what was read: the place of a mention is not within the text"
        assert connection.execute("SELECT read, failed FROM runs").fetchone() == (1, 1)


def test_a_savepoint_takes_back_its_part_only(path: Path) -> None:
    with closing(new_archive(path)) as connection:
        with transaction(connection):
            start_run(connection, "add", {}, "first")
            with pytest.raises(sqlite3.IntegrityError), savepoint(connection):  # noqa: PT012 - the end of the block is meant
                start_run(connection, "reread", {}, "second")
                connection.execute("INSERT INTO runs (kind, state, settings, started) VALUES ('none', '', '{}', '')")
        assert connection.execute("SELECT started FROM runs").fetchall() == [("first",)]


def test_an_interrupt_between_the_steps_of_a_transaction_leaves_none_open(path: Path) -> None:
    with closing(new_archive(path)) as connection:
        with pytest.raises(KeyboardInterrupt), transaction(connection):  # noqa: PT012 - the end of the block is meant
            start_run(connection, "add", {}, "first")
            raise KeyboardInterrupt
        assert not connection.in_transaction
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_a_pipeline_that_does_not_exist_is_told_before_anything_is_written(path: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Peru and Chile met.", encoding="utf-8")
    reading = dataclasses.replace(AddOptions().reading, pipeline="no_such_pipeline")
    with pytest.raises(UsageError, match="no_such_pipeline"):
        add_articles([str(article)], path, AddOptions(reading=reading), NoWatch())
    assert not path.exists()


def test_a_run_that_ended_does_not_hide_one_that_did_not(path: Path) -> None:
    with closing(new_archive(path)) as connection, transaction(connection):
        killed = start_run(connection, "add", {}, "1")
        ended = start_run(connection, "add", {}, "2")
        end_run(connection, ended, "finished", "3")
        assert find_resumable(connection, "add").run == killed
        with pytest.raises(UsageError) as caught:
            find_resumable(connection, "reread")
        assert caught.value.hint == "Go on with it: detente add --resume"
        end_run(connection, killed, "finished", "4")
        with pytest.raises(ArchiveError):
            find_resumable(connection, "add")
