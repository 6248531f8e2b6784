"""Intervals for counts, shares and ratios of rates, and corrections for asking many questions at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from detente.analysis.result import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEVEL: Final = 0.95


def poisson_interval(count: float, *, level: float = LEVEL) -> Interval:
    """Return the exact interval of the mean of a Poisson count (Garwood 1936).

    low = q(α/2; k) and high = q(1 - α/2; k + 1), quantiles of the gamma distribution with that shape and scale 1.

    Args:
        count: What was counted, k.
        level: Coverage.

    Examples:
        >>> interval = poisson_interval(10)
        >>> round(interval.low, 3), round(interval.high, 3)
        (4.795, 18.39)
        >>> poisson_interval(0).low
        0.0
    """
    tail = (1 - level) / 2
    low = float(special.gammaincinv(count, tail)) if count > 0 else 0.0
    return Interval(low, float(special.gammaincinv(count + 1, 1 - tail)), level, "exact Poisson (Garwood)")


def poisson_ends(
    counts: NDArray[np.float64], *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of `poisson_interval` for many counts at once, two arrays of their shape.

    Examples:
        >>> low, high = poisson_ends(np.array([0.0, 10.0]))
        >>> low.round(3).tolist(), high.round(2).tolist()
        ([0.0, 4.795], [3.69, 18.39])
    """
    tail = (1 - level) / 2
    low = np.where(counts > 0, special.gammaincinv(np.where(counts > 0, counts, 1.0), tail), 0.0)
    return low, special.gammaincinv(counts + 1, 1 - tail)


def share_interval(part: int, whole: int, *, level: float = LEVEL) -> Interval:
    """Return the exact interval of a share (Clopper and Pearson 1934).

    Examples:
        >>> interval = share_interval(8, 10)
        >>> round(interval.low, 3), round(interval.high, 3)
        (0.444, 0.975)
    """
    tail = (1 - level) / 2
    low = 0.0 if part == 0 else float(special.betaincinv(part, whole - part + 1, tail))
    high = 1.0 if part == whole else float(special.betaincinv(part + 1, whole - part, 1 - tail))
    return Interval(low, high, level, "exact binomial (Clopper-Pearson)")


def ratio_interval(counts: tuple[int, int], exposures: tuple[float, float], *, level: float = LEVEL) -> Interval:
    """Return the exact interval of a ratio of two Poisson rates, the first over the second.

    Given the sum of both counts, the first is binomial with p = ρe₁ / (ρe₁ + e₂); the interval of p gives that of ρ
    (Przyborowski and Wilenski 1940).

    Args:
        counts: Events of the first and of the second stretch.
        exposures: What they are divided by, such as days or all events reported.
        level: Coverage.

    Examples:
        >>> interval = ratio_interval((20, 10), (100, 100))
        >>> round(interval.low, 2), round(interval.high, 2)
        (0.89, 4.78)
    """
    share = share_interval(counts[0], sum(counts), level=level)
    scale = exposures[1] / exposures[0]
    low = share.low / (1 - share.low) * scale
    high = math.inf if share.high >= 1 else share.high / (1 - share.high) * scale
    return Interval(low, high, level, "exact conditional Poisson")


def ratio_p(counts: tuple[int, int], exposures: tuple[float, float]) -> float:
    """Return the two-sided p of two Poisson rates being equal, by the exact binomial test given their sum.

    Examples:
        >>> round(ratio_p((20, 10), (100, 100)), 4)
        0.0987
    """
    if sum(counts) == 0:
        return 1.0
    total, share = sum(counts), exposures[0] / sum(exposures)
    parts = np.arange(total + 1)
    logs = special.gammaln(total + 1) - special.gammaln(parts + 1) - special.gammaln(total - parts + 1)
    logs = logs + special.xlogy(parts, share) + special.xlog1py(total - parts, -share)
    as_rare = logs <= logs[counts[0]] + 1e-7  # equally rare outcomes differ in the last digits
    return float(min(1.0, np.exp(logs[as_rare]).sum()))


