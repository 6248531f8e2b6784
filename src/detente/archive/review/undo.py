"""Taking edits back. An undo is an edit too, and can be undone: that is a redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.database import transaction
from detente.archive.review.apply import apply_edits, live_edits, undone_edits
from detente.archive.review.edit import friendly
from detente.archive.review.identities import join_identities
from detente.archive.review.log import append_edit, select_all_edits, select_edit, select_edits_beside, sign_edit
from detente.archive.review.model import ON_RECORDS, Edit, Proposal, Signature
from detente.archive.review.store import machine_reading, rewrite
from detente.archive.review.stories import place_stories
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def undo(connection: sqlite3.Connection, number: int, signed: Signature) -> Edit:
    """Take an edit back: everything is as if it had not been made, and the list still says that it was.

    Args:
        connection: The archive.
        number: The edit; an undo is undone by this too.
        signed: Who, when and why.

    Returns:
        The undo, as it stands in the list.

    Raises:
        UsageError: There is no such edit, or it is undone already.
    """
    with transaction(connection), friendly():
        target = select_edit(connection, number)
        before = select_edits_beside(connection, target)
        by = undone_edits(before).get(number)
        if by is not None:
            raise UsageError(
                f"edit {number} is undone already, by edit {by}", hint=f"Redo it: detente review redo {number}"
            )
        edit = sign_edit(connection, target.article, Proposal("undo", undoes=number), signed)
        append_edit(connection, edit)
        _follow(connection, _root(before, target), (*before, edit))
    return edit


def redo(connection: sqlite3.Connection, number: int, signed: Signature) -> Edit:
    """Bring an undone edit back, in the place in the list where it was.

    Args:
        connection: The archive.
        number: The edit that was undone.
        signed: Who, when and why.

    Returns:
        The undo of the undo, as it stands in the list.

    Raises:
        UsageError: There is no such edit, or it is not undone.
    """
    target = select_edit(connection, number)
    by = undone_edits(select_edits_beside(connection, target)).get(number)
    if by is None:
        raise UsageError(f"edit {number} is not undone", hint="detente review log lists edits and what undid them.")
    return undo(connection, by, signed)


def last_edit(connection: sqlite3.Connection, coder: str) -> int | None:
    """Return the number of a coder's last edit that holds, or None: what "undo" means without a number."""
    return max((edit.number for edit in live_edits(select_all_edits(connection)) if edit.coder == coder), default=None)


def last_undone(connection: sqlite3.Connection, coder: str) -> int | None:
    """Return the edit that a coder undid last and that is still undone, or None: "redo" without a number."""
    edits = select_all_edits(connection)
    undone = undone_edits(edits)
    made = {edit.number: edit for edit in edits}
    held = [
        edit
        for edit in edits
        if edit.undoes is not None
        and edit.coder == coder
        and edit.number not in undone
        and made[edit.undoes].action != "undo"
    ]
    return held[-1].undoes if held else None


def _root(edits: Sequence[Edit], edit: Edit) -> Edit:
    """Return the edit that a chain of undos and redos is about."""
    made = {other.number: other for other in edits}
    while edit.undoes is not None:
        edit = made[edit.undoes]
    return edit


def _follow(connection: sqlite3.Connection, root: Edit, edits: Sequence[Edit]) -> None:
    """Make anew what an edit that is undone or redone has made."""
    if root.action == "same_actor":
        join_identities(connection)
    elif root.action in ON_RECORDS and root.article is not None:
        machine = machine_reading(connection, root.article)
        rewrite(connection, root.article, machine, edits, apply_edits(machine, edits))
    elif root.action != "flag":  # which changes nothing
        place_stories(connection)
