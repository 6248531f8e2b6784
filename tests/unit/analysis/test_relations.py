"""Series of a dyad: what counts, how often, and in what it is divided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.analysis.events import Selection, make_dyads, pick_events
from detente.analysis.relations import RelationsOptions, count_attention, count_dyads, measure_relations
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError
from tests.unit.analysis.samples import FIRST, event, two_regimes


def one(day: int = 0, **fields: object) -> dict[str, object]:
    return event(day, "AAA", "BBB", 4, **fields)


def test_tellings_of_one_event_are_one_row() -> None:
    table = make_dyads([one(told="x", mentions=2), one(3, told="x", mentions=1), one(told="y")])
    rows = pick_events(table, Selection()).to_pylist()
    assert [(row["told"], row["tellings"], row["date"]) for row in rows] == [("x", 3, FIRST), ("y", 1, FIRST)]


@pytest.mark.parametrize(
    ("fields", "selection"),
    [
        ({"status": "denied"}, Selection()),
        ({"background": True}, Selection()),
        ({"confidence": 0.4}, Selection()),
        ({"confidence": 0.9, "target_confidence": 0.4}, Selection()),
        ({"confidence": 0.6}, Selection(reviewed_only=True)),
        ({"date": None}, Selection()),
        ({"target": "AAA", "target_country": "AAA"}, Selection()),
        ({}, Selection(since=date(2024, 1, 2))),
        ({}, Selection(until=date(2023, 12, 31))),
    ],
)
def test_what_does_not_count(fields: dict[str, object], selection: Selection) -> None:
    assert len(pick_events(make_dyads([one() | fields]), selection)) == 0


@pytest.mark.parametrize("fields", [{"confidence": 0.3, "review": "accepted"}, {"confidence": None}, {}])
def test_what_counts_all_the_same(fields: dict[str, object]) -> None:
    assert len(pick_events(make_dyads([one() | fields]), Selection())) == 1


def test_an_event_can_count_as_much_as_its_confidence() -> None:
    table = make_dyads([one(confidence=0.75), one(confidence=None)])
    assert sorted(pick_events(table, Selection(weigh=True)).column("weight").to_pylist()) == [0.75, 1.0]


def test_bodies_of_states_are_told_apart_by_name() -> None:
    table = make_dyads([event(0, "United Nations", "AAA", 1, source_country="IGO")])
    assert pick_events(table, Selection()).column("source").to_pylist() == ["United Nations"]
    assert len(pick_events(table, Selection(), source="United Nations")) == 1


def test_a_series_has_every_period_and_the_counts_add_up() -> None:
    table = two_regimes()
    result = measure_relations(table, RelationsOptions("AAA", "BBB"))
    assert isinstance(result, Result)
    rows = result.table.to_pylist()
    assert len(rows) == 4 * 24
    assert sum(row["events"] for row in rows) == result.n_distinct
    assert {row["attention"] for row in rows if row["period"] == date(2024, 1, 1)} == {
        float(sum(day < date(2024, 2, 1) for day in table.column("date").to_pylist()))
    }
    for row in rows:
        assert row["low"] <= row["value"] <= row["high"]
        assert row["smooth_low"] <= row["smooth"] <= row["smooth_high"]


def test_no_interval_says_more_than_all_events() -> None:
    rows = [event(30 * month, "AAA", "BBB", 4) for month in range(12)]
    result = measure_relations(make_dyads(rows), RelationsOptions("AAA", "BBB"))
    assert isinstance(result, Result)
    table = result.table.to_pylist()
    assert max(row["high"] for row in table if row["high"] is not None) == 1000
    assert max(row["smooth_high"] for row in table if row["smooth_high"] is not None) == 1000


def test_attention_counted_beforehand_gives_the_same() -> None:
    table = two_regimes()
    options = RelationsOptions("AAA", "BBB", every="week")
    attention = count_attention(table, every="week", selection=Selection())
    only = table.filter([source == "AAA" for source in table.column("source").to_pylist()])
    assert measure_relations(only, options, attention=attention) == measure_relations(table, options)


def test_both_directions_count_an_event_once() -> None:
    meeting = [event(day, *sides, 1, told=f"t{day}") for day in range(12) for sides in (("AAA", "BBB"), ("BBB", "AAA"))]
    result = measure_relations(make_dyads(meeting), RelationsOptions("AAA", "BBB", both=True))
    assert result.n == 12 if isinstance(result, NotEnough) else result.n_distinct == 12


def test_few_events_are_not_enough_and_said_so() -> None:
    result = measure_relations(make_dyads([one(day) for day in range(9)]), RelationsOptions("AAA", "BBB"))
    assert isinstance(result, NotEnough)
    assert (result.n, result.floor) == (9, 10)
    assert isinstance(measure_relations(make_dyads([]), RelationsOptions("AAA", "BBB")), NotEnough)


def test_all_dyads_at_once() -> None:
    table = two_regimes()
    every = count_dyads(table).to_pylist()
    assert sum(row["events"] for row in every) == len(table)
    assert {(row["source"], row["target"]) for row in every} == {("AAA", "BBB"), ("CCC", "DDD")}


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="needs the columns confidence, which"):
        measure_relations(two_regimes().drop_columns(["confidence"]), RelationsOptions("AAA"))
    with pytest.raises(UsageError, match="whose relations"):
        RelationsOptions()


def test_years_without_any_report_have_no_smoothed_rate_and_no_error() -> None:
    days = [first + timedelta(days=n) for first in (date(2016, 1, 4), date(2025, 1, 6)) for n in range(12)]
    dyads = make_dyads([{"date": day, "source": "RUS", "target": "UKR", "quad": 4} for day in days])
    outcome = measure_relations(dyads, RelationsOptions("RUS", "UKR", every="day"))
    assert isinstance(outcome, Result)
    rows = [row for row in outcome.table.to_pylist() if row["class"] == "material conflict"]
    assert rows[0]["smooth"] > 0
    assert rows[len(rows) // 2]["smooth"] is None
