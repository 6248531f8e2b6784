"""Exact counts of coalitions: who wins, who turns a loss into a win, and with which probability a vote passes.

All coalitions are counted, not sampled. The members are cut into two halves; each half's coalitions are listed (2¹⁴
for 27 members), and the pairs that win are found by sorting one half by weight: this is exact and takes a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Two halves of 2¹⁵ coalitions each.
MOST_MEMBERS: Final = 30


@dataclass(frozen=True, slots=True)
class Game:
    """Which coalitions win.

    Attributes:
        weights: Whole number for each member, such as its population.
        clauses: A coalition wins if for any of these it has so many members and so much weight: (members, weight).
        vetoes: Numbers of the members without whom no coalition wins.
    """

    weights: tuple[int, ...]
    clauses: tuple[tuple[int, int], ...]
    vetoes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Check the size.

        Raises:
            UsageError: There are no members, or too many to count all coalitions.
        """
        if not 1 <= len(self.weights) <= MOST_MEMBERS:
            raise UsageError(f"{len(self.weights)} members: coalitions are counted for 1 to {MOST_MEMBERS}")

    def wins(self, coalition: tuple[int, ...]) -> bool:
        """Tell whether a coalition, numbers of its members, wins."""
        weight = sum(self.weights[member] for member in coalition)
        enough = any(len(coalition) >= least and weight >= quota for least, quota in self.clauses)
        return enough and set(self.vetoes) <= set(coalition)


@dataclass(frozen=True, slots=True)
class Power:
    """Exact power of each member.

    Attributes:
        banzhaf: Share of the others' coalitions that the member turns from losing to winning.
        banzhaf_share: The same, divided by its sum over all members.
        shapley: Share of the orders in which the members can join that the member decides (Shapley and Shubik).
        winning: How many coalitions win.
        swings: How many coalitions of the others each member turns.
    """

    banzhaf: tuple[float, ...]
    banzhaf_share: tuple[float, ...]
    shapley: tuple[float, ...]
    winning: int
    swings: tuple[int, ...]


def measure_power(game: Game) -> Power:
    """Return the Banzhaf and Shapley-Shubik indices of all members, exactly.

    With W(s) the winning coalitions of s members and Wᵢ(s) those with i, i turns Wᵢ(s + 1) - (W(s) - Wᵢ(s)) coalitions
    of s others. Banzhaf: their number over 2ⁿ⁻¹. Shapley-Shubik: Σ over s of that times s! (n - s - 1)! / n!.

    Examples:
        >>> power = measure_power(Game((50, 49, 1), ((0, 51),)))
        >>> power.banzhaf_share, power.swings
        ((0.6, 0.2, 0.2), (3, 1, 1))
        >>> [round(share, 4) for share in power.shapley]
        [0.6667, 0.1667, 0.1667]
    """
    n = len(game.weights)
    by_size, with_member = _count_winning(game)
    turned = np.zeros((n, n), dtype=object)
    for member in range(n):
        for size in range(n):
            without = by_size[size] - with_member[member][size]
            turned[member, size] = with_member[member][size + 1] - without
    swings = [int(sum(turned[member])) for member in range(n)]
    orders = [math.factorial(size) * math.factorial(n - size - 1) for size in range(n)]
    shapley = [
        sum(int(turned[member, size]) * orders[size] for size in range(n)) / math.factorial(n) for member in range(n)
    ]
    total = sum(swings) or 1
    return Power(
        banzhaf=tuple(swing / 2 ** (n - 1) for swing in swings),
        banzhaf_share=tuple(swing / total for swing in swings),
        shapley=tuple(shapley),
        winning=int(sum(by_size)),
        swings=tuple(swings),
    )


def pass_probability(game: Game, chances: NDArray[np.float64]) -> float:
    """Return the exact probability that a coalition wins, each member joining by itself with its own chance.

    Args:
        game: Which coalitions win.
        chances: Probability that each member joins, 0 to 1.

    Examples:
        >>> pass_probability(Game((1, 1, 1), ((2, 0),)), np.array([0.5, 0.5, 0.5]))
        0.5
    """
    low, high = _halves(game)
    odds_low, odds_high = _odds(low, chances[: low.n]), _odds(high, chances[low.n :])
    total = 0.0
    for chosen, at, least in _winning_pairs(game):
        tails = np.append(np.cumsum(odds_low[chosen][::-1])[::-1], 0.0)
        total += float(odds_high[at] @ tails[least])
    return min(total, 1.0)


@dataclass(frozen=True, slots=True)
class _Half:
    """All coalitions of some members: membership, size, weight, and which hold all vetoes of this half."""

    n: int
    inside: NDArray[np.bool_]
    sizes: NDArray[np.int64]
    weights: NDArray[np.int64]
    has_vetoes: NDArray[np.bool_]


@lru_cache(maxsize=4)
def _halves(game: Game) -> tuple[_Half, _Half]:
    cut = (len(game.weights) + 1) // 2
    return _half(game, 0, cut), _half(game, cut, len(game.weights))


def _half(game: Game, start: int, end: int) -> _Half:
    n = end - start
    inside = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    own = [member - start for member in game.vetoes if start <= member < end]
    weights = inside @ np.array(game.weights[start:end], dtype=np.int64) if n else np.zeros(1, dtype=np.int64)
    return _Half(n, inside, inside.sum(axis=1), weights, inside[:, own].all(axis=1))


def _odds(half: _Half, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.ones(1)
    for chance in chances[: half.n]:  # the next member is the next bit of a coalition's number
        odds = np.concatenate([odds * (1 - chance), odds * chance])
    return odds


@lru_cache(maxsize=4)
def _winning_pairs(game: Game) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], ...]:
    """Return all winning pairs, by the size in the lower half and in the upper one.

    Returns:
        Lower coalitions of one size, ascending by weight; upper coalitions of one size; and for each of these from
        which of the lower ones on the two together win.
    """
    low, high = _halves(game)
    pairs = []
    for size in range(low.n + 1):
        chosen = np.flatnonzero((low.sizes == size) & low.has_vetoes)
        chosen = chosen[np.argsort(low.weights[chosen], kind="stable")]
        for above in range(high.n + 1):
            quotas = [quota for least, quota in game.clauses if size + above >= least]
            at = np.flatnonzero((high.sizes == above) & high.has_vetoes)
            if quotas and len(at) and len(chosen):
                pairs.append((chosen, at, np.searchsorted(low.weights[chosen], min(quotas) - high.weights[at])))
    return tuple(pairs)


def _count_winning(game: Game) -> tuple[list[int], list[list[int]]]:
    """Return how many coalitions of each size win, and how many of them hold each member."""
    n = len(game.weights)
    low, high = _halves(game)
    by_size = [0] * (n + 2)
    with_member = [[0] * (n + 2) for _ in range(n)]
    for chosen, at, least in _winning_pairs(game):
        size = int(low.sizes[chosen[0]] + high.sizes[at[0]])
        pairs = len(chosen) - least
        by_size[size] += int(pairs.sum())
        inside = low.inside[chosen]
        tails = np.vstack([np.cumsum(inside[::-1], axis=0)[::-1], np.zeros((1, low.n), dtype=np.int64)])
        for member, count in enumerate(tails[least].sum(axis=0)):
            with_member[member][size] += int(count)
        for member, count in enumerate(pairs @ high.inside[at]):
            with_member[low.n + member][size] += int(count)
    return by_size, with_member
