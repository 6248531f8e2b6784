"""Whether an event happened and whether it is older history: the network's voice weighed with the words around it.

The words around an event are features with names ("auxiliary will", "under plan by xcomp"); a table gives each a weight
for each status and for background. With the network's probability p(s) of status s,

    P(s) ~ exp(bias(s) + sum of the weights of the features for s) * p(s) ** trust

normalised over the six statuses: a log-linear pool (Genest and Zidek 1986) of a multinomial logistic regression and the
network. Background has two outcomes and is the same with odds. `training/events/fit_status.py` writes the table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.network.signals import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from detente.reading.events.network.choose import SeenEvent

    Floats = npt.NDArray[np.float64]

BIAS, TRUST = "(bias)", "(network)"
"""Rows of the table that are no features: the constants, and the powers of the network's probabilities."""

COLUMNS = ("feature", *STATUSES, "background")
"""Columns of the table."""

_LEAST = 1e-4
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Outlook:
    """Weights of the features of an event's words.

    Attributes:
        weights: Feature → its weight for each of `STATUSES` and for background, 7 numbers; with `BIAS` and `TRUST`.
    """

    weights: Mapping[str, Floats]

    def settle(self, event: SeenEvent, features: Iterable[str]) -> SeenEvent:
        """Return an event with status and background decided.

        Args:
            event: As the network sees it.
            features: What stands around its words, as `detente.reading.events.circumstances` names it.
        """
        said = np.log([*(max(chance, _LEAST) for chance in event.statuses), _odds(event.background_chance)])
        scores = self.weights[BIAS] + self.weights[TRUST] * said
        for feature in sorted(features):
            weight = self.weights.get(feature)
            if weight is not None:
                scores = scores + weight
        chances = np.exp(scores[:-1] - scores[:-1].max())
        chances /= chances.sum()
        best = int(chances.argmax())
        older = 1 / (1 + math.exp(-float(scores[-1])))
        return replace(
            event,
            status=STATUSES[best],
            status_chance=float(chances[best]),
            background=older > _EVEN,
            background_chance=older,
        )


def read_outlook(table: str) -> Outlook:
    """Return the weights that a table holds.

    Args:
        table: Tab-separated text: notes behind "#", then `COLUMNS`, then a row for each feature.

    Raises:
        ValueError: The columns are others, a weight is no number, or the constants are missing.
    """
    lines = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    if not lines or tuple(lines[0]) != COLUMNS:
        raise ValueError(f"the columns are not {', '.join(COLUMNS)}")
    weights = {feature: np.array([float(cell) for cell in cells]) for feature, *cells in lines[1:]}
    if not {BIAS, TRUST} <= weights.keys() or any(len(row) != len(COLUMNS) - 1 for row in weights.values()):
        raise ValueError("a row is short, or the constants are missing")
    return Outlook(weights)


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return held / (1 - held)
