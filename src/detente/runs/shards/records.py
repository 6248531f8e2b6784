"""What a shard's process writes while it reads: records, where their texts were found, and what failed."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from detente.archive import Appearance, Failure
from detente.archive.filing import MOST_REASON_CHARS
from detente.records import KINDS, Record
from detente.runs.shards.layout import (
    APPEARANCES,
    APPEARANCES_SCHEMA,
    FAILURES,
    FAILURES_SCHEMA,
    RECORDS,
    RECORDS_SCHEMA,
    table_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.runs.shards.folder import ShardFolder
    from detente.runs.workers import TaskResult

#: Rows of these tables that wait in memory.
_BATCH_ROWS = 64


class _Table:
    """A Parquet file that rows are added to, some at a time."""

    def __init__(self, path: Any, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, self._schema))
            self._rows = []

    def close(self) -> None:
        self.flush()
        self._writer.close()


class ShardRecords:
    """Takes what comes of the articles of a shard, in their order. Its files are there once it is left in peace.

    Args:
        folder: The out folder.
        shard: The shard's name.
    """

    def __init__(self, folder: ShardFolder, shard: str) -> None:
        self._folder = folder
        self._shard = shard
        self._stack = ExitStack()
        self._is_read: dict[str, bool] = {}
        self._places: set[tuple[str, str]] = set()
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.languages: Counter[str] = Counter()
        self.claims: Counter[str] = Counter()
        self.chars: list[int] = []

    def __enter__(self) -> ShardRecords:
        self._stack.__enter__()
        self._records = self._open(RECORDS, RECORDS_SCHEMA)
        self._appearances = self._open(APPEARANCES, APPEARANCES_SCHEMA)
        self._failures = self._open(FAILURES, FAILURES_SCHEMA)
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    def _open(self, name: str, schema: pa.Schema) -> _Table:
        path = self._stack.enter_context(self._folder.writing(table_file(name, self._shard)))
        table = _Table(path, schema)
        self._stack.callback(table.close)
        return table

    def has_read(self, article: str) -> bool:
        """Tell whether the shard holds the record of a text already."""
        return self._is_read.get(article, False)

    def add_duplicate(self, article: str, found: Appearance) -> None:
        """Take one more place of a text that the shard has."""
        self.counts["duplicate"] += 1
        self._appear(article, found)

    def add_failure(self, origin: str, failure: Failure, article: str | None = None) -> None:
        """Take an article that could not be found or read."""
        self.counts["failed"] += 1
        reason = failure.reason[:MOST_REASON_CHARS]
        self.reasons[failure.stage, reason.replace(origin, "").strip(" :")] += 1  # the same reason of many articles
        row = {"origin": origin, "article": article, "stage": failure.stage, "reason": reason, "hint": failure.hint}
        self._failures.add({name: _plain(value) for name, value in row.items()})

    def add_result(self, article: str, found: Appearance, result: TaskResult) -> None:
        """Take what came of reading a text."""
        self._is_read[article] = result.record is not None
        if result.record is None:
            self.add_failure(found.origin, result.failure or _NOTHING, article)
            return
        text = encode_record(result.record)
        if text is None:
            self._is_read[article] = False
            self.add_failure(found.origin, _BROKEN, article)
            return
        self.counts["read"] += 1
        self.languages[result.record.article.language or ""] += 1
        self.chars.append(len(result.record.article.text))
        self.claims.update({kind.collection: len(getattr(result.record, kind.collection)) for kind in KINDS})
        self._records.add({"article": article, "record": text, "sketch": list(result.sketch)})
        self._appear(article, found)

    def _appear(self, article: str, found: Appearance) -> None:
        if (article, found.origin) in self._places:
            return
        self._places.add((article, found.origin))
        row = {
            "article": article,
            "origin": found.origin,
            "url": found.url,
            "source": found.source,
            "published": found.published,
            "title": found.title,
        }
        self._appearances.add({name: _plain(value) for name, value in row.items()})


def encode_record(record: Record) -> str | None:
    """Return a record as one line of JSON; None if it holds half a character, which no file of text can hold."""
    text = json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text


def iter_records(folder: ShardFolder, shard: str) -> Iterator[tuple[Record, Sequence[int]]]:
    """Yield the records of a shard in their order, with the sketches of their texts."""
    with folder.fetched(table_file(RECORDS, shard)) as path, pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            for row in batch.to_pylist():
                yield Record.from_json(row["record"]), row["sketch"]


def read_appearances(folder: ShardFolder, shard: str) -> dict[str, tuple[Appearance, ...]]:
    """Return where the texts of a shard were found in it, by the article's id, in the order of finding."""
    with folder.fetched(table_file(APPEARANCES, shard)) as path:
        rows = pq.read_table(path, use_threads=False).to_pylist()
    found: dict[str, list[Appearance]] = {}
    for row in rows:
        found.setdefault(row.pop("article"), []).append(Appearance(**row))
    return {article: tuple(listed) for article, listed in found.items()}


def _plain(value: str | None) -> str | None:
    """Return a text that can be written as UTF-8; what cannot be is written as its escape."""
    return None if value is None else value.encode("utf-8", "backslashreplace").decode()


_NOTHING = Failure("source", "nothing was found there", None)
_BROKEN = Failure("text", "its record holds half a character", "Decode the original bytes again.")
