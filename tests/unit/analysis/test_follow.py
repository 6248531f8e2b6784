"""Words and deeds: intervals that cover where nothing is, a planted effect that is found, controls that speak."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm

from detente.analysis.events import Selection, make_dyads
from detente.analysis.follow import FollowOptions, measure_follow
from detente.analysis.panel import make_panel
from detente.analysis.result import NotEnough, Result
from detente.analysis.statistics.fe_poisson import fit_poisson
from detente.analysis.statistics.matched import Strata, make_strata, matched_ratio, shuffle_signals
from detente.errors import UsageError
from tests.unit.analysis.samples import event


def bursts(*, effect: float, seed: int, dyads: int = 24, days: int = 420) -> pa.Table:
    """Return events of dyads with bursts of attention, in which words and deeds both come more often.

    After an offer, deeds come `effect` times as often for a week.
    """
    draw = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for number in range(dyads):
        source, target = f"A{number:02}", f"B{number:02}"
        busy, since_offer = 1.0, 99
        for day in range(days):
            busy = float(np.exp(0.9 * np.log(busy) + 0.35 * draw.normal()))
            rate = 0.05 * busy * (effect if since_offer <= 7 else 1.0)
            rows += [event(day, source, target, 2, type="AID") for _ in range(draw.poisson(rate))]
            rows += [
                event(day, source, target, 3, type="ACCUSE", cameo="110") for _ in range(draw.poisson(0.08 * busy))
            ]
            rows += [
                event(day, source, target, 1, type="CONSULT", cameo="040") for _ in range(draw.poisson(0.2 * busy))
            ]
            offers = draw.poisson(0.06 * busy)
            rows += [event(day, source, target, 1, type="AGREE", cameo="030") for _ in range(offers)]
            since_offer = 0 if offers else since_offer + 1
    return make_dyads(rows)


def test_attention_alone_fools_the_naive_ratio_and_not_the_matched_one() -> None:
    result = measure_follow(bursts(effect=1.0, seed=3), FollowOptions(horizons=(7,)))
    assert isinstance(result, Result)
    offers = result.table.to_pylist()[0]
    assert offers["naive"] > 1.1
    assert abs(np.log(offers["ratio"])) < np.log(offers["naive"])
    assert {control.name.split(",")[0] for control in result.controls} == {"backwards", "shuffled signals"}


def test_a_real_effect_is_found_by_both_methods() -> None:
    result = measure_follow(bursts(effect=2.5, seed=4), FollowOptions(horizons=(7,)))
    assert isinstance(result, Result)
    rows = {(row["words"], row["method"]): row for row in result.table.to_pylist()}
    assert rows["offers", "matched"]["low"] > 1.1
    assert rows["offers", "model"]["low"] > 1.0
    assert rows["accusations", "matched"]["low"] < 1.1
    assert rows["offers", "matched"]["p_holm"] >= rows["offers", "matched"]["p"]
    shuffled = next(control for control in result.controls if control.name.startswith("shuffled"))
    assert shuffled.p is not None
    assert shuffled.p < 0.01


def strata_of(seed: int, clusters: int = 60) -> Strata:
    draw = np.random.default_rng(seed)
    code = np.repeat(np.arange(clusters), 3)
    signal, other = draw.integers(1, 25, len(code)), draw.integers(30, 200, len(code))
    rates = np.repeat(draw.beta(2, 6, clusters), 3)
    days = (signal, other, draw.binomial(signal, rates), draw.binomial(other, rates))
    return Strata(code, *(part.astype(float) for part in days))


def test_an_event_of_another_time_adds_no_decades_of_empty_days() -> None:
    table = bursts(effect=2.5, seed=4)
    odd = event(-30_000, "A01", "B01", 2, type="AID")
    both = pa.concat_tables([table, make_dyads([odd | {"event": "odd", "told": "odd"}])])
    panels = [make_panel(one, Selection()) for one in (table, both)]
    assert panels[0] is not None
    assert panels[1] is not None
    assert panels[0].activity.shape == panels[1].activity.shape
    assert panels[0].n_distinct == panels[1].n_distinct


def test_weights_make_expected_days() -> None:
    signal, outcome = np.array([[0.5, 1.0, 0.0, 0.0]]), np.array([[0.5, 0.25, 1.0, 0.0]])
    strata = make_strata(
        signal, outcome, np.ones((1, 4)), np.ones((1, 4), dtype=bool), np.zeros((1, 4), dtype=np.int64)
    )
    found = [float(part[0]) for part in (strata.signal, strata.other, strata.followed, strata.other_followed)]
    assert found == [1.5, 2.5, 0.5, 1.25]


def test_unsure_events_are_expected_ones() -> None:
    sure = bursts(effect=2.5, seed=4)
    half = sure.set_column(sure.schema.get_field_index("confidence"), "confidence", pa.array([0.6] * len(sure)))
    plain, weighed, same = (
        measure_follow(table, FollowOptions(horizons=(7,), selection=Selection(weigh=weigh)))
        for table, weigh in ((half, False), (half, True), (sure, True))
    )
    assert isinstance(plain, Result)
    assert isinstance(weighed, Result)
    assert isinstance(same, Result)
    assert same.estimate == plain.estimate, "an event without an estimate counts as one"
    assert (weighed.estimate or 0) > 1
    assert "each event weighted by its confidence" in weighed.method
    one, other = (table.table.to_pylist()[0]["signal_days"] for table in (plain, weighed))
    assert other < one


def test_shuffling_makes_expected_days_whole() -> None:
    strata = Strata(np.arange(500), *(np.full(500, days) for days in (4.5, 20.25, 1.5, 5.5)))
    dealt = shuffle_signals(strata, np.random.default_rng(1))
    assert (dealt.signal == np.round(dealt.signal)).all()
    assert dealt.signal.mean() == pytest.approx(4.5, abs=0.1)
    assert (dealt.followed + dealt.other_followed).mean() == pytest.approx(7, abs=0.1)


def test_with_shuffled_signals_the_interval_covers_one() -> None:
    strata, draw = strata_of(1), np.random.default_rng(2)
    ratios = [matched_ratio(shuffle_signals(strata, draw)) for _ in range(400)]
    covered = sum(1.0 in ratio.interval for ratio in ratios if ratio is not None) / 400
    assert 0.92 <= covered <= 0.98


def test_a_planted_effect_of_one_and_a_half_is_found() -> None:
    strata, draw = strata_of(5), np.random.default_rng(6)
    found = 0
    for _ in range(100):
        raised = draw.binomial(strata.signal.astype(int), np.minimum(1, 1.5 * strata.other_followed / strata.other))
        ratio = matched_ratio(replace(strata, followed=raised.astype(float)))
        assert ratio is not None
        found += ratio.interval.low > 1
    assert found >= 95


def test_shuffling_keeps_days_and_outcomes() -> None:
    strata = strata_of(7)
    dealt = shuffle_signals(strata, np.random.default_rng(8))
    assert (dealt.signal == strata.signal).all()
    assert (dealt.followed + dealt.other_followed == strata.followed + strata.other_followed).all()
    assert (dealt.followed <= dealt.signal).all()


def test_the_ratio_is_that_of_one_table() -> None:
    signal, activity = np.array([[1.0, 1, 0, 0, 0]]), np.ones((1, 5))
    outcome = np.array([[1.0, 0, 1, 0, 0]])
    strata = make_strata(signal, outcome, activity, np.ones((1, 5), dtype=bool), np.zeros((1, 5), dtype=np.int64))
    ratio = matched_ratio(strata)
    assert ratio is not None
    assert ratio.estimate == pytest.approx((1 / 2) / (1 / 3))
    assert (ratio.interval.low, ratio.p) == (0.0, 1.0)  # one cluster gives no interval


@pytest.mark.parametrize("seed", range(3))
def test_the_model_is_that_of_statsmodels_with_dummies(seed: int) -> None:
    draw = np.random.default_rng(seed)
    groups, length = 12, 60
    covariates = draw.normal(size=(groups, length, 3))
    effects = draw.normal(-1, 0.7, groups)
    counts = draw.poisson(np.exp(effects[:, None] + covariates @ np.array([0.3, -0.2, 0.0]))).astype(float)
    fit = fit_poisson(counts, covariates)
    dummies = np.repeat(np.eye(groups), length, axis=0)
    design = np.hstack([covariates.reshape(-1, 3), dummies])
    theirs = sm.GLM(counts.ravel(), design, family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(groups), length), "use_correction": False}
    )
    assert fit.converged
    assert fit.coefficients == pytest.approx(theirs.params[:3], abs=1e-6)
    assert fit.errors == pytest.approx(theirs.bse[:3] * np.sqrt(groups / (groups - 1)), rel=1e-4)


def test_a_group_without_events_says_nothing() -> None:
    draw = np.random.default_rng(9)
    counts, covariates = draw.poisson(0.5, (6, 40)).astype(float), draw.normal(size=(6, 40, 1))
    counts[0] = 0
    assert fit_poisson(counts, covariates).coefficients == pytest.approx(
        fit_poisson(counts[1:], covariates[1:]).coefficients
    )


def test_one_dyad_of_one_year_is_not_enough() -> None:
    table = bursts(effect=1.0, seed=3, dyads=1, days=365)
    result = measure_follow(table, FollowOptions(sides=("A00", "B00")))
    assert isinstance(result, NotEnough)
    assert "pool all dyads" in result.why
    nothing = measure_follow(make_dyads([]), FollowOptions())
    assert isinstance(nothing, NotEnough)
    assert "All dyads are pooled" in nothing.why
    with pytest.raises(UsageError, match="horizon"):
        FollowOptions(horizons=(0,))
