"""An archive as it was at one moment, in memory, and who keeps the newest one."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from detente.analysis.events import NEEDS
from detente.analysis.relations import CountedDyad
from detente.errors import ArchiveError
from detente.runs.exploring.loading import CLAIMS, load_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from detente.analysis.relations import RelationsOptions

_Made = TypeVar("_Made")

#: Answers that are kept with a snapshot. The one that was asked for longest ago goes first.
MOST_KEPT: Final = 400
#: A snapshot that took longer than this is made anew beside the old one, which is shown meanwhile. It is processor
#: time, so that a small archive is shown as it is on a busy machine too.
PATIENCE_SECONDS: Final = 2.0
#: And not more often than this, for a person who corrects claims changes the archive every few seconds.
PAUSE_SECONDS: Final = 60.0

_USUAL: Final = ", ".join(sorted(NEEDS))
_DYAD: Final = ", ".join(sorted(NEEDS | {"source_id", "target_id"}))
#: The flat tables that analyses take, as a SELECT over the snapshot's own; columns as `detente export` names them.
_FLAT: Final[dict[str, str]] = {
    "dyads": f"SELECT {_DYAD} FROM dyad",
    "usual": f"SELECT {_USUAL} FROM usual WHERE status = 'actual'",
    "positions": "SELECT * EXCLUDE (number, key, n, told_no, date, publisher) FROM position",
    "articles": "SELECT id AS article, title, published::DATE AS published, url, publisher AS source, story, "
    "leads = 1 AS leads FROM article WHERE is_read = 1",
    "commitments": "SELECT * EXCLUDE (number, key, n, told_no, date, publisher, type) FROM commitment",
    "questions": "SELECT id, article, words AS question, alternatives, events, actors, review, confidence, leads, "
    "state, settled_by FROM question",
    "events": "SELECT DISTINCT ON (event) event AS id, type, trigger, status FROM dyad WHERE number > 0",
}


class Snapshot:
    """The claims of an archive at one moment; answers are kept, for they cannot change.

    Args:
        database: As `load_tables` gives it.
        state: What tells this moment from others.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, state: tuple[int, ...]) -> None:
        self.state = state
        self._database = database
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._database.cursor() as cursor:
            cursor.execute(f"USE {CLAIMS}")
            yield cursor

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the answer to a question over the tables of `load_tables`, a dict a row."""
        with self._cursor() as cursor:
            found = cursor.execute(sql, list(values))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def table(self, name: str) -> pa.Table:
        """Return a flat table for an analysis: dyads, positions, articles, commitments, questions or events.

        "usual" are the dyads that every measure counts if nothing else is asked. Dyads are not kept: they are many.
        """

        def read() -> pa.Table:
            with self._cursor() as cursor:
                return cursor.sql(_FLAT[name]).to_arrow_table()

        return read() if name in {"dyads", "usual"} else self.keep(("table", name), read)

    def dyads_between(self, one: str, other: str) -> pa.Table:
        """Return what is actual or promised between two sides, in both directions, as a table of dyads."""
        sides = "(source_country = $1 OR source = $1) AND (target_country = $2 OR target = $2)"
        back = "(source_country = $2 OR source = $2) AND (target_country = $1 OR target = $1)"
        with self._cursor() as cursor:
            return cursor.sql(
                f"SELECT {_USUAL} FROM usual WHERE {sides} OR {back}", params=[one, other]
            ).to_arrow_table()

    def dyads_of(self, source: str | None, target: str | None, *, both: bool) -> pa.Table:
        """Return the table of dyads with the rows from one side toward another only; None stands for everybody.

        Args:
            source: A name or a country.
            target: A name or a country.
            both: Whether the other direction is wanted too.
        """
        pairs = [(source, target), (target, source)] if both else [(source, target)]
        tests, values = [], []
        for one, other in pairs:
            held = [(side, name) for side, name in (("source", one), ("target", other)) if name is not None]
            tests.append(" AND ".join(f"({side}_country = ? OR {side} = ?)" for side, _ in held) or "TRUE")
            values += [name for _, name in held for _ in range(2)]
        with self._cursor() as cursor:
            sql = f"{_FLAT['dyads']} WHERE {' OR '.join(f'({test})' for test in tests)}"
            return cursor.sql(sql, params=values or None).to_arrow_table()

    def counted(self, options: RelationsOptions) -> CountedDyad:
        """Return the sums of a dyad or an actor by period and class, for the usual events in one direction.

        Args:
            options: Whose, and by which period; of the selection the unit alone is looked at.
        """
        unit, every = options.selection.unit, options.every
        held = [(side, name) for side, name in (("source", options.source), ("target", options.target)) if name]
        sql = f"""
            SELECT date_trunc('{every}', date)::DATE AS period, quad, count(*)::DOUBLE AS events,
                   sum(tellings)::BIGINT AS tellings, coalesce(sum(intensity), 0) AS intensity,
                   count(intensity) AS rated
            FROM (SELECT min(date) AS date, min(quad) AS quad, max(tellings) AS tellings, min(intensity) AS intensity
                  FROM counted_{unit} WHERE {" AND ".join(f"{side} = ?" for side, _ in held)} GROUP BY told_no)
            GROUP BY 1, 2 ORDER BY 1, 2"""
        with self._cursor() as cursor:
            rows = cursor.sql(sql, params=[name for _, name in held]).to_arrow_table()
        return CountedDyad(rows, self._attention(unit, every))

    def _attention(self, unit: str, every: str) -> pa.Table:
        def read() -> pa.Table:
            sql = f"""SELECT date_trunc('{every}', date)::DATE AS period, sum(events) AS events
                      FROM attention_{unit} GROUP BY 1 ORDER BY 1"""
            with self._cursor() as cursor:
                return cursor.sql(sql).to_arrow_table()

        return self.keep(("attention", unit, every), read)

    def count_quads(self, source: str, target: str) -> dict[int, int]:
        """Return the distinct events from one side toward another, by quad class: actual news of enough confidence."""
        source_is, target_is = ("{0}_country = ?" if len(name) == 3 and name.isupper() else "{0} = ?"
                                for name in (source, target))  # fmt: skip
        sql = f"""
            SELECT quad, count(DISTINCT told_no) AS n FROM usual
            WHERE {source_is.format("source")} AND {target_is.format("target")} AND status = 'actual'
            AND quad IS NOT NULL GROUP BY 1"""
        found = self.keep(("quads", source, target), lambda: self.ask(sql, [source, target]))
        return dict.fromkeys(range(1, 5), 0) | {row["quad"]: row["n"] for row in found}

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of some articles by their ids."""
        rows = self.ask("SELECT id, number FROM article WHERE id IN (SELECT unnest(?::VARCHAR[]))", [list(ids)])
        return {row["id"]: row["number"] for row in rows}

    def commitment_sides(self) -> dict[str, tuple[set[str], set[str]]]:
        """Return by the id of each commitment the names and countries of who made it, and of to whom."""

        def read() -> dict[str, tuple[set[str], set[str]]]:
            rows = self.ask("SELECT id, actor, actor_country, addressee, addressee_country FROM commitment")
            return {
                row["id"]: ({row["actor"], row["actor_country"]}, {row["addressee"], row["addressee_country"]})
                for row in rows
            }

        return self.keep("commitment sides", read)

    def keep(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what was made under a key before, or make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: _Made = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


class SnapshotKeeper:
    """Keeps the newest snapshot of an archive for as long as the file stays as it is.

    Args:
        path: The archive's file.
        prepare: What is asked of the snapshot of a large archive before anybody sees it, so that nobody waits for it.
    """

    def __init__(self, path: Path, *, prepare: Callable[[Snapshot], None] | None = None) -> None:
        self._path = path
        self._prepare = prepare
        self._snapshot: Snapshot | None = None
        self._seconds = 0.0
        self._made_at = 0.0
        self._making = threading.Lock()

    def current(self) -> Snapshot:
        """Return a snapshot: of the file as it is, or where that takes long, of a minute ago.

        Raises:
            ArchiveError: The archive is gone, damaged, or of another format.
        """
        state = self.state()
        held = self._snapshot
        if held is not None and (held.state == state or self._may_wait()):
            if held.state != state and self._is_due() and self._making.acquire(blocking=False):
                threading.Thread(target=self._make_beside, daemon=True).start()
            return held
        with self._making:
            if self._snapshot is None or self._snapshot.state != self.state():
                self._make()
            assert self._snapshot is not None  # noqa: S101 - `_make` sets it or raises
            return self._snapshot

    def _may_wait(self) -> bool:
        return self._seconds > PATIENCE_SECONDS

    def _is_due(self) -> bool:
        return time.monotonic() - self._made_at > PAUSE_SECONDS

    def _make_beside(self) -> None:
        try:
            self._make()
        except ArchiveError:
            self._made_at = time.monotonic()  # the next request that cannot do without says why
        finally:
            self._making.release()

    def _make(self) -> None:
        state, started = self.state(), time.thread_time()
        made = Snapshot(load_tables(self._path), state)
        if self._prepare is not None and time.thread_time() - started > PATIENCE_SECONDS:
            self._prepare(made)
        self._made_at = time.monotonic()
        self._seconds, self._snapshot = time.thread_time() - started, made

    def state(self) -> tuple[int, ...]:
        """Return what changes whenever somebody writes: sizes and times of the file and of its log, unless empty.

        Raises:
            ArchiveError: The archive is gone.
        """
        if not self._path.is_file():
            raise ArchiveError(f"there is no archive {self._path}", hint="Was it moved? detente serve names the file.")
        found: list[int] = []
        for path in (self._path, self._path.with_name(f"{self._path.name}-wal")):
            try:
                about = path.stat()
            except FileNotFoundError:
                continue
            # Whoever opens the archive to read makes an empty log.
            found += [about.st_ino, about.st_size, about.st_mtime_ns] if about.st_size else []
        return tuple(found)
