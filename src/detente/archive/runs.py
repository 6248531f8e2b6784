"""Runs in the archive: what was started, how far it came, what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3

RunKind = Literal["add", "reread"]
RunState = Literal["running", "interrupted", "finished"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the archive holds it.

    Attributes:
        run: Its number.
        kind: "add" or "reread".
        state: "running" also stands for a run that was killed.
        settings: What was asked for: locations and options.
        started: When it began, ISO 8601, UTC.
        ended: When it ended, or None.
        seconds: How long it worked, over all its sittings.
        read: Articles read.
        duplicate: Texts that the archive already had, found in a new place.
        known: Places that the archive already knew, with the same text.
        failed: Articles that could not be read.
        version: Détente's version, or None if nothing was read.
        models: sha256 of each model, by name.
        knowledge: sha256 of the knowledge tables, or None if nothing was read.
    """

    run: int
    kind: RunKind
    state: RunState
    settings: dict[str, Any]
    started: str
    ended: str | None
    seconds: float
    read: int
    duplicate: int
    known: int
    failed: int
    version: str | None
    models: dict[str, str]
    knowledge: str | None


def start_run(connection: sqlite3.Connection, kind: RunKind, settings: dict[str, Any], started: str) -> int:
    """Insert a run and return its number."""
    number = connection.execute("SELECT ifnull(max(run), 0) + 1 FROM runs").fetchone()[0]
    connection.execute(
        "INSERT INTO runs (run, kind, state, settings, started) VALUES (?, ?, 'running', ?, ?)",
        (number, kind, json.dumps(settings, ensure_ascii=False, sort_keys=True), started),
    )
    return int(number)


def select_runs(connection: sqlite3.Connection) -> tuple[RunRow, ...]:
    """Return all runs, the first one first."""
    rows = connection.execute(
        "SELECT run, kind, state, settings, started, ended, seconds, read, duplicate, known, failed, "
        "version, ifnull(models, '{}'), knowledge FROM runs LEFT JOIN makers USING (maker) ORDER BY run"
    )
    return tuple(RunRow(*(*row[:3], json.loads(row[3]), *row[4:12], json.loads(row[12]), row[13])) for row in rows)


def unfinished_run(connection: sqlite3.Connection) -> RunRow | None:
    """Return the last run if it did not end, or None."""
    runs = select_runs(connection)
    return runs[-1] if runs and runs[-1].state != "finished" else None


def resume_run(connection: sqlite3.Connection) -> RunRow:
    """Take up the last run again.

    Raises:
        ArchiveError: It ended.
    """
    run = unfinished_run(connection)
    if run is None:
        raise ArchiveError("there is no run to resume: the last one ended", hint="Leave out --resume.")
    connection.execute("UPDATE runs SET state = 'running', ended = NULL WHERE run = ?", (run.run,))
    return run


def visited(connection: sqlite3.Connection, run: int) -> frozenset[str]:
    """Return the origins that an unfinished run has dealt with."""
    return frozenset(row[0] for row in connection.execute("SELECT origin FROM visits WHERE run = ?", (run,)))


def add_seconds(connection: sqlite3.Connection, run: int, seconds: float) -> None:
    """Add working time to a run."""
    connection.execute("UPDATE runs SET seconds = seconds + ? WHERE run = ?", (seconds, run))


def end_run(connection: sqlite3.Connection, run: int, state: RunState, ended: str) -> None:
    """Write down that a run ended or was interrupted. What it visited is forgotten only when it ended."""
    connection.execute("UPDATE runs SET state = ?, ended = ? WHERE run = ?", (state, ended, run))
    if state == "finished":
        connection.execute("DELETE FROM visits WHERE run = ?", (run,))
