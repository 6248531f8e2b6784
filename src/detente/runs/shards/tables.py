"""The flat tables of a shard, made from its records by what `detente export` makes them with."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq

from detente.archive import Appearance, Filed
from detente.archive.exchange import TABLES
from detente.archive.exchange.flat.tables import Batcher
from detente.runs.shards.layout import table_file
from detente.runs.shards.records import iter_records, read_appearances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.archive.exchange.flat.table_list import FlatTable
    from detente.records import Record
    from detente.runs.shards.folder import ShardFolder

#: An article's number as the tables have it: the first 60 bits of its id, the same in every collection.
_NUMBER_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class ShardStories:
    """What the other shards say of the articles of one. An article that is in none of it stands for itself.

    Attributes:
        leading: For the id of an article, that of the leading text of its story.
        told: For the id of an event, that of the first telling.
        elsewhere: Ids of articles of which an earlier shard has the same text: their rows stand there.
        appearances: For the id of an article, where later shards found the same text.
    """

    leading: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    appearances: Mapping[str, tuple[Appearance, ...]] = field(default_factory=dict)

    def digest(self) -> str:
        """Return the sha256 of all this, by which it is told whether a shard's tables hold it already."""
        places = {
            article: [[a.origin, a.url, a.source, a.published, a.title] for a in listed]
            for article, listed in self.appearances.items()
        }
        told = [dict(self.leading), dict(self.told), sorted(self.elsewhere), places]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class _Open:
    table: FlatTable
    writer: pq.ParquetWriter
    batcher: Batcher

    def add(self, filed: Filed) -> None:
        for row in self.table.rows(filed):
            for batch in self.batcher.add(row):
                self.writer.write_batch(batch)

    def close(self) -> None:
        for batch in self.batcher.rest():
            self.writer.write_batch(batch)
        self.writer.close()


def write_tables(folder: ShardFolder, shard: str, stories: ShardStories) -> None:
    """Write the flat tables of a shard from its records, in place of what is there.

    Args:
        folder: The out folder.
        shard: The shard's name.
        stories: What the other shards say of its articles.
    """
    appearances = read_appearances(folder, shard)
    with ExitStack() as stack:
        opened = []
        for table in TABLES:
            path = stack.enter_context(folder.writing(table_file(table.name, shard)))
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
            opened.append(_Open(table, writer, Batcher(table)))
            stack.callback(opened[-1].close)
        for record, _ in iter_records(folder, shard):
            id_ = record.article.id
            if id_ in stories.elsewhere:
                continue
            filed = as_filed(record, (*appearances[id_], *stories.appearances.get(id_, ())), stories)
            for entry in opened:
                entry.add(filed)
    note = json.dumps({"stories": stories.digest()}) + "\n"
    folder.put(_tables_note(shard), note.encode())


def has_tables(folder: ShardFolder, shard: str, stories: ShardStories) -> bool:
    """Tell whether a shard's tables were written, and say of stories what they should."""
    data = folder.read(_tables_note(shard))
    try:
        return bool(json.loads(data or b"{}").get("stories") == stories.digest())
    except (ValueError, AttributeError):
        return False


def as_filed(record: Record, appearances: tuple[Appearance, ...], stories: ShardStories) -> Filed:
    """Return an article of a shard as an archive would hold it."""
    id_ = record.article.id
    leading = stories.leading.get(id_, id_)
    keys = (f"{id_}:{event.key}" for event in record.events)
    return Filed(
        record=record,
        story=story_number(leading),
        leads=leading == id_,
        appearances=appearances,
        told={key.rpartition(":")[2]: stories.told.get(key, key) for key in keys},
    )


def story_number(article: str) -> int:
    """Return the number of the story that an article leads: its id's first 60 bits, the same in every collection.

    >>> story_number("00000000000000a" + "f" * 49)
    10
    """
    return int(article[:_NUMBER_DIGITS], 16)


def _tables_note(shard: str) -> str:
    return f"tables/{shard}.json"
