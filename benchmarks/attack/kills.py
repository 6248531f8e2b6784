"""Commands killed (SIGKILL) at counted SQL statements and renames, and done again.

After each kill the archive must be whole, nothing that was in it may be gone, and doing the command again must bring
what an undisturbed one brings.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.attack.forked import command, run_forked
from benchmarks.attack.material import copy_archive, gdelt_row, write_articles
from detente import files
from detente.archive.checks import check_archive
from detente.archive.database import connect

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 300
#: What must be the same after a kill and a second try as without one.
_KEPT = {
    "articles": "SELECT id, title, text, blocks, language FROM articles ORDER BY id",
    "statements": "SELECT id, key, content_start, content_end, review FROM statements JOIN articles USING (article) "
    "ORDER BY 1, 2",
    "events": "SELECT id, key, type, status, trigger_start FROM events JOIN articles USING (article) ORDER BY 1, 2",
    "appearances": "SELECT id, origin FROM appearances JOIN articles USING (article) ORDER BY 1, 2",
    "edits": "SELECT action, subject_key, coder, why FROM edits ORDER BY edit",
    "imports": "SELECT sha256, rows FROM imports ORDER BY import",
    "dyads": "SELECT event, date FROM imported_dyads ORDER BY event",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A command that is killed.

    Attributes:
        name: Its name.
        words: Its words, without the archive.
        again: Its words when it is done again; None for the same.
        output: What it writes beside the archive, or None.
        settled: Exit codes of doing it again: 2 where it was done already.
    """

    name: str
    words: tuple[str, ...]
    again: tuple[str, ...] | None = None
    output: Path | None = None
    settled: frozenset[int] = frozenset({0})


@dataclass(slots=True)
class KillCount:
    """What came of all kills."""

    kills: int = 0
    by_deed: dict[str, int] = field(default_factory=dict)
    bugs: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    seconds: float = 0.0
    most_mb: float = 0.0


def run_kills(base: Path, folder: Path, count: int) -> KillCount:
    """Kill each kind of command at moments spread over its course.

    Args:
        base: An archive.
        folder: An empty folder.
        count: How many kills, spread over the kinds.
    """
    found = KillCount()
    deeds = _deeds(base, folder)
    for place, deed in enumerate(deeds):
        share = count // len(deeds) + (place < count % len(deeds))
        ticks, whole = _undisturbed(deed, base, folder)
        for number in range(share):
            _kill_once(deed, base, folder, max(1, round(ticks * (number + 0.5) / share)), whole, found)
    return found


def _deeds(base: Path, folder: Path) -> tuple[Deed, ...]:
    more = str(write_articles(folder / "more", first=50))
    events = folder / "more.export.CSV"
    events.write_text("".join(map(gdelt_row, range(1000, 13_000))), encoding="utf-8")
    with closing(sqlite3.connect(base)) as connection:
        article, key = connection.execute("SELECT article, key FROM events ORDER BY 1, 2 LIMIT 1").fetchone()
    tables, copy = folder / "tables", folder / "copy.sqlite"
    done = frozenset({0, 1, 2})
    return (
        Deed("add", ("add", more, "--workers", "1"), ("add", "--resume"), settled=done),
        Deed("reread", ("reread", "--all", "--workers", "1"), ("reread", "--resume"), settled=done),
        Deed("review", ("review", "reject", f"{article}:{key}", "--coder", "ben"), settled=done),
        Deed("import", ("import", str(events)), settled=done),
        Deed("export", ("export", str(tables)), output=tables),
        Deed("backup", ("backup", str(copy)), output=copy, settled=done),
    )


def _undisturbed(deed: Deed, base: Path, folder: Path) -> tuple[int, dict[str, Any]]:
    """Return how many statements and renames a command takes, and what it brings."""
    archive = _prepare(deed, base, folder)
    told = folder / "ticks"
    outcome = run_forked(_counting(deed, archive, told), _SECONDS)
    if outcome.code:
        raise RuntimeError(f"{deed.name} ended with {outcome.code}: {outcome.err[-2000:]}")
    return int(told.read_text(encoding="ascii")), _content(archive, deed)


def _prepare(deed: Deed, base: Path, folder: Path) -> Path:
    if deed.output is not None:
        shutil.rmtree(deed.output, ignore_errors=True) if deed.output.is_dir() else deed.output.unlink(missing_ok=True)
    return copy_archive(base, folder / "work.sqlite")


