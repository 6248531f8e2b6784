"""The out folder in an object store: a real server that speaks S3, on this machine."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from moto.server import ThreadedMotoServer

from detente.archive import Appearance
from detente.errors import SourceError, UsageError
from detente.runs.shards.attempts import Attempt
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import ShardManifest, read_manifest, read_manifests
from detente.runs.shards.plan import PLAN, Shard, ShardPlan, is_shards, is_there, look_again, make_shards, read_plan
from detente.runs.shards.records import ShardRecords, iter_records
from detente.runs.shards.slices import select_articles
from detente.runs.shards.stored import fetched
from detente.runs.shards.stories import find_stories, make_tables, note_stories, noted_stories, stale_tables
from detente.runs.shards.tables import ShardStories, write_tables
from detente.runs.tables import open_tables
from detente.runs.workers import TaskResult
from detente.sources import CollectionOptions
from detente.sources.intake import iter_file_items
from tests.unit.archive.builders import full_record, plain_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Record

# the client of S3 has threads of its own, which end with the process
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Return the address of an empty bucket of a server on 127.0.0.1."""
    import s3fs  # noqa: PLC0415 - of the extra `cluster`

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    patch = pytest.MonkeyPatch()
    host, port = server.get_host_and_port()
    patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    try:
        s3fs.S3FileSystem().mkdir("news")
        yield "s3://news"
    finally:
        patch.undo()
        server.stop()


@pytest.fixture(scope="module")
def stored(bucket: str) -> str:
    """Return the address of a folder with a text, a table of three rows, a packed page, and a picture."""
    import s3fs  # noqa: PLC0415 - of the extra `cluster`

    fs = s3fs.S3FileSystem()
    fs.pipe({
        f"{bucket}/in/a.txt": b"Norland and Southland agreed to talk about the river and its dams.",
        f"{bucket}/in/deep/b.csv": b"title,text\n" + b"".join(b"Talks,Words %d of ours.\n" % n for n in range(3)),
        f"{bucket}/in/deep/c.html.gz": b"not read here",
        f"{bucket}/in/picture.png": b"\x89PNG",
    })  # fmt: skip
    return f"{bucket}/in"


def test_sources_in_a_store_are_planned_and_fetched(stored: str) -> None:
    notices: list[str] = []
    shards = make_shards([stored, f"{stored}/a.txt"], 10, (), notices.append)
    assert notices == [f"{stored}: 1 file of other kinds passed over"]
    names = [[one.origin.removeprefix(f"{stored}/") for one in shard.inputs] for shard in shards]
    assert names == [["a.txt", "deep/b.csv", "deep/c.html.gz"]], "small tables are put together with texts"
    assert make_shards([f"{stored}/*.txt"], 10, shards, notices.append) == shards, "they are planned already"
    table = shards[0].inputs[1]
    with fetched(table.location) as path:
        items = list(iter_file_items(path, table.origin, CollectionOptions(), notices.append))
    assert [item.origin for item in items] == [f"{stored}/deep/b.csv#{row}" for row in (1, 2, 3)]
    assert not path.exists()
    assert look_again(shards[0]) == (shards[0], ())


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_large_table_in_a_store_is_divided(ending: str, stored: str) -> None:
    import s3fs  # noqa: PLC0415 - of the extra `cluster`

    place = f"{stored.replace('/in', '/large')}/wire.{ending}"
    s3fs.S3FileSystem().pipe_file(place, _table(ending, 100))
    shards = make_shards([place], 30, (), lambda _: None)
    assert shards == make_shards([place], 30, (), lambda _: None)
    assert [one.rows for one in shards] == [(1, 31), (31, 61), (61, 0)]
    rows, copies = list[str](), set[str]()
    for shard in shards:
        options = CollectionOptions(skip=partial(_is_elsewhere, shard), rows=shard.window)
        (one,) = shard.inputs
        with fetched(one.location, keep_as=one.stamp) as path:
            copies.add(f"{path} {path.stat().st_ino}")
            rows += [item.origin for item in iter_file_items(path, one.origin, options, lambda _: None)]
    assert rows == [f"{place}#{number}" for number in range(1, 101)]
    assert len(copies) == 1, "all parts are read from one copy"
    with fetched(f"{stored}/a.txt"):
        assert not path.exists(), "which goes when another file is fetched"


