"""A mean over observations that come in clusters, with an interval that knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from detente.analysis.result import Interval
from detente.analysis.statistics.rates import LEVEL

if TYPE_CHECKING:
    from numpy.typing import NDArray


def clustered_mean(
    values: NDArray[np.float64], cluster: NDArray[np.int64], *, of: str, level: float = LEVEL
) -> tuple[float, Interval]:
    """Return a mean and its interval, clustered.

    The variance is G / (G - 1) Σ_g (Σ_{i in g} (x_i - mean))² / n² over the G clusters (Liang and Zeger 1986), with
    t quantiles for G - 1 degrees of freedom. With one cluster the interval is without end.

    Args:
        values: One for each observation.
        cluster: Any number of the cluster of each.
        of: What the clusters are, in the plural.
        level: Coverage.

    Examples:
        >>> mean, interval = clustered_mean(np.array([1.0, 3.0, 2.0, 4.0]), np.array([0, 0, 1, 1]), of="days")
        >>> mean, round(interval.low, 2), interval.method
        (2.5, -3.85, 'clustered by 2 days')
    """
    mean = float(values.mean())
    _, at = np.unique(cluster, return_inverse=True)
    many = int(at.max()) + 1
    method = f"clustered by {many} {of}"
    if many < 2:
        return mean, Interval(float("-inf"), float("inf"), level, method)
    sums = np.bincount(at, weights=values - mean)
    error = float(np.sqrt((sums**2).sum() * many / (many - 1))) / len(values)
    wide = float(special.stdtrit(many - 1, (1 + level) / 2)) * error
    return mean, Interval(mean - wide, mean + wide, level, method)
