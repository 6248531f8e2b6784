"""The ledger: like and contrary events since, deadlines, and what a person has set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from detente.analysis.ledger import NEEDS, LedgerOptions, contraries, list_commitments, list_questions
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError
from detente.records.claims import EventType

DAYS = {"a1": date(2025, 1, 10), "a2": date(2025, 3, 1)}
KINDS = {
    "deadline_end": pa.date32(),
    "date": pa.date32(),
    "leads": pa.bool_(),
    "background": pa.bool_(),
    "confidence": pa.float64(),
    "source_confidence": pa.float64(),
    "target_confidence": pa.float64(),
}
USUAL = LedgerOptions()
LIKE = {"event": "a2:e1"}
CONTRARY = {"event": "a2:e2", "type": "REJECT"}
DENIAL = {"event": "a2:e3", "status": "denied"}


def make(rows: list[dict[str, Any]], name: str) -> pa.Table:
    return pa.Table.from_pylist(
        rows, schema=pa.schema([(column, KINDS.get(column, pa.string())) for column in sorted(NEEDS[name])])
    )


def tables(*deeds: dict[str, Any], **entry: Any) -> dict[str, pa.Table]:
    """Return tables with one promise of Aland to send aid to Bland, a question about it, and later events."""
    both = {"article": "a1", "confidence": 0.8, "leads": True}
    promise = {"id": "a1:m1", "event": "a1:e1", "actor": "Aland", "actor_id": "A", "addressee": "Bland",
               "addressee_id": "B", **both}  # fmt: skip
    question = {"id": "a1:q1", "question": "whether aid comes", "events": "a1:e1", "actors": "Aland; Bland", **both}
    act = {"event": "a1:e1", "told": "a1:e1", "date": None, "type": "AID", "status": "promised",
           "background": False, "source_id": "A", "target_id": "B", "confidence": 0.8}  # fmt: skip
    later = act | {"event": "a2:e1", "date": date(2025, 2, 1), "status": "actual"}
    events = [
        {"id": "a1:e1", "type": "AID", "trigger": "will send", "status": "promised"},
        {"id": "a2:e1", "type": "AID", "trigger": "sent", "status": "actual"},
        {"id": "a2:e2", "type": "REJECT", "trigger": "refused", "status": "actual"},
    ]
    return {
        "commitments": make([promise | entry], "commitments"),
        "questions": make([question | {key: value for key, value in entry.items() if key != "deadline_end"}],
                          "questions"),
        "events": make(events, "events"),
        "articles": pa.table({"article": list(DAYS), "published": list(DAYS.values())}),
        "dyads": make([act, *(later | deed for deed in deeds)], "dyads"),
    }  # fmt: skip


def row(found: dict[str, pa.Table], options: LedgerOptions = USUAL, *, questions: bool = False) -> dict[str, Any]:
    result = (list_questions if questions else list_commitments)(found, options)
    assert isinstance(result, Result)
    (only,) = result.table.to_pylist()
    return dict(only)


def test_a_like_deed_later_keeps_it_with_its_words() -> None:
    found = row(tables(LIKE))
    assert (found["state"], found["words"], found["deed_words"], found["deed_date"], found["contrary"]) == (
        "kept?", "will send", "sent", date(2025, 2, 1), None
    )  # fmt: skip


@pytest.mark.parametrize("deed", [CONTRARY, DENIAL])
def test_a_denial_or_what_contradicts_it_breaks_it(deed: dict[str, Any]) -> None:
    found = row(tables(deed))
    assert (found["state"], found["contrary"], found["deed"]) == ("broken?", deed["event"], None)


def test_both_are_unclear() -> None:
    assert row(tables(LIKE, CONTRARY))["state"] == "unclear?"


@pytest.mark.parametrize(
    "deed",
    [
        {"type": "COERCE"}, {"source_id": "C"}, {"target_id": "C"}, {"background": True}, {"confidence": 0.3},
        {"source_confidence": 0.3}, {"date": date(2025, 1, 9)}, {"date": date(2027, 1, 1)}, {"status": "possible"},
        CONTRARY | {"target_id": "C"}, CONTRARY | {"status": "promised"},
    ],
)  # fmt: skip
def test_anything_else_leaves_it_open(deed: dict[str, Any]) -> None:
    assert row(tables(deed))["state"] == "open"
    assert row(tables(deed), questions=True)["state"] == "open"


def test_without_an_addressee_a_deed_toward_anybody_keeps_it_and_only_a_denial_breaks_it() -> None:
    nobody = {"addressee": None, "addressee_id": None}
    assert row(tables({"event": "a2:e1", "target_id": "C"}, **nobody))["state"] == "kept?"
    assert row(tables(CONTRARY, **nobody))["state"] == "open"
    assert row(tables(DENIAL, **nobody))["state"] == "broken?"


def test_a_deadline_that_is_over_lapses() -> None:
    assert row(tables(deadline_end=date(2025, 2, 28)))["state"] == "lapsed?"
    assert row(tables(deadline_end=date(2025, 3, 2)))["state"] == "open"
    assert row(tables(LIKE, deadline_end=date(2025, 2, 28)))["state"] == "kept?"


@pytest.mark.parametrize("questions", [False, True])
def test_a_persons_word_stands_over_the_rules(questions: bool) -> None:
    found = row(tables(LIKE, state="unclear", settled_by="a2:e9", review="corrected"), questions=questions)
    assert (found["state"], found["settled_by"], found["deed"]) == ("unclear", "a2:e9", "a2:e1")


@pytest.mark.parametrize(
    ("deeds", "state"), [((), "open"), ((LIKE,), "closed?"), ((DENIAL,), "closed?"), ((LIKE, CONTRARY), "unclear?")]
)
def test_a_question_is_closed_by_a_later_article(deeds: tuple[dict[str, Any], ...], state: str) -> None:
    found = row(tables(*deeds), questions=True)
    assert (found["state"], found["asked"], found["published"]) == (state, "AID", DAYS["a1"])


def test_a_question_about_no_event_stays_open() -> None:
    found = row(tables(LIKE, events=None), questions=True)
    assert (found["state"], found["asked"]) == ("open", None)


def test_confidence_and_review_decide_what_is_listed() -> None:
    assert isinstance(list_commitments(tables(confidence=0.3), USUAL), NotEnough)
    assert isinstance(list_commitments(tables(confidence=0.3, review="accepted"), USUAL), Result)
    assert isinstance(list_questions(tables(), LedgerOptions(reviewed_only=True)), NotEnough)
    reviewed = row(tables(LIKE, review="accepted"), LedgerOptions(reviewed_only=True))
    assert reviewed["state"] == "open", "the deed that nobody has looked at does not count"


def test_the_states_that_are_asked_for_are_listed() -> None:
    assert row(tables(LIKE), LedgerOptions(states=("kept",)))["state"] == "kept?"
    assert row(tables(LIKE), LedgerOptions(states=("open", "kept?")))["state"] == "kept?"
    nothing = list_commitments(tables(LIKE), LedgerOptions(states=("open",)))
    assert isinstance(nothing, NotEnough)
    assert "in the state open" in nothing.why
    with pytest.raises(UsageError, match="no state happy"):
        LedgerOptions(states=("happy",))


def test_an_entry_is_as_sure_as_itself_and_the_deed_together() -> None:
    assert row(tables())["sure"] == 0.8
    assert row(tables(LIKE | {"confidence": 0.9, "source_confidence": 0.5}))["sure"] == pytest.approx(0.4)
    assert row(tables(LIKE, CONTRARY | {"confidence": 0.6}))["sure"] == pytest.approx(0.48)
    assert row(tables(LIKE | {"confidence": 0.9}), questions=True)["sure"] == pytest.approx(0.72)
    assert row(tables(review="accepted"))["sure"] == 1
    assert row(tables(state="broken", settled_by="a2:e9"))["sure"] == 1


def test_weighed_states_are_counted_by_how_sure_they_are() -> None:
    weighed = list_commitments(tables(), LedgerOptions(weigh=True))
    assert isinstance(weighed, Result)
    assert weighed.counted == "commitments (1 open, weighing 0.8)"
    assert "each weighted by how sure it is" in weighed.method
    plain = list_commitments(tables(), USUAL)
    assert isinstance(plain, Result)
    assert plain.counted == "commitments (1 open)"


def test_what_contradicts_what_is_of_known_types() -> None:
    types = set(EventType.__args__)  # type: ignore[attr-defined]
    pairs = contraries().to_pylist()
    assert pairs
    assert {name for pair in pairs for name in pair.values()} <= types
    assert all(pair["promised"] != pair["contrary"] for pair in pairs)


def test_wrong_use_is_said() -> None:
    with pytest.raises(UsageError, match="leads"):
        list_commitments(tables() | {"commitments": tables()["commitments"].drop_columns(["leads"])}, USUAL)
    with pytest.raises(UsageError, match="a confidence between 0 and 1"):
        LedgerOptions(within_days=0)
