"""The record that edits make of the machine's record, on edits written by hand."""

from __future__ import annotations

import pytest

from detente.archive.review.apply import apply_edits
from detente.archive.review.model import Anchor, Edit
from tests.unit.archive.builders import full_record, span

RECORD = full_record()
EVENT = Anchor("e1", span("withdraws"), "withdraws", "RETREAT")


def edit(number: int, status: str, subject: Anchor = EVENT) -> Edit:
    fields = {
        "old": {"status": "conditional"},
        "new": {"status": status},
        "coder": "anna",
        "at": "2025-03-06T00:00:00Z",
    }
    return Edit(number, 1, "correct", subject, (), **fields, why=None, undoes=None)  # type: ignore[arg-type]


def undo(number: int, undone: int) -> Edit:
    return Edit(number, 1, "undo", None, (), {}, {}, "anna", "2025-03-06T00:00:00Z", None, undone)


def test_without_edits_it_is_the_machines_own() -> None:
    assert apply_edits(RECORD, ()).record is RECORD


@pytest.mark.parametrize(
    ("edits", "status"),
    [
        ((edit(1, "denied"),), "denied"),
        ((edit(1, "denied"), edit(2, "promised")), "promised"),
        ((edit(1, "denied"), edit(2, "promised"), undo(3, 2)), "denied"),
        ((edit(1, "denied"), undo(2, 1)), "conditional"),
        ((edit(1, "denied"), undo(2, 1), undo(3, 2)), "denied"),
    ],
)
def test_the_last_edit_that_is_not_undone_stands(edits: tuple[Edit, ...], status: str) -> None:
    applied = apply_edits(RECORD, edits)
    assert next(event.status for event in applied.record.events if event.key == "e1") == status
    assert not applied.unfit


def test_an_edit_that_finds_no_place_changes_nothing_and_is_listed() -> None:
    nowhere = edit(1, "denied", Anchor("e9", span("Harbour"), "Harbour", "AID"))
    applied = apply_edits(RECORD, (nowhere,))
    assert applied.record == RECORD
    assert [one.edit for one in applied.unfit] == [nowhere]
