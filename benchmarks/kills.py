"""Kill a run that adds articles, go on with it, and compare the archive with that of a run nobody disturbed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMAND = "import sys; from detente.views.cli.main import run; run(sys.argv[1:])"

#: Columns that hold times: all that may differ between two runs over the same articles.
TIMES = {"runs": frozenset({"started", "ended", "seconds"})}

_POLL_SECONDS = 0.05
_SAMPLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Added:
    """What a run cost.

    Attributes:
        seconds: Wall time.
        memory: Places filed, and the memory in MB that the process held then which leads the run.
    """

    seconds: float
    memory: tuple[tuple[int, float], ...]

    def most_mb(self, first: int, last: int) -> float:
        """Return the most memory that was held while so many places were filed; 0 if nobody looked then."""
        return max((held for places, held in self.memory if first <= places <= last), default=0.0)


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of a run that was killed.

    Attributes:
        kills: How often it was.
        seconds: Wall time of all its parts.
        places: How many places were filed before each kill, in order.
    """

    kills: int
    seconds: float
    places: tuple[int, ...]


def detente(*arguments: str) -> list[str]:
    """Return the command line of `detente` with some arguments, in the Python of this process."""
    return [sys.executable, "-c", _COMMAND, *arguments]


def add(sources: Sequence[str], archive: Path, *, workers: int, resume: bool = False) -> Added:
    """Add sources to an archive in another process.

    Args:
        sources: What to add; none to go on with a run.
        archive: The file.
        workers: Processes that read.
        resume: Whether to go on with the last run.

    Raises:
        RuntimeError: The command ended with another code than 0 (all read) or 1 (some articles failed).
    """
    begun = time.monotonic()
    memory: list[tuple[int, float]] = []
    command = detente(
        "add", *(["--resume"] if resume else sources), "--archive", str(archive), "--workers", str(workers)
    )
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            held = memory_mb(process.pid)
            if held:
                memory.append((count_places(archive), held))
            time.sleep(_SAMPLE_SECONDS)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"detente {' '.join(command[3:])} ended with {process.returncode}")
    return Added(time.monotonic() - begun, tuple(memory))


def add_with_kills(sources: Sequence[str], archive: Path, *, total: int, kills: int, seed: int, workers: int) -> Killed:
    """Add sources to an archive, killing the process with SIGKILL at random moments and resuming it after each.

    Most moments are drawn over the places filed so far; every fifth is a number of seconds after the start, so that
    some fall while a process loads or makes the file.

    Args:
        sources: What to add.
        archive: A new file.
        total: How many places the sources have.
        kills: How many moments.
        seed: Of the moments.
        workers: Processes that read.
    """
    rng = random.Random(seed)
    moments = sorted(rng.sample(range(1, total), kills))
    begun = time.monotonic()
    places: list[int] = []
    for number, moment in enumerate(moments):
        arguments = ["add", *sources] if not _has_run(archive) else ["add", "--resume"]
        with subprocess.Popen(
            detente(*arguments, "--archive", str(archive), "--workers", str(workers)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            if number % 5 == 4:
                time.sleep(rng.uniform(0.2, 6.0))
            else:
                _wait(process, archive, moment)
                time.sleep(rng.uniform(0, 0.6))  # anywhere in the batch after it
            process.send_signal(signal.SIGKILL)
        places.append(count_places(archive))
    add(sources, archive, workers=workers, resume=_has_run(archive))
    return Killed(len(moments), time.monotonic() - begun, tuple(places))


def _wait(process: subprocess.Popen[bytes], archive: Path, places: int) -> None:
    while process.poll() is None and count_places(archive) < places:
        time.sleep(_POLL_SECONDS)
    if process.returncode is not None:
        raise RuntimeError(f"the run ended by itself with {process.returncode} before it could be killed")


def count_places(archive: Path) -> int:
    """Return how many places the run has filed that filed most."""
    return _ask(archive, "SELECT ifnull(max(read + duplicate + known + failed), 0) FROM runs")


def _has_run(archive: Path) -> bool:
    return _ask(archive, "SELECT count(*) FROM runs") > 0


def _ask(archive: Path, question: str) -> int:
    if not archive.exists():
        return 0
    with contextlib.suppress(sqlite3.OperationalError), closing(sqlite3.connect(archive, timeout=5)) as connection:
        return int(connection.execute(question).fetchone()[0])
    return 0  # the tables are not made yet


def compare_archives(first: Path, second: Path) -> list[str]:
    """Return what differs between two archives, row by row over all tables, one line a difference; times are left out.

    The full-text indexes lie differently in the file according to when they were written; they are compared by the
    words they hold, and each is checked against the texts.

    Args:
        first: An archive.
        second: Another one.
    """
    differences: list[str] = []
    with closing(_open(first)) as one, closing(_open(second)) as other:
        tables = _tables(one)
        if tables != _tables(other):
            return [f"tables: {sorted(set(tables) ^ set(_tables(other)))}"]
        for table in tables:
            differences += _compare_table(one, other, table)
        for index in _indexes(one):
            for connection in (one, other):
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
            differences += _compare_table(one, other, f"temp.{index}_held")
    return differences


def count_rows(archive: Path) -> int:
    """Return how many rows all tables of an archive have, the indexes not counted."""
    with closing(_open(archive)) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _tables(connection))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for index in _indexes(connection):
        kind = "row" if "detail = none" in _sql_of(connection, index) else "col"
        connection.execute(f"CREATE VIRTUAL TABLE temp.{index}_held USING fts5vocab (main, {index}, {kind})")
    return connection


def _indexes(connection: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM main.sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY name"
    return [row[0] for row in connection.execute(sql)]


def _sql_of(connection: sqlite3.Connection, table: str) -> str:
    return str(connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,)).fetchone()[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Return all tables with rows of their own: no views, no indexes and not the tables in which these lie."""
    inside = tuple(f"{index}_" for index in _indexes(connection))
    names = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    return sorted(n for n in names if not n.startswith((*inside, "sqlite_")) and f"{n}_" not in inside)


def _compare_table(one: sqlite3.Connection, other: sqlite3.Connection, table: str) -> Iterator[str]:
    for n, (a, b) in enumerate(zip_longest(_rows(one, table), _rows(other, table)), start=1):
        if a != b:
            yield f"{table}, row {n}: {a!r:.300} / {b!r:.300}"
            return  # one line a table: what follows is mostly moved by one


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    listed = [row[1] for row in connection.execute(f"SELECT * FROM pragma_table_info('{table}')")]
    if table.startswith("temp."):
        yield from connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        return
    columns = ", ".join(f'"{name}"' for name in listed if name not in TIMES.get(table, frozenset()))
    yield from connection.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}")


def memory_mb(process: int) -> float:
    """Return the memory that a process holds now; 0 if it has ended, or the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0
