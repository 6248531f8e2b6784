"""How a claim is found again, what can be written into it, and what one edit does to a draft."""

from __future__ import annotations

import dataclasses

import pytest

from detente.archive.review.actions import apply_edit
from detente.archive.review.anchors import find_anchored, origins_of, taken_place
from detente.archive.review.draft import RecordDraft
from detente.archive.review.model import Anchor, Edit
from detente.archive.review.values import (
    correctable_fields,
    decode_claim,
    decode_fields,
    encode_fields,
    follow_ups,
    judged_fields,
)
from detente.errors import RecordError
from detente.records import BY_LETTER, Event, Span
from tests.unit.archive.builders import TEXT, full_record, span

RECORD = full_record()
CLAIMS = {c.key: c for name in ("actors", "statements", "events", "positions") for c in getattr(RECORD, name)}
ORIGINS = {key: origins_of(CLAIMS, key, TEXT) for key in CLAIMS}
EVENT = BY_LETTER["e"]


def test_an_actor_is_found_by_each_mention_and_a_position_by_what_it_rests_on() -> None:
    assert [one.words for one in ORIGINS["a1"]] == ["Maria Olsen", "She"]
    (position,) = ORIGINS["p1"]
    assert position.label == "Q1 → Vestland → troop presence"
    assert position.span == ORIGINS["s1"][0].span


def test_a_claim_is_found_by_its_place_whatever_its_key() -> None:
    withdraws = span("withdraws")
    assert find_anchored(ORIGINS, Anchor("e9", withdraws, "withdraws", "RETREAT")) == "e1"
    assert find_anchored(ORIGINS, Anchor("e9", Span(withdraws.start, withdraws.end + 4), "", "RETREAT")) == "e1"
    assert find_anchored(ORIGINS, Anchor("e9", Span(0, 4), "Harb", "RETREAT")) is None
    assert find_anchored(ORIGINS, Anchor("a9", None, "", "Q1")) == "a1"
    assert taken_place(ORIGINS, [Anchor("e9", withdraws, "withdraws", "RETREAT")]) == "e1"
    assert taken_place(ORIGINS, [Anchor("e9", withdraws, "withdraws", "AID")]) is None


def test_what_a_person_can_correct_is_what_the_claim_says() -> None:
    assert {"key", "confidence"}.isdisjoint(correctable_fields(EVENT))
    assert "said_in" in correctable_fields(EVENT)
    assert "said_in" not in judged_fields(EVENT)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"colour": "red"}, "event has no field 'colour'; it has"),
        ({"trigger": [5, 2]}, "is no place in a text of"),
        ({"sources": ["e1"]}, "sources cannot name 'e1'"),
        ({"date": {"start": "2025-13-01", "end": "2025-13-01", "precision": "day"}}, "is no day"),
        ({"date": {"start": "2025-03-02", "end": "2025-03-01", "precision": "day"}}, "ends before it begins"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(values: dict[str, object], says: str) -> None:
    with pytest.raises(RecordError, match=says):
        decode_fields(EVENT, values, TEXT)


def test_a_claim_is_written_and_read_back() -> None:
    given = {"type": "AID", "sources": ["a1"], "trigger": [0, 4], "status": "actual"}
    made = decode_claim("e7", given, TEXT)
    assert isinstance(made, Event)
    assert (made.key, made.targets, made.background, made.date) == ("e7", (), False, None)
    assert encode_fields(made, ("type", "sources", "trigger")) == {"type": "AID", "sources": ["a1"], "trigger": [0, 4]}


def test_another_type_makes_its_codes_void() -> None:
    event = CLAIMS["e1"]
    assert follow_ups(event, {"type": "AID"}) == {"mode": None, "cameo": None, "intensity": None}
    assert follow_ups(event, {"cameo": "088"}) == {"intensity": None}
    assert follow_ups(event, {"type": "AID", "cameo": "070"}) == {"mode": None, "intensity": None}
    assert follow_ups(event, {"status": "denied"}) == {}


def _edit(action: str, key: str, **new: object) -> Edit:
    subject = ORIGINS[key][0] if key in ORIGINS else None
    empty = {field.name: None for field in dataclasses.fields(Edit)}
    values = empty | {"number": 1, "action": action, "subject": subject, "new": new, "old": {}, "refs": ()}
    return Edit(**values)  # type: ignore[arg-type]


def test_an_edit_marks_changes_or_takes_away() -> None:
    draft = RecordDraft.of(RECORD)
    assert apply_edit(draft, _edit("accept", "e1")) == "e1"
    assert draft.reviews["e1"] == "accepted"
    apply_edit(draft, _edit("correct", "e1", status="denied"))
    assert (draft.claims["e1"].status, draft.reviews["e1"]) == ("denied", "corrected")
    apply_edit(draft, _edit("reject", "e2"))
    assert "e2" in draft.rejected
    with pytest.raises(RecordError, match="edit 1 names no claim"):
        apply_edit(draft, _edit("reject", "nowhere"))
