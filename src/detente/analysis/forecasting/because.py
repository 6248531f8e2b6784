"""Why a forecast is high, in words: the features that raise it most above the other candidates of its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from detente.analysis.forecasting.features import unscale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from detente.analysis.forecasting.features import Feature

#: How many reasons are told.
_MOST_REASONS: Final = 3
_LEAST_PART: Final = 0.1


def tell_reasons(
    parts: NDArray[np.floating],
    usual: NDArray[np.floating],
    weight: NDArray[np.floating],
    told: tuple[Sequence[Feature], NDArray[np.floating]],
    names: Mapping[str, str],
) -> str:
    """Return the reasons of a forecast: "because …; …", or that nothing sets it apart.

    A reason is a feature with a positive weight whose part in the score lies above its mean over the candidates. Of
    features that say nearly the same, the one that adds most is told.

    Args:
        parts: What each feature adds to the score of the candidate, F.
        usual: The mean of it over the candidates of the question.
        weight: The weight of each feature.
        told: The features, and their values on the scale of the models.
        names: What stands for {source}, {target} and {type} in their words.
    """
    features, values = told
    gain = np.where(weight > 0, parts - usual, 0)
    reasons: dict[str, str] = {}
    for at in np.argsort(-gain, kind="stable"):
        if gain[at] < _LEAST_PART or len(reasons) == _MOST_REASONS:
            break
        family = features[at].name.split("_")[0].rstrip("0123456789")
        words = features[at].words
        if words and family not in reasons:
            reasons[family] = words.format(value=unscale(float(values[at]), features[at]), **names)
    return f"because {'; '.join(reasons.values())}" if reasons else "nothing sets it apart from the others"
