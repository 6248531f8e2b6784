"""Krippendorff's alpha for nominal values: how far coders agree beyond what chance alone would give.

    α = 1 − Dₒ / Dₑ

Dₒ is the share of unequal pairs among all pairs of values within the units, each unit's pairs weighted by 1 / (m − 1)
for its m values; Dₑ is the share of unequal pairs when all values are drawn from one urn. 1 is perfect agreement, 0 is
what chance gives, below 0 is worse than chance. Units with fewer than two values do not count.

Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C, and *Content Analysis* (4th
edition, 2019), chapter 12. The interval is a percentile bootstrap over units, so that the judgements of one unit stay
together.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_RESAMPLES = 2000
_SEED = 20111  # any; the same, so that the same judgements always give the same interval


class AlphaInterval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


def nominal_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal values.

    Args:
        units: For each unit the values that coders gave it, in any order; missing ones are left out.

    Returns:
        Alpha; None if it is not defined, because no unit has two values or all values are the same.

    The example of Krippendorff (2011), section C: four observers, twelve units, missing values.

    >>> observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    >>> units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    >>> f"{nominal_alpha(units):.3f}"
    '0.743'
    """
    counts = _count(units)
    alpha = _alphas(counts, np.ones((1, len(counts))))[0]
    return None if np.isnan(alpha) else float(alpha)


def alpha_interval(units: Sequence[Sequence[Hashable]]) -> AlphaInterval | None:
    """Return a 95 % bootstrap interval of the alpha of `units`; None where alpha is not defined.

    The same units give the same interval.
    """
    counts = _count(units)
    if nominal_alpha(units) is None:
        return None
    drawn = np.random.default_rng(_SEED).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), _RESAMPLES)
    alphas = _alphas(counts, drawn.astype(float))
    low, high = np.nanpercentile(alphas, [2.5, 97.5])
    return AlphaInterval(float(low), float(high))


def _count(units: Sequence[Sequence[Hashable]]) -> np.ndarray:
    """Return how often each unit with at least two values has each value: a row a unit, a column a value."""
    pairable = [Counter(unit) for unit in units if len(unit) > 1]
    values = {value: i for i, value in enumerate(dict.fromkeys(v for unit in pairable for v in unit))}
    counts = np.zeros((len(pairable), len(values)))
    for row, unit in enumerate(pairable):
        for value, times in unit.items():
            counts[row, values[value]] = times
    return counts


def _alphas(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return alpha for each row of weights, which say how often each unit counts; NaN where it is not defined."""
    if not len(counts):
        return np.full(len(weights), np.nan)
    per_unit = counts.sum(axis=1)
    unequal = (per_unit**2 - (counts**2).sum(axis=1)) / (per_unit - 1)
    total = weights @ per_unit
    observed = (weights @ unequal) / total
    expected = (total**2 - ((weights @ counts) ** 2).sum(axis=1)) / (total * (total - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)
