"""Whatever people do, the record stays valid, follows from the list of edits, and undoing all gives the machine's."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.archive.kept import machine_record
from detente.archive.review import (
    Parted,
    accept,
    add,
    apply_edits,
    correct,
    live_edits,
    merge_actors,
    redo,
    reject,
    select_edits,
    split_actor,
    undo,
)
from detente.archive.review.draft import RecordDraft
from detente.archive.rows import select_record, select_reviews
from detente.errors import UsageError
from detente.records import BY_LETTER, KINDS, Record
from tests.unit.archive.builders import TEXT, full_record, make_article, new_archive, span
from tests.unit.archive.review.scenes import ANNA, BEN, file_record, read_again
from tests.unit.archive.review.test_rereading import MIXED_UP, rekeyed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

_LETTERS = tuple(BY_LETTER)
_NUMBERS = itertools.count()

#: For each kind of claim, corrections that can and cannot stand; "A", "E" and "S" become some key of the record.
_CHANGES: dict[str, list[dict[str, Any]]] = {
    "a": [{"country": "VES"}, {"kind": "group"}, {"name": "Somebody"}, {"entity": "Q9"}],
    "s": [{"speakers": ["A"]}, {"kind": "mixed"}, {"inside": "S"}, {"content": [[5, 9]]}],
    "e": [{"type": "AID"}, {"status": "denied"}, {"targets": ["A"]}, {"trigger": [3, 8]}, {"said_in": "S"}],
    "c": [{"holder": "A"}, {"binds": ["E"]}, {"on": None}],
    "i": [{"holder": None}, {"said_in": "S"}],
    "q": [{"events": ["E"]}, {"actors": ["A"]}],
    "p": [{"stance": "mixed"}, {"toward": "A"}, {"evidence": ["E", "S"]}],
    "m": [{"event": "E"}, {"addressee": "A"}],
}
_ADDED: list[tuple[Any, dict[str, Any]]] = [
    ("events", {"type": "AID", "sources": ["A"], "trigger": [0, 4], "status": "actual"}),
    ("statements", {"speakers": ["A"], "content": [[0, 20]], "kind": "indirect"}),
    ("positions", {"actor": "A", "issue": "harbour", "stance": "for", "evidence": ["E"]}),
    ("actors", {"name": "Harbour board", "kind": "organization", "mentions": [{"start": 0, "end": 7, "form": "name"}]}),
]

steps = st.lists(
    st.tuples(
        st.sampled_from(["accept", "correct", "correct", "reject", "add", "split", "merge", "undo", "redo", "again"]),
        st.integers(0, 50),
        st.integers(0, 50),
        st.booleans(),
    ),
    max_size=12,
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_archive(tmp_path / "news.sqlite")
    yield connection
    connection.close()


def fresh(connection: sqlite3.Connection) -> tuple[int, Record]:
    """File an article that the archive does not have yet."""
    text = f"{TEXT} Part {next(_NUMBERS)}."
    record = dataclasses.replace(full_record(), article=make_article(text))
    return file_record(connection, record), record


def filled(values: Any, record: Record, pick: int) -> Any:
    """Return a template's values with keys of the record in them."""
    listed: dict[str, tuple[Any, ...]] = {"A": record.actors, "E": record.events, "S": record.statements}
    if isinstance(values, dict):
        return {name: filled(value, record, pick) for name, value in values.items()}
    if isinstance(values, list):
        return [filled(value, record, pick) for value in values]
    if values in listed:
        claims = listed[values]
        return claims[pick % len(claims)].key if claims else "a99"
    return values


def another_reading(record: Record, first: int, second: int) -> Record:
    """Return what another version might read in an article: some claims less, other keys, another event trigger."""
    draft = RecordDraft.of(dataclasses.replace(full_record(), article=record.article))
    if first % 2:
        draft.rejected |= {key for key in draft.claims if (int(key[1:]) * 5 + ord(key[0]) * 3 + first) % 7 == 0}
    if second % 3 == 0:
        draft.claims["e2"] = dataclasses.replace(draft.claims["e2"], trigger=span("rejected the offer"), type="ACCUSE")
    if second % 5 == 0:
        moved = draft.claims["a1"].mentions[1:]
        draft.claims["a1"] = dataclasses.replace(draft.claims["a1"], mentions=draft.claims["a1"].mentions[:1])
        draft.claims["a3"] = dataclasses.replace(draft.claims["a3"], mentions=moved)
    read = draft.finish(()).record
    return rekeyed(read, MIXED_UP if second % 2 else {})


