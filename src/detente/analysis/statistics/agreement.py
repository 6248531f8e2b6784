"""Four indices of how far a group votes as one, from the counts of its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def agreement_index(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Agreement Index (Hix, Noury and Roland 2005): (max - (n - max) / 2) / n.

    1 if all do the same, 0 if the group falls into three equal parts.

    Args:
        counts: For, against and abstentions of each vote, V × 3; n, their sum, is above 0.

    Examples:
        >>> agreement_index(np.array([[10, 0, 0], [5, 5, 5], [6, 3, 1]])).tolist()
        [1.0, 0.0, 0.4]
    """
    most, voters = counts.max(axis=1), counts.sum(axis=1)
    index: NDArray[np.float64] = (most - (voters - most) / 2) / voters
    return index


def rice_index(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Rice index (1925): |for - against| / (for + against); not a number if all abstain.

    Examples:
        >>> rice_index(np.array([[9, 1, 5], [4, 4, 0]])).tolist()
        [0.8, 0.0]
    """
    sides = counts[:, :2].sum(axis=1)
    with np.errstate(invalid="ignore"):
        index: NDArray[np.float64] = np.abs(counts[:, 0] - counts[:, 1]) / sides
    return index


def attina_index(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Attinà's index (1990): (max - (n - max)) / n; 1 if all do the same, -1/3 at least.

    Examples:
        >>> attina_index(np.array([[10, 0, 0], [6, 3, 1]])).tolist()
        [1.0, 0.2]
    """
    most, voters = counts.max(axis=1), counts.sum(axis=1)
    index: NDArray[np.float64] = (2 * most - voters) / voters
    return index


def entropy_cohesion(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 - H / log 3, H the Shannon entropy of the three shares: 1 if all do the same, 0 for equal parts.

    Examples:
        >>> entropy_cohesion(np.array([[10, 0, 0], [5, 5, 5], [5, 5, 0]])).round(3).tolist()
        [1.0, 0.0, 0.369]
    """
    shares = counts / counts.sum(axis=1, keepdims=True)
    terms = np.where(shares > 0, shares * np.log(np.where(shares > 0, shares, 1)), 0)
    index: NDArray[np.float64] = 1 + terms.sum(axis=1) / np.log(3) + 0.0
    return index
