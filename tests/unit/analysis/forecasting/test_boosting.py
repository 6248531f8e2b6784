"""Trees over the same features: they find what no weighted sum can, and are the same twice."""

from __future__ import annotations

import numpy as np

from detente.analysis.forecasting.boosting import fit_trees


def test_trees_find_what_depends_on_two_features_together() -> None:
    draw = np.random.default_rng(2)
    features = draw.normal(size=(600, 8, 2)).astype(np.float32)
    worth = features[..., 0] * features[..., 1]
    true = worth == worth.max(axis=1, keepdims=True)
    every = np.ones(true.shape, dtype=bool)
    every[:, 7] = False  # the last place of each row holds no candidate
    rows = (true & every).any(axis=1)
    first, second = (fit_trees(features, every, true, objective="lambdarank", rounds=40) for _ in range(2))
    scores = np.where(every, first.score(features), -np.inf)
    right = (scores.argmax(axis=1) == true.argmax(axis=1))[rows].mean()
    assert right > 0.6
    assert (first.score(features) == second.score(features)).all()
