"""Second voices: how sure a claim is that the rules found, by a logistic regression that a person can read.

The rules of the substance find candidates, each with a set of features in words ("marker=if", "main clause modal").
A table in `knowledge/substance/weights/` gives each feature a weight, learned from annotated articles by
`training/substance/fit.py`. The probability of a candidate is

    p = 1 / (1 + exp(-(bias + sum of the weights of its features)))

that is, binary logistic regression (Cox 1958) with a ridge penalty; a feature that the table does not list weighs
nothing. The card beside the tables says what they were learned from and how well the probabilities hold.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError
from detente.reading.grammar.markers import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Rows of a table that are no features.
BIAS = "(bias)"
KEPT = "(kept from)"
#: Upper ends of the classes of length that features tell apart, in words.
_LENGTHS = (3, 6, 10, 16)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A logistic regression over named features.

    Attributes:
        bias: The log odds of a candidate without any listed feature.
        kept: Candidates below this probability, 0 to 1, are no claims.
        weights: What each feature adds to the log odds.
    """

    bias: float
    kept: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Return the probability, 0 to 1, that a candidate with these features is right.

        Args:
            features: The candidate's features, each once. Those that the table does not list weigh nothing.
        """
        odds = self.bias + math.fsum(self.weights.get(feature, 0.0) for feature in sorted(set(features)))
        return 1 / (1 + math.exp(-odds))


def size_class(words: int) -> str:
    """Return the class of a number of words, as features name it: "up to 6", "over 16"."""
    return next((f"up to {limit}" for limit in _LENGTHS if words <= limit), f"over {_LENGTHS[-1]}")


@functools.cache
def load_scorer(name: str) -> Scorer:
    """Return the shipped scorer of this name, such as "conditions".

    Args:
        name: Name of its table in `knowledge/substance/weights/`, without ".tsv".

    Raises:
        KnowledgeError: A row is not feature, weight, count, or the bias or the threshold is missing.
    """
    place = f"weights/{name}.tsv"
    weights: dict[str, float] = {}
    for row in load_table(place, ("feature", "weight", "count")):
        feature = row.text("feature")
        try:
            weights[feature] = float(row.text("weight"))
        except ValueError as error:
            raise row.error(f"{row.text('weight')!r} is no weight for {feature!r}") from error
    if BIAS not in weights or KEPT not in weights:
        raise KnowledgeError(f"substance/{place}: the row {BIAS!r} or {KEPT!r} is missing")
    return Scorer(weights.pop(BIAS), weights.pop(KEPT), weights)
