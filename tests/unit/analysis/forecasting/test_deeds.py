"""Deeds within days: labels, embargo, dyads chosen before, and a model that is no better where nothing is to know."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from detente.analysis.forecasting import deed_answers
from detente.analysis.forecasting.deeds import (
    choose_dyads,
    describe_dyads,
    fit_deeds,
    label_days,
    lay_out,
    rate_chances,
    score_deeds,
    split_days,
)
from detente.analysis.forecasting.options import ForecastOptions


def test_a_label_looks_at_the_days_after_and_not_at_the_day() -> None:
    deeds = np.array([[0.0, 1, 0, 0, 0, 1, 0]])
    assert label_days(deeds, 2)[0].tolist() == [True, False, False, True, True, False, False]


def test_the_whole_horizon_lies_between_training_and_scoring() -> None:
    found = split_days(400, 30)
    assert found is not None
    train, held = found
    assert train[-1] + 30 <= held[0]
    assert held[-1] + 30 < 400
    assert split_days(80, 30) is None


def test_dyads_are_chosen_by_earlier_days_only() -> None:
    source, target = np.array([0] * 25 + [1] * 40), np.array([1] * 25 + [2] * 40)
    day = np.array(list(range(25)) + list(range(15, 55)))
    assert choose_dyads(source, target, day, 30).tolist() == [[0, 1]]
    assert choose_dyads(source, target, day, 60).tolist() == [[0, 1], [1, 2]]


def random_events(seed: int, *, sides: int = 12, days: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return events without memory: each dyad has its own constant rate."""
    draw = np.random.default_rng(seed)
    rates = draw.gamma(0.5, 0.2, (sides, sides))
    np.fill_diagonal(rates, 0)
    many = draw.poisson(rates[:, :, None], (sides, sides, days))
    source, target, day = (np.repeat(part.ravel(), many.ravel()) for part in np.indices(many.shape))
    order = np.argsort(day, kind="stable")
    return source[order], target[order], day[order]


def test_where_the_rate_is_all_no_winner_over_the_rate_is_claimed() -> None:
    events = random_events(1)
    is_deed = np.random.default_rng(2).random(len(events[0])) < 0.2
    spans = split_days(400, 30)
    assert spans is not None
    pairs = choose_dyads(*events, int(spans[1][0]) - 30)
    model, scores = score_deeds(lay_out(events, is_deed, pairs), 30, *spans)
    gap, interval = scores.difference("model", "rate so far")
    assert interval.low < gap < interval.high
    assert interval.high > 0
    assert len(model.weight) == 16
    for name, chance in scores.chances.items():
        assert ((chance > 0) & (chance < 1)).all(), name


def test_features_see_nothing_after_the_day() -> None:
    events = random_events(3)
    is_deed = np.ones(len(events[0]), dtype=bool)
    pairs = choose_dyads(*events, 300)
    early = events[2] <= 300
    whole = lay_out(events, is_deed, pairs)
    part = lay_out((events[0][early], events[1][early], events[2][early]), is_deed[early], pairs)
    day = np.array([300])
    assert describe_dyads(whole, 30, day) == pytest.approx(describe_dyads(part, 30, day))
    assert rate_chances(whole, 30)["rate so far"][:, 300] == pytest.approx(
        rate_chances(part, 30)["rate so far"][:, 300]
    )


def test_the_logistic_model_is_that_of_statsmodels() -> None:
    draw = np.random.default_rng(4)
    features = draw.normal(size=(3000, 3))
    happened = draw.random(3000) < 1 / (1 + np.exp(-(features @ np.array([1.0, -0.5, 0.0]) - 1)))
    fitted = fit_deeds(features, happened, independent=1e12)  # so many that the penalty is nothing
    theirs = sm.Logit(happened.astype(float), sm.add_constant(features)).fit(disp=0)
    assert fitted.weight / fitted.scale == pytest.approx(theirs.params[1:], abs=2e-3)
    assert fitted.chance(features) == pytest.approx(theirs.predict(), abs=1e-3)


def test_too_short_a_time_is_told_with_what_it_takes() -> None:
    needed = deed_answers._days_needed(30)
    assert split_days(needed, 30) is not None
    assert split_days(needed - 1, 30) is None
    assert ForecastOptions("deed").deed == "cooperation"
