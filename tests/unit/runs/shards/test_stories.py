"""The second pass: what an archive finds when articles are added one by one is found over many shards at once."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.analysis.events import Selection
from detente.archive import Appearance, connect
from detente.archive.run_log import start_run
from detente.archive.stories import ArchiveIndex
from detente.errors import UsageError
from detente.runs.analyses.wanted import Wanted
from detente.runs.filer import file_first_record
from detente.runs.shards.candidates import open_collection
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import ShardManifest
from detente.runs.shards.plan import PLAN, Shard, ShardPlan
from detente.runs.shards.records import ShardRecords
from detente.runs.shards.stories import (
    Joined,
    find_stories,
    join_stories,
    make_tables,
    note_stories,
    noted_stories,
    stale_tables,
)
from detente.runs.shards.tables import ShardStories, write_tables
from detente.runs.tables import ShardTables, open_tables
from detente.runs.workers import TaskResult
from detente.text.fingerprints import sketch
from tests.unit.archive.builders import full_record, plain_record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from detente.records import Record

_WORDS = [f"word{n}" for n in range(900)]


def _texts(count: int) -> list[str]:
    """Return texts of which some are cut or edited copies of earlier ones, or made of two of them."""
    rng = random.Random(7)  # noqa: S311 - the same texts each time
    texts: list[str] = []
    for _ in range(count):
        draw = rng.random()
        if len(texts) < 3 or draw < 0.4:
            words = rng.choices(_WORDS, k=120)
        elif draw < 0.85:
            words = rng.choice(texts).split()
            words = words[: rng.randint(60, len(words))]
            words[rng.randrange(len(words))] = "changed"
        else:
            words = rng.choice(texts).split()[:90] + rng.choice(texts).split()[:90]
        texts.append(" ".join(words))
    return list(dict.fromkeys(texts))


def _write(folder: ShardFolder, shards: dict[str, Sequence[Record]]) -> None:
    for name, found in shards.items():
        with ShardRecords(folder, name) as records:
            for record in found:
                text = record.article.text
                place = Appearance(f"{name}/{record.article.id[:8]}", None, None, None, None)
                result = TaskResult(record.article, record, sketch(text), None)
                records.add_result(record.article.id, place, result)
        write_tables(folder, name, ShardStories())
        counts = {"read": len(found), "duplicate": 0, "failed": 0}
        ShardManifest(name, (), {}, {}, counts).write(folder)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "archive.sqlite", create=True)) as opened:
        start_run(opened, "add", {}, "2026-01-01T00:00:00+00:00")
        yield opened


def test_stories_are_those_of_an_archive(tmp_path: Path, connection: sqlite3.Connection) -> None:
    texts = _texts(150)
    made = [plain_record(text) for text in texts]
    folder = ShardFolder(str(tmp_path / "out"))
    _write(folder, {f"s{n}": made[start : start + 40] for n, start in enumerate(range(0, len(made), 40))})
    for record in made:
        file_first_record(connection, 1, record, sketch(record.article.text))
    index = ArchiveIndex(connection)
    theirs = {number: index.story_of(number) for number in range(1, len(made) + 1)}
    with open_collection(folder, [f"s{n}" for n in range(-(-len(made) // 40))]) as collection:
        ours = join_stories(collection)
    assert {number: ours.story_of(number) for number in theirs} == theirs
    assert len(set(theirs.values())) < 0.8 * len(made)


def test_a_text_of_two_shards_is_one_article(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    record = full_record()
    _write(folder, {"a": [record], "b": [plain_record("Something else altogether."), record]})
    found, counts = find_stories(folder, ["a", "b"])
    assert (counts.articles, counts.repeats, counts.stories) == (2, 1, 0)
    assert found["b"].elsewhere == {record.article.id}
    assert [a.origin[:2] for a in found["a"].appearances[record.article.id]] == ["b/"]
    assert stale_tables(folder, found).keys() == {"a", "b"}
    for task in stale_tables(folder, found).values():
        make_tables(task)
    assert stale_tables(folder, found) == {}


def test_near_duplicates_within_a_shard_are_counted_by_shard(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    wire = " ".join(f"word{number}" for number in range(120))
    one, near, other = (
        plain_record(text) for text in (wire, f"{wire} (Corrects the date.)", "Something else altogether.")
    )
    later = plain_record(f"{wire} Reporting by others.")
    _write(folder, {"a": [one, other, near], "b": [later]})
    _, counts = find_stories(folder, ["a", "b"])
    assert (counts.copies, counts.within) == (2, {"a": 1})


def test_tables_of_shards_are_read_once_the_stories_are_known(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    with pytest.raises(UsageError, match=r"no shard of .* is made yet"):
        ShardTables(str(tmp_path))
    record = full_record()
    _write(folder, {"a": [record], "b": [record]})
    folder.put(PLAN, ShardPlan(record.run, {}, (Shard("a", ()), Shard("b", ()))).to_json())
    with pytest.raises(UsageError, match=r"the stories of .* are not found yet"):
        open_tables(tmp_path)
    found, counts = find_stories(folder, ["a", "b"])
    for task in stale_tables(folder, found).values():
        make_tables(task)
    note_stories(folder, ["a", "b"], counts)
    assert noted_stories(folder, ["b", "a"]) == counts
    assert noted_stories(folder, ["a"]) is None
    tables = open_tables(tmp_path)
    assert tables.table("articles").num_rows == 1
    assert tables.dyads().num_rows
    assert tables.dyads(Wanted(Selection(), (("XXX", None),))).num_rows == 0


def test_merged_stories_are_told_in_the_order_of_their_joining() -> None:
    joined = Joined()
    for article, story in ((2, 1), (4, 3), (5, 1), (3, 1)):
        joined.join(article, story)
    assert joined.members == {1: [1, 2, 3, 4, 5]}
    assert joined.told == [(2, (1,)), (4, (3,)), (5, (1, 2)), (3, (1, 2)), (4, (1, 2, 3))]
    assert [joined.story_of(n) for n in range(1, 7)] == [1, 1, 1, 1, 1, 6]
