"""Change points against a full search and against ruptures."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import ruptures

from detente.analysis.statistics.pelt import Cost, PoissonCost, SquaredCost, find_changes


def steps(seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return np.concatenate([draw.normal(level, 1, draw.integers(3, 25)) for level in draw.normal(0, 3, 4)])


def objective(cost: Cost, cuts: tuple[int, ...], penalty: float) -> float:
    edges = [0, *cuts, len(cost)]
    parts = (cost.errors(np.array([a]), b)[0] for a, b in itertools.pairwise(edges))
    return float(sum(parts)) + penalty * len(cuts)


def least(cost: Cost, penalty: float, shortest: int) -> float:
    """Return the least objective by trying every last cut: no pruning."""
    best = [np.inf] * (len(cost) + 1)
    best[0] = -penalty
    for end in range(shortest, len(cost) + 1):
        best[end] = min(
            best[start] + cost.errors(np.array([start]), end)[0] + penalty
            for start in (0, *range(shortest, end - shortest + 1))
        )
    return float(best[-1])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shortest", [2, 3, 5])
def test_the_cuts_are_the_best_there_are(seed: int, shortest: int) -> None:
    cost = SquaredCost(steps(seed))
    found = find_changes(cost, penalty=5.0, shortest=shortest)
    assert objective(cost, found, 5.0) == pytest.approx(least(cost, 5.0, shortest))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("penalty", [5.0, 20.0])
def test_cuts_are_those_of_ruptures_or_better(seed: int, penalty: float) -> None:
    values = steps(seed)
    cost = SquaredCost(values)
    found = find_changes(cost, penalty=penalty)
    theirs = tuple(ruptures.Pelt(model="l2", min_size=2, jump=1).fit(values).predict(pen=penalty)[:-1])
    # ruptures drops starts too early where stretches have a least length, and is then a little worse
    assert found == theirs or objective(cost, found, penalty) < objective(cost, theirs, penalty)


def test_poisson_counts_change_with_the_rate_and_not_with_the_exposure() -> None:
    draw = np.random.default_rng(6)
    exposures = np.concatenate([np.full(30, 10.0), np.full(30, 40.0)])
    same = PoissonCost(draw.poisson(0.5 * exposures).astype(float), exposures)
    assert find_changes(same, penalty=3 * np.log(60)) == ()
    risen = np.where(np.arange(60) >= 42, 1.5, 0.5)
    assert find_changes(PoissonCost(draw.poisson(risen * exposures).astype(float), exposures), penalty=12.0) == (42,)


def test_nothing_changes_in_a_short_series() -> None:
    assert find_changes(SquaredCost(np.array([1.0])), penalty=1.0) == ()
    assert find_changes(SquaredCost(np.array([1.0, 9.0, 1.0])), penalty=1.0, shortest=2) == ()
