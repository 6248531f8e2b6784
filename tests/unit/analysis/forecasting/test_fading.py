"""Fading counts against the formula, summed day by day."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.forecasting.fading import EVER, NEVER, FadingCount


@pytest.mark.parametrize("steps", [(40,), (3, 11, 12, 40)])
def test_a_count_fades_by_its_half_life_and_sees_no_day_to_come(steps: tuple[int, ...]) -> None:
    draw = np.random.default_rng(1)
    keys, days = draw.integers(0, 6, 200) * 7, draw.integers(0, 60, 200)
    tally = FadingCount(keys, days, (7, EVER))
    for step in steps:
        tally.advance(step)
    for key in range(0, 42, 7):
        before = days[(keys == key) & (days < 40)]
        at = tally.find(np.array([key]))
        assert tally.sums[0, at][0] == pytest.approx(np.sum(0.5 ** ((40 - before) / 7)), rel=1e-5)
        assert tally.sums[1, at][0] == len(before)
        assert tally.since(at)[0] == 40 - before.max()


def test_what_never_happened_counts_nothing() -> None:
    tally = FadingCount(np.array([4]), np.array([10]), (7,))
    tally.advance(10)
    at = tally.find(np.array([3, 4, 5]))
    assert tally.sums[0, at].tolist() == [0, 0, 0]
    assert tally.since(at).tolist() == [NEVER] * 3
