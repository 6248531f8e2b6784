"""Dividing a network whose ties may be negative: into communities, or into two camps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STARTS: Final = 3


def find_communities(ties: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the community of each node: modularity raised by moving nodes and merging groups (Blondel et al. 2008).

    Negative ties count as in signed modularity (Gómez, Jensen and Arenas 2009). Nodes are visited in their order and
    move only for a gain, so that the result is the same every time.

    Args:
        ties: Symmetric, A × A.

    Examples:
        >>> one = np.ones((3, 3)) - np.eye(3)
        >>> find_communities(np.kron(np.eye(2), one)).tolist()
        [0, 0, 0, 1, 1, 1]
        >>> find_communities(np.array([[0.0, 1, -1], [1, 0, -1], [-1, -1, 0]])).tolist()
        [0, 0, 1]
    """
    groups, gains = np.arange(len(ties)), _beyond_chance(ties)
    while True:
        moved = _move_nodes(gains)
        names, moved = np.unique(moved, return_inverse=True)
        groups = moved[groups]
        if len(names) == len(gains):
            break
        inside = np.eye(len(names))[moved]
        gains = inside.T @ gains @ inside
    order = {group: at for at, group in enumerate(dict.fromkeys(groups.tolist()))}
    return np.array([order[group] for group in groups.tolist()], dtype=np.int64)


def modularity(ties: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Return what lies inside groups beyond chance, over all ties; 0 without ties.

    Σ over pairs of one group of (w⁺ - d⁺d⁺/Σw⁺) - (w⁻ - d⁻d⁻/Σw⁻), over Σ|w|. Without negative ties this is the
    modularity of Newman and Girvan (2004).
    """
    whole = np.abs(ties).sum()
    same = groups[:, None] == groups[None, :]
    return float(_beyond_chance(ties)[same].sum() / whole) if whole else 0.0


def split_camps(ties: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return two camps, 0 or 1 for each node, that leave as much positive weight inside and negative between as found.

    Maximises sᵀ W s over s in {-1, 1}: begun from the signs of the leading eigenvectors, single nodes change sides
    while that gains; the best of three beginnings, and of all nodes in one camp.

    Args:
        ties: Symmetric W, A × A, with a diagonal of 0.

    Examples:
        >>> split_camps(np.array([[0.0, 2, -1], [2, 0, -1], [-1, -1, 0]])).tolist()
        [0, 0, 1]
    """
    if not len(ties):
        return np.zeros(0, dtype=np.int64)
    vectors = np.linalg.eigh(ties)[1][:, ::-1][:, :_STARTS].T
    starts = [np.ones(len(ties)), *(np.where(vector >= 0, 1.0, -1.0) for vector in vectors)]
    ended = [_change_sides(ties, start) for start in starts]
    best = max(ended, key=lambda sides: round(float(sides @ ties @ sides), 9))
    camps: NDArray[np.int64] = (best != best[0]).astype(np.int64)
    return camps


def balance(ties: NDArray[np.float64], camps: NDArray[np.int64]) -> float:
    """Return the share of the ties' weight that fits two camps: positive inside, negative between; 0 without ties."""
    sides = np.where(camps == 0, 1.0, -1.0)
    whole = float(np.abs(ties).sum())
    return float((1 + (sides @ ties @ sides) / whole) / 2) if whole else 0.0


def _change_sides(ties: NDArray[np.float64], sides: NDArray[np.float64]) -> NDArray[np.float64]:
    sides = sides.copy()
    while True:
        gains = -sides * (ties @ sides)
        at = int(np.argmax(gains))
        if gains[at] <= 1e-9:
            return sides
        sides[at] = -sides[at]


def _beyond_chance(ties: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ties less what the degrees alone would give, positive and negative ones apart."""
    found = np.zeros_like(ties)
    for sign in (1.0, -1.0):
        part = np.maximum(sign * ties, 0)
        degrees, whole = part.sum(axis=1), part.sum()
        if whole:
            found += sign * (part - np.outer(degrees, degrees) / whole)
    return found


def _move_nodes(gains: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return groups after moving single nodes while what lies inside groups rises."""
    groups, changed = np.arange(len(gains)), True
    while changed:
        changed = False
        for node in range(len(gains)):
            own = int(groups[node])
            inside = np.bincount(groups, gains[node], len(gains))
            inside[own] -= gains[node, node]
            best = int(np.argmax(inside))
            if inside[best] > inside[own] + 1e-12:
                groups[node], changed = best, True
    return groups
