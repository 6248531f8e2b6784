"""What is written when an article's edits change: its rows, the machine's own record, the edits without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.kept import keep_record, machine_record
from detente.archive.review.apply import apply_edits, live_edits
from detente.archive.review.log import select_edits
from detente.archive.review.model import ON_RECORDS, Applied, Edit
from detente.archive.rows import delete_claims, insert_claims, select_record
from detente.archive.stories import tell_story_again
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from detente.records import Record


def reapply(connection: sqlite3.Connection, article: int, machine: Record) -> Applied:
    """Return what an article's new reading becomes with people's edits, and keep the reading itself beside it.

    For the writer of a run: call it in the transaction in which the article is read again, then insert
    `applied.record` with `applied.reviews` in place of the machine's record. Without edits it costs one look-up.

    Args:
        connection: The archive, in a transaction.
        article: The article's number.
        machine: The new reading.
    """
    edits = select_edits(connection, article)
    applied = apply_edits(machine, edits)
    _keep_beside(connection, article, machine, edits)
    _list_unfit(connection, article, applied)
    return applied


def machine_reading(connection: sqlite3.Connection, article: int) -> Record:
    """Return an article's record as the machine has it, whether or not somebody has edited it.

    Raises:
        UsageError: There is no such article, or it could not be read.
    """
    record = machine_record(connection, article) or select_record(connection, article)
    if record is None:
        raise UsageError(f"the archive holds no record of article {article}", hint="detente search lists articles.")
    return record


def rewrite(
    connection: sqlite3.Connection, article: int, machine: Record, edits: Sequence[Edit], applied: Applied
) -> None:
    """Put an article's record with its edits in the place of what the tables hold of it.

    Args:
        connection: The archive, in a transaction.
        article: The article's number.
        machine: The machine's record.
        edits: All edits of the article, the new one included.
        applied: What they make of it.
    """
    _keep_beside(connection, article, machine, edits)
    delete_claims(connection, article)
    insert_claims(connection, article, applied.record, applied.reviews)
    tell_story_again(connection, article)
    _list_unfit(connection, article, applied)


def _keep_beside(connection: sqlite3.Connection, article: int, machine: Record, edits: Sequence[Edit]) -> None:
    """Keep the machine's record as long as an edit holds, and no longer."""
    if any(edit.action in ON_RECORDS for edit in live_edits(edits)):
        keep_record(connection, article, machine, "edited", run=None)
    else:
        connection.execute("DELETE FROM kept_records WHERE article = ? AND why = 'edited'", (article,))


def _list_unfit(connection: sqlite3.Connection, article: int, applied: Applied) -> None:
    connection.execute("DELETE FROM unfit_edits WHERE edit IN (SELECT edit FROM edits WHERE article = ?)", (article,))
    connection.executemany(
        "INSERT INTO unfit_edits (edit, reason) VALUES (?, ?)",
        ((unfit.edit.number, unfit.reason) for unfit in applied.unfit),
    )
