"""What a person asks for in words, done to a record."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from detente.archive.review import Edited, look, select_all_edits
from detente.errors import UsageError
from detente.runs import reviewing
from detente.runs.written_values import find_actor, find_words, parse_field
from tests.unit.archive.builders import TEXT, full_record, make_article, new_archive, span
from tests.unit.archive.review.scenes import file_record, read_again

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ANNA = reviewing.sign("anna", "as the text says")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return an archive with two articles, numbers 1 and 2."""
    connection = new_archive(tmp_path / "news.sqlite")
    file_record(connection, full_record())
    file_record(connection, dataclasses.replace(full_record(), article=make_article(f"{TEXT} Again.")))
    yield connection
    connection.close()


def test_a_claim_is_named_by_number_or_id_and_key(archive: sqlite3.Connection) -> None:
    id_ = full_record().article.id
    assert reviewing.find_address(archive, "1") == reviewing.Address(1, None)
    assert reviewing.find_address(archive, f"{id_[:8]}:s1") == reviewing.Address(1, "s1")
    assert reviewing.find_claim(archive, "2:e1", blind=True) == reviewing.Claim(2, "e1", True)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("1:", "names no claim"),
        ("1:x1", "names no claim"),
        ("1:s", "names no claim"),
        ("9:s1", "no article 9"),
        ("zz", "no article zz"),
    ],
)
def test_what_is_no_address_is_refused(archive: sqlite3.Connection, written: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        reviewing.find_address(archive, written)


def test_an_article_is_no_claim(archive: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="names an article") as caught:
        reviewing.find_claim(archive, "1")
    assert caught.value.hint == "Name a claim of it, such as 1:s1."


def test_a_correction_in_words_finds_actors_places_and_days(archive: sqlite3.Connection) -> None:
    claim = reviewing.Claim(1, "e2")
    written = {"sources": ["Olsen"], "trigger": ["rejected the offer"], "date": ["2025-02"], "status": ["DENIED"]}
    reviewing.correct_claim(archive, claim, written, ANNA)
    event = look(archive, 1).record.events[1]
    assert (event.sources, event.trigger, event.status) == (("a1",), span("rejected the offer"), "denied")
    assert event.date is not None
    assert (event.date.start, event.date.end, event.date.precision) == ("2025-02-01", "2025-02-28", "month")


def test_a_new_code_brings_its_value_and_must_be_of_the_type(archive: sqlite3.Connection) -> None:
    reviewing.correct_claim(archive, reviewing.Claim(1, "e2"), {"cameo": ["120"]}, ANNA)
    event = look(archive, 1).record.events[1]
    assert (event.cameo, event.intensity) == ("120", -4.0)
    for code, message in (("190", "is of type ASSAULT"), ("999", "no CAMEO code 999")):
        with pytest.raises(UsageError, match=message):
            reviewing.correct_claim(archive, reviewing.Claim(1, "e2"), {"cameo": [code]}, ANNA)


def test_a_claim_is_added_in_words(archive: sqlite3.Connection) -> None:
    pairs = ["type=ACCUSE", "sources=Vestland", "trigger=called the blockade", "status=actual"]
    edited = reviewing.add_claim(archive, 1, "Event", reviewing.parse_pairs(pairs), ANNA)
    assert edited.key == "e3"
    assert edited.applied.record.events[2].sources == ("a2",)
    with pytest.raises(UsageError, match="no kind of claim called 'rumour'"):
        reviewing.add_claim(archive, 1, "rumour", {}, ANNA)
    with pytest.raises(UsageError, match="no FIELD=VALUE"):
        reviewing.parse_pairs(["type"])


def test_the_queue_takes_names_of_kinds_in_the_singular_and_plural(archive: sqlite3.Connection) -> None:
    assert {item.claim.key for item in reviewing.ask_queue(archive, 9, ["position", "Commitments"])} == {"p1", "m1"}
    with pytest.raises(UsageError, match="'actor' is no kind of claim"):
        reviewing.ask_queue(archive, 9, ["actor"])


def test_the_last_edit_is_undone_and_redone(archive: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="anna has no edit to undo"):
        reviewing.undo_edit(archive, None, ANNA)
    reviewing.reject_claim(archive, reviewing.Claim(1, "i1"), ANNA)
    assert look(archive, 1).record.interpretations == ()
    reviewing.undo_edit(archive, None, ANNA)
    assert look(archive, 1).record.interpretations == full_record().interpretations
    reviewing.redo_edit(archive, None, ANNA)
    assert look(archive, 1).record.interpretations == ()
    with pytest.raises(UsageError, match="anna has undone nothing"):
        reviewing.redo_edit(archive, None, ANNA)


def test_a_claim_that_was_read_again_is_not_accepted_as_it_was_seen(archive: sqlite3.Connection) -> None:
    item = next(item for item in reviewing.ask_queue(archive, 99, ["statement"]) if item.claim.key == "s2")
    claim = reviewing.Claim(item.article, item.anchor)
    reviewing.correct_claim(archive, claim, {"speakers": ["Vestland"]}, ANNA)
    with pytest.raises(UsageError, match="read again"):
        reviewing.accept_claim(archive, claim, ANNA, seen=item.claim)


def test_actors_are_split_and_merged_here_and_everywhere(archive: sqlite3.Connection) -> None:
    part = reviewing.WrittenPart(mentions=["She"], fields={"name": ["Ana Berg"]})
    done = reviewing.split(archive, reviewing.Address(1, "a1"), part, ANNA)
    assert isinstance(done, Edited)
    assert [actor.name for actor in done.applied.record.actors][-1] == "Ana Berg"
    one, other = reviewing.Address(1, "a1"), reviewing.Address(1, done.key)
    reviewing.merge(archive, one, other, ANNA)
    assert "Ana Berg" not in {actor.name for actor in look(archive, 1).record.actors}
    reviewing.merge(archive, one, reviewing.Address(2, "a2"), ANNA)
    assert select_all_edits(archive)[-1].action == "same_actor"
    with pytest.raises(UsageError, match="not of one kind"):
        reviewing.merge(archive, one, reviewing.Address(2, None), ANNA)
    with pytest.raises(UsageError, match="is no actor"):
        reviewing.split(archive, reviewing.Address(1, "a9"), part, ANNA)
    with pytest.raises(UsageError, match="has no mention 'Norway'"):
        reviewing.split(archive, one, reviewing.WrittenPart(["Norway"]), ANNA)


def test_stories_are_merged_and_split(archive: sqlite3.Connection) -> None:
    first, second = reviewing.Address(1, None), reviewing.Address(2, None)
    reviewing.merge(archive, first, second, ANNA)
    assert archive.execute("SELECT story FROM articles WHERE article = 2").fetchone() == (1,)
    reviewing.split(archive, second, reviewing.WrittenPart(), ANNA)
    assert archive.execute("SELECT story FROM articles WHERE article = 2").fetchone() == (2,)


@pytest.mark.parametrize(
    ("key", "field", "written", "value"),
    [
        ("s1", "speakers", ["none"], []),
        ("s1", "inside", ["s2"], "s2"),
        ("s1", "medium", ["0-7"], [0, 7]),
        ("e1", "background", ["yes"], True),
        ("e1", "date", ["2025-03-10..2025-03-12"], {"start": "2025-03-10", "end": "2025-03-12", "precision": "range"}),
        ("e1", "mentions", ["[[0, 7]]"], [[0, 7]]),
        ("e1", "intensity", ["-2"], -2.0),
    ],
)
def test_values_are_written_as_people_write(key: str, field: str, written: list[str], value: object) -> None:
    parsed = parse_field(full_record(), key, field, written)
    assert (parsed | {"span": None} if isinstance(parsed, dict) else parsed) == (
        value | {"span": None} if isinstance(value, dict) else value
    )


def test_words_and_names_that_are_not_plain_are_refused_with_the_choices() -> None:
    record = full_record()
    namesake = dataclasses.replace(record.actors[1], name="Per Olsen")
    two = dataclasses.replace(record, actors=(record.actors[0], namesake, record.actors[2]))
    with pytest.raises(UsageError, match="several actors") as caught:
        find_actor(two, "Olsen")
    assert caught.value.hint is not None
    assert "a1 Maria Olsen, a2 Per Olsen" in caught.value.hint
    with pytest.raises(UsageError, match="stands 2 times") as caught:
        find_words(record, "Vestland")
    assert caught.value.hint is not None
    assert "Choose a place" in caught.value.hint
    with pytest.raises(UsageError, match="the text has no 'Southland'"):
        find_words(record, "Southland")


def test_a_person_settles_a_commitment_and_a_question(archive: sqlite3.Connection) -> None:
    reviewing.settle_claim(archive, reviewing.Claim(1, "m1"), "Broken", ANNA, by="2:e2")
    reviewing.settle_claim(archive, reviewing.Claim(1, "q1"), "open", ANNA)
    record, other = look(archive, 1).record, look(archive, 2).record
    assert (record.commitments[0].state, record.commitments[0].settled_by) == ("broken", f"{other.article.id}:e2")
    assert (record.questions[0].state, record.questions[0].settled_by) == ("open", None)
    row = archive.execute("SELECT state, review FROM commitments_wide WHERE article = 1").fetchone()
    assert tuple(row) == ("broken", "corrected")
    assert [edit.coder for edit in select_all_edits(archive)] == ["anna", "anna"]


def test_what_was_settled_is_undone_and_survives_a_reading(archive: sqlite3.Connection) -> None:
    was = full_record().commitments[0].state
    edited = reviewing.settle_claim(archive, reviewing.Claim(1, "m1"), "lapsed", ANNA)
    read_again(archive, 1, full_record(version="0.0.newer"))
    assert look(archive, 1).record.commitments[0].state == "lapsed"
    reviewing.undo_edit(archive, edited.edit.number, ANNA)
    assert look(archive, 1).record.commitments[0].state == was


@pytest.mark.parametrize(
    ("key", "state", "by", "message"),
    [
        ("e1", "kept", None, "e1 is event, which nothing settles"),
        ("q1", "kept", None, "state cannot be 'kept'"),
        ("m1", "kept", "2:p1", "no event and no statement"),
        ("m1", "kept", "9:e1", "no article 9"),
    ],
)
def test_what_cannot_settle_is_refused(
    archive: sqlite3.Connection, key: str, state: str, by: str | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        reviewing.settle_claim(archive, reviewing.Claim(1, key), state, ANNA, by=by)
