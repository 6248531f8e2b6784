"""Runs in the archive: what was started, how far it came, what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.archive.makers import read_models
from detente.errors import ArchiveError, UsageError, telling_damage

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
        (number, kind, _as_json(settings), started),
    )
    return int(number)


def _as_json(settings: dict[str, Any]) -> str:
    """Return settings as JSON; names of files that are no UTF-8 are escaped, and so come back as they were."""
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    return text if _is_utf8(text) else json.dumps(settings, sort_keys=True)


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def select_runs(connection: sqlite3.Connection) -> tuple[RunRow, ...]:
    """Return all runs, the first one first.

    Raises:
        ArchiveError: What is written of their settings or models is damaged.
    """
    rows = connection.execute(
        "SELECT run, kind, state, settings, started, ended, seconds, read, duplicate, known, failed, "
        "version, ifnull(models, '{}'), knowledge FROM runs LEFT JOIN makers USING (maker) ORDER BY run"
    )
    with telling_damage("the list of runs"):
        return tuple(RunRow(*(*row[:3], json.loads(row[3]), *row[4:12], read_models(row[12]), row[13])) for row in rows)


def unfinished_run(connection: sqlite3.Connection, kind: RunKind) -> RunRow | None:
    """Return the newest run of a kind that did not end, or None. A later one that ended does not hide it."""
    runs = [run for run in select_runs(connection) if run.kind == kind and run.state != "finished"]
    return runs[-1] if runs else None


def find_resumable(connection: sqlite3.Connection, kind: RunKind) -> RunRow:
    """Return the run to go on with.

    Raises:
        UsageError: Only a run of the other kind did not end.
        ArchiveError: All runs ended.
    """
    run = unfinished_run(connection, kind)
    if run is not None:
        return run
    other: RunKind = "reread" if kind == "add" else "add"
    if unfinished_run(connection, other) is not None:
        said = "re-read articles" if other == "reread" else "added articles"
        raise UsageError(f"the run that did not end {said}", hint=f"Go on with it: detente {other} --resume")
    raise ArchiveError("there is no run to resume: all of them ended", hint="Leave out --resume.")


def resume_run(connection: sqlite3.Connection, run: int) -> None:
    """Take up a run again."""
    connection.execute("UPDATE runs SET state = 'running', ended = NULL WHERE run = ?", (run,))


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
