"""Slices of an out folder: which articles a condition asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive import Appearance
from detente.errors import UsageError
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.records import ShardRecords
from detente.runs.shards.slices import archive_slice, select_articles
from detente.runs.shards.tables import ShardStories, write_tables
from detente.runs.watch import NoWatch
from detente.runs.workers import TaskResult
from tests.unit.archive.builders import full_record, plain_record

if TYPE_CHECKING:
    from pathlib import Path


def test_a_condition_asks_all_tables(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path / "it's here"))
    record, plain = full_record(), plain_record("Nothing happens in here.", published="2020-01-01")
    with ShardRecords(folder, "s") as records:
        for one in (record, plain):
            place = Appearance("a", None, None, None, None)
            records.add_result(one.article.id, place, TaskResult(one.article, one, (), None))
    write_tables(folder, "s", ShardStories())
    assert select_articles(folder, ["s"], "TRUE") == {record.article.id, plain.article.id}
    assert select_articles(folder, ["s"], "published < '2021-01-01' -- old") == {plain.article.id}
    assert select_articles(folder, ["s"], "article IN (SELECT article FROM events)") == {record.article.id}
    with pytest.raises(UsageError, match="cannot be asked: Permission"):
        select_articles(folder, ["s"], "title IN (SELECT content FROM read_text('/etc/hostname'))")
    with pytest.raises(UsageError, match="cannot be asked"):
        select_articles(folder, ["s"], "article IN")


def test_a_folder_without_shards_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no shard of .* is made yet"):
        archive_slice(str(tmp_path), tmp_path / "a.sqlite", "TRUE", NoWatch())
