"""The machine's record and people's edits make the record that is shown. Nothing else has a say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.review.actions import apply_edit
from detente.archive.review.draft import RecordDraft
from detente.archive.review.model import ON_RECORDS, Applied, Edit, Unfit
from detente.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.records import Record


def live_edits(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that hold: neither undone nor an "undo" themselves. To undo an undo is to redo.

    Args:
        edits: A list of edits in order, undos included.
    """
    undone = undone_edits(edits)
    return tuple(edit for edit in edits if edit.undoes is None and edit.number not in undone)


def undone_edits(edits: Sequence[Edit]) -> dict[int, int]:
    """Return the edits that are undone, undos among them, each with the number of the undo that holds.

    Args:
        edits: A list of edits in order.
    """
    undone: dict[int, int] = {}
    for edit in reversed(edits):  # what undoes an edit stands behind it
        if edit.undoes is not None and edit.number not in undone:
            undone[edit.undoes] = edit.number
    return undone


def apply_edits(record: Record, edits: Sequence[Edit]) -> Applied:
    """Return the record that the edits make of the machine's record.

    Later edits stand over earlier ones. An edit that finds no place in this record changes nothing and is listed.

    Args:
        record: What the machine read.
        edits: The article's edits in order, undos included.

    Returns:
        The record with what people made of each claim; the machine's record itself if no edit holds.
    """
    live = [edit for edit in live_edits(edits) if edit.action in ON_RECORDS]
    if not live:
        return Applied(record)
    draft, unfit = replay(record, live)
    return draft.finish(unfit)


def replay(record: Record, live: Iterable[Edit]) -> tuple[RecordDraft, tuple[Unfit, ...]]:
    """Return a draft with edits applied to it, and those that found no place."""
    draft = RecordDraft.of(record)
    unfit: list[Unfit] = []
    for edit in live:
        try:
            apply_edit(draft, edit)
        except RecordError as error:
            unfit.append(Unfit(edit, error.message))
    return draft, tuple(unfit)