def _kill_once(deed: Deed, base: Path, folder: Path, tick: int, whole: dict[str, Any], found: KillCount) -> None:
    archive = _prepare(deed, base, folder)
    if deed.name == "export" and tick % 2:  # every other one over an export that is there
        run_forked(command("export", str(deed.output), "--reviewed-only", "--archive", archive), _SECONDS)
    before = _content(archive, None)
    killed = run_forked(_dying(deed, archive, tick), _SECONDS)
    found.kills += killed.code == -signal.SIGKILL
    found.by_deed[deed.name] = found.by_deed.get(deed.name, 0) + (killed.code == -signal.SIGKILL)
    _note_losses(deed, archive, before, tick, found)
    again = run_forked(command(*(deed.again or deed.words), "--archive", archive), _SECONDS)
    if again.code in {1, 2} and deed.again and "no run" in again.err:  # killed before it was written down as begun
        again = run_forked(command(*deed.words, "--archive", archive), _SECONDS)
    found.seconds, found.most_mb = max(found.seconds, again.seconds), max(found.most_mb, again.most_mb)
    if again.is_bug or again.code not in deed.settled:
        found.bugs.append(f"{deed.name} again after tick {tick}: {again.code}: {again.err[-300:]}")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".detente-")]
    if left:
        found.losses.append(f"{deed.name} at tick {tick} leaves {left}")
    after = _content(archive, deed)
    if deed.name == "review" and len(after["edits"]) > len(whole["edits"]):
        after["edits"] = after["edits"][: len(whole["edits"])]  # rejected twice: the first had been written
    found.losses += [f"{deed.name} at tick {tick}: {k} differ" for k in whole if after[k] != whole[k]]


def _note_losses(deed: Deed, archive: Path, before: dict[str, Any], tick: int, found: KillCount) -> None:
    with closing(connect(archive)) as connection:
        problems = check_archive(connection, archive).problems
    found.losses += [f"{deed.name} at tick {tick}: {problem}" for problem in problems]
    now = _content(archive, None)
    for name in ("articles", "edits", "imports", "dyads", "appearances"):
        lost = len(set(before[name]) - set(now[name]))
        if lost:
            found.losses.append(f"{deed.name} at tick {tick}: {lost} of {name} are gone")


def _content(archive: Path, deed: Deed | None) -> dict[str, Any]:
    with closing(sqlite3.connect(archive)) as connection:
        found: dict[str, Any] = {name: connection.execute(sql).fetchall() for name, sql in _KEPT.items()}
    if deed is not None and deed.output is not None and deed.output.is_dir():
        found["files"] = {path.name: path.read_bytes() for path in sorted(deed.output.iterdir())}
    elif deed is not None and deed.output is not None:
        found["copy"] = _content(deed.output, None)
    return found


def _counting(deed: Deed, archive: Path, told: Path) -> Callable[[], None]:
    def work() -> None:
        ticks = [0]

        def tick() -> None:
            ticks[0] += 1

        _hook(tick)
        try:
            command(*deed.words, "--archive", archive)()
        finally:
            told.write_text(str(ticks[0]), encoding="ascii")

    return work


def _dying(deed: Deed, archive: Path, last: int) -> Callable[[], None]:
    def work() -> None:
        ticks = [0]

        def tick() -> None:
            ticks[0] += 1
            if ticks[0] >= last:
                os.kill(os.getpid(), signal.SIGKILL)

        _hook(tick)
        command(*deed.words, "--archive", archive)()

    return work


def _hook(tick: Callable[[], None]) -> None:
    """Call a function before each SQL statement and each rename of this process."""
    real_connect, real_replace, real_exchange = sqlite3.connect, pathlib.Path.replace, files.exchange

    def connect_traced(*words: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real_connect(*words, **options)
        connection.set_trace_callback(lambda _: tick())
        return connection

    def replace(self: Path, target: Any) -> Path:
        tick()
        return real_replace(self, target)

    def exchange(one: Path, other: Path) -> bool:
        tick()
        return real_exchange(one, other)

    sqlite3.connect = connect_traced  # type: ignore[assignment]
    pathlib.Path.replace = replace  # type: ignore[method-assign, assignment]
    files.exchange = exchange
