"""How sure an event is: the probability that its type, its status and all its actors are right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from detente.reading.events.network.choose import SeenEvent

    Floats = npt.NDArray[np.float32]

FACTS = (
    "constant",
    "event",
    "type",
    "status",
    "sources",
    "targets",
    "no source",
    "no target",
    "several sources",
    "several targets",
    "rules say nothing",
    "rules say another type",
    "rules say other sources",
    "rules say other targets",
    "rules say another status",
    "told again",
)
"""What an event's confidence is weighed from."""

_LEAST = 0.002


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on `FACTS`, fitted by training/events/calibrate.py on annotated articles.

    Attributes:
        weights: One for each of `FACTS`.
    """

    weights: Floats

    def confidence(self, event: SeenEvent) -> float:
        """Return the probability that type, status and all actors of an event are right, 0.01 to 0.99."""
        score = float(facts_of(event) @ self.weights)
        return min(max(round(1 / (1 + math.exp(-score)), 2), 0.01), 0.99)


def facts_of(event: SeenEvent) -> Floats:
    """Return the facts of an event; probabilities as log odds."""
    finding = event.finding
    return np.array(
        [
            1,
            _odds(event.chance),
            _odds(event.type_chance),
            _odds(event.status_chance),
            _odds(event.role_chances[0]),
            _odds(event.role_chances[1]),
            not event.sources,
            not event.targets,
            len(event.sources) > 1,
            len(event.targets) > 1,
            finding is None,
            finding is not None and finding.type != event.trigger.type,
            finding is not None and finding.sources != set(event.sources),
            finding is not None and finding.targets != set(event.targets),
            finding is not None and finding.status != event.status,
            bool(event.mentions),
        ],
        np.float32,
    )


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))
