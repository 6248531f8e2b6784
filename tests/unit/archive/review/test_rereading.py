"""Edits survive another reading of the article: they are held by words and place, not by keys."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from detente.archive.kept import machine_record
from detente.archive.review import (
    Parted,
    accept,
    add,
    correct,
    look,
    merge_actors,
    reject,
    split_actor,
    undo,
)
from detente.archive.review.references import renamed
from detente.archive.rows import select_record, select_reviews
from detente.records import KINDS, Actor, Mention, Record, Span, Statement
from tests.unit.archive.builders import full_record, span
from tests.unit.archive.review.scenes import ANNA, BEN, file_record, read_again

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLES = tuple(kind.collection for kind in KINDS)


def rekeyed(record: Record, keys: Mapping[str, str]) -> Record:
    """Return the same record with other keys."""
    parts: dict[str, Any] = {
        table: tuple(
            renamed(dataclasses.replace(c, key=keys.get(c.key, c.key)), lambda k: keys.get(k, k))
            for c in getattr(record, table)
        )
        for table in _TABLES
    }
    parts = {table: tuple(sorted(listed, key=lambda c: int(c.key[1:]))) for table, listed in parts.items()}
    return dataclasses.replace(record, **parts)


#: Another reading gave everything another key.
MIXED_UP = {
    "a1": "a3", "a2": "a1", "a3": "a2", "s1": "s2", "s2": "s1", "e1": "e2", "e2": "e1", "c1": "c4", "i1": "i2",
    "q1": "q3", "p1": "p2", "m1": "m2",
}  # fmt: skip


def held(connection: sqlite3.Connection, number: int) -> Record:
    record = select_record(connection, number)
    assert record is not None
    return record


def unfit(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    return connection.execute("SELECT edit, reason FROM unfit_edits ORDER BY edit").fetchall()


def test_every_edit_finds_its_claim_under_another_key(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "s2", {"speakers": ["a1"]}, ANNA)
    accept(connection, number, "e1", ANNA)
    correct(connection, number, "e2", {"status": "denied", "targets": ["a3"]}, BEN)
    correct(connection, number, "c1", {"addressee": "a3"}, BEN)
    reject(connection, number, "i1", BEN)
    correct(connection, number, "q1", {"events": ["e2"]}, BEN)
    correct(connection, number, "p1", {"stance": "for"}, BEN)
    correct(connection, number, "m1", {"addressee": None}, BEN)
    correct(connection, number, "a2", {"country": "VES"}, BEN)
    before = held(connection, number)
    read_again(connection, number, rekeyed(full_record(), MIXED_UP))
    assert held(connection, number) == rekeyed(before, MIXED_UP)
    assert unfit(connection) == []
    assert machine_record(connection, number) == rekeyed(full_record(), MIXED_UP)
    read_again(connection, number, full_record())
    assert held(connection, number) == before


def test_a_reading_without_the_claim_lists_the_edit_and_the_next_one_takes_it_up(
    connection: sqlite3.Connection,
) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    without = dataclasses.replace(full_record(), events=full_record().events[:1])
    read_again(connection, number, without)
    assert held(connection, number) == without
    assert unfit(connection) == [(1, "this reading has no event “rejected”")]
    assert [u.edit.number for u in look(connection, number).applied.unfit] == [1]
    read_again(connection, number, full_record())
    assert held(connection, number).events[1].status == "denied"
    assert unfit(connection) == []


def test_a_correction_to_an_actor_that_is_not_there_any_more_is_listed(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "s2", {"speakers": ["a3"]}, ANNA)
    record = full_record()
    fewer = dataclasses.replace(
        record,
        actors=record.actors[:2],
        statements=tuple(dataclasses.replace(s, on_behalf_of=()) for s in record.statements),
        events=(record.events[0], dataclasses.replace(record.events[1], targets=("a1",), target_confidences=(0.75,))),
    )
    read_again(connection, number, fewer)
    assert held(connection, number) == fewer
    assert unfit(connection) == [(1, "this reading has no actor Q2")]


def test_an_accepted_claim_keeps_what_was_accepted(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    accept(connection, number, "e2", ANNA)
    record = full_record()
    other = dataclasses.replace(record.events[1], status="possible", targets=(), target_confidences=(), confidence=0.4)
    read_again(connection, number, dataclasses.replace(record, events=(record.events[0], other)))
    event = held(connection, number).events[1]
    assert (event.status, event.targets) == ("actual", ("a1", "a3"))
    assert event.confidence == pytest.approx(0.4), "confidence is the machine's own"
    assert select_reviews(connection, number) == {"e2": "corrected"}


@pytest.mark.parametrize(
    ("words", "fits"), [("rejected the offer", True), ("Vestland rejected", True), ("door", False)]
)
def test_a_trigger_that_shifts_is_found_where_it_overlaps(
    connection: sqlite3.Connection, words: str, *, fits: bool
) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    record = full_record()
    shifted = dataclasses.replace(record.events[1], trigger=span(words))
    read_again(connection, number, dataclasses.replace(record, events=(record.events[0], shifted)))
    assert (held(connection, number).events[1].status == "denied") == fits
    assert bool(unfit(connection)) != fits


def test_of_two_events_on_the_same_words_the_type_decides(connection: sqlite3.Connection) -> None:
    record = full_record()
    twin = dataclasses.replace(record.events[1], key="e3", type="ACCUSE", status="possible")
    record = dataclasses.replace(record, events=(*record.events, twin))
    number = file_record(connection, record)
    correct(connection, number, "e3", {"status": "denied"}, ANNA)
    read_again(connection, number, rekeyed(record, {"e2": "e3", "e3": "e2"}))
    assert {e.key: e.status for e in held(connection, number).events if e.key != "e1"} == {
        "e2": "denied",
        "e3": "actual",
    }


def test_a_statement_inside_another_is_not_taken_for_it(connection: sqlite3.Connection) -> None:
    outer, inner = span("if Vestland withdraws its fleet by Friday"), span("its fleet")
    record = full_record()
    statement = Statement("s3", (), (), (), (span("if"),), (outer,), "indirect", None, None, None, None, None)
    number = file_record(connection, dataclasses.replace(record, statements=(*record.statements, statement)))
    reject(connection, number, "s3", ANNA)
    nested = dataclasses.replace(statement, content=(inner,))
    read_again(connection, number, dataclasses.replace(record, statements=(*record.statements, nested)))
    assert [s.key for s in held(connection, number).statements] == ["s1", "s2", "s3"]
    assert unfit(connection) == [(1, f"this reading has no statement “{outer.words(record.article.text)}”")]


def test_an_addition_survives_and_moves_to_a_free_key(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    added = add(
        connection, number, "events",
        {"type": "REJECT", "sources": ["a2"], "trigger": [*span("the offer")], "status": "actual"}, ANNA,
    )  # fmt: skip
    assert added.key == "e3"
    correct(connection, number, "e3", {"targets": ["a1"]}, BEN)
    record = full_record()
    third = dataclasses.replace(record.events[1], key="e3", trigger=span("called"))
    read_again(connection, number, dataclasses.replace(record, events=(*record.events, third)))
    events = held(connection, number).events
    assert [(e.key, e.trigger, e.targets) for e in events[2:]] == [
        ("e3", span("called"), ("a1", "a3")),
        ("e4", span("the offer"), ("a1",)),
    ]
    assert select_reviews(connection, number) == {"e4": "added"}


def test_an_addition_that_the_machine_finds_by_itself_is_not_there_twice(connection: sqlite3.Connection) -> None:
    record = full_record()
    number = file_record(connection, dataclasses.replace(record, events=record.events[:1]))
    values = {"type": "REJECT", "sources": ["a2"], "trigger": [*span("rejected")], "status": "denied"}
    add(connection, number, "events", values, ANNA)
    read_again(connection, number, record)
    events = held(connection, number).events
    assert [(e.key, e.status) for e in events] == [("e1", "conditional"), ("e2", "denied")]


def test_merged_actors_stay_merged(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    merge_actors(connection, number, "a2", "a1", ANNA)
    correct(connection, number, "e1", {"targets": ["a2"]}, BEN)
    before = held(connection, number)
    read_again(connection, number, rekeyed(full_record(), MIXED_UP))
    assert held(connection, number) == rekeyed(before, MIXED_UP)
    one = dataclasses.replace(before)
    read_again(connection, number, one)
    assert held(connection, number) == before, "a reading that has them as one already"


def test_a_split_actor_stays_split(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    she = span("She")
    split_actor(connection, number, "a1", Parted((she,), {"name": "Ida Berg"}, ("i1",)), ANNA)
    before = held(connection, number)
    read_again(connection, number, rekeyed(full_record(), {"a1": "a3", "a3": "a1"}))
    assert held(connection, number) == rekeyed(before, {"a1": "a3", "a3": "a1"})
    record = full_record()
    alone = Actor("a4", None, "Somebody", "person", None, None, None, (Mention(she.start, she.end, "pronoun"),))
    first = dataclasses.replace(record.actors[0], mentions=record.actors[0].mentions[:1])
    read_again(connection, number, dataclasses.replace(record, actors=(first, *record.actors[1:], alone)))
    assert [(a.key, a.name) for a in held(connection, number).actors] == [
        ("a1", "Maria Olsen"), ("a2", "Vestland"), ("a3", "Government of Norway"), ("a4", "Ida Berg"),
    ]  # fmt: skip


def test_an_anchor_seen_before_a_rereading_still_means_the_same_claim(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    seen = look(connection, number).anchors["e2"]
    read_again(connection, number, rekeyed(full_record(), MIXED_UP))
    edited = correct(connection, number, seen, {"status": "denied"}, ANNA)
    assert edited.key == "e1"
    changed = next(e for e in held(connection, number).events if e.status == "denied")
    assert changed.trigger == span("rejected")


def test_undoing_after_a_rereading_gives_the_new_reading(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    reject(connection, number, "s1", ANNA)
    again = rekeyed(full_record(), MIXED_UP)
    read_again(connection, number, again)
    undo(connection, 1, BEN)
    undo(connection, 2, BEN)
    assert held(connection, number) == again
    assert machine_record(connection, number) is None


def test_an_article_without_edits_is_left_alone(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    read_again(connection, number, full_record(version="0.0.next"))
    assert held(connection, number) == full_record(version="0.0.next")
    assert connection.execute("SELECT count(*) FROM kept_records").fetchone() == (0,)


def test_an_edit_made_in_one_reading_is_held_by_its_own_words(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"trigger": [*span("the offer")], "type": "ACCUSE"}, ANNA)
    correct(connection, number, "e2", {"status": "denied"}, BEN)
    read_again(connection, number, rekeyed(full_record(), MIXED_UP))
    event = held(connection, number).events[0]
    assert (event.key, event.trigger, event.type, event.status) == ("e1", span("the offer"), "ACCUSE", "denied")
    assert isinstance(event.trigger, Span)


def test_every_field_that_holds_keys_is_known() -> None:
    record = full_record()
    every = {claim.key for table in _TABLES for claim in getattr(record, table)}
    for kind in KINDS:
        for claim in getattr(record, kind.collection):
            for field in dataclasses.fields(claim):
                value = getattr(claim, field.name)
                listed = value if isinstance(value, tuple) else (value,)
                holds = field.name != "key" and any(isinstance(item, str) and item in every for item in listed)
                assert not holds or field.name in kind.reference_fields, f"{kind.collection}.{field.name}"
