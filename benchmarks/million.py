"""A million events made of real records, asked in an archive, among imported events, and in Parquet.

The records are readings of reports, each many times with other actors and other days (benchmarks.large_archive): who
did what to whom in them never happened, but countries, types, confidences and repetitions are as they come. The files
are kept in the temporary folder for the next time.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import pyarrow.parquet as pq

from benchmarks.large_archive import make_large
from benchmarks.page_seed import make_seed
from detente.analysis.events import Selection
from detente.analysis.follow import FollowOptions, measure_follow
from detente.analysis.relations import RelationsOptions, count_attention, count_dyads, measure_relations
from detente.analysis.result import Result
from detente.archive import connect, transaction
from detente.archive.imports import dyad_columns
from detente.runs.analyses.wanted import Wanted
from detente.runs.tables import Tables, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

#: About ten events each, and a seventh more rows of dyads.
_ARTICLES: Final = 100_000
#: Events of every confidence: all of them are to be counted.
_ALL: Final = Selection(min_confidence=0.0, statuses=("actual", "promised", "proposed"), background=True)
_DYADS: Final = 300
_Found = TypeVar("_Found")


def million(shared: Path) -> Iterator[str]:
    """Yield what the analyses cost, in CPU seconds of one core: loading apart from counting.

    Args:
        shared: The folder with the data.
    """
    folder = Path(tempfile.gettempdir()) / "detente-million"
    folder.mkdir(exist_ok=True)
    own = folder / "own.sqlite"
    if not own.exists():
        make_large(make_seed(shared, folder), own, _ARTICLES)
    yield f"a million events by permuting real records, {_ARTICLES:,} articles; CPU seconds, loading apart"
    dyads, spent = _timed(open_tables(own).dyads)
    yield from _ask("an archive's own events", open_tables(own), dyads, spent)
    parquet = folder / "dyads.parquet"
    pq.write_table(dyads, parquet)
    imported = folder / "imported.sqlite"
    if not imported.exists():
        _import(dyads, imported)
    for name, place in (("imported events", imported), ("Parquet", parquet)):
        tables = open_tables(place)
        dyads, spent = _timed(tables.dyads)
        yield from _ask(name, tables, dyads, spent)


def _timed(work: Callable[[], _Found]) -> tuple[_Found, float]:
    begun = time.process_time()
    return work(), time.process_time() - begun


def _ask(name: str, place: Tables, dyads: pa.Table, loading: float) -> Iterator[str]:
    series, counting = _timed(lambda: count_dyads(dyads, selection=_ALL))
    busiest = (
        series.group_by(["source", "target"]).aggregate([("events", "sum")]).sort_by([("events_sum", "descending")])
    )
    pair = busiest.slice(_DYADS // 2, 1).to_pylist()[0]
    attention = count_attention(dyads, every="month", selection=_ALL)
    rows, finding = _timed(lambda: place.dyads(Wanted(_ALL, ((pair["source"], pair["target"]),))))
    asked = RelationsOptions(pair["source"], pair["target"], selection=_ALL)
    found, measuring = _timed(lambda: measure_relations(rows, asked, attention=attention))
    if not isinstance(found, Result):
        raise SystemExit(f"no result: {found}")
    yield (
        f"  {name}: {len(dyads):,} rows loaded {loading:.2f}; dyad-month series of everything, {len(series):,} rows, "
        f"{counting:.2f}; one dyad ({found.n_distinct:,} events): its rows found {finding:.3f}, its series "
        f"{measuring:.3f}"
    )
    sides = busiest.slice(0, _DYADS)
    chosen = dyads.filter(
        _between(dyads, set(zip(*(sides.column(side).to_pylist() for side in ("source", "target")), strict=True)))
    )
    outcome, following = _timed(lambda: measure_follow(chosen, FollowOptions(selection=_ALL)))
    told = outcome.method.split(",")[0] if isinstance(outcome, Result) else f"not enough data: {outcome.n:,} signals"
    yield f"    words and deeds for the {_DYADS} busiest dyads, {len(chosen):,} rows: {following:.1f}; {told}"


def _between(dyads: pa.Table, pairs: set[tuple[str, str]]) -> list[bool]:
    sides = (dyads.column(f"{side}_country").to_pylist() for side in ("source", "target"))
    return [pair in pairs for pair in zip(*sides, strict=True)]


def _import(dyads: pa.Table, path: Path) -> None:
    """Put the events into an archive as those of another data set; what only our own have is left out."""
    names = dyad_columns()
    marks = ", ".join("?" * (len(names) + 1))
    with closing(connect(path, create=True)) as connection, transaction(connection):
        connection.execute(
            "INSERT INTO imports (import, path, kind, sha256, imported, rows, malformed, examples) "
            "VALUES (1, 'million', 'icews', ?, '2026-01-01T00:00:00+00:00', ?, 0, '[]')",
            ("0" * 64, len(dyads)),
        )
        for batch in dyads.select(names).to_batches(max_chunksize=50_000):
            columns = [
                [None if day is None else day.isoformat() for day in column.to_pylist()] if name == "date" else
                [0] * len(column) if name == "line" else column.to_pylist()
                for name, column in zip(names, batch.columns, strict=True)
            ]  # fmt: skip
            connection.executemany(
                f"INSERT INTO imported_dyads VALUES ({marks})", ((1, *row) for row in zip(*columns, strict=True))
            )
