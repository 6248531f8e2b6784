"""Arcs of all sentences side by side: spaCy's arc-eager moves, scored for every sentence at each step together.

A state has a stack, a buffer whose front may hold words that were put back, and the arcs so far. (Nivre 2008,
"Algorithms for deterministic incremental dependency parsing"; the moves that put back and that break sentences:
Honnibal and Johnson 2015, "An improved non-monotonic transition system for dependency parsing".)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.reading.engine.encoder import UnknownPipelineError
from detente.reading.engine.scorer import StateScorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.engine.encoder import Floats

_SLOTS: Final = 8
#: A word that is none, and how many of it lie at the bottom of every stack.
_NONE: Final = 0
_BOTTOM: Final = 3

#: Which moves a state may make, as sums of these.
_MAY_SHIFT, _MAY_REDUCE, _MAY_JOIN, _MAY_BREAK = 1, 2, 4, 8
_NEEDS: Final = {"S": _MAY_SHIFT, "D": _MAY_REDUCE, "L": _MAY_JOIN, "R": _MAY_JOIN, "B": _MAY_BREAK}
#: A label that joins parts of a word asks for more than other labels do; our pipelines know none.
_PART_OF_WORD: Final = "subtok"


class ArcFinder:
    """Finds the head of each word and what the word is to it.

    Args:
        pipe: spaCy's parser.

    Attributes:
        labels: Number of the label of each move; 0 for moves without one.

    Raises:
        UnknownPipelineError: It is built in another way.
    """

    def __init__(self, pipe: Any) -> None:
        if pipe.cfg["beam_width"] != 1:
            raise UnknownPipelineError("a parser that follows several readings")
        self._scorer = StateScorer(pipe.model, _SLOTS)
        names = [pipe.moves.get_class_name(move) for move in range(self._scorer.moves)]
        labels = [name[2:] for name in names]
        if _PART_OF_WORD in labels or {name[0] for name in names} - _NEEDS.keys():
            raise UnknownPipelineError("a parser with other moves")
        self._acts = [name[0] for name in names]
        self.labels = [pipe.vocab.strings.add(label) if label else 0 for label in labels]
        self._root: int = pipe.vocab.strings.add("ROOT")
        needs = np.array([_NEEDS[act] for act in self._acts])
        # Row k: 0 for the moves that a state may make whose permissions add up to k, "never" for the others.
        allowed = (np.arange(16)[:, None] & needs[None]) > 0
        self._barred = np.where(allowed, np.float32(0), np.float32(-np.inf))

    def find(self, vectors: Floats, sizes: Sequence[int]) -> list[tuple[list[int], list[int]]]:
        """Return the head of each word, by its place, and the number of its label, sentence by sentence.

        Args:
            vectors: The encoder's vectors of all words.
            sizes: Number of words of each sentence, none of them 0.
        """
        scorer = self._scorer
        table = scorer.table(scorer.narrow(vectors))
        slots, acts, labels = np.arange(_SLOTS), self._acts, self.labels
        states = [_State(size) for size in sizes]
        # Rows of the table before each sentence's own; row 0 is that of no word.
        before = np.cumsum([0, *sizes[:-1]])
        going = np.arange(len(states))
        while len(going):
            here = [states[number] for number in going.tolist()]
            looked_at = np.array([state.look() for state in here])
            words = looked_at[:, :_SLOTS]
            words += (words > 0) * before[going, None]
            summed = table.take(words * _SLOTS + slots, axis=0).sum(axis=1)
            summed += scorer.bias
            scores = scorer.score(summed)
            scores += self._barred[looked_at[:, _SLOTS]]
            moves = scores.argmax(axis=1).tolist()
            going = going[[state.move(acts[move], labels[move]) for state, move in zip(here, moves, strict=True)]]
        return [state.tree(self._root) for state in states]


class _State:
    """One sentence being parsed. Its words are numbered from 1, and 0 is none.

    Args:
        size: Its number of words.
    """

    __slots__ = (
        "_back", "_before", "_front", "_heads", "_labels", "_lefts", "_next", "_rights", "_second", "_size", "_stack",
        "_starts", "_was_back",
    )  # fmt: skip

    def __init__(self, size: int) -> None:
        self._size, self._next = size, 1
        # Three that are none lie under all others, since a state looks at the upper three.
        self._stack = [_NONE] * _BOTTOM
        # Words that were put back, the next one last; which words were, and may not be shifted again.
        self._back: list[int] = []
        self._was_back: set[int] = set()
        self._heads, self._labels = [_NONE] * (size + 1), [0] * (size + 1)
        # The last word that was hung on each word on either side, and the one that was before it on the right.
        self._lefts, self._rights, self._before = ([_NONE] * (size + 1) for _ in range(3))
        self._starts = {1}
        # The next word of the buffer, and the one behind it, as `look` found them last.
        self._front = self._second = _NONE

    def look(self) -> tuple[int, ...]:
        """Return the eight words that the state looks at, and the moves that it may make."""
        back, following, size = self._back, self._next, self._size
        if back:
            front = back[-1]
            second = back[-2] if len(back) > 1 else following if following <= size else _NONE
        else:
            front = following if following <= size else _NONE
            second = following + 1 if following < size else _NONE
        self._front, self._second = front, second
        third, below, top = self._stack[-_BOTTOM:]
        return (
            front, second, top, below, third, self._lefts[front], self._lefts[top], self._rights[top],
            self._allowed(front, second, top),
        )  # fmt: skip

    def _allowed(self, front: int, second: int, top: int) -> int:
        """Add up the moves that are allowed."""
        breaks = second and second == front + 1 and second not in self._starts
        allowed = _MAY_BREAK if breaks else 0
        if not top:
            return allowed | _MAY_SHIFT
        allowed |= _MAY_REDUCE
        if front and front not in self._starts:
            allowed |= _MAY_JOIN
            if second and front not in self._was_back:
                allowed |= _MAY_SHIFT
        return allowed

    def move(self, act: str, label: int) -> bool:
        """Make a move: shift, reduce ("D"), left arc, right arc or break. Tell whether there is more to do."""
        if act == "S":
            self._push()
        elif act == "D":
            self._reduce()
        elif act == "L":
            self._hang_left(label)
        elif act == "R":
            self._hang_right(label)
        else:
            self._starts.add(self._second)
        return self._next <= self._size or len(self._stack) > _BOTTOM or bool(self._back)

    def _push(self) -> None:
        if self._back:
            self._stack.append(self._back.pop())
        else:
            self._stack.append(self._next)
            self._next += 1

    def _reduce(self) -> None:
        """Take a word that has a head, or stands alone, off the stack; put any other back."""
        top = self._stack.pop()
        if not self._heads[top] and self._stack[-1]:
            self._was_back.add(top)
            self._back.append(top)

    def _hang_left(self, label: int) -> None:
        """Hang the top of the stack on the next word. A head that it had lies under it, and has it as its last word."""
        front, top = self._front, self._stack.pop()
        if self._heads[top]:
            self._rights[self._heads[top]] = self._before[top]
        self._heads[top], self._labels[top] = front, label
        self._lefts[front] = top
        self._was_back.discard(front)

    def _hang_right(self, label: int) -> None:
        """Hang the next word on the top of the stack, and lay it on top."""
        top, front = self._stack[-1], self._front
        self._heads[front], self._labels[front] = top, label
        self._before[front], self._rights[top] = self._rights[top], front
        self._push()

    def tree(self, root: int) -> tuple[list[int], list[int]]:
        """Return the place of each word's head and the label; a word without a head is its own, by the label `root`."""
        heads = [(head or word) - 1 for word, head in enumerate(self._heads)][1:]
        labels = [label if head else root for head, label in zip(self._heads, self._labels, strict=True)][1:]
        return heads, labels
