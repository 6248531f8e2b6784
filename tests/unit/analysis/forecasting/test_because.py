"""Reasons in words: what adds most, each family once, and none for what lowers the score."""

from __future__ import annotations

import numpy as np

from detente.analysis.forecasting.answers import collapse
from detente.analysis.forecasting.because import tell_reasons
from detente.analysis.forecasting.features import Feature, scale_features, unscale
from tests.unit.analysis.forecasting.samples import small_world

FEATURES = (
    Feature("same7", "count", "{source} did this lately"),
    Feature("same", "count", "{source} did this to {target} {value:.0f} times before"),
    Feature("active_days", "recency", "{target} was in the news {value:.0f} days ago"),
    Feature("trend", "count", "{target} is in the news more than usual"),
)


def test_reasons_are_told_once_each_by_what_they_add() -> None:
    values = np.array([[1.0, 12, 3, 2]], dtype=np.float32)
    scaled = values.copy()
    scale_features(scaled, FEATURES)
    assert [round(unscale(float(one), kind), 3) for one, kind in zip(scaled[0], FEATURES, strict=True)] == [1, 12, 3, 2]
    told = tell_reasons(
        np.array([0.5, 1.0, 0.8, 2.0]),
        np.zeros(4),
        np.array([1.0, 1.0, 1.0, -1.0]),  # a negative weight is no reason, whatever it adds
        (FEATURES, scaled[0]),
        {"source": "A", "target": "B", "type": "AID"},
    )
    assert told == "because A did this to B 12 times before; B was in the news 3 days ago"


def test_without_a_reason_it_says_so() -> None:
    nothing = np.zeros(4)
    names = {"source": "A", "target": "B", "type": "AID"}
    assert tell_reasons(nothing, nothing, np.ones(4), (FEATURES, nothing), names).startswith("nothing")


def test_types_collapse_into_one_and_each_day_counts_once() -> None:
    facts = small_world(days=40)
    one = collapse(facts, "any")
    assert one.types == ("any",)
    assert len(one) == len(set(zip(facts.source, facts.target, facts.day, strict=True)))
    assert (np.diff(one.day) >= 0).all()
