"""Articles, an event file and an archive to attack, all of our own making."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.attack.forked import command, run_forked
from benchmarks.wire import write_report

if TYPE_CHECKING:
    from pathlib import Path

_ARTICLES = 5


def write_articles(folder: Path, first: int = 0) -> Path:
    """Write a folder of short articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + _ARTICLES):
        (folder / f"{number}.txt").write_text(write_report(number).text, encoding="utf-8")
    return folder


def gdelt_row(number: int) -> str:
    """Return a row of an event file."""
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[6], cells[7] = str(number), "20250310", "PER", "PERU", "PER"
    cells[15], cells[16], cells[17], cells[26], cells[30], cells[31] = "CHL", "CHILE", "CHL", "057", "8.0", "3"
    return "\t".join(cells) + "\n"


def make_archive(folder: Path) -> Path:
    """Return an archive with articles, edits and imported events, as the commands make it.

    Raises:
        RuntimeError: A command failed.
    """
    archive = folder / "base.sqlite"
    articles = write_articles(folder / "articles")
    events = folder / "events.export.CSV"
    events.write_text("".join(map(gdelt_row, range(1, 200))), encoding="utf-8")
    run_well("add", articles, "--workers", "1", archive=archive)
    run_well("import", events, archive=archive)
    with closing(sqlite3.connect(archive)) as connection:
        claims = connection.execute("SELECT article, key FROM statements ORDER BY article, key LIMIT 3").fetchall()
    for article, key in claims:
        run_well("review", "accept", f"{article}:{key}", "--coder", "anna", "--why", "as it stands", archive=archive)
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return archive


def run_well(*words: str | Path, archive: Path) -> None:
    """Run a command that must not fail.

    Raises:
        RuntimeError: It did.
    """
    outcome = run_forked(command(*words, "--archive", archive), 600)
    if outcome.code:
        raise RuntimeError(f"detente {words[0]} ended with {outcome.code}: {outcome.err[-2000:]}")


def copy_archive(archive: Path, target: Path) -> Path:
    """Copy an archive that nobody uses, in place of what is there."""
    for end in ("", "-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    shutil.copy(archive, target)
    return target
