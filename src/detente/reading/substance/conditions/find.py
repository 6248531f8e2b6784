"""All conditions of a sentence that no subordinator opens, and how they go together with those that one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.substance.conditions.predicates import PREDICATE_FINDERS
from detente.reading.substance.conditions.turns import TURN_FINDERS

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Doc
    from detente.reading.substance.conditions.shape import ConditionShape


def find_shapes(doc: Doc) -> list[ConditionShape]:
    """Return the conditions of a sentence that no subordinator opens, in the order of the text."""
    found = [
        shape for token in doc for finder in (*PREDICATE_FINDERS, *TURN_FINDERS) if (shape := finder(token)) is not None
    ]
    return sorted(found, key=lambda s: (s.condition[0].i, -len(s.condition)))


def merge(first: list[ConditionShape], second: list[ConditionShape]) -> list[ConditionShape]:
    """Return all of `first`, and those of `second` that share no condition word with one already there, in order."""
    kept = list(first)
    for shape in second:
        taken = {t.i for other in kept for t in other.condition}
        if not taken & {t.i for t in shape.condition}:
            kept.append(shape)
    return sorted(kept, key=lambda s: s.condition[0].i)
