"""Ranks against a count over all actors, ties included."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.forecasting.facts import Queries
from detente.analysis.forecasting.ranking import rank_answers


def expected(scores: np.ndarray, gold: int, others: list[int]) -> float:
    """Return the mean reciprocal rank over all orders of the tied, by going through the ranks."""
    left = [score for number, score in enumerate(scores) if number != gold and number not in others]
    above = sum(score > scores[gold] for score in left)
    tied = sum(score == scores[gold] for score in left)
    return float(np.mean([1 / (above + place) for place in range(1, tied + 2)]))


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_all_actors_with_other_answers_left_out(seed: int) -> None:
    draw = np.random.default_rng(seed)
    possible, wide, asked = 20, 8, 12
    candidates = np.sort(np.stack([draw.choice(possible, wide, replace=False) for _ in range(asked)]), axis=1)
    scores = draw.integers(0, 4, (asked, wide)).astype(float)  # few values, so that many are tied
    candidates[0, 5:], scores[0, 5:] = -1, -np.inf
    answers = [sorted(draw.choice(possible, draw.integers(1, 4), replace=False).tolist()) for _ in range(asked)]
    ends = np.concatenate([[0], np.cumsum([len(some) for some in answers])])
    zero = np.zeros(asked, dtype=np.int64)
    ranks = rank_answers(
        scores, candidates, Queries(zero, zero, zero, ends, np.concatenate(answers)), possible=possible
    )
    wanted = []
    for row, some in enumerate(answers):
        everyone = np.full(possible, -1.0)  # who is no candidate stands behind all, at one score
        real = candidates[row] >= 0
        everyone[candidates[row][real]] = scores[row][real]
        wanted += [expected(everyone, gold, [other for other in some if other != gold]) for gold in some]
    assert ranks.reciprocal() == pytest.approx(wanted)
    assert ranks.mrr() == pytest.approx(np.mean(wanted))
    assert 0 < ranks.hits(1) <= ranks.hits(3) <= 1
