"""Names of all sentences at once: spaCy's moves over begin, in, last, unit and out, without walking from word to word.

As long as no name is open, a state looks at the next word alone, so the best move of every word is found by one product
for the whole article. Only behind a word that could begin a name are states walked, all such names side by side; which
of them come about is settled at the end. (The moves: Ratinov and Roth 2009; the states: Lample et al. 2016.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.reading.engine.encoder import UnknownPipelineError
from detente.reading.engine.scorer import StateScorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from detente.reading.engine.encoder import Floats

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

#: Slots: the next word, the first of the open name, the last read of the open name.
_NEXT, _FIRST, _LAST = range(3)
_BARRED: Final = np.float32(-np.inf)

#: A name: number of its kind among the strings, first place, place behind the last word.
Name = tuple[int, int, int]


class NameRecogniser:
    """Finds names.

    Args:
        pipe: spaCy's recogniser.

    Raises:
        UnknownPipelineError: It is built in another way.
    """

    def __init__(self, pipe: Any) -> None:
        if pipe.cfg["beam_width"] != 1:
            raise UnknownPipelineError("a recogniser that follows several readings")
        self._scorer = StateScorer(pipe.model, 3)
        names = [pipe.moves.get_class_name(move) for move in range(self._scorer.moves)]
        acts, labels = zip(*((name[0], name[2:]) for name in names), strict=True)
        self._begins = np.array([act == "B" for act in acts])
        starts = self._begins | np.array([act == "U" and bool(label) for act, label in zip(acts, labels, strict=True)])
        self._starts = starts
        # Moves that no word may make while no name is open; then those that a blank, and the last word, may not make.
        self._closed = np.where(starts | np.array([act == "O" for act in acts]), np.float32(0), _BARRED)
        self._kinds = np.array([pipe.vocab.strings.add(label) if label else 0 for label in labels], np.uint64)
        where = {name: move for move, name in enumerate(names)}
        self._inside = np.array([where.get(f"I-{label}", -1) for label in labels])
        self._ends = np.array([where.get(f"L-{label}", -1) for label in labels])

    def find(self, vectors: Floats, sizes: Sequence[int], blanks: Bools, starts: Bools) -> list[list[Name]]:
        """Return the names of each sentence, in order.

        Args:
            vectors: The encoder's vectors of all words.
            sizes: Number of words of each sentence, none of them 0.
            blanks: Which words are white space.
            starts: Before which words the parser saw a new sentence begin.
        """
        narrowed = self._scorer.narrow(vectors)
        behind = np.cumsum(sizes)
        # A name cannot go on behind these words: the last of a sentence, and one before a sentence's beginning.
        final = np.zeros(len(vectors), bool)
        final[:-1] = starts[1:]
        final[behind - 1] = True
        best = self._closed_moves(narrowed, blanks, final)
        begun = np.flatnonzero(self._begins[best])
        ends = np.arange(1, len(vectors) + 1)
        ends[begun] = self._follow(narrowed, begun, best[begun], final)
        return self._read(best, ends, sizes)

    def _closed_moves(self, narrowed: Floats, blanks: Bools, final: Bools) -> Ints:
        """Return the best move of each word if no name is open before it."""
        scorer = self._scorer
        summed = scorer.slot(narrowed, _NEXT)
        for slot in (_FIRST, _LAST):
            summed += scorer.empty[slot]
        summed += scorer.bias
        scores = scorer.score(summed)
        scores += self._closed
        scores[np.ix_(blanks, self._starts)] = _BARRED
        scores[np.ix_(final, self._begins)] = _BARRED
        best: Ints = scores.argmax(axis=1)
        return best

    def _follow(self, narrowed: Floats, begun: Ints, moves: Ints, final: Bools) -> Ints:
        """Return the place behind the last word of each name that is begun by a word of `begun` with its move."""
        scorer = self._scorer
        ends = begun + 1
        first = scorer.slot(narrowed[begun], _FIRST)
        inside, last = self._inside[moves], self._ends[moves]
        open_now = np.arange(len(begun))
        while len(open_now):
            at = ends[open_now]
            summed = scorer.slot(narrowed[at], _NEXT)
            summed += first[open_now]
            summed += scorer.slot(narrowed[at - 1], _LAST)
            summed += scorer.bias
            scores = scorer.score(summed)
            rows = np.arange(len(at))
            goes_on, closes = scores[rows, inside[open_now]], scores[rows, last[open_now]]
            # The move that comes first in spaCy's list wins a tie, as it does there.
            stays = np.where(inside[open_now] < last[open_now], goes_on >= closes, goes_on > closes) & ~final[at]
            ends[open_now] += 1
            open_now = open_now[stays]
        return ends

    def _read(self, best: Ints, ends: Ints, sizes: Sequence[int]) -> list[list[Name]]:
        """Return which names come about: a word that an earlier name holds begins none."""
        told = np.flatnonzero(self._starts[best])
        kinds = self._kinds[best[told]].tolist()
        waiting = list(zip(kinds, told.tolist(), ends[told].tolist(), strict=True))
        found: list[list[Name]] = []
        number = after = first = 0
        for size in sizes:
            own: list[Name] = []
            while number < len(waiting) and waiting[number][1] < first + size:
                kind, start, end = waiting[number]
                if start >= after:
                    own.append((kind, start - first, end - first))
                    after = end
                number += 1
            found.append(own)
            first += size
        return found
