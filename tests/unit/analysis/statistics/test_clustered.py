"""The clustered mean against statsmodels, and its coverage."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from detente.analysis.statistics.clustered import clustered_mean


def test_it_is_that_of_statsmodels() -> None:
    draw = np.random.default_rng(1)
    cluster = np.repeat(np.arange(25), 8)
    values = draw.normal(size=25)[cluster] + draw.normal(size=200)
    mean, interval = clustered_mean(values, cluster, of="days")
    theirs = sm.OLS(values, np.ones(200)).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}, use_t=True
    )
    half = (interval.high - interval.low) / 2
    assert mean == pytest.approx(theirs.params[0])
    # ours has the factor G / (G - 1) in the variance, and t quantiles for G - 1
    wide = float(theirs.bse[0]) * np.sqrt(25 / 24) * 2.0639
    assert half == pytest.approx(wide, rel=1e-3)


def test_one_cluster_gives_no_interval() -> None:
    _, interval = clustered_mean(np.array([1.0, 2.0]), np.array([7, 7]), of="pairs")
    assert (interval.low, interval.high) == (float("-inf"), float("inf"))
