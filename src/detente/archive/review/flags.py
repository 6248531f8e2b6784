"""What people want others to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.database import snapshot
from detente.archive.filed import Flag
from detente.archive.review.apply import live_edits, replay
from detente.archive.review.log import select_edits
from detente.archive.review.model import ON_RECORDS
from detente.archive.review.store import machine_reading
from detente.errors import RecordError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.archive.review.draft import RecordDraft
    from detente.archive.review.model import Anchor


def select_flags(connection: sqlite3.Connection, article: int) -> tuple[Flag, ...]:
    """Return the flags of an article that nobody took back, in order.

    A flag whose claim is not in the present reading keeps the key that the claim had.
    """
    has_some = connection.execute("SELECT 1 FROM edits WHERE article = ? AND action = 'flag'", (article,)).fetchone()
    if has_some is None:
        return ()
    with snapshot(connection):
        machine = machine_reading(connection, article)
        edits = select_edits(connection, article)
    draft, _ = replay(machine, (edit for edit in live_edits(edits) if edit.action in ON_RECORDS))
    return tuple(
        Flag(edit.number, _key_now(draft, edit.subject), edit.subject.words, edit.why or "", edit.coder, edit.at)
        for edit in live_edits(edits)
        if edit.action == "flag" and edit.subject is not None
    )


def iter_flags(connection: sqlite3.Connection) -> Iterator[tuple[int, Flag]]:
    """Yield the flags of an archive that nobody took back, each with the article's number, in the order of articles."""
    rows = connection.execute("SELECT DISTINCT article FROM edits WHERE action = 'flag' ORDER BY article").fetchall()
    for (article,) in rows:
        for found in select_flags(connection, article):
            yield article, found


def _key_now(draft: RecordDraft, subject: Anchor) -> str:
    try:
        return draft.find(subject)
    except RecordError:
        return subject.key
