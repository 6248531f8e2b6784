"""Scores made into probabilities that hold, by two numbers fitted on earlier data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Floats, Ints


@dataclass(frozen=True, slots=True)
class ChanceScale:
    """P(candidate) = inside · softmax(sharpness · score).

    Attributes:
        sharpness: Above 1 makes the probabilities of a question more unequal, below 1 less.
        inside: Probability that the answer is among the candidates at all.
    """

    sharpness: float
    inside: float

    def probabilities(self, scores: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the probability of each candidate; the rest to 1 is that it is none of them.

        Args:
            scores: Q × K; -inf where there is no candidate.
        """
        return self.inside * np.exp(_log_shares(scores * self.sharpness))


def fit_calibration(scores: Floats, true: NDArray[np.bool_], answers: Ints) -> ChanceScale:
    """Return the two numbers that make the true answers most likely (Guo et al. 2017, with a part for "none of them").

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
    scores, true = scores[used], true[used]

    def loss(log_sharpness: float) -> float:
        return -float(_log_shares(scores * np.exp(log_sharpness))[true].mean())

    best = optimize.minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-3})
    return ChanceScale(float(np.exp(best.x)), inside)


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
