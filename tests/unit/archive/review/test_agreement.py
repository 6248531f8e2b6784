"""How far coders agree, and what they are asked to look at."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest

from detente.archive.review import (
    LEAST_ITEMS,
    FieldAgreement,
    Signature,
    accept,
    add,
    agreement,
    correct,
    queue,
    reject,
    second_queue,
    undo,
)
from detente.archive.review.alpha import alpha_interval, nominal_alpha
from detente.errors import UsageError
from detente.records import Event, Record
from tests.unit.archive.builders import TEXT, full_record, make_article, span
from tests.unit.archive.review.scenes import ANNA, BEN, file_record, read_again
from tests.unit.archive.review.test_rereading import MIXED_UP, rekeyed

#: Krippendorff (2011), section C: four observers, twelve units.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units_of(*observers: str) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]


def test_alpha_of_the_published_example() -> None:
    assert nominal_alpha(units_of(*OBSERVERS)) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_the_published_example_of_two_observers() -> None:
    # Krippendorff (2011), section B: two observers, twelve units, five values: 0.692
    assert nominal_alpha(units_of("aabbdcccedda", "babbbccceddd")) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([["a", "a"], ["b", "b"]], 1.0),
        ([["a", "b"], ["b", "a"]], -0.5),
        ([["a", "a"], ["a", "a"]], None),
        ([["a"], ["b"]], None),
        ([], None),
    ],
)
def test_alpha_at_its_ends(units: list[list[str]], alpha: float | None) -> None:
    assert nominal_alpha(units) == (alpha if alpha is None else pytest.approx(alpha))
    assert (alpha_interval(units) is None) == (alpha is None)


def test_the_interval_holds_alpha_and_is_always_the_same() -> None:
    units = units_of(*OBSERVERS)
    first = alpha_interval(units)
    assert first == alpha_interval(units)
    assert first is not None
    assert first.low < 0.743 < first.high <= 1


def many_events(count: int) -> Record:
    """Return a record with several events on the letters of the text."""
    record = full_record()
    made = tuple(
        Event(f"e{n + 3}", "AID", None, None, ("a1",), ("a2",), span(TEXT[n : n + 3]), "actual", None, False, None,
              None, None, (), None, (), (100 - n) / 100)
        for n in range(count)
    )  # fmt: skip
    return dataclasses.replace(record, events=(*record.events, *made))


def row(connection: sqlite3.Connection, field: str) -> FieldAgreement:
    return next(found for found in agreement(connection) if found.field == field)


def test_agreement_compares_each_coders_own_judgement(connection: sqlite3.Connection) -> None:
    number = file_record(connection, many_events(24))
    for n in range(24):
        key = f"e{n + 3}"
        if n < 4:
            correct(connection, number, key, {"type": "SANCTION" if n % 2 else "AGREE", "sources": ["a3"]}, ANNA)
        elif n < 8:
            reject(connection, number, key, ANNA)
        else:
            accept(connection, number, key, ANNA)
    for n in range(24):
        key = f"e{n + 3}"
        if n < 2:
            correct(connection, number, key, {"type": "SANCTION" if n % 2 else "AGREE"}, BEN, blind=True)
        elif n in {6, 7}:
            reject(connection, number, key, BEN, blind=True) if n == 7 else accept(
                connection, number, key, BEN, blind=True
            )
        else:
            accept(connection, number, key, BEN, blind=True)
    decision = row(connection, "decision")
    assert (decision.items, decision.coders) == (24, 2)
    # anna: 4 times none; ben: once, and that is one of anna's
    assert decision.alpha == pytest.approx(nominal_alpha([["c", "c"]] * 20 + [["n", "c"]] * 3 + [["n", "n"]]))
    kinds = row(connection, "type")
    assert kinds.items == 20, "what one of them rejects has no type"
    pairs = [["AGREE", "AGREE"], ["SANCTION", "SANCTION"], ["AGREE", "AID"], ["SANCTION", "AID"]]
    assert kinds.alpha == pytest.approx(nominal_alpha([*pairs, *[["AID", "AID"]] * 16]))
    assert kinds.interval is not None
    assert kinds.interval.low <= (kinds.alpha or 0) <= kinds.interval.high
    assert row(connection, "status").alpha is None
    assert row(connection, "status").note == "all values are the same"
    assert row(connection, "source").alpha == pytest.approx(nominal_alpha([["3", "1"]] * 4 + [["1", "1"]] * 16))
    before = agreement(connection)
    read_again(connection, number, rekeyed(many_events(24), MIXED_UP))
    assert agreement(connection) == before


def test_too_few_items_are_said_to_be_too_few(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    accept(connection, number, "e1", ANNA)
    assert agreement(connection) == ()
    edit = reject(connection, number, "e1", BEN).edit
    assert agreement(connection) == (
        FieldAgreement("decision", 1, 2, None, None, f"not enough data: {LEAST_ITEMS} items are the least"),
    )
    undo(connection, edit.number, BEN)
    assert agreement(connection) == ()


def test_an_addition_is_nobody_elses_item(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    add(connection, number, "questions", {"span": [0, 7]}, ANNA)
    accept(connection, number, "q2", BEN)
    correct(connection, number, "q2", {"actors": ["a1"]}, ANNA)
    assert agreement(connection) == ()


# ── The queue ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_least_certain_comes_first(connection: sqlite3.Connection) -> None:
    record = many_events(3)
    low = dataclasses.replace(record.events[3], confidence=0.3)
    lower = dataclasses.replace(record.events[4], confidence=0.2)
    record = dataclasses.replace(record, events=(*record.events[:3], low, lower))
    first = file_record(connection, record)
    second = file_record(connection, dataclasses.replace(full_record(), article=make_article(f"{TEXT} Again.")))
    asked = [(item.article, item.claim.key) for item in queue(connection, 50)]
    assert asked == [
        (first, "e5"), (first, "e4"),  # below one half
        (first, "e1"), (second, "e1"), (first, "s2"), (second, "s2"),  # nobody named: e1 has no target
        (first, "i1"), (second, "i1"), (first, "c1"), (second, "c1"),  # 0.5, 0.6
        (first, "s1"), (second, "s1"), (first, "q1"), (second, "q1"), (first, "e3"),  # 0.91, 0.95, 1
        (first, "e2"), (second, "e2"),  # not estimated
    ]  # fmt: skip
    assert asked[:5] == [(item.article, item.claim.key) for item in queue(connection, 5)]


def test_what_was_looked_at_and_copies_are_not_asked(connection: sqlite3.Connection) -> None:
    first = file_record(connection, full_record())
    second = file_record(connection, dataclasses.replace(full_record(), article=make_article(f"{TEXT} Again.")))
    connection.execute("UPDATE articles SET story = ? WHERE article = ?", (first, second))
    accept(connection, first, "e1", ANNA)
    reject(connection, first, "e2", ANNA)
    assert [item.claim.key for item in queue(connection, 50)] == ["s2", "i1", "c1", "s1", "q1"]
    assert [item.claim.key for item in queue(connection, 50, ("positions", "questions"))] == ["p1", "q1"]
    with pytest.raises(UsageError, match="'actors' is no kind of claim"):
        queue(connection, 5, ("actors",))


def test_an_item_shows_its_words_in_their_paragraph(connection: sqlite3.Connection) -> None:
    file_record(connection, full_record())
    item = next(item for item in queue(connection, 50) if item.claim.key == "e2")
    assert item.anchor.words == "rejected"
    assert item.before.endswith("but a threat. Vestland ")
    assert item.after.startswith(" the offer. ")
    assert "Harbour talks" not in item.before, "the title is another paragraph"
    assert (item.title, item.confidence) == ("Harbour talks 🚢 resume", None)


def test_the_second_coder_is_asked_what_the_first_has_judged(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    reject(connection, number, "e1", ANNA)
    correct(connection, number, "s2", {"speakers": ["a1"]}, ANNA)
    accept(connection, number, "e2", Signature("cora", ANNA.at))
    asked = second_queue(connection, "ben")
    assert [item.claim.key for item in asked] == ["s2", "e1", "e2"]
    assert asked[0].claim.speakers == (), "as the machine read it"
    accept(connection, number, asked[1].anchor, BEN, seen=asked[1].claim, blind=True)
    assert [item.claim.key for item in second_queue(connection, "ben")] == ["s2", "e2"]
    assert [item.claim.key for item in second_queue(connection, "anna")] == ["e2"]
