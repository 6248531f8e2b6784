"""How good a forecast is: ranks of the true answers among all that were possible, ties by exact expectation.

The protocol of forecasts on temporal knowledge graphs: every fact is asked in both directions; all actors are
candidates; other answers that are true on the same day are taken out of the list ("time-aware filter"); where scores
are tied, the expectation over all orders counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Ints, Queries


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Where the true answers stand, one for each fact that was asked.

    Attributes:
        above: How many candidates have a higher score.
        tied: How many have the same score, the true answer included.
        day: The day of the fact.
    """

    above: Ints
    tied: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.day)

    def reciprocal(self) -> NDArray[np.float64]:
        """Return the expected reciprocal rank of each: (H(g + e) - H(g)) / e, with the harmonic numbers H."""
        found: NDArray[np.float64] = (
            special.digamma(self.above + self.tied + 1) - special.digamma(self.above + 1)
        ) / self.tied
        return found

    def mrr(self) -> float:
        """Return the mean reciprocal rank, 0 to 1."""
        return float(self.reciprocal().mean())

    def hits(self, k: int) -> float:
        """Return the expected share of answers among the first k."""
        return float(np.clip((k - self.above) / self.tied, 0, 1).mean())


def join_ranks(parts: list[Ranks]) -> Ranks:
    """Return the ranks of several days as one."""
    return Ranks(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("above", "tied", "day")))


def rank_answers(scores: NDArray[np.floating], candidates: Ints, queries: Queries, *, possible: int) -> Ranks:
    """Return where the true answers stand.

    What is not among the candidates of a question has a score below all of them, and the same for all.

    Args:
        scores: Q × K; not finite where there is no candidate.
        candidates: Q × K numbers of answers, rising in each row, none twice; -1 where there is none.
        queries: The Q questions with their answers.
        possible: How many answers there are in all.
    """
    many = np.diff(queries.ends)
    row = np.repeat(np.arange(len(many)), many)
    is_candidate = candidates >= 0
    true = np.zeros(candidates.shape, dtype=bool)
    place = _places(candidates, row, queries.answers)
    inside = place >= 0
    true[row[inside], place[inside]] = True
    others = np.where(is_candidate & ~true, scores, -np.inf)
    above = np.zeros(len(row), dtype=np.int64)
    tied = np.ones(len(row), dtype=np.int64)
    own = scores[row[inside], place[inside]][:, None]
    for first in range(0, int(inside.sum()), 20_000):  # a part at a time, for memory
        part = slice(first, first + 20_000)
        at = np.flatnonzero(inside)[part]
        against = others[row[at]]
        above[at] = (against > own[part]).sum(axis=1)
        tied[at] += ((against == own[part]) & np.isfinite(against)).sum(axis=1)
    false = (is_candidate & ~true).sum(axis=1)
    outside = possible - is_candidate.sum(axis=1) - np.bincount(row[~inside], minlength=len(many))
    above[~inside] = false[row[~inside]]
    tied[~inside] += outside[row[~inside]]
    return Ranks(above, tied, np.repeat(queries.day, many))


def label_answers(candidates: Ints, queries: Queries) -> NDArray[np.bool_]:
    """Return which candidates are true answers, Q × K."""
    row = np.repeat(np.arange(len(queries.source)), np.diff(queries.ends))
    true = np.zeros(candidates.shape, dtype=bool)
    place = _places(candidates, row, queries.answers)
    true[row[place >= 0], place[place >= 0]] = True
    return true


def _places(candidates: Ints, row: Ints, answers: Ints) -> Ints:
    """Return the column of each answer in its row of candidates, -1 if it is not among them."""
    wide = int(max(candidates.max(initial=0), answers.max(initial=0))) + 2
    filled = np.where(candidates >= 0, candidates, wide - 1)  # behind all others, so that rows keep rising
    keys = (np.arange(len(candidates))[:, None] * wide + filled).ravel()
    asked = row * wide + answers
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[at] == asked, at % candidates.shape[1], -1)
