"""The queue, found once for many decisions: to sort the claims of a large archive takes a fifth of a second.

What is given is what `queue` would give. Between two questions the order changes only in articles that somebody edited
and in new ones, which are asked anew; after a run, or when a held claim is not as it was, all is asked anew.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.archive.database import snapshot
from detente.archive.review.queue import USUAL_KINDS, is_as_before, make_items, select_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from detente.archive.review.queue import QueueItem, Row
    from detente.records import CollectionName

#: Claims that are held of each question.
HELD_ROWS: Final = 600
#: And for how long at most: what a re-reading adds to an article is seen by then.
HELD_SECONDS: Final = 300.0
#: Where more articles than these were edited or came in, all is asked anew.
MOST_TOUCHED: Final = 100

_MARKS: Final = (
    "SELECT (SELECT ifnull(max(edit), 0) FROM edits), (SELECT ifnull(max(article), 0) FROM articles), "
    "(SELECT ifnull(max(run), 0) FROM runs)"
)
_TOUCHED: Final = (
    "SELECT article FROM edits WHERE article IS NOT NULL "
    "AND (edit > ?1 OR edit IN (SELECT undoes FROM edits WHERE edit > ?1)) "
    "UNION SELECT article FROM articles WHERE article > ?2 LIMIT ?3"
)


@dataclass(frozen=True, slots=True)
class _Held:
    """Rows of the queue in their order, the last edit, article and run of the archive they are of, and until when."""

    rows: tuple[Row, ...]
    edit: int
    article: int
    run: int
    until: float


class QueueAhead:
    """Keeps the first claims of each question for whoever asks next, in whatever thread."""

    def __init__(self) -> None:
        self._held: dict[tuple[CollectionName, ...], _Held] = {}
        self._lock = threading.Lock()

    def first(
        self, connection: sqlite3.Connection, limit: int, kinds: Sequence[CollectionName] = USUAL_KINDS
    ) -> tuple[QueueItem, ...]:
        """Return what `queue` returns; the arguments are the same.

        Raises:
            UsageError: A kind is none.
        """
        key = tuple(dict.fromkeys(kinds))
        with snapshot(connection):
            with self._lock:
                held = self._held.get(key)
            rows = None if held is None else _renewed(connection, held, limit, key)
            if rows is None:
                rows = self._find(connection, limit, key)
            return make_items(connection, rows[:limit])

    def _find(self, connection: sqlite3.Connection, limit: int, kinds: tuple[CollectionName, ...]) -> list[Row]:
        rows = select_rows(connection, max(limit, HELD_ROWS), kinds)
        edit, article, run = connection.execute(_MARKS).fetchone()
        with self._lock:
            self._held[kinds] = _Held(tuple(rows), edit, article, run, time.monotonic() + HELD_SECONDS)
        return rows


def _renewed(
    connection: sqlite3.Connection, held: _Held, limit: int, kinds: tuple[CollectionName, ...]
) -> list[Row] | None:
    """Return the first rows as they are by now, or None if all must be asked anew."""
    edit, article, run = connection.execute(_MARKS).fetchone()
    if run != held.run or edit < held.edit or article < held.article or time.monotonic() > held.until:
        return None
    found = connection.execute(_TOUCHED, (held.edit, held.article, MOST_TOUCHED + 1)).fetchall()
    touched = {number for (number,) in found}
    if len(touched) > MOST_TOUCHED:
        return None
    rows = [row for row in held.rows if row[2] not in touched]
    rows += select_rows(connection, HELD_ROWS, kinds, articles=touched) if touched else []
    rows.sort()
    if len(held.rows) >= HELD_ROWS:  # what lies behind the last held row is not known
        rows = [row for row in rows if row <= held.rows[-1]]
        if len(rows) < limit:
            return None
    return rows if all(is_as_before(connection, row) for row in rows[:limit]) else None
