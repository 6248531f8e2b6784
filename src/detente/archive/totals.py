"""What came of a run, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_MOST_REASONS = 20


def run_totals(connection: sqlite3.Connection, run: int) -> dict[str, Any]:
    """Return the counts of a run, reasons and hints of its failures, its seconds, and the counts of all articles."""
    row = connection.execute(
        "SELECT read, duplicate, known, failed, seconds FROM runs WHERE run = ?", (run,)
    ).fetchone()
    counts = dict(zip(("read", "duplicate", "known", "failed", "seconds"), row, strict=True))
    reasons = connection.execute(
        "SELECT stage, reason, count(*), max(hint) FROM failures WHERE run = ? GROUP BY stage, reason "
        "ORDER BY count(*) DESC, stage, reason LIMIT ?",
        (run, _MOST_REASONS),
    )
    copies = "SELECT count(*) FROM articles WHERE run = ? AND story <> article"
    return {
        **counts,
        "copies": connection.execute(copies, (run,)).fetchone()[0],
        "reasons": tuple(reasons.fetchall()),
        "articles": connection.execute("SELECT count(*) FROM articles").fetchone()[0],
        "dayless": connection.execute("SELECT count(*) FROM articles WHERE published IS NULL").fetchone()[0],
    }
