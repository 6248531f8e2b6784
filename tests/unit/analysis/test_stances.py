"""For and against over time, against counts made by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from detente.analysis.result import NotEnough, Result
from detente.analysis.stances import measure_stances
from detente.analysis.statistics.rates import share_interval

if TYPE_CHECKING:
    from collections.abc import Sequence


def _tables(stances: Sequence[tuple[str, str, date, float | None, bool]]) -> tuple[pa.Table, pa.Table]:
    positions = pa.table({
        "article": [f"a{number}" for number in range(len(stances))],
        "actor": [one[0] for one in stances],
        "actor_country": ["FRA"] * len(stances),
        "toward_country": pa.nulls(len(stances), pa.string()),
        "issue": ["aid"] * len(stances),
        "stance": [one[1] for one in stances],
        "confidence": pa.array([one[3] for one in stances], pa.float64()),
        "review": pa.nulls(len(stances), pa.string()),
        "leads": [one[4] for one in stances],
    })
    articles = pa.table({"article": positions.column("article"), "published": [one[2] for one in stances]})
    return positions, articles


def test_shares_by_month_are_those_counted_by_hand() -> None:
    march, april = date(2025, 3, 5), date(2025, 4, 5)
    listed: list[tuple[str, str, date, float | None, bool]] = [("A", "for", march, None, True)] * 6 + [
        ("B", "against", march, 0.9, True)
    ] * 2
    listed += [("A", "against", april, 0.8, True)] * 3 + [("C", "mixed", april, 0.8, True)]
    listed += [("D", "for", april, 0.2, True), ("E", "for", april, 0.9, False)]  # unsure, and a copy
    outcome = measure_stances(*_tables(listed), "aid")
    assert isinstance(outcome, Result)
    rows = outcome.table.to_pylist()
    assert [(row["for"], row["against"], row["mixed"], row["actors"]) for row in rows] == [(6, 2, 0, 2), (0, 3, 1, 2)]
    assert [row["share"] for row in rows] == [0.75, 0.0]
    assert rows[0]["low"] == pytest.approx(share_interval(6, 8).low)
    assert outcome.estimate == pytest.approx(6 / 11)
    assert outcome.n == 12


def test_too_few_positions_are_said() -> None:
    outcome = measure_stances(*_tables([("A", "for", date(2025, 3, 5), None, True)] * 9), "aid")
    assert isinstance(outcome, NotEnough)
    assert (outcome.n, outcome.floor) == (9, 10)


def test_an_issue_without_positions_is_not_enough() -> None:
    outcome = measure_stances(*_tables([("A", "for", date(2025, 3, 5), None, True)]), "weather")
    assert isinstance(outcome, NotEnough)