def weighted_ends(
    weights: NDArray[np.float64], counts: NDArray[np.float64], exposures: NDArray[np.float64], *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return what `weighted_interval` does for many rows of weights and several series at once.

    Args:
        weights: Of each count, R × P, not negative.
        counts: Poisson counts, P × S.
        exposures: What each weighted sum is divided by, R.
        level: Coverage.

    Returns:
        Rate, low and high, each R × S.

    Examples:
        >>> rate, low, high = weighted_ends(np.array([[1.0, 0.0]]), np.array([[10.0], [3.0]]), np.array([1.0]))
        >>> rate.item(), round(low.item(), 3), round(high.item(), 2)
        (10.0, 4.795, 18.39)
    """
    tail = (1 - level) / 2
    scaled = weights / exposures[:, None]
    rate, variance, largest = scaled @ counts, scaled**2 @ counts, scaled.max(axis=1)[:, None]
    some = (rate > 0) & (variance > 0)
    mean, spread = np.where(some, rate, 1.0), np.where(some, variance, 1.0)
    low = np.where(some, special.gammaincinv(mean**2 / spread, tail) * spread / mean, 0.0)
    above, wider = rate + largest, variance + largest**2
    return rate, low, special.gammaincinv(above**2 / wider, 1 - tail) * wider / above


def weighted_interval(
    weights: NDArray[np.float64], counts: NDArray[np.float64], exposure: float, *, level: float = LEVEL
) -> tuple[float, float, float]:
    """Return a rate from weighted counts, and its interval by the gamma method (Fay and Feuer 1997).

    y = Σ wᵢcᵢ / e, v = Σ wᵢ²cᵢ / e²; low is the gamma quantile with mean y and variance v, high that with mean
    y + w and variance v + w², w the largest weight over e. With one count and weight 1 it is Garwood's.

    Args:
        weights: Of each count, not negative.
        counts: Poisson counts.
        exposure: What the weighted sum is divided by, e.
        level: Coverage.

    Returns:
        Rate, low, high.
    """
    tail = (1 - level) / 2
    scaled = weights / exposure
    rate, variance, largest = float(scaled @ counts), float(scaled**2 @ counts), float(scaled.max())
    low = float(special.gammaincinv(rate**2 / variance, tail)) * variance / rate if rate > 0 and variance > 0 else 0.0
    above, spread = rate + largest, variance + largest**2
    high = float(special.gammaincinv(above**2 / spread, 1 - tail)) * spread / above
    return rate, low, high


def dispersion(counts: NDArray[np.float64], exposures: NDArray[np.float64]) -> float:
    """Return how much more counts vary than Poisson counts with one rate do: Pearson's χ² over its degrees of freedom.

    1 is Poisson. News comes in bursts, so it is often 2 to 5, and Poisson intervals are then √ of it too narrow.
    Where no event or no exposure is, it is 1.
    """
    kept = exposures > 0
    if kept.sum() < 2 or counts[kept].sum() == 0:
        return 1.0
    expected = exposures[kept] * counts[kept].sum() / exposures[kept].sum()
    return float(((counts[kept] - expected) ** 2 / expected).sum() / (kept.sum() - 1))


def adjust_fdr(values: Sequence[float]) -> list[float]:
    """Return p values adjusted so that at most that share of what is called a finding is none, on average.

    Benjamini and Hochberg (1995): q₍ᵢ₎ = min over j ≥ i of m p₍ⱼ₎ / j.

    Examples:
        >>> [round(q, 3) for q in adjust_fdr([0.01, 0.02, 0.9])]
        [0.03, 0.03, 0.9]
    """
    order = np.argsort(values, kind="stable")
    scaled = np.asarray(values, dtype=float)[order] * len(values) / np.arange(1, len(values) + 1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return [float(q) for q in adjusted]


def adjust_holm(values: Sequence[float]) -> list[float]:
    """Return p values adjusted so that the probability of even one false finding is at most that (Holm 1979).

    Examples:
        >>> [round(p, 3) for p in adjust_holm([0.01, 0.04, 0.03])]
        [0.03, 0.06, 0.06]
    """
    order = np.argsort(values, kind="stable")
    scaled = np.asarray(values, dtype=float)[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.maximum.accumulate(scaled), 1)
    return [float(p) for p in adjusted]
