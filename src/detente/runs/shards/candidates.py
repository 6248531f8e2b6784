"""Which articles of many shards are worth comparing: by their sketches, in DuckDB, on the disk where memory ends.

The answer for each article is what an archive would have found when the article was added behind all that come before
it in the plan (`StoryFinder`): the same limits, the same weights, the same order.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from detente.runs.shards.layout import RECORDS, table_file
from detente.text.stories import LEAST_SHARED, MOST_COMPARED, MOST_POSTINGS, RARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.runs.shards.folder import ShardFolder

_MEMORY: Final = "1GB"
_FETCHED_ROWS: Final = 500

#: Articles in the order of the plan, each text once; `shard` is its place in the plan.
_OWN: Final = """
CREATE TABLE own AS
SELECT row_number() OVER (ORDER BY shard, place) AS number, article, shard, sketch
FROM (SELECT *, row_number() OVER (PARTITION BY article ORDER BY shard, place) AS nth FROM came)
WHERE nth = 1
"""
_POSTINGS: Final = """
CREATE TABLE postings AS
SELECT hash, number, row_number() OVER (PARTITION BY hash ORDER BY number) AS place
FROM (SELECT DISTINCT unnest(sketch) AS hash, number FROM own)
"""
_PAIRS: Final = f"""
CREATE TABLE pairs AS
SELECT number, candidate, rank FROM (
    SELECT number, candidate, row_number() OVER (PARTITION BY number ORDER BY weight DESC, candidate) AS rank
    FROM (
        SELECT later.number AS number, earlier.number AS candidate, count(*) AS shared,
               sum({RARE} // least(later.place - 1, {MOST_POSTINGS})) AS weight
        FROM postings AS later JOIN postings AS earlier USING (hash)
        WHERE earlier.place <= {MOST_POSTINGS} AND earlier.place < later.place
        GROUP BY ALL
    )
    WHERE shared >= {LEAST_SHARED}
)
WHERE rank <= {MOST_COMPARED}
"""  # noqa: S608 - our own numbers


@dataclass(frozen=True, slots=True)
class Compared:
    """An article, and those before it that are worth comparing, the nearest first."""

    number: int
    text: str
    candidates: tuple[int, ...]
    texts: dict[int, str]


class ShardArticles:
    """The articles of all shards, by their numbers: 1 for the first of the plan.

    Args:
        connection: An empty database.
        folder: The out folder.
        shards: Names of its shards, in the order of the plan.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: ShardFolder, shards: Sequence[str]) -> None:
        self._connection = connection
        self._folder = folder
        self._shards = shards
        if not folder.is_local:
            connection.register_filesystem(folder.fs)
        connection.execute("CREATE TABLE came (shard INTEGER, place INTEGER, article VARCHAR, sketch BIGINT[])")
        for number, shard in enumerate(shards):
            self._take(number, shard)
        connection.execute(_OWN)
        connection.execute(_POSTINGS)
        connection.execute(_PAIRS)

    def _take(self, number: int, shard: str) -> None:
        with self._folder.open(table_file(RECORDS, shard)) as stream:
            found = pq.read_table(stream, columns=["article", "sketch"], use_threads=False)
        places = pa.array(range(len(found)), pa.int32())
        shards = pa.array([number] * len(found), pa.int32())
        rows = pa.table({"shard": shards, "place": places, "article": found["article"], "sketch": found["sketch"]})
        with self._connection.cursor() as cursor:
            cursor.register("rows", rows)
            cursor.execute("INSERT INTO came SELECT shard, place, article, sketch FROM rows")

    def iter_compared(self) -> Iterator[Compared]:
        """Yield the articles that have candidates, in their order, with the texts."""
        self._connection.execute(
            "CREATE TEMP TABLE texts AS SELECT number, any_value(text) AS text "
            "FROM read_parquet(?) AS found JOIN own USING (article) "
            "WHERE number IN (SELECT number FROM pairs UNION SELECT candidate FROM pairs) GROUP BY number",
            [self._files("articles")],
        )
        rows = self._connection.execute(
            "SELECT pairs.number, candidate, own.text, other.text FROM pairs JOIN texts AS own USING (number) "
            "JOIN texts AS other ON other.number = candidate ORDER BY pairs.number, rank"
        )
        fetched = iter(lambda: rows.fetchmany(_FETCHED_ROWS), [])
        for number, group in groupby((row for batch in fetched for row in batch), key=lambda row: row[0]):
            listed = list(group)
            candidates = tuple(row[1] for row in listed)
            yield Compared(number, listed[0][2], candidates, {row[1]: row[3] for row in listed})

    def ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of some articles by number."""
        return {number: article for number, article, _ in self._named(numbers)}

    def homes(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the names of the shards that hold some articles, by number."""
        return {number: self._shards[shard] for number, _, shard in self._named(numbers)}

    def _named(self, numbers: Sequence[int]) -> list[tuple[int, str, int]]:
        with self._connection.cursor() as cursor:
            cursor.register("asked", pa.table({"number": pa.array(numbers, pa.int64())}))
            return cursor.execute("SELECT number, article, shard FROM own JOIN asked USING (number)").fetchall()

    def iter_records(self, groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, dict[int, str]]]:
        """Yield the records of some groups of articles, as JSON.

        Args:
            groups: Group and number of each article.

        Yields:
            A group, and its records by number.
        """
        with self._connection.cursor() as cursor:
            asked = pa.table({
                "story": pa.array([story for story, _ in groups], pa.int64()),
                "number": pa.array([number for _, number in groups], pa.int64()),
            })
            cursor.register("asked", asked)
            rows = (
                cursor.execute(
                    "SELECT asked.story, number, any_value(record) AS record FROM read_parquet(?) "
                    "JOIN own USING (article) JOIN asked USING (number) GROUP BY ALL ORDER BY asked.story, number",
                    [self._files(RECORDS)],
                )
                if groups
                else None
            )
            fetched = iter(lambda: rows.fetchmany(_FETCHED_ROWS), []) if rows is not None else ()
            for story, group in groupby((row for batch in fetched for row in batch), key=lambda row: row[0]):
                yield story, {number: record for _, number, record in group}

    def repeats(self) -> list[tuple[str, str, str]]:
        """Return the texts that several shards hold: the article's id, the first shard, and a later one, in order."""
        rows = self._connection.execute(
            "SELECT article, own.shard, came.shard FROM came JOIN own USING (article) "
            "WHERE came.shard > own.shard ORDER BY own.number, came.shard"
        ).fetchall()
        return [(article, self._shards[first], self._shards[later]) for article, first, later in rows]

    def count(self) -> int:
        """Return how many different texts there are."""
        (found,) = self._connection.execute("SELECT count(*) FROM own").fetchall()
        return int(found[0])

    def _files(self, table: str) -> list[str]:
        return [self._folder.address(table_file(table, shard)) for shard in self._shards]


@contextmanager
def open_collection(folder: ShardFolder, shards: Sequence[str]) -> Iterator[ShardArticles]:
    """Open the articles of some shards to compare them; what memory does not hold waits in a temporary file.

    Args:
        folder: The out folder.
        shards: Names of its shards, in the order of the plan.
    """
    with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": _MEMORY,
            "temp_directory": scratch,
            "threads": 1,
        }
        with duckdb.connect(str(Path(scratch) / "stories.duckdb"), config=config) as connection:
            yield ShardArticles(connection, folder, shards)
