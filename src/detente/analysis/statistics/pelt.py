"""Change points of a series: where its level changes, found exactly and in about linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Cost(Protocol):
    """How badly one level fits a stretch; small is good, and cutting a stretch never makes the sum larger."""

    def __len__(self) -> int:
        """Return the length of the series."""

    def errors(self, starts: NDArray[np.int64], end: int) -> NDArray[np.float64]:
        """Return the cost of each stretch [start, end)."""


class SquaredCost:
    """Σ (x - mean)²: a change of mean with equal spread.

    Args:
        values: The series.
    """

    def __init__(self, values: NDArray[np.float64]) -> None:
        self._sums = np.concatenate(([0.0], np.cumsum(values)))
        self._squares = np.concatenate(([0.0], np.cumsum(values**2)))

    def __len__(self) -> int:
        return len(self._sums) - 1

    def errors(self, starts: NDArray[np.int64], end: int) -> NDArray[np.float64]:
        """Return Σ x² - (Σ x)² / n of each stretch."""
        totals = self._sums[end] - self._sums[starts]
        squares: NDArray[np.float64] = self._squares[end] - self._squares[starts] - totals**2 / (end - starts)
        return squares


class PoissonCost:
    """Twice the negative log likelihood of Poisson counts with one rate per exposure, up to what no cut changes.

    Args:
        counts: Events of each period.
        exposures: What each count is divided by; 0 where nothing was observed.
        dispersion: How much more the counts vary than Poisson counts do; the cost is divided by it.
    """

    def __init__(self, counts: NDArray[np.float64], exposures: NDArray[np.float64], *, dispersion: float = 1.0) -> None:
        self._counts = np.concatenate(([0.0], np.cumsum(counts)))
        self._exposures = np.concatenate(([0.0], np.cumsum(exposures)))
        self._dispersion = dispersion

    def __len__(self) -> int:
        return len(self._counts) - 1

    def errors(self, starts: NDArray[np.int64], end: int) -> NDArray[np.float64]:
        """Return -2 k log(k / e) of each stretch, k its events and e its exposure; 0 without events."""
        events = self._counts[end] - self._counts[starts]
        exposure = self._exposures[end] - self._exposures[starts]
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(events > 0, -2 * events * np.log(events / exposure), 0.0)
        return terms / self._dispersion


def find_changes(cost: Cost, *, penalty: float, shortest: int = 2) -> tuple[int, ...]:
    """Return where the level changes: the cuts that make Σ cost + penalty · number of cuts least.

    PELT (Killick, Fearnhead and Eckley 2012): F(t) = min over s of F(s) + C(s, t) + β; a start s is dropped for good
    once F(s) + C(s, t) > F(t), from the next end on that t itself can begin a stretch for. The result is that of the
    full search.

    Args:
        cost: The series with its cost.
        penalty: β, what a further cut must gain.
        shortest: Least length of a stretch.

    Returns:
        The first index of each new stretch, ascending; empty if nothing changes or the series is too short.

    Examples:
        >>> find_changes(SquaredCost(np.array([0.0, 0, 0, 0, 5, 5, 5, 5])), penalty=2.0)
        (4,)
    """
    length = len(cost)
    best = np.full(length + 1, np.inf)
    best[0] = -penalty
    previous = np.zeros(length + 1, dtype=np.int64)
    dropped_at = np.full(length + 1, length + 1, dtype=np.int64)
    starts = np.array([0], dtype=np.int64)
    for end in range(shortest, length + 1):
        starts = starts[dropped_at[starts] > end]
        totals = best[starts] + cost.errors(starts, end)
        winner = int(np.argmin(totals))
        best[end] = totals[winner] + penalty
        previous[end] = starts[winner]
        losers = starts[totals > best[end]]
        dropped_at[losers] = np.minimum(dropped_at[losers], end + shortest)
        following = end - shortest + 1  # the next start that leaves a stretch long enough for the next end
        if following >= shortest:
            starts = np.append(starts, following)
    cuts: list[int] = []
    at = int(previous[length])
    while at > 0:
        cuts.append(at)
        at = int(previous[at])
    return tuple(reversed(cuts))
