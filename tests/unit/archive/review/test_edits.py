"""What a person does to a record: accept, correct, reject, add, split, merge; undo and redo."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import Any

import pytest

from detente.archive.kept import machine_record
from detente.archive.review import (
    Parted,
    Signature,
    accept,
    add,
    correct,
    flag,
    iter_flags,
    last_edit,
    last_undone,
    look,
    merge_actors,
    redo,
    reject,
    select_edits,
    select_flags,
    split_actor,
    undo,
)
from detente.archive.rows import select_record, select_reviews
from detente.errors import UsageError
from detente.records import Record, Span
from detente.records.codec import encode
from tests.unit.archive.builders import TEXT, full_record, span
from tests.unit.archive.review.scenes import ANNA, BEN, file_record

NEW_EVENT = {
    "type": "REJECT",
    "sources": ["a2"],
    "targets": ["a1"],
    "trigger": list(span("the offer")),
    "status": "actual",
}


def held(connection: sqlite3.Connection, number: int) -> Record:
    record = select_record(connection, number)
    assert record is not None
    return record


def claim(record: Record, key: str) -> Any:
    tables = (record.actors, record.statements, record.events, record.conditions, record.positions)
    return next(c for table in tables for c in table if c.key == key)


def keys(claims: tuple[Any, ...]) -> list[str]:
    return [c.key for c in claims]


def test_an_acceptance_changes_nothing_but_the_review(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    accept(connection, number, "e1", ANNA)
    assert held(connection, number) == full_record()
    assert select_reviews(connection, number) == {"e1": "accepted"}


def test_a_correction_stands_in_the_tables_and_the_machines_record_beside_it(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    edited = correct(connection, number, "s2", {"speakers": ["a1"], "kind": "mixed"}, ANNA)
    assert edited.edit.old == {"speakers": [], "kind": "indirect"}
    assert claim(held(connection, number), "s2").speakers == ("a1",)
    assert machine_record(connection, number) == full_record()
    assert select_reviews(connection, number) == {"s2": "corrected"}
    assert held(connection, number) == edited.applied.record


@pytest.mark.parametrize(
    ("key", "changes", "stands"),
    [
        ("s1", {"speakers": ["a2"]}, ("a2",)),
        ("s1", {"on_behalf_of": []}, ()),
        ("s1", {"source": [list(span("She"))]}, (span("She"),)),
        ("e1", {"type": "AID"}, "AID"),
        ("e1", {"status": "promised"}, "promised"),
        ("e1", {"sources": ["a3", "a1"]}, ("a3", "a1")),
        ("e1", {"targets": ["a1"]}, ("a1",)),
        ("e1", {"date": None}, None),
        ("e2", {"trigger": list(span("rejected the offer"))}, span("rejected the offer")),
        ("e2", {"background": False}, False),
        ("c1", {"holder": None}, None),
        ("c1", {"addressee": "a3"}, "a3"),
        ("c1", {"condition": list(span("if Vestland withdraws"))}, span("if Vestland withdraws")),
        ("p1", {"stance": "mixed"}, "mixed"),
        ("p1", {"issue": "blockade"}, "blockade"),
        ("p1", {"toward": None}, None),
        ("a2", {"country": "VES"}, "VES"),
        ("a2", {"name": "Kingdom of Vestland"}, "Kingdom of Vestland"),
        ("a1", {"entity": None}, None),
    ],
)
def test_every_field_that_people_must_correct_can_be(
    connection: sqlite3.Connection, key: str, changes: dict[str, Any], stands: object
) -> None:
    number = file_record(connection, full_record())
    edited = correct(connection, number, key, changes, ANNA)
    assert getattr(claim(held(connection, number), key), next(iter(changes))) == stands
    undo(connection, edited.edit.number, ANNA)
    assert held(connection, number) == full_record()
    assert machine_record(connection, number) is None
    assert select_reviews(connection, number) == {}


def test_another_type_leaves_no_code_of_the_old_one(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    event = claim(correct(connection, number, "e1", {"type": "AID"}, ANNA).applied.record, "e1")
    assert (event.type, event.mode, event.cameo, event.intensity) == ("AID", None, None, None)
    event = claim(correct(connection, number, "e1", {"cameo": "070"}, ANNA).applied.record, "e1")
    assert (event.cameo, event.intensity) == ("070", None)


def test_what_pointed_to_a_rejected_event_points_to_nothing(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    record = reject(connection, number, "e1", ANNA).applied.record
    assert keys(record.events) == ["e2"]
    assert record.commitments == ()
    assert record.conditions[0].binds == ()
    assert record.questions[0].events == ()
    assert record.positions[0].evidence == ("s1",)
    assert held(connection, number) == record


def test_what_was_inside_a_rejected_statement_is_not_inside_it(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    record = reject(connection, number, "s1", ANNA).applied.record
    assert record.statements[0].inside is None
    assert [event.said_in for event in record.events] == [None, None]
    record = reject(connection, number, "e1", ANNA).applied.record
    assert record.positions == (), "a position without evidence is none"


def test_a_rejected_actor_says_and_does_nothing(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    record = reject(connection, number, "a1", ANNA).applied.record
    assert keys(record.actors) == ["a2", "a3"]
    assert record.statements[0].speakers == ()
    assert record.events[1].targets == ("a3",)
    assert record.positions == ()
    assert record.interpretations[0].holder is None


def test_an_acceptance_brings_a_rejected_claim_back(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    reject(connection, number, "e1", ANNA)
    accept(connection, number, "e1", BEN)
    assert held(connection, number) == full_record()


def test_an_added_event_gets_the_next_key_and_can_be_corrected(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    added = add(connection, number, "events", NEW_EVENT, ANNA)
    assert added.key == "e3"
    correct(connection, number, "e3", {"status": "denied"}, BEN)
    assert claim(held(connection, number), "e3").status == "denied"
    assert select_reviews(connection, number) == {"e3": "added"}
    undo(connection, added.edit.number, ANNA)
    assert held(connection, number) == full_record()
    assert connection.execute("SELECT edit, reason FROM unfit_edits").fetchall() == [
        (2, "this reading has no event “the offer”")
    ]
    redo(connection, added.edit.number, ANNA)
    assert claim(held(connection, number), "e3").status == "denied"
    assert connection.execute("SELECT count(*) FROM unfit_edits").fetchone() == (0,)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("statements", {"cue": [list(span("resume"))], "content": [list(span("Harbour talks"))], "kind": "indirect"}),
        ("events", NEW_EVENT),
        ("conditions", {"condition": list(span("stays open")), "marker": list(span("open"))}),
        ("positions", {"actor": "a2", "toward": "a1", "issue": "blockade", "stance": "for", "evidence": ["e2"]}),
        ("interpretations", {"holder": "a2", "affirmed": [list(span("the offer"))]}),
        ("questions", {"span": list(span("resume"))}),
        ("actors", {"name": "Fleet of Vestland", "kind": "organization", "sector": "MIL",
                    "mentions": [{"start": span("fleet").start, "end": span("fleet").end, "form": "name"}]}),
        ("commitments", {"event": "e2", "actor": "a2"}),
    ],
)  # fmt: skip
def test_every_kind_of_claim_can_be_added(connection: sqlite3.Connection, table: Any, values: dict[str, Any]) -> None:
    number = file_record(connection, full_record())
    added = add(connection, number, table, values, ANNA)
    stands = next(c for c in getattr(held(connection, number), table) if c.key == added.key)
    assert {name: encode(getattr(stands, name)) for name in values} == values
    with pytest.raises(UsageError, match="stands at this place already"):
        add(connection, number, table, values, BEN)


def test_a_split_actor_takes_its_statement_along_and_what_is_named(connection: sqlite3.Connection) -> None:
    record = full_record()
    she = span("She")
    second = dataclasses.replace(record.statements[1], source=(she,), speakers=("a1",))
    record = dataclasses.replace(record, statements=(record.statements[0], second))
    number = file_record(connection, record)
    split = split_actor(connection, number, "a1", Parted((she,), {"name": "Ida Berg"}, ("c1",)), ANNA)
    now = held(connection, number)
    assert split.key == "a4"
    assert [m.span for m in claim(now, "a4").mentions] == [she]
    assert [m.span for m in claim(now, "a1").mentions] == [span("Maria Olsen")]
    assert [s.speakers for s in now.statements] == [("a1",), ("a4",)]
    assert now.conditions[0].holder == "a4"
    assert now.positions[0].actor == "a1"
    undo(connection, split.edit.number, ANNA)
    assert held(connection, number) == record


def test_merged_actors_are_one_everywhere(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    merged = merge_actors(connection, number, "a3", "a1", ANNA)
    now = held(connection, number)
    assert keys(now.actors) == ["a2", "a3"]
    assert [m.span for m in claim(now, "a3").mentions] == [span("Maria Olsen"), span("She")]
    assert now.events[1].targets == ("a3",)
    assert now.positions[0].actor == "a3"
    undo(connection, merged.edit.number, ANNA)
    assert held(connection, number) == full_record()


def test_the_last_edit_stands(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "promised"}, ANNA)
    second = correct(connection, number, "e2", {"status": "denied"}, BEN)
    assert claim(held(connection, number), "e2").status == "denied"
    undo(connection, second.edit.number, ANNA)
    assert claim(held(connection, number), "e2").status == "promised"


def test_undo_and_redo_without_a_number(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    assert last_edit(connection, "anna") is None
    accept(connection, number, "e1", ANNA)
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    accept(connection, number, "s1", BEN)
    assert last_edit(connection, "anna") == 2
    undo(connection, 2, ANNA)
    undo(connection, 1, ANNA)
    assert last_undone(connection, "anna") == 1
    redo(connection, 1, ANNA)
    assert last_undone(connection, "anna") == 2
    redo(connection, 2, ANNA)
    assert last_undone(connection, "anna") is None
    assert claim(held(connection, number), "e2").status == "denied"
    with pytest.raises(UsageError, match="is not undone"):
        redo(connection, 2, ANNA)
    undo(connection, 2, ANNA)
    with pytest.raises(UsageError, match="is undone already, by edit 8"):
        undo(connection, 2, ANNA)
    assert [edit.action for edit in select_edits(connection, number)].count("undo") == 5


def test_the_list_can_only_be_appended_to(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "s2", {"speakers": ["a1"]}, ANNA)
    for change in ("UPDATE edits SET coder = 'x'", "DELETE FROM edits", "UPDATE edit_refs SET key = 'a2'",
                   "DELETE FROM edit_refs"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="an edit is never"):
            connection.execute(change)


def test_the_database_refuses_an_edit_whose_words_are_not_the_text(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    with pytest.raises(sqlite3.IntegrityError, match="are not the text at their place"):
        connection.execute(
            "INSERT INTO edits (article, action, subject_key, subject_start, subject_end, subject_words, old, new, "
            "coder, at) VALUES (?, 'reject', 'e1', 0, 7, 'harbour', '{}', '{}', 'anna', '2025-03-11T09:00:00+00:00')",
            (number,),
        )
    accept(connection, number, "e1", ANNA)
    with pytest.raises(sqlite3.IntegrityError, match="are not the text at their place"):
        connection.execute("INSERT INTO edit_refs (edit, key, start, \"end\", words) VALUES (1, 'a9', 0, 7, 'harbour')")


@pytest.mark.parametrize(
    ("key", "changes", "message"),
    [
        ("e9", {"type": "AID"}, "the article has no event 'e9'"),
        ("x1", {"type": "AID"}, "the article has no claim 'x1'"),
        ("e1", {"type": "PARTY"}, "none of 'AGREE'"),
        ("e1", {"size": 3}, "no field 'size' that can be corrected"),
        ("e1", {"confidence": 1.0}, "no field 'confidence' that can be corrected"),
        ("e1", {"sources": ["a9"]}, "no actor 'a9'"),
        ("e1", {"sources": ["s1"]}, "sources cannot name 's1'"),
        ("p1", {"evidence": ["a1"]}, "evidence cannot name 'a1'"),
        ("e1", {"trigger": [5, 5]}, "is no place in a text"),
        ("e1", {"trigger": [0, len(TEXT) + 1]}, "is no place in a text"),
        ("e1", {"date": {"start": "soon", "end": "soon", "precision": "day", "span": None}}, "is no day"),
        ("e1", {"cameo": "no code"}, "the archive refuses this"),
        ("p1", {"evidence": []}, "position needs evidence"),
        ("s1", {"inside": "s2"}, "inside itself"),
        ("e1", {}, "nothing to correct"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_no_trace(
    connection: sqlite3.Connection, key: str, changes: dict[str, Any], message: str
) -> None:
    number = file_record(connection, full_record())
    with pytest.raises(UsageError, match=message):
        correct(connection, number, key, changes, ANNA)
    assert held(connection, number) == full_record()
    assert select_edits(connection, number) == ()
    assert machine_record(connection, number) is None


@pytest.mark.parametrize("coder", ["", "  "])
def test_an_edit_must_be_signed(connection: sqlite3.Connection, coder: str) -> None:
    number = file_record(connection, full_record())
    with pytest.raises(UsageError, match="must be signed"):
        accept(connection, number, "e1", dataclasses.replace(ANNA, coder=coder))


@pytest.mark.parametrize("at", ["yesterday", "2025-03-11", "2025-03-11T09:00:00", "2025-03-11T09:00:00+02:00"])
def test_an_edit_has_a_time_in_utc(connection: sqlite3.Connection, at: str) -> None:
    number = file_record(connection, full_record())
    with pytest.raises(UsageError, match="no time in"):
        accept(connection, number, "e1", Signature("anna", at))


def test_a_claim_that_has_changed_since_it_was_shown_is_not_accepted(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    shown = look(connection, number)
    correct(connection, number, "e2", {"status": "denied"}, BEN)
    with pytest.raises(UsageError, match="read again since it was shown"):
        accept(connection, number, shown.anchors["e2"], ANNA, seen=shown.record.events[1])
    accept(connection, number, shown.anchors["e1"], ANNA, seen=shown.record.events[0])


def test_a_blind_coder_sees_and_judges_without_the_others(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    reject(connection, number, "e1", ANNA)
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    assert keys(look(connection, number, only="ben").record.events) == ["e1", "e2"]
    edited = accept(connection, number, "e2", BEN, blind=True)
    assert edited.edit.new["status"] == "actual"
    assert claim(edited.applied.record, "e2").status == "actual", "the last edit stands"


def test_spans_stay_what_they_are(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"trigger": [*span("rejected the offer")]}, ANNA)
    correct(connection, number, "e2", {"status": "denied"}, BEN)
    undo(connection, 1, ANNA)
    event = claim(held(connection, number), "e2")
    assert (event.trigger, event.status) == (span("rejected"), "denied")
    assert isinstance(event.trigger, Span)


def test_two_blind_coders_who_add_the_same_claim_add_it_once(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    add(connection, number, "events", NEW_EVENT, ANNA, blind=True)
    again = add(connection, number, "events", {**NEW_EVENT, "status": "possible"}, BEN, blind=True)
    assert again.key == "e3"
    assert [(event.key, event.status) for event in held(connection, number).events[2:]] == [("e3", "possible")]
    undo(connection, again.edit.number, BEN)
    assert [(event.key, event.status) for event in held(connection, number).events[2:]] == [("e3", "actual")]


@pytest.mark.parametrize("evidence", ["e9", "a1", "nothing"])
def test_an_addition_names_what_is_there(connection: sqlite3.Connection, evidence: str) -> None:
    number = file_record(connection, full_record())
    values = {"actor": "a1", "issue": "harbour", "stance": "for", "evidence": [evidence]}
    with pytest.raises(UsageError, match=f"'{evidence}'"):
        add(connection, number, "positions", values, ANNA)
    assert held(connection, number) == full_record()


@pytest.mark.parametrize(
    ("targets", "left"),
    [
        (["a1", "a3"], (0.75, 0.25)),
        (["a3", "a1"], (0.25, 0.75)),
        (["a3"], (0.25,)),
        (["a1", "a2"], ()),
        ([], ()),
    ],
)
def test_actors_that_stay_keep_their_confidence(
    connection: sqlite3.Connection, targets: list[str], left: tuple[float, ...]
) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"targets": targets}, ANNA)
    assert claim(held(connection, number), "e2").target_confidences == left


def test_rejecting_and_merging_an_actor_leaves_the_others_confidence(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    undone = reject(connection, number, "a1", ANNA)
    assert claim(held(connection, number), "e2").target_confidences == (0.25,)
    undo(connection, undone.edit.number, ANNA)
    merge_actors(connection, number, "a1", "a3", ANNA)
    event = claim(held(connection, number), "e2")
    assert (event.targets, event.target_confidences) == (("a1",), (0.75,))


def test_a_confidence_is_the_machines_alone(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    for key, changes in (("c1", {"confidence": 1.0}), ("e2", {"target_confidences": [1.0, 1.0]})):
        with pytest.raises(UsageError, match="can be corrected"):
            correct(connection, number, key, changes, ANNA)


def test_a_flag_asks_others_to_look_and_changes_nothing(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    before = held(connection, number)
    edited = flag(connection, number, "e1", Signature(ANNA.coder, ANNA.at, "who is meant?"))
    assert held(connection, number) == before
    assert select_reviews(connection, number) == {}
    assert machine_record(connection, number) is None
    (found,) = select_flags(connection, number)
    assert (found.key, found.reason, found.coder) == ("e1", "who is meant?", ANNA.coder)
    assert list(iter_flags(connection)) == [(number, found)]
    undo(connection, edited.edit.number, BEN)
    assert select_flags(connection, number) == ()
    redo(connection, edited.edit.number, BEN)
    assert len(select_flags(connection, number)) == 1


def test_a_flag_needs_a_reason_and_a_claim(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    with pytest.raises(UsageError, match="a flag needs a reason"):
        flag(connection, number, "e1", Signature(ANNA.coder, ANNA.at))
    with pytest.raises(UsageError):
        flag(connection, number, "e99", Signature(ANNA.coder, ANNA.at, "why"))
    assert select_edits(connection, number) == ()


def test_a_flag_stays_with_its_claim_when_others_are_corrected(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    flag(connection, number, "e2", Signature(ANNA.coder, ANNA.at, "which one?"))
    correct(connection, number, "e2", {"status": "denied"}, BEN)
    assert [one.key for one in select_flags(connection, number)] == ["e2"]
    reject(connection, number, "e2", BEN)
    assert [one.key for one in select_flags(connection, number)] == ["e2"]