def _is_elsewhere(shard: Shard, origin: str) -> bool:
    return not shard.has_row(origin)


def _table(ending: str, rows: int) -> bytes:
    texts = [f"Norland sent aid number {number:03} to Southland." for number in range(rows)]
    if ending == "csv":
        return "".join(f"{text}\n" for text in ("text", *texts)).encode()
    if ending == "jsonl":
        return "".join(f"{json.dumps({'text': text})}\n" for text in texts).encode()
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), sink, row_group_size=25)
    return sink.getvalue()


def test_a_source_that_changed_or_went_is_noticed(stored: str) -> None:
    import s3fs  # noqa: PLC0415 - of the extra `cluster`

    fs = s3fs.S3FileSystem()
    place = f"{stored.replace('/in', '/other')}/one.txt"
    fs.pipe_file(place, b"The first words.")
    (shard,) = make_shards([place], 10, (), lambda _: None)
    fs.pipe_file(place, b"Quite other words.")
    _, changed = look_again(shard)
    assert [one.bytes for one in changed] == [18]
    fs.rm_file(place)
    assert not is_there(shard.inputs[0])
    with pytest.raises(UsageError, match="is not there any more"):
        look_again(shard)
    with pytest.raises(SourceError, match="cannot be fetched"), fetched(place):
        pass


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("s3://nobodys-bucket/x", "cannot be listed"),
        ("s3://news/none*.txt", "no file that articles"),
        ("zzz://a/b", "cannot be opened"),
    ],
)
def test_a_store_without_it_is_told(source: str, says: str, stored: str) -> None:  # noqa: ARG001 - the server is at work
    with pytest.raises(UsageError, match=says):
        make_shards([source], 10, (), lambda _: None)


def _write(folder: ShardFolder, name: str, *records: Record) -> None:
    with ShardRecords(folder, name) as written:
        for one in records:
            place = Appearance(f"{name}.txt", None, None, None, None)
            written.add_result(one.article.id, place, TaskResult(one.article, one, (1, 2, 3, 4), None))
    write_tables(folder, name, ShardStories())
    counts = {"read": len(records), "duplicate": 0, "failed": 0}
    ShardManifest(name, (), {}, {}, counts).write(folder)


def test_a_run_over_shards_lies_in_a_store(bucket: str) -> None:
    folder = ShardFolder(f"{bucket}/run")
    assert is_shards(folder.place)
    assert not folder.is_local
    folder.check_writable()
    assert read_plan(folder) is None
    record, plain = full_record(), plain_record("Nothing happens in here.")
    _write(folder, "a", record)
    _write(folder, "b", plain, record)
    folder.put(PLAN, ShardPlan(record.run, {}, (Shard("a", ()), Shard("b", ()))).to_json())
    assert set(read_manifests(folder)) == {"a", "b"}
    assert [one for one, _ in iter_records(folder, "b")] == [plain, record]
    found, counts = find_stories(folder, ["a", "b"])
    assert (counts.articles, counts.repeats) == (2, 1)
    for task in stale_tables(folder, found).values():
        make_tables(task)
    note_stories(folder, ["a", "b"], counts)
    assert noted_stories(folder, ["a", "b"]) == counts
    tables = open_tables(folder.place)
    assert tables.table("articles")["appearances"].to_pylist() == [2, 1]
    assert tables.dyads().num_rows > 0
    assert select_articles(folder, ["a", "b"], "article IN (SELECT article FROM events)") == {record.article.id}


def test_attempts_are_noted_in_a_store(bucket: str) -> None:
    folder = ShardFolder(f"{bucket}/attempts")
    Attempt.begin(folder, "s")
    second = Attempt.begin(folder, "s")
    second.note("a.txt")
    assert Attempt.begin(folder, "s").suspects == {"a.txt"}
    second.end()
    assert folder.names("attempts") == frozenset()
    assert read_manifest(folder, "s") is None


def test_a_store_that_cannot_be_written_is_told(bucket: str) -> None:
    with pytest.raises(UsageError, match="nothing can be written to s3://no-such-bucket-at-all/x"):
        ShardFolder(f"{bucket.replace('news', 'no-such-bucket-at-all')}/x").check_writable()
