"""Scores made into probabilities that hold, by four numbers fitted on earlier data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Floats, Ints

#: With fewer questions the line of the first answers is left as it is.
_LEAST_FIRST: Final = 200


@dataclass(frozen=True, slots=True)
class ChanceScale:
    """P(candidate) = inside · softmax(sharpness · score), and the first of them by a line of its own.

    The most likely candidate has, with p from the formula above, σ(offset + slope · log(p / (1 - p))), but no less than
    the second; what is left for all others, and for none of them, is shared in the proportions of that formula.

    Attributes:
        sharpness: Above 1 makes the probabilities of a question more unequal, below 1 less.
        inside: Probability that the answer is among the candidates at all.
        offset: Below 0 makes the first answer of every question less likely.
        slope: Below 1 brings the first answers of all questions nearer to each other.
    """

    sharpness: float
    inside: float
    offset: float = 0.0
    slope: float = 1.0

    def probabilities(self, scores: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the probability of each candidate; the rest to 1 is that it is none of them.

        Args:
            scores: Q × K; -inf where there is no candidate.
        """
        shares: NDArray[np.float64] = self.inside * np.exp(_log_shares(scores.astype(np.float64) * self.sharpness))
        if (self.offset, self.slope) == (0.0, 1.0) or not len(shares):
            return shares
        rows, at = np.arange(len(shares)), np.argmax(shares, axis=1)
        first = np.clip(shares[rows, at], 1e-9, 1 - 1e-9)
        shares[rows, at] = 0
        second = shares.max(axis=1)
        moved = special.expit(self.offset + self.slope * special.logit(first))
        moved = np.maximum(moved, second / (1 - first + second))  # there the two are equal
        shares *= ((1 - moved) / (1 - first))[:, None]
        shares[rows, at] = moved
        return shares


def fit_calibration(scores: Floats, true: NDArray[np.bool_], answers: Ints) -> ChanceScale:
    """Return the numbers that make the true answers most likely.

    First sharpness and inside, from all answers (Guo et al. 2017, with a part for "none of them"); then offset and
    slope, from whether the first answer came true (Platt 1999). A softmax of many candidates that is right on the whole
    is too sure of its first one: who has several dealings a day shares them out.

    Args:
        scores: Q × K, of data that the model was not fitted on.
        true: Q × K.
        answers: How many true answers each question has, among the candidates or not.
    """
    found, asked = float(true.sum()), float(answers.sum())
    inside = min(max(found / max(asked, 1), 1e-3), 1 - 1e-3)
    used = true.any(axis=1)
    if not used.any():
        return ChanceScale(1.0, inside)
    answered, right = scores[used], true[used]

    def loss(log_sharpness: float) -> float:
        return -float(_log_shares(answered * np.exp(log_sharpness))[right].mean())

    best = optimize.minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-3})
    scale = ChanceScale(float(np.exp(best.x)), inside)
    return replace(scale, **_fit_first(scale.probabilities(scores), true, answers))


def _fit_first(chances: NDArray[np.float64], true: NDArray[np.bool_], answers: Ints) -> dict[str, float]:
    """Return offset and slope of the first answers, by their likelihood; those that change nothing where it has none.

    Args:
        chances: Q × K, before this.
        true: Q × K.
        answers: How many true answers each question has.
    """
    rows, at = np.arange(len(chances)), np.argmax(chances, axis=1)
    odds = special.logit(np.clip(chances[rows, at], 1e-9, 1 - 1e-9))
    came = true[rows, at].astype(np.float64)
    if len(odds) < _LEAST_FIRST or not 0 < came.sum() < answers.sum():
        return {"offset": 0.0, "slope": 1.0}

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        along = line[0] + line[1] * odds
        gap = answers * special.expit(along) - came
        value = float((answers * np.logaddexp(0, along) - came * along).sum())
        return value / len(odds), np.array([gap.sum(), (gap * odds).sum()]) / len(odds)

    best = optimize.minimize(loss, np.array([0.0, 1.0]), jac=True, bounds=((-3, 3), (0.1, 3)), method="L-BFGS-B")
    return {"offset": float(best.x[0]), "slope": float(best.x[1])}


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """What was forecast beside what happened, in ten bins of the probability.

    Attributes:
        forecast: Mean probability in each bin that holds something.
        happened: Share in which it happened.
        n: How many forecasts are in the bin.
    """

    forecast: NDArray[np.float64]
    happened: NDArray[np.float64]
    n: NDArray[np.float64]

    @property
    def error(self) -> float:
        """Expected calibration error: Σ n |forecast - happened| / Σ n."""
        return float((self.n * np.abs(self.forecast - self.happened)).sum() / max(self.n.sum(), 1))


def measure_reliability(
    probability: NDArray[np.float64], happened: NDArray[np.floating], n: NDArray[np.floating]
) -> Reliability:
    """Return the reliability of some forecasts.

    Args:
        probability: Of each forecast.
        happened: How often it came true, of `n`.
        n: How many cases each forecast stands for.
    """
    at = np.minimum((probability * 10).astype(np.int64), 9)
    total, expected, came = (np.bincount(at, part, minlength=10) for part in (n, n * probability, happened))
    used = total > 0
    return Reliability(expected[used] / total[used], came[used] / total[used], total[used].astype(np.float64))


def reliability_of_first(probabilities: NDArray[np.float64], true: NDArray[np.bool_], answers: Ints) -> Reliability:
    """Return the reliability of the most likely candidate of each question, over all its true answers.

    Args:
        probabilities: Q × K.
        true: Q × K.
        answers: How many true answers each question has.
    """
    first = np.argmax(probabilities, axis=1)[:, None]
    probability = np.take_along_axis(probabilities, first, axis=1)[:, 0]
    came = np.take_along_axis(true, first, axis=1)[:, 0].astype(np.float64)
    return measure_reliability(probability, came, answers.astype(np.float64))


def _log_shares(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the logarithm of each score's share in its row; -inf for a candidate that is none."""
    high = scores.max(axis=1, keepdims=True)
    above = scores - np.where(np.isfinite(high), high, 0)
    total = np.exp(above).sum(axis=1, keepdims=True)
    found: NDArray[np.float64] = above - np.log(np.maximum(total, 1e-300))
    return found
