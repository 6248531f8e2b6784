"""Poisson regression with an effect for each group, its intervals clustered by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS: Final = 60
_SMALL: Final = 1e-10


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """A fitted model.

    Attributes:
        coefficients: One for each covariate, P; exp of it is a rate ratio.
        covariance: Their covariance clustered by group, P × P.
        groups: Groups with any event: the others say nothing.
        rows: Observations in these groups.
        converged: Whether the likelihood stopped rising.
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    groups: int
    rows: int
    converged: bool

    @property
    def errors(self) -> NDArray[np.float64]:
        """Standard errors, P."""
        errors: NDArray[np.float64] = np.sqrt(np.diag(self.covariance))
        return errors


def fit_poisson(counts: NDArray[np.float64], covariates: NDArray[np.float64]) -> PoissonFit:
    """Return the maximum likelihood of y_gt ~ Poisson(exp(α_g + x_gt β)) with an effect α_g for each group.

    The effects are concentrated out: given a group's sum, its counts are multinomial with p_gt ∝ exp(x_gt β), and β of
    that likelihood is the same (Cameron and Trivedi 2013, chapter 9). Newton with halved steps. Clustered covariance:
    H⁻¹ (Σ_g s_g s_gᵀ) H⁻¹ · G / (G - 1), s_g the group's score and H the Hessian.

    Args:
        counts: Events, G groups × T.
        covariates: G × T × P.

    Raises:
        numpy.linalg.LinAlgError: The covariates are collinear within the groups.
    """
    alive = counts.sum(axis=1) > 0
    y, x = counts[alive], covariates[alive]
    totals = y.sum(axis=1)
    beta = np.zeros(x.shape[2])
    likelihood, converged = _likelihood(y, x, beta), False
    for _ in range(_STEPS):
        scores, hessian = _derivatives(y, x, totals, beta)
        step = np.linalg.solve(hessian, scores.sum(axis=0))
        size = 1.0
        while size > 1e-6 and _likelihood(y, x, beta + size * step) < likelihood:
            size /= 2
        beta = beta + size * step
        risen = _likelihood(y, x, beta)
        if abs(risen - likelihood) <= _SMALL * (1 + abs(likelihood)):
            converged = True
            break
        likelihood = risen
    scores, hessian = _derivatives(y, x, totals, beta)
    bread = np.linalg.inv(hessian)
    groups = int(alive.sum())
    meat = scores.T @ scores * groups / max(groups - 1, 1)
    return PoissonFit(beta, bread @ meat @ bread, groups, y.size, converged)


def _shares(x: NDArray[np.float64], beta: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = x @ beta
    risen = np.exp(linear - linear.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = risen / risen.sum(axis=1, keepdims=True)
    return shares


def _likelihood(y: NDArray[np.float64], x: NDArray[np.float64], beta: NDArray[np.float64]) -> float:
    linear = x @ beta
    most = linear.max(axis=1, keepdims=True)
    logs = linear - most - np.log(np.exp(linear - most).sum(axis=1, keepdims=True))
    return float((y * logs).sum())


def _derivatives(
    y: NDArray[np.float64], x: NDArray[np.float64], totals: NDArray[np.float64], beta: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each group's score, G × P, and the negative Hessian, P × P."""
    shares = _shares(x, beta)
    means = np.einsum("gt,gtp->gp", shares, x)
    scores = np.einsum("gt,gtp->gp", y - totals[:, None] * shares, x)
    weighted = (shares * totals[:, None])[:, :, None] * x
    hessian = np.einsum("gtp,gtq->pq", weighted, x) - np.einsum("g,gp,gq->pq", totals, means, means)
    return scores, hessian
