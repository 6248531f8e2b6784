"""The conditional logit: which of the candidates of a question it will be, by weights that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import optimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Floats

_MOST_STEPS: Final = 150
_RIDGE: Final = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A fitted conditional logit.

    Attributes:
        mean: Mean of each feature in the data that it was fitted on.
        scale: Its standard deviation there.
        weight: Weight of each feature that has mean 0 and standard deviation 1.
        place: What is added to each alternative, K of them, where all questions have the same ones; else None.
    """

    mean: Floats
    scale: Floats
    weight: Floats
    place: Floats | None = None

    def score(self, features: Floats) -> Floats:
        """Return Σ w (x - mean) / scale over the last axis, with what is added to each alternative."""
        by = self.weight / self.scale
        found: Floats = features @ by - np.float32(self.mean @ by)
        return found if self.place is None else found + self.place

    def parts(self, features: Floats) -> Floats:
        """Return what each feature adds to the score."""
        found: Floats = (features - self.mean) / self.scale * self.weight
        return found


def fit_conditional_logit(
    features: Floats,
    is_candidate: NDArray[np.bool_],
    true: NDArray[np.bool_],
    *,
    ridge: float = _RIDGE,
    by_place: bool = False,
) -> Weights:
    """Return the weights that make the true answers most likely among the candidates of their questions.

    P(j | question) = exp(w·z_j) / Σ_k exp(w·z_k) over its candidates k, z the standardised features. The weights
    maximise the mean over questions of Σ y_j log P(j), y the true answers in equal shares, less ridge |w|² / 2
    (McFadden 1974; the listwise loss of Cao et al. 2007). Questions without a true candidate say nothing.

    Args:
        features: Q × K × F.
        is_candidate: Q × K; False where a row has fewer candidates than K.
        true: Q × K.
        ridge: Weight of the penalty.
        by_place: Whether the K alternatives are the same for all questions, and each has a constant of its own.
    """
    used = (true & is_candidate).any(axis=1)
    flat = features[used].reshape(-1, features.shape[2])
    mean, scale = _moments(flat, is_candidate[used].ravel())
    flat -= mean
    flat /= scale
    shape, many = (int(used.sum()), features.shape[1]), features.shape[2]
    wanted = (true[used] / np.maximum(true[used].sum(axis=1, keepdims=True), 1)).astype(np.float32)
    closed = np.where(is_candidate[used], np.float32(0), np.float32(-np.inf))

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = (flat @ weight[:many].astype(np.float32)).reshape(shape) + closed
        if by_place:
            scores += weight[many:].astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        total = share.sum(axis=1, keepdims=True)
        value = -float((wanted * np.where(wanted > 0, scores - np.log(total), 0)).sum(dtype=np.float64)) / shape[0]
        share /= total
        share -= wanted
        slope = np.concatenate([share.ravel() @ flat, share.sum(axis=0) if by_place else share[0, :0]])
        slope = slope.astype(np.float64) / shape[0] + ridge * weight
        return value + ridge / 2 * float(weight @ weight), slope

    start = np.zeros(many + (shape[1] if by_place else 0))
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS, "gtol": 1e-5})
    fitted = found.x.astype(np.float32)
    return Weights(mean, scale, fitted[:many], fitted[many:] if by_place else None)


def _moments(flat: Floats, real: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each column over the real rows, a column at a time for memory."""
    columns = (flat[real, at].astype(np.float64) for at in range(flat.shape[1]))
    found = [(column.mean(), column.std() + 1e-6) for column in columns]
    mean, scale = (np.array(part, dtype=np.float32) for part in zip(*found, strict=True))
    return mean, scale
