"""All conditions of a sentence that no subordinator opens, and how they go together with those that one does."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from detente.reading.substance.conditions.needs import NEED_FINDERS
from detente.reading.substance.conditions.predicates import PREDICATE_FINDERS
from detente.reading.substance.conditions.turns import TURN_FINDERS

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Doc
    from detente.reading.substance.conditions.shape import ConditionShape


_FINDERS: Final = (*PREDICATE_FINDERS, *TURN_FINDERS, *NEED_FINDERS)
_NO_NUMBERS: Final = frozenset[int]()
#: Forms of modal verbs, for where the tagger sees something else in them.
_MODALS: Final = frozenset({"will", "would", "shall", "could", "'ll"})


def find_shapes(doc: Doc) -> list[ConditionShape]:
    """Return the conditions of a sentence that no subordinator opens, in the order of the text."""
    by_word, by_modal = _numbers()
    with_modal = {token.head.i for token in doc if token.tag_ == "MD" or token.lower_ in _MODALS}
    found = []
    for token in doc:
        numbers = by_word.get(token.lower_, _NO_NUMBERS)
        numbers = by_word.get(token.lemma_.lower(), numbers) | numbers
        if token.i in with_modal:
            numbers |= by_modal
        if not numbers:  # as for most words
            continue
        found += [shape for number in sorted(numbers) if (shape := _FINDERS[number].find(token)) is not None]
    return sorted(found, key=lambda s: (s.condition[0].i, -len(s.condition)))


@functools.cache
def _numbers() -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """Return the finders that a word may lead to, and those that a modal verb below a word may, by their numbers."""
    by_word: dict[str, frozenset[int]] = {}
    for number, finder in enumerate(_FINDERS):
        for word in finder.all_words():
            by_word[word] = by_word.get(word, _NO_NUMBERS) | {number}
    return by_word, frozenset(number for number, finder in enumerate(_FINDERS) if finder.modal)


def join_found(first: list[ConditionShape], second: list[ConditionShape]) -> list[ConditionShape]:
    """Return all of `first`, and those of `second` that share no condition word with one already there, in order."""
    kept = list(first)
    for shape in second:
        taken = {t.i for other in kept for t in other.condition}
        if not taken & {t.i for t in shape.condition}:
            kept.append(shape)
    return sorted(kept, key=lambda s: s.condition[0].i)
