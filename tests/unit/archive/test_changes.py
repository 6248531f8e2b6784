"""What changed between two readings."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from detente.archive import transaction
from detente.archive.changes import compare_records, iter_changes
from detente.archive.filing import file_record
from detente.archive.run_log import start_run
from tests.unit.archive.builders import full_record, span, store

if TYPE_CHECKING:
    import sqlite3


def test_a_record_is_no_change_of_itself() -> None:
    assert compare_records(full_record(), full_record(version="later")) == ()


def test_a_claim_with_another_value_is_changed_and_says_how() -> None:
    old = full_record()
    events = (dataclasses.replace(old.events[0], status="promised", sources=("a1",)), old.events[1])
    (change,) = compare_records(old, dataclasses.replace(old, events=events))
    assert (change.table, change.kind, change.words) == ("events", "changed", "withdraws")
    assert change.fields == (("sources", "Vestland", "Maria Olsen"), ("status", "conditional", "promised"))


def test_claims_are_matched_by_their_place_whatever_their_keys() -> None:
    old = full_record()
    swapped = (
        dataclasses.replace(old.events[1], key="e1"),
        dataclasses.replace(old.events[0], key="e2"),
    )
    new = dataclasses.replace(
        old,
        events=swapped,
        conditions=(dataclasses.replace(old.conditions[0], binds=("e2",)),),
        questions=(dataclasses.replace(old.questions[0], events=("e2",)),),
        positions=(dataclasses.replace(old.positions[0], evidence=("s1", "e2")),),
        commitments=(dataclasses.replace(old.commitments[0], event="e2"),),
    )
    assert compare_records(old, new) == ()


def test_a_claim_at_an_overlapping_place_is_the_same_claim() -> None:
    old = full_record()
    wider = dataclasses.replace(old.events[1], trigger=span("rejected the offer"))
    (change,) = compare_records(old, dataclasses.replace(old, events=(old.events[0], wider)))
    assert change.fields == (("trigger", "rejected", "rejected the offer"),)


def test_new_and_gone_claims_are_told() -> None:
    old = full_record()
    moved = dataclasses.replace(old.events[1], trigger=span("offer"))
    changes = compare_records(old, dataclasses.replace(old, events=(old.events[0], moved)))
    assert [(change.kind, change.words) for change in changes] == [("gone", "rejected"), ("new", "offer")]


def test_an_actor_that_is_known_now_is_a_change_of_the_same_actor() -> None:
    old = full_record()
    known = dataclasses.replace(old.actors[1], entity="Q9", country="VST")
    (change,) = compare_records(old, dataclasses.replace(old, actors=(old.actors[0], known, old.actors[2])))
    assert (change.table, change.kind, change.words) == ("actors", "changed", "Vestland")
    assert change.fields == (("entity", "–", "Q9"), ("country", "–", "VST"))


def test_a_rereading_keeps_the_old_record_and_tells_the_difference(connection: sqlite3.Connection) -> None:
    old = full_record()
    number = store(connection, old)
    new = dataclasses.replace(full_record(version="2"), gaps=(), interpretations=())
    with transaction(connection):
        run = start_run(connection, "reread", {}, "2026-01-01T00:00:00+00:00")
        file_record(connection, run, new)
    (told,) = iter_changes(connection)
    assert (told.article, told.run) == (number, run)
    assert [(change.table, change.kind, change.words) for change in told.changes] == [
        ("interpretations", "gone", "the blockade not a drill but a threat")
    ]
    assert list(iter_changes(connection, run=1)) == []
