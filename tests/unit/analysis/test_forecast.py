"""The face of the forecaster: what it answers, beside which scores, and when it says that there is not enough."""

from __future__ import annotations

import functools
import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from detente.analysis.events import Selection, make_dyads
from detente.analysis.forecast import FLOOR, ForecastOptions, choose_windows, measure_forecast, read_facts
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError
from tests.unit.analysis.samples import habits

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.analysis.forecasting.options import Show

FIRST = date(2024, 1, 1)
DYADS = habits()
# Just above the floor of a fit: what does not need many days asks these, in a third of the time.
FEW = habits(days=80, sides=9)


def result_of(options: ForecastOptions, dyads: pa.Table = DYADS) -> Result:
    outcome = measure_forecast(dyads, options)
    assert isinstance(outcome, Result), outcome
    return outcome


@functools.cache
def usual_partner() -> Result:
    """Return with whom C03 deals next; several tests look at it."""
    return result_of(ForecastOptions(source="C03"), FEW)


def test_the_usual_partner_comes_first_with_its_reasons_and_score() -> None:
    result = usual_partner()
    first = result.table.to_pylist()[0]
    assert first["forecast"] == "C04"
    assert 0.3 < first["chance"] < 1
    assert first["because"].startswith("because ")
    assert "C03" in first["because"]
    names = [control.name for control in result.controls]
    assert names[:2] == ["baseline, repeats", "baseline, partners"]
    assert names[-1].startswith("calibration error")
    assert result.estimate is not None
    assert result.interval is not None
    assert result.estimate in result.interval
    chances = result.table.column("chance").to_pylist()
    assert sum(chances) <= 1
    assert chances == sorted(chances, reverse=True)


def test_the_kind_that_follows_is_forecast() -> None:
    rows = DYADS.to_pylist()
    last = max(row["date"] for row in rows)
    asked = [("C00", "C05"), ("C01", "C06")]  # who seldom meet
    rows += [row | {"event": f"x{at}", "told": f"x{at}", "date": last + timedelta(days=1), "type": kind, "quad": quad,
                    "source": one, "source_country": one, "target": other, "target_country": other}
             for at, ((one, other), kind, quad) in enumerate(zip(asked, ("CONSULT", "ACCUSE"), (1, 3), strict=True))
             for row in rows[:1]]  # fmt: skip
    dyads = make_dyads(rows)
    after_talk, after_blame = (
        {row["forecast"]: row["chance"] for row in result_of(ForecastOptions("kind", *pair), dyads).table.to_pylist()}
        for pair in asked
    )
    assert after_talk["AID"] > after_blame["AID"] + 0.05


def test_deeds_within_days_stand_beside_baselines_with_paired_intervals() -> None:
    result = result_of(ForecastOptions("deed", within=7))
    rows = result.table.to_pylist()
    usual = [row["chance"] for row in rows if (int(row["dyad"][1:3]) + 1) % 10 == int(row["dyad"][-2:])]
    assert min(usual) > 0.5
    scores = result_of(ForecastOptions("deed", within=7, show="scores")).table.to_pylist()
    assert [row["model"] for row in scores] == ["model", "rate so far", "decayed rate", "decayed rate, calibrated"]
    for row in scores[1:]:
        assert row["low"] <= row["less"] <= row["high"]
        claimed = row["verdict"] != "no winner can be claimed"
        assert claimed == (row["high"] < 0 or row["low"] > 0)


@pytest.mark.parametrize(
    ("ask", "show"),
    [("partner", "weights"), *itertools.product(("kind", "deed"), ("scores", "reliability", "weights"))],
)
def test_what_lies_behind_a_forecast_can_be_seen(ask: Any, show: Show) -> None:
    result = result_of(ForecastOptions(ask, show=show, within=7), DYADS if ask == "deed" else FEW)
    assert len(result.table) >= 1
    assert result.controls


def test_the_same_twice_is_the_same() -> None:
    again = result_of(ForecastOptions(source="C03"), FEW)
    assert again.table.equals(usual_partner().table)
    assert again.interval == usual_partner().interval


def test_a_type_can_be_asked_for() -> None:
    result = result_of(ForecastOptions(source="C03", kind="AID"), FEW)
    assert "AID" in result.question
    assert result.table.to_pylist()[0]["forecast"] == "C04"
    assert not result.table.equals(usual_partner().table)


def test_single_actors_have_their_countries() -> None:
    rows = [row | {"source_country": "AAA", "target_country": "BBB"} for row in DYADS.to_pylist()]
    facts, first, n = read_facts(make_dyads(rows), Selection(unit="actor"))
    assert first == FIRST
    assert n == len(rows)
    assert set(facts.country) <= {1, 2}
    assert 0 not in facts.country


def test_fifty_events_are_not_enough() -> None:
    few = habits(days=5)
    assert len(few) in range(50, 90)
    for options in (ForecastOptions(source="C03"), ForecastOptions("kind", "C03", "C04")):
        outcome = measure_forecast(few, options)
        assert isinstance(outcome, NotEnough)
        assert (outcome.n, outcome.floor) == (len(few), FLOOR)
    outcome = measure_forecast(few, ForecastOptions("deed"))
    assert isinstance(outcome, NotEnough)
    assert outcome.n < outcome.floor


def test_without_events_at_all_it_says_so() -> None:
    for ask in ("partner", "kind", "deed"):
        outcome = measure_forecast(make_dyads([]), ForecastOptions(ask, show="scores"))
        assert isinstance(outcome, NotEnough)
        assert outcome.n == 0


def test_rare_deeds_and_quiet_dyads_are_not_scored() -> None:
    quiet = [row for row in DYADS.to_pylist() if row["quad"] != 2]
    outcome = measure_forecast(make_dyads(quiet), ForecastOptions("deed", within=7))
    assert isinstance(outcome, NotEnough)
    assert "too rare" in outcome.why


def test_windows_do_not_overlap() -> None:
    facts, _, _ = read_facts(DYADS, Selection())
    windows = choose_windows(facts)
    assert windows is not None
    assert 0 < windows.held - windows.fit_days < windows.held < windows.next
    assert 0.1 < np.mean(facts.day >= windows.held) < 0.2


def test_unknown_sides_and_missing_ones_are_told() -> None:
    with pytest.raises(UsageError, match="no event has the source C0"):
        measure_forecast(DYADS, ForecastOptions(source="C0"))
    with pytest.raises(UsageError, match="whose next step"):
        ForecastOptions()
    with pytest.raises(UsageError, match="toward whom"):
        ForecastOptions("kind", "C03")
    with pytest.raises(UsageError, match="horizon"):
        ForecastOptions("deed", within=0)
