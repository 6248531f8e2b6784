"""Forecasts with trees, which take seconds to grow even in a small world."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.forecast import ForecastOptions, measure_forecast
from detente.analysis.forecasting.partners import LearnOptions, iter_days, learn_partners
from detente.analysis.result import Result
from tests.unit.analysis.forecasting.samples import small_world
from tests.unit.analysis.samples import habits


def test_trees_over_the_same_features() -> None:
    result = measure_forecast(habits(days=80, sides=9), ForecastOptions(source="C03", boosting=True))
    assert isinstance(result, Result), result
    assert result.table.to_pylist()[0]["forecast"] == "C04"
    assert "LightGBM" in result.method


def test_with_trees_the_probability_is_the_mean_of_both() -> None:
    facts, first = small_world(days=150).doubled(), 120
    both = learn_partners(facts, first, LearnOptions(boosting=True, most_questions=400))
    _, described = next(iter_days(facts, both.profile, facts.between(first, first + 1).queries()))
    trees = both.calibration.probabilities(both.score(described))
    logit = both.without_trees().chances(described)
    assert not np.allclose(trees, logit)
    assert both.chances(described) == pytest.approx((trees + logit) / 2)
    assert logit.shape == described.candidates.shape
