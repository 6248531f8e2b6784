"""A shard's files: records go in, the same records and the tables of an export come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from detente.archive import Appearance, Failure
from detente.archive.exchange import TABLES
from detente.errors import UsageError
from detente.runs.shards.apart import read_apart
from detente.runs.shards.attempts import MOST_BEGUN, Attempt
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import (
    FAILURES,
    ShardManifest,
    manifest_file,
    parse_manifest,
    read_manifest,
    read_manifests,
    table_file,
)
from detente.runs.shards.records import ShardRecords, encode_record, iter_records, read_appearances
from detente.runs.shards.tables import ShardStories, has_tables, story_number, write_tables
from detente.runs.workers import Task, TaskResult
from tests.unit.archive.builders import full_record, plain_record

if TYPE_CHECKING:
    from pathlib import Path

_MANIFEST = ShardManifest("s", (("a.txt", 3, "f00"),), {"version": "0"}, {}, {"read": 1, "duplicate": 0, "failed": 0})


@pytest.fixture
def folder(tmp_path: Path) -> ShardFolder:
    return ShardFolder(str(tmp_path / "out"))


def _place(origin: str) -> Appearance:
    return Appearance(origin, None, "The Paper", "2025-03-06", None)


def _write(folder: ShardFolder) -> None:
    record, other = full_record(), plain_record("Another text of some words.")
    with ShardRecords(folder, "s") as records:
        records.add_result(record.article.id, _place("a.txt"), TaskResult(record.article, record, (1, 2), None))
        records.add_result(other.article.id, _place("b.txt"), TaskResult(other.article, other, (3,), None))
        records.add_duplicate(record.article.id, _place("c.txt"))
        records.add_duplicate(record.article.id, _place("c.txt"))
        failure = Failure("source", "d.txt is empty", None)
        records.add_failure("d.txt", failure)
        records.add_result("f0", _place("e.txt"), TaskResult(None, None, (), Failure("text", "too long", "Cut it.")))
        assert records.has_read(record.article.id)
        assert not records.has_read("f0")
        assert records.counts == {"read": 2, "duplicate": 2, "failed": 2}
        assert records.reasons[("source", "is empty")] == 1


def test_records_come_back_as_they_went_in(folder: ShardFolder) -> None:
    _write(folder)
    found = list(iter_records(folder, "s"))
    assert [record for record, _ in found] == [full_record(), plain_record("Another text of some words.")]
    assert [list(sketch) for _, sketch in found] == [[1, 2], [3]]
    places = read_appearances(folder, "s")
    assert [a.origin for a in places[full_record().article.id]] == ["a.txt", "c.txt"]
    failures = pq.read_table(folder.path(table_file(FAILURES, "s"))).to_pylist()
    assert [(row["origin"], row["article"], row["stage"]) for row in failures] == [
        ("d.txt", None, "source"),
        ("e.txt", "f0", "text"),
    ]


def test_the_tables_are_those_of_an_export(folder: ShardFolder) -> None:
    _write(folder)
    write_tables(folder, "s", ShardStories())
    for table in TABLES:
        assert pq.read_schema(folder.path(table_file(table.name, "s"))).equals(table.schema)
    articles = pq.read_table(folder.path(table_file("articles", "s"))).to_pylist()
    assert [row["appearances"] for row in articles] == [2, 1]
    assert [row["leads"] for row in articles] == [True, True]
    assert articles[0]["story"] == story_number(full_record().article.id)
    events = pq.read_table(folder.path(table_file("events", "s"))).to_pylist()
    assert events
    assert all(row["told"] == row["id"] for row in events)
    assert has_tables(folder, "s", ShardStories())


def test_stories_of_other_shards_go_into_the_tables(folder: ShardFolder) -> None:
    _write(folder)
    record, other = full_record(), plain_record("Another text of some words.")
    first = f"{record.article.id}:{record.events[0].key}"
    stories = ShardStories(
        leading={record.article.id: "ab" * 32},
        told={first: "told:e1"},
        elsewhere=frozenset({other.article.id}),
        appearances={record.article.id: (_place("z.txt"),)},
    )
    assert not has_tables(folder, "s", stories)
    write_tables(folder, "s", stories)
    assert has_tables(folder, "s", stories)
    articles = pq.read_table(folder.path(table_file("articles", "s"))).to_pylist()
    assert [(row["leads"], row["story"], row["appearances"]) for row in articles] == [(False, 0xABABABABABABABA, 3)]
    events = pq.read_table(folder.path(table_file("events", "s"))).to_pylist()
    assert events[0]["told"] == "told:e1"
    assert {row["leads"] for row in events} == {False}


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    both = [ShardFolder(str(tmp_path / name)) for name in "ab"]
    for one in both:
        _write(one)
        write_tables(one, "s", ShardStories())
    for table in (*(t.name for t in TABLES), "records", "appearances", "failures"):
        assert both[0].read(table_file(table, "s")) == both[1].read(table_file(table, "s"))


def test_half_a_character_is_no_record() -> None:
    assert encode_record(plain_record("Some text here.", source="half \ud83d")) is None


def test_a_shard_is_done_when_all_of_it_is_there(folder: ShardFolder) -> None:
    _write(folder)
    assert read_manifest(folder, "s") is None
    _MANIFEST.write(folder)
    assert read_manifest(folder, "s") == _MANIFEST
    assert read_manifests(folder) == {}  # the tables are missing
    write_tables(folder, "s", ShardStories())
    assert read_manifests(folder) == {"s": _MANIFEST}
    folder.put(manifest_file("s"), b'{"name": "s"')
    assert read_manifests(folder) == {}
    assert parse_manifest(b"[]") is None


def test_an_article_that_a_process_died_with_is_under_suspicion(folder: ShardFolder) -> None:
    first = Attempt.begin(folder, "s")
    first.note("a.txt")  # costs nothing: nobody died yet
    assert folder.names("attempts") == {"s.json"}
    second = Attempt.begin(folder, "s")
    assert (second.number, second.suspects) == (2, frozenset())
    second.note("a.txt")
    second.note("b.txt")
    third = Attempt.begin(folder, "s")
    assert third.suspects == {"b.txt"}
    third.end()
    assert folder.names("attempts") == frozenset()
    folder.put("attempts/s.json", b"{")  # cut off
    assert Attempt.begin(folder, "s").number == 2


def test_a_shard_that_is_begun_without_end_is_given_up_and_said_why(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    numbers = [Attempt.begin(folder, "s").number for _ in range(MOST_BEGUN)]
    assert numbers == list(range(1, MOST_BEGUN + 1))
    with pytest.raises(UsageError, match="s was begun 60 times and never ended") as caught:
        Attempt.begin(folder, "s")
    assert "--lifetime" in (caught.value.hint or "")
    assert Attempt.begin(folder, "s").number == 1, "the same command may try again"


def test_what_kills_its_process_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    from detente.runs import ReadingOptions  # noqa: PLC0415 - beside what it is for

    result = read_apart(Task("A text.", None, None, None, None), ReadingOptions())
    assert result.failure is not None
    assert result.failure.reason == "the process that read it died"
