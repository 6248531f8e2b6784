"""Multinomial logistic regression over named features, by L-BFGS with a ridge penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize


def common(cases: Iterable[Iterable[str]], seen: int) -> list[str]:
    """Return the features that at least `seen` cases have, in order."""
    counts = Counter(feature for features in cases for feature in set(features))
    return sorted(name for name, count in counts.items() if count >= seen)


def matrix_of(cases: Sequence[Iterable[str]], names: Sequence[str]) -> sparse.csr_matrix:
    """Return which case has which feature: cases x names."""
    place = {name: column for column, name in enumerate(names)}
    held = [(n, place[f]) for n, features in enumerate(cases) for f in set(features) if f in place]
    at, columns = zip(*held, strict=True)
    return sparse.csr_matrix((np.ones(len(at)), (at, columns)), shape=(len(cases), len(names)))


def fit(matrix: sparse.csr_matrix, right: np.ndarray, kinds: int, *, ridge: float, passes: int) -> np.ndarray:
    """Return the weights of the features and, last, the constants: (F + 1) x kinds."""
    count, width = matrix.shape
    goal, turned = np.eye(kinds)[right], matrix.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(width + 1, kinds)
        scores = matrix @ weights[:-1] + weights[-1]
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        value = -np.log(chances[np.arange(count), right] + 1e-12).sum() + ridge / 2 * (weights[:-1] ** 2).sum()
        slope = np.vstack([turned @ (chances - goal) + ridge * weights[:-1], (chances - goal).sum(0)])
        return float(value), slope.ravel()

    found = minimize(loss, np.zeros((width + 1) * kinds), jac=True, method="L-BFGS-B", options={"maxiter": passes})
    return np.asarray(found.x).reshape(width + 1, kinds)
