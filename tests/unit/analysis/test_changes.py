"""Changes of a relation, and what moved: found where they were put, not found where nothing is."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from detente.analysis.changes import measure_changes
from detente.analysis.events import make_dyads
from detente.analysis.moved import MovedOptions, measure_moved
from detente.analysis.relations import RelationsOptions
from detente.analysis.result import NotEnough, Result
from tests.unit.analysis.samples import FIRST, event, two_regimes


def test_the_change_is_found_with_its_events() -> None:
    result = measure_changes(two_regimes(), RelationsOptions("AAA", "BBB", every="month", normalise="none"))
    assert isinstance(result, Result)
    rows = result.table.to_pylist()
    assert [row["class"] for row in rows] == ["material conflict"]
    change = rows[0]
    assert abs(change["since"] - (FIRST + timedelta(days=360))) <= timedelta(days=31)
    assert change["low"] > 1.5
    assert change["events_after"] > change["events_before"]
    assert change["behind"].startswith("own:")
    assert (result.controls[0].p or 1) < 0.05


def test_nothing_changes_where_nothing_changed() -> None:
    found = 0
    for seed in range(6):
        steady = two_regimes(seed=seed, days=360, change=999)
        result = measure_changes(steady, RelationsOptions("AAA", "BBB", normalise="none"))
        assert isinstance(result, Result)
        found += len(result.table)
    assert found <= 1


def test_more_reports_of_everything_are_no_change() -> None:
    draw = np.random.default_rng(5)
    rows = []
    for day in range(720):
        times = 4 if day >= 360 else 1
        rows += [event(day, "CCC", "DDD", 1)] * draw.poisson(times)
        rows += [event(day, "AAA", "BBB", 4)] * draw.poisson(0.15 * times)
    rows = [row | {"event": str(n), "told": str(n)} for n, row in enumerate(rows)]
    normalised = measure_changes(make_dyads(rows), RelationsOptions("AAA", "BBB"))
    counted = measure_changes(make_dyads(rows), RelationsOptions("AAA", "BBB", normalise="none"))
    assert isinstance(normalised, Result)
    assert isinstance(counted, Result)
    assert (len(normalised.table), len(counted.table)) == (0, 1)


def test_few_events_have_no_changes() -> None:
    few = make_dyads([event(day, "AAA", "BBB", 4) for day in range(15)])
    assert isinstance(measure_changes(few, RelationsOptions("AAA", "BBB", every="day")), NotEnough)


def test_what_moved_is_first_and_small_counts_are_left_out() -> None:
    draw, rows = np.random.default_rng(6), []
    for day in range(400):
        for number in range(20):
            rows += [event(day, f"A{number}", f"B{number}", 1)] * draw.poisson(0.2)
        rows += [event(day, "XXX", "YYY", 4)] * draw.poisson(0.5 if day >= 370 else 0.02)
    rows += [event(399, "RRR", "SSS", 2)]
    rows = [row | {"event": str(n), "told": str(n)} for n, row in enumerate(rows)]
    result = measure_moved(make_dyads(rows), MovedOptions())
    assert isinstance(result, Result)
    first, *others = result.table.to_pylist()
    assert (first["source"], first["class"]) == ("XXX", "material conflict")
    assert first["low"] > 2
    assert first["q"] < 0.01
    assert not [row for row in others if row["source"] == "RRR"]
    assert sum(row["q"] <= 0.05 for row in others) <= 1


def test_nothing_moved_where_nothing_is() -> None:
    assert isinstance(measure_moved(make_dyads([]), MovedOptions()), NotEnough)
    spread = make_dyads([event(day, f"A{day:02}", "BBB", 4) for day in range(60)])
    few = measure_moved(spread, MovedOptions())
    assert isinstance(few, NotEnough)
    assert (few.n, few.floor, few.counted) == (1, 5, "distinct events of the busiest dyad and class")
    assert "60 events in all, but no dyad" in few.why
    one_day = make_dyads([event(0, "AAA", "BBB", 1, date=date(2024, 5, 1)) for _ in range(20)])
    assert isinstance(measure_moved(one_day, MovedOptions()), NotEnough)
