"""Is one thing followed by another more often than on equal days of the same dyad?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from detente.analysis.result import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Strata:
    """Days of equal activity of one dyad, K strata. Where signals and outcomes are probabilities, expected days.

    Attributes:
        cluster: Number of the cluster (the dyad) of each stratum.
        signal: Days with the signal.
        other: Days without.
        followed: Days with the signal that are followed by the outcome.
        other_followed: Days without that are.
    """

    cluster: NDArray[np.int64]
    signal: NDArray[np.float64]
    other: NDArray[np.float64]
    followed: NDArray[np.float64]
    other_followed: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A matched rate ratio.

    Attributes:
        estimate: Mantel-Haenszel rate ratio; infinite where only days with the signal are followed.
        interval: Its interval, clustered.
        p: Two-sided, of the ratio being 1, from the same standard error.
        days: Days with the signal that have a match, to the nearest whole day.
        clusters: Clusters that have any.
        rate: Share of the days with the signal that are followed.
        expected: The same had they been like the days without, matched.
    """

    estimate: float
    interval: Interval
    p: float
    days: int
    clusters: int
    rate: float
    expected: float


def make_strata(
    signal: NDArray[np.float64],
    outcome: NDArray[np.float64],
    activity: NDArray[np.float64],
    valid: NDArray[np.bool_],
    cluster: NDArray[np.int64],
) -> Strata:
    """Return the strata of days with one cluster and one ⌊log₂(1 + events)⌋, where both kinds of day occur.

    With s and o the probabilities of signal and outcome of a day: Σ s days with the signal, Σ s o of them followed,
    Σ (1 - s) days without, Σ (1 - s) o of them followed. Where all are 0 or 1, these are counts.

    Args:
        signal: Probability that the signal is sent, D × T; 0 or 1 where every event counts as one.
        outcome: Probability that the outcome follows within the horizon, D × T, likewise.
        activity: Events between the two that day, D × T.
        valid: Days whose horizon lies inside the data, D × T.
        cluster: Cluster of each day, D × T.
    """
    level = np.floor(np.log2(1 + activity)).astype(np.int64)
    key = (cluster * 64 + level)[valid]
    sent, came = signal[valid].astype(float), outcome[valid].astype(float)
    keys, code = np.unique(key, return_inverse=True)
    size = len(keys)
    m1, m0, a, b = (
        np.bincount(code, part, size).astype(np.float64) for part in (sent, 1 - sent, sent * came, (1 - sent) * came)
    )
    kept = (m1 > 0) & (m0 > 0)
    return Strata(keys[kept] // 64, m1[kept], m0[kept], a[kept], b[kept])


def matched_ratio(strata: Strata) -> Ratio | None:
    """Return the Mantel-Haenszel rate ratio over the strata; None without a match or without any outcome.

    R = Σ aₖ m₀ₖ / Nₖ, S = Σ bₖ m₁ₖ / Nₖ, ratio R / S. The variance of its logarithm is clustered: Σ over clusters of
    (R_c / R - S_c / S)², times C / (C - 1), with t quantiles of as many degrees of freedom as clusters count
    effectively, (Σ v_c)² / Σ v_c² - 1 with v_c the squares above.

    Examples:
        >>> one = np.ones(4)
        >>> strata = Strata(np.arange(4), 10 * one, 100 * one, np.array([3.0, 2, 4, 3]), np.array([20.0, 20, 19, 21]))
        >>> ratio = matched_ratio(strata)
        >>> round(ratio.estimate, 2), round(ratio.rate, 2), round(ratio.expected, 2)
        (1.5, 0.3, 0.2)
    """
    size = strata.signal + strata.other
    above, below = strata.followed * strata.other / size, strata.other_followed * strata.signal / size
    top, bottom = float(above.sum()), float(below.sum())
    if top + bottom == 0:
        return None
    _, code = np.unique(strata.cluster, return_inverse=True)
    clusters = int(code.max()) + 1
    estimate = top / bottom if bottom else math.inf
    signals = float(strata.signal.sum())
    days = round(signals)
    expected = float((strata.other_followed / strata.other * strata.signal).sum() / signals)
    rate = float(strata.followed.sum() / signals)
    if top == 0 or bottom == 0 or clusters < 2:
        interval = Interval(0.0, math.inf, _LEVEL, "none: too few clusters or outcomes")
        return Ratio(estimate, interval, 1.0, days, clusters, rate, expected)
    parts = (np.bincount(code, above) / top - np.bincount(code, below) / bottom) ** 2
    spread = math.sqrt(float(parts.sum()) * clusters / (clusters - 1))
    freedom = max(float(parts.sum()) ** 2 / float((parts**2).sum()) - 1, 1.0) if spread else 1.0
    wide = float(special.stdtrit(freedom, (1 + _LEVEL) / 2)) * spread
    interval = Interval(
        estimate * math.exp(-wide), estimate * math.exp(wide), _LEVEL, "clustered by dyad, linearised, t quantiles"
    )
    p = 2 * float(special.stdtr(freedom, -abs(math.log(estimate)) / spread)) if spread else 1.0
    return Ratio(estimate, interval, p, days, clusters, rate, expected)


def shuffle_signals(strata: Strata, draw: np.random.Generator) -> Strata:
    """Return the strata with the signals dealt anew among the days of each: what chance makes of the same days.

    Given a stratum's days and outcomes, how many outcomes fall on days with a signal is hypergeometric. Expected days
    that are no whole numbers are made whole by chance, up or down in the proportion of their fraction.
    """
    signal, other, outcomes = (
        _whole(part, draw) for part in (strata.signal, strata.other, strata.followed + strata.other_followed)
    )
    outcomes = np.minimum(outcomes, signal + other)
    followed = draw.hypergeometric(outcomes, signal + other - outcomes, signal)
    kept = (signal > 0) & (other > 0)
    found = (part[kept].astype(float) for part in (signal, other, followed, outcomes - followed))
    return Strata(strata.cluster[kept], *found)


def _whole(days: NDArray[np.float64], draw: np.random.Generator) -> NDArray[np.int64]:
    """Return days as whole numbers; nothing is drawn where they are."""
    below = np.floor(days)
    part = days - below
    if not part.any():
        return below.astype(np.int64)
    found: NDArray[np.int64] = (below + (draw.random(len(days)) < part)).astype(np.int64)
    return found
