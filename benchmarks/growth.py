"""What the archive costs as it grows: time for each article, bytes for each byte of text, time for a search.

The articles are readings of a few hundred texts, each many times with other words of the same length in their places:
every text, fingerprint and unknown name is new, while all claims stand where they stood.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive import Appearance, connect, transaction
from detente.archive.run_log import start_run
from detente.archive.search import search_actors, search_articles, search_statements
from detente.runs.filer import Arrival, Filer
from detente.runs.watch import NoWatch
from detente.runs.workers import TaskResult
from detente.text.fingerprints import sketch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from detente.records import Actor, Record

_WORD = re.compile(r"[A-Za-z]+")
#: What a measurement at one size is taken over, after some articles to warm up.
WARM_UP, MEASURED = 200, 2_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What storing cost at one size of the archive, in milliseconds an article.

    Attributes:
        articles: How many articles the archive had.
        cpu_ms: Processor time, the system's included.
        wall_ms: Time by the clock; other work on the machine counts.
    """

    articles: int
    cpu_ms: float
    wall_ms: float


class Varier:
    """Puts other words of the same length for those of a record's text; offsets stay.

    Args:
        texts: Where the words are taken from, as often as they stand there.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._words: dict[int, list[str]] = defaultdict(list)
        for text in texts:
            for word in _WORD.findall(text):
                self._words[len(word)].append(word.lower())

    def vary(self, record: Record, seed: int) -> Record:
        """Return the record of another text, the same for the same seed."""
        rng = random.Random(seed)

        def put(match: re.Match[str]) -> str:
            old = match[0]
            known = self._words.get(len(old))
            new = known[int(rng.random() * len(known))] if known else old
            return new.title() if old[0].isupper() else new

        text = _WORD.sub(put, record.article.text)
        id_ = hashlib.sha256(text.encode()).hexdigest()
        title = None if record.article.title is None else _WORD.sub(put, record.article.title)
        article = dataclasses.replace(record.article, id=id_, text=text, title=title)
        actors = tuple(_rename(actor, record.article.text, text) for actor in record.actors)
        return dataclasses.replace(record, article=article, actors=actors)


def _rename(actor: Actor, old: str, new: str) -> Actor:
    """Return an actor under the name that stands in the new text now; those that the tables know keep theirs."""
    if actor.entity is not None:
        return actor
    named = next((m.span for m in actor.mentions if m.span.words(old) == actor.name), None)
    return actor if named is None else dataclasses.replace(actor, name=named.words(new))


def measure_growth(records: Sequence[Record], path: Path, sizes: Sequence[int]) -> list[Cost]:
    """Fill a new archive with varied records, and return what storing cost at each size.

    Args:
        records: Readings.
        path: A new file.
        sizes: Numbers of articles, ascending; 0 for an empty archive.
    """
    varier = Varier([record.article.text for record in records])
    costs = []
    with closing(connect(path, create=True)) as connection:
        filer = _Stopwatch(connection)
        for size in sizes:
            filer.fill(records, varier, max(size - filer.count, 0) + WARM_UP)
            before = filer.cpu, filer.wall
            filer.fill(records, varier, MEASURED)
            cpu, wall = (
                (now - then) / MEASURED * 1000 for now, then in zip((filer.cpu, filer.wall), before, strict=True)
            )
            costs.append(Cost(size, cpu, wall))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return costs


class _Stopwatch:
    """Files varied records as a run does, and takes the time of the filing alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        with transaction(connection):
            run = start_run(connection, "add", {}, "2025-01-01T00:00:00+00:00")
        self._filer = Filer(connection, run, NoWatch())
        self.count = 0
        self.cpu = self.wall = 0.0

    def fill(self, records: Sequence[Record], varier: Varier, count: int) -> None:
        for _ in range(count):
            record = varier.vary(records[self.count % len(records)], self.count)
            result = TaskResult(record.article, record, sketch(record.article.text), None)
            origin = f"clippings/{self.count:07}.txt"
            found = Appearance(origin, None, None, record.article.published, record.article.title)
            arrival = Arrival(origin, record.article.id, found, result, None)
            cpu, wall = time.process_time(), time.perf_counter()
            self._filer.file(arrival)
            self.cpu += time.process_time() - cpu
            self.wall += time.perf_counter() - wall
            self.count += 1
        self._filer.flush()


def measure_size(records: Sequence[Record], path: Path) -> float:
    """Return the size of a new archive of some records as a multiple of their texts in UTF-8."""
    with closing(connect(path, create=True)) as connection:
        with transaction(connection):
            run = start_run(connection, "add", {}, "2025-01-01T00:00:00+00:00")
        filer = Filer(connection, run, NoWatch())
        for number, record in enumerate(records):
            result = TaskResult(record.article, record, sketch(record.article.text), None)
            found = Appearance(f"{number}.txt", None, None, record.article.published, record.article.title)
            filer.file(Arrival(found.origin, record.article.id, found, result, None))
        filer.flush()
        connection.execute("DELETE FROM visits")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return size_ratio(path)


def size_ratio(path: Path) -> float:
    """Return the size of an archive as a multiple of its texts in UTF-8."""
    with closing(connect(path, read_only=True)) as connection:
        texts = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()[0]
    return float(path.stat().st_size / texts)


def share_of_tables(path: Path) -> list[tuple[str, float]]:
    """Return how large each table and index is as a multiple of the texts, the largest first."""
    with closing(connect(path, read_only=True)) as connection:
        texts = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()[0]
        sql = (
            "SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY sum(pgsize) DESC, name"
        )
        return [(name, size / texts) for name, size in connection.execute(sql)]


def measure_searches(path: Path) -> Iterator[tuple[str, float]]:
    """Yield what was searched for and the median time in milliseconds, over words that are rare, usual and common."""
    with closing(connect(path, read_only=True)) as connection:
        rare, usual, common, everywhere = _words_in(connection, (0.0005, 0.005, 0.05, 0.5))
        name = connection.execute("SELECT name FROM identities JOIN actors USING (identity) LIMIT 1").fetchone()[0]
        searches: tuple[tuple[str, Callable[[], object]], ...] = (
            ("a rare word", lambda: search_articles(connection, rare)),
            ("a usual word", lambda: search_articles(connection, usual)),
            ("a common word", lambda: search_articles(connection, common)),
            ("a word in half of all", lambda: search_articles(connection, everywhere)),
            ("two words", lambda: search_articles(connection, f"{common} {everywhere}")),
            ("a phrase", lambda: search_articles(connection, f'"{everywhere} {usual}"')),
            ("one word and not another", lambda: search_articles(connection, f"{common} -{everywhere}")),
            ("a word in statements", lambda: search_statements(connection, usual)),
            ("an actor", lambda: search_actors(connection, f'"{name}"')),
        )
        for what, search in searches:
            search()
            yield what, _median_ms(search)


def _median_ms(search: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        search()
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[len(times) // 2]


def _words_in(connection: sqlite3.Connection, shares: Sequence[float]) -> list[str]:
    """Return for each share of the articles a word that is in about so many of them."""
    articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    connection.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, article_words, row)")
    nearest = "SELECT term FROM held WHERE length(term) > 3 ORDER BY abs(doc - ?), term LIMIT 1"
    return [connection.execute(nearest, (share * articles,)).fetchone()[0] for share in shares]
