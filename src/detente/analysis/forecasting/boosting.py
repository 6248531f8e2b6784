"""Gradient boosting over the same features, where the extra `boosting` is installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Floats

_SETTINGS: Final[dict[str, Any]] = {
    "num_leaves": 31,
    "learning_rate": 0.12,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Fitted trees that rank candidates.

    Attributes:
        booster: LightGBM's model.
    """

    booster: Any

    def score(self, features: Floats) -> Floats:
        """Return a score over the last axis."""
        flat = features.reshape(-1, features.shape[-1])
        found: Floats = self.booster.predict(flat, num_threads=1).astype(np.float32).reshape(features.shape[:-1])
        return found


def fit_trees(
    features: Floats, is_candidate: NDArray[np.bool_], true: NDArray[np.bool_], *, objective: str, rounds: int
) -> Trees:
    """Return trees that put the true answers first among the candidates of their questions (LambdaMART, Burges 2010).

    Args:
        features: Q × K × F.
        is_candidate: Q × K.
        true: Q × K.
        objective: LightGBM's: "lambdarank" or "rank_xendcg".
        rounds: Number of trees.

    Raises:
        UsageError: LightGBM is not installed.
    """
    try:
        import lightgbm  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "gradient boosting needs LightGBM", hint='pip install "detente[boosting]", or leave --boosting out.'
        ) from error
    used = is_candidate & (true & is_candidate).any(axis=1, keepdims=True)
    sizes = used.sum(axis=1)
    data = lightgbm.Dataset(features[used], true[used].astype(np.int8), group=sizes[sizes > 0])
    settings = _SETTINGS | {"objective": objective}
    if objective == "lambdarank":
        settings["lambdarank_truncation_level"] = 15
    return Trees(lightgbm.train(settings, data, num_boost_round=rounds))
