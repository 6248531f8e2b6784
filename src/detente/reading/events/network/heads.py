"""What stands on the event network's word vectors: attributes of a trigger and its actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

WIDTH = 384
"""Of a word's vector; what is known of the word beside stands behind it."""

_NONE = -1e4


@dataclass(frozen=True, slots=True)
class HeadOutput:
    """What the heads say of E triggers and P pairs of a trigger and a mention.

    Attributes:
        statuses: Probabilities, E x 6.
        background: Probability, E.
        scores: Of source and target for each pair, P x 2.
        none: Of no source and no target for each trigger, E x 2.
    """

    statuses: Floats
    background: Floats
    scores: Floats
    none: Floats


class Heads(Protocol):
    """The part of the network that is computed for triggers only."""

    def describe(self, triggers: Floats, types: Ints, mentions: Floats, pairs: Ints, at: Ints) -> HeadOutput:
        """Describe triggers.

        Args:
            triggers: Mean vector of each trigger's words, with what is known of them beside: E x D.
            types: Number of each trigger's type, E.
            mentions: Vector of each pair's mention, P x `WIDTH`.
            pairs: What is known of each pair, P x 11.
            at: Trigger of each pair, P.
        """


def actor_chances(scores: Floats, none: Floats, at: Ints, actors: Ints, count: int) -> Floats:
    """Return the probability of none (column 0) and of each actor in each role: E x (1 + `count`) x 2.

    An actor's score is that of its mentions together (log of the sum of exponentials).
    """
    whole = np.full((len(none), 1 + count, 2), _NONE, np.float32)
    whole[:, 0] = none
    for role in range(2):
        np.logaddexp.at(whole[:, :, role], (at, 1 + actors), scores[:, role])
    top = np.exp(whole - whole.max(1, keepdims=True))
    chances: Floats = top / top.sum(1, keepdims=True)
    return chances