def take_step(connection: sqlite3.Connection, number: int, step: tuple[str, int, int, bool]) -> None:
    """Do one step of a random sequence."""
    action, first, second, is_anna = step
    signed = ANNA if is_anna else BEN
    record = select_record(connection, number)
    assert record is not None
    keys = [c.key for kind in KINDS for c in getattr(record, kind.collection)]
    key = keys[first % len(keys)] if keys else "a1"
    if action == "accept":
        accept(connection, number, key, signed, blind=second % 2 == 0)
    elif action == "correct":
        changes = _CHANGES[key[0]]
        correct(connection, number, key, filled(changes[second % len(changes)], record, first), signed)
    elif action == "reject":
        reject(connection, number, key, signed)
    elif action == "add":
        table, values = _ADDED[second % len(_ADDED)]
        add(connection, number, table, filled(values, record, first), signed)
    elif action == "split":
        spans = tuple(m.span for a in record.actors for m in a.mentions if a.key == key)
        split_actor(connection, number, key, Parted(spans[: 1 + second % 2], {"name": "Another"}), signed)
    elif action == "merge":
        merge_actors(connection, number, f"a{first % 4 + 1}", f"a{second % 4 + 1}", signed)
    elif action in {"undo", "redo"}:
        edits = select_edits(connection, number)
        if edits:
            (undo if action == "undo" else redo)(connection, edits[first % len(edits)].number, signed)
    else:
        read_again(connection, number, another_reading(record, first, second))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, order=st.randoms(use_true_random=False))
def test_any_sequence_of_edits_leaves_a_valid_record_and_can_be_undone(
    connection: sqlite3.Connection, steps: list[tuple[str, int, int, bool]], order: Any
) -> None:
    number, machine = fresh(connection)
    for step in steps:
        before = select_record(connection, number)
        edits = len(select_edits(connection, number))
        try:
            take_step(connection, number, step)
        except UsageError:
            assert select_record(connection, number) == before
            assert len(select_edits(connection, number)) == edits
        held = select_record(connection, number)  # a Record checks itself
        machine = machine_record(connection, number) or held or machine
        applied = apply_edits(machine, select_edits(connection, number))
        assert held == applied.record
        claims = {key: review for key, review in applied.reviews.items() if key[0] != "a"}
        assert select_reviews(connection, number) == claims
    numbers = [edit.number for edit in live_edits(select_edits(connection, number))]
    order.shuffle(numbers)
    for edit in numbers:
        undo(connection, edit, BEN)
    assert select_record(connection, number) == machine
    assert machine_record(connection, number) is None
    assert connection.execute(
        "SELECT count(*) FROM unfit_edits JOIN edits USING (edit) WHERE article = ?", (number,)
    ).fetchone() == (0,)


#: Edits that have nothing to do with one another.
_UNRELATED: list[tuple[str, Any]] = [
    ("s2", {"kind": "mixed"}),
    ("e1", {"status": "promised"}),
    ("e2", {"background": False}),
    ("a2", {"country": "VES"}),
    ("q1", None),
    ("i1", None),
    ("a3", {"name": "Norway's government"}),
    ("c1", {"direction": "demand"}),
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(_UNRELATED))
def test_the_order_of_unrelated_edits_does_not_matter(
    connection: sqlite3.Connection, order: list[tuple[str, Any]]
) -> None:
    records = []
    for sequence in (_UNRELATED, order):
        number, _ = fresh(connection)
        for key, changes in sequence:
            if changes is None:
                reject(connection, number, key, ANNA)
            else:
                correct(connection, number, key, changes, ANNA)
        held = select_record(connection, number)
        assert held is not None
        records.append(dataclasses.replace(held, article=full_record().article))
    assert records[0] == records[1]


def test_the_corrections_of_the_random_test_reach_every_kind_of_claim() -> None:
    assert set(_CHANGES) == set(_LETTERS)
    assert span("Harb").start == 0
