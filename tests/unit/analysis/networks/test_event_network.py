"""Event networks by hand, blocs that were planted, and blocs of chance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from detente.analysis.events import Selection, make_dyads
from detente.analysis.networks.event_network import EventNetworkOptions, measure_event_blocs, measure_event_network
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

DAY = date(2024, 1, 1)


def events(*listed: tuple[str, str, int], **fields: Any) -> pa.Table:
    """Return events from (source, target, quad), each ten times."""
    return make_dyads([
        {"date": DAY + timedelta(n), "source": source, "target": target, "quad": quad, **fields}
        for n in range(10) for source, target, quad in listed
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        ("net", {"AAABBB": 0.0, "AAACCC": -10.0, "BBBAAA": 10.0}),
        ("cooperation", {"AAABBB": 10.0, "BBBAAA": 10.0}),
        ("conflict", {"AAABBB": 10.0, "AAACCC": 10.0}),
        ("all", {"AAABBB": 20.0, "AAACCC": 10.0, "BBBAAA": 10.0}),
    ],
)
def test_ties_by_hand(tie: str, expected: dict[str, float]) -> None:
    dyads = events(("AAA", "BBB", 1), ("AAA", "BBB", 4), ("AAA", "CCC", 3), ("BBB", "AAA", 2))
    result = measure_event_network(dyads, EventNetworkOptions(tie=tie))  # type: ignore[arg-type]
    assert isinstance(result, Result)
    assert {row["source"] + row["target"]: row["weight"] for row in result.table.to_pylist()} == expected
    assert (result.n, result.n_distinct) == (40, 40)


def test_who_has_few_events_is_left_out_and_the_busiest_stay() -> None:
    dyads = events(("AAA", "BBB", 1), ("AAA", "BBB", 2), ("AAA", "CCC", 3))
    fewer = measure_event_network(dyads, EventNetworkOptions(least_events=11))
    assert isinstance(fewer, Result)
    assert {row["target"] for row in fewer.table.to_pylist()} == {"BBB"}
    two = measure_event_network(dyads, EventNetworkOptions(most_actors=2))
    assert isinstance(two, Result)
    assert len(two.table) == 1


def test_confidence_weighs_and_review_chooses() -> None:
    dyads = events(("AAA", "BBB", 1), ("BBB", "AAA", 1), confidence=0.6)
    weighed = measure_event_network(dyads, EventNetworkOptions(selection=Selection(weigh=True)))
    assert isinstance(weighed, Result)
    assert [row["weight"] for row in weighed.table.to_pylist()] == pytest.approx([6.0, 6.0])
    assert "weighted by its confidence" in weighed.method
    none = measure_event_network(dyads, EventNetworkOptions(selection=Selection(reviewed_only=True)))
    assert isinstance(none, NotEnough)


def blocs(*, planted: bool, seed: int = 4) -> pa.Table:
    draw, rows = np.random.default_rng(seed), []
    for n in range(400):
        one, other = draw.choice(8, 2, replace=False)
        friends = (one < 4) == (other < 4)
        cooperative = draw.random() < (0.9 if friends else 0.15) if planted else draw.random() < 0.5
        rows.append({"date": DAY + timedelta(n), "source": f"A{one}A", "target": f"A{other}A",
                     "quad": 1 if cooperative else 3})  # fmt: skip
    return make_dyads(rows)


def test_planted_blocs_are_found_and_stable() -> None:
    result = measure_event_blocs(blocs(planted=True), EventNetworkOptions())
    assert isinstance(result, Result)
    rows = result.table.to_pylist()
    assert {frozenset(row["actor"] for row in rows if row["community"] == number) for number in (1, 2)} == {
        frozenset(f"A{n}A" for n in half) for half in (range(4), range(4, 8))
    }  # fmt: skip
    assert min(row["stability"] for row in rows) > 0.9
    assert result.controls[0].p == 0.01


def test_blocs_of_chance_are_no_blocs() -> None:
    found = [measure_event_blocs(blocs(planted=False, seed=seed), EventNetworkOptions()) for seed in range(4)]
    assert sum((one.controls[0].p or 0) <= 0.05 for one in found if isinstance(one, Result)) <= 1


def test_too_little_and_wrong_choices() -> None:
    assert isinstance(measure_event_network(events(("AAA", "BBB", 1)), EventNetworkOptions()), NotEnough)
    assert isinstance(
        measure_event_blocs(events(("AAA", "BBB", 1), ("BBB", "AAA", 1)), EventNetworkOptions()), NotEnough
    )
    with pytest.raises(UsageError, match="two actors"):
        EventNetworkOptions(most_actors=1)
    with pytest.raises(UsageError, match="no tie"):
        EventNetworkOptions(tie="trade")  # type: ignore[arg-type]
