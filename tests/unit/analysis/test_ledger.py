"""The ledger: a like deed later, a deadline that is over, and all else open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from detente.analysis.ledger import list_commitments
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError

DAYS = {"a1": date(2025, 1, 10), "a2": date(2025, 3, 1)}
DATE, TEXT = pa.date32(), pa.string()


def tables(deed: dict[str, Any] | None = None, **commitment: Any) -> dict[str, pa.Table]:
    """Return tables with one promise of AAA to send aid to BBB, and perhaps a deed."""
    promise = {"id": "a1:m1", "article": "a1", "event": "a1:e1", "actor": "Aland", "actor_id": "A",
               "addressee": "Bland",
               "addressee_id": "B", "deadline_end": None, "conditions": None, "review": None, "confidence": 0.8,
               "leads": True} | commitment  # fmt: skip
    done = {"event": "a2:e1", "told": "a2:e1", "date": date(2025, 2, 1), "type": "AID", "status": "actual",
            "background": False, "source_id": "A", "target_id": "B"}  # fmt: skip
    kinds = {
        "deadline_end": DATE,
        "date": DATE,
        "leads": pa.bool_(),
        "background": pa.bool_(),
        "confidence": pa.float64(),
    }
    events = [
        {"id": "a1:e1", "type": "AID", "trigger": "will send", "status": "promised"},
        {"id": "a2:e1", "type": "AID", "trigger": "sent", "status": "actual"},
    ]

    def make(rows: list[dict[str, Any]], names: list[str]) -> pa.Table:
        return pa.Table.from_pylist(rows, schema=pa.schema([(name, kinds.get(name, TEXT)) for name in names]))

    return {
        "commitments": make([promise], list(promise)),
        "events": make(events, list(events[0])),
        "articles": pa.table({"article": list(DAYS), "published": list(DAYS.values())}),
        "dyads": make([] if deed is None else [done | deed], list(done)),
    }


def state(found: dict[str, pa.Table]) -> str:
    result = list_commitments(found)
    assert isinstance(result, Result)
    return str(result.table.to_pylist()[0]["state"])


def test_a_like_deed_later_keeps_it_with_its_words() -> None:
    result = list_commitments(tables({}))
    assert isinstance(result, Result)
    row = result.table.to_pylist()[0]
    assert (row["state"], row["words"], row["deed_words"], row["deed_date"]) == (
        "kept?", "will send", "sent", date(2025, 2, 1)
    )  # fmt: skip


@pytest.mark.parametrize(
    "deed",
    [
        None, {"type": "COERCE"}, {"source_id": "C"}, {"target_id": "C"}, {"status": "denied"}, {"background": True},
        {"date": date(2025, 1, 9)}, {"date": date(2027, 1, 1)},
    ],
)  # fmt: skip
def test_anything_else_leaves_it_open(deed: dict[str, Any] | None) -> None:
    assert state(tables(deed)) == "open"


def test_a_deadline_that_is_over_lapses() -> None:
    assert state(tables(deadline_end=date(2025, 2, 28))) == "lapsed?"
    assert state(tables(deadline_end=date(2025, 3, 2))) == "open"
    assert state(tables({}, deadline_end=date(2025, 2, 28))) == "kept?"


def test_without_an_addressee_any_target_will_do() -> None:
    assert state(tables({"target_id": "C"}, addressee_id=None)) == "kept?"


def test_confidence_review_and_missing_columns() -> None:
    assert isinstance(list_commitments(tables(confidence=0.3)), NotEnough)
    assert isinstance(list_commitments(tables(confidence=0.3, review="accepted")), Result)
    assert isinstance(list_commitments(tables(), reviewed_only=True), NotEnough)
    with pytest.raises(UsageError, match="leads"):
        list_commitments(tables() | {"commitments": tables()["commitments"].drop_columns(["leads"])})
