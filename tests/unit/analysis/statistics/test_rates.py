"""Intervals and tests of counts against SciPy and statsmodels, and corrections against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from detente.analysis.statistics import rates


@pytest.mark.parametrize("count", [0, 1, 7, 250])
def test_poisson_interval_is_garwood(count: int) -> None:
    found = rates.poisson_interval(count)
    assert found.low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (3, 17), (120, 400)])
def test_share_interval_is_clopper_pearson(part: int, whole: int) -> None:
    found = rates.share_interval(part, whole)
    assert (found.low, found.high) == pytest.approx(proportion_confint(part, whole, method="beta"))


@pytest.mark.parametrize(("counts", "exposures"), [((20, 10), (1.0, 1.0)), ((0, 9), (2.0, 1.0)), ((31, 4), (7.0, 0.3))])
def test_ratio_p_is_the_exact_binomial_test(counts: tuple[int, int], exposures: tuple[float, float]) -> None:
    expected = stats.binomtest(counts[0], sum(counts), exposures[0] / sum(exposures)).pvalue
    assert rates.ratio_p(counts, exposures) == pytest.approx(expected)


def test_ratio_interval_excludes_one_where_the_test_rejects() -> None:
    assert 1.0 not in rates.ratio_interval((40, 10), (1.0, 1.0))
    assert 1.0 in rates.ratio_interval((12, 10), (1.0, 1.0))
    assert rates.ratio_interval((4, 0), (1.0, 1.0)).high == np.inf


def test_weighted_interval_of_one_count_is_garwood() -> None:
    rate, low, high = rates.weighted_interval(np.array([1.0]), np.array([6.0]), 2.0)
    exact = rates.poisson_interval(6)
    assert (rate, low, high) == pytest.approx((3.0, exact.low / 2, exact.high / 2))


def test_weighted_interval_covers() -> None:
    draw = np.random.default_rng(3)
    weights = np.exp(-0.5 * (np.arange(-4, 5) / 1.5) ** 2)
    covered = 0
    for _ in range(1000):
        _, low, high = rates.weighted_interval(weights, draw.poisson(3.0, 9).astype(float), float(weights.sum()))
        covered += low <= 3.0 <= high
    assert covered >= 940


def test_corrections_are_those_of_statsmodels() -> None:
    values = np.random.default_rng(2).random(40) ** 3
    assert rates.adjust_fdr(list(values)) == pytest.approx(multipletests(values, method="fdr_bh")[1])
    assert rates.adjust_holm(list(values)) == pytest.approx(multipletests(values, method="holm")[1])


def test_dispersion_of_poisson_counts_is_about_one_and_of_bursts_larger() -> None:
    draw = np.random.default_rng(4)
    exposures = draw.uniform(1, 5, 400)
    assert rates.dispersion(draw.poisson(2 * exposures).astype(float), exposures) == pytest.approx(1, abs=0.2)
    assert rates.dispersion(draw.poisson(2 * exposures * draw.gamma(1, 1, 400)).astype(float), exposures) > 2
    assert rates.dispersion(np.zeros(5), np.ones(5)) == 1.0


def test_a_count_so_far_away_that_its_weight_has_no_square_is_none() -> None:
    weights = np.exp(-0.5 * ((np.arange(600) - 0) / 1.5) ** 2)
    counts = np.zeros(600)
    counts[57] = 1  # its weight is 3e-314, the square of which is 0 in floating point
    rate, low, high = rates.weighted_interval(weights, counts, 10.0)
    assert 0 < rate < 1e-300
    assert low == 0
    assert high > 0
