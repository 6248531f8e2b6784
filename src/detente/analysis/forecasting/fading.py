"""Counts that fade: how often something happened before a day, what is long past counting less."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Floats, Ints

#: The half-life of what never fades: a plain count.
EVER: Final = math.inf
#: Days since something that never happened.
NEVER: Final = 999


class FadingCount:
    """Decayed counts by key: Σ 2^(-(t - x) / h) over the days x < t on which the key occurs.

    Args:
        keys: The key of each fact.
        days: Its day.
        half_lives: Half-lives h in days; `EVER` counts plainly.
    """

    def __init__(self, keys: Ints, days: Ints, half_lives: Sequence[float]) -> None:
        order = np.argsort(days, kind="stable")
        self.keys, slots = np.unique(keys, return_inverse=True)
        self._slots: Ints = slots[order]
        self._days: Ints = days[order]
        self._keep = [0.5 ** (1 / half_life) for half_life in half_lives]
        many = len(self.keys) + 1  # the last one stands for what never happened
        self.sums: Floats = np.zeros((len(half_lives), many), dtype=np.float32)
        self._last = np.full(many, -NEVER, dtype=np.int64)
        self.day = int(days.min()) if len(days) else 0

    def advance(self, day: int) -> None:
        """Go on to a day: what happened before it counts.

        Args:
            day: Not before the day that was reached.
        """
        first, end = np.searchsorted(self._days, [self.day, day])
        slots, days = self._slots[first:end], self._days[first:end]
        for at, keep in enumerate(self._keep):
            if keep < 1:
                self.sums[at] *= keep ** (day - self.day)
            np.add.at(self.sums[at], slots, (keep ** (day - days)).astype(np.float32))
        self._last[slots] = days
        self.day = day

    def find(self, keys: Ints) -> Ints:
        """Return the place of each key in `sums`; the last place, where all is 0, for what never happened."""
        if not len(self.keys):
            return np.zeros(keys.shape, dtype=np.int64)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        at[self.keys[at] != keys] = len(self.keys)
        return at

    def since(self, places: Ints) -> NDArray[np.int64]:
        """Return how many days ago the key at a place occurred last, at most `NEVER`."""
        return np.minimum(self.day - self._last[places], NEVER)
