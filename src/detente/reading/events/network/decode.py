"""From tag scores to triggers: the best sequence of outside, begin and inside tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.network.pairs import Trigger

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

_BARRED = np.float32(-1e4)

#: Log probability of outside from which a word is taken to be outside.
_SURELY_OUTSIDE = np.float32(np.log(0.98))


def log_chances(scores: Floats) -> Floats:
    """Return log probabilities of the tags, N x 33, from their scores."""
    top = scores - scores.max(1, keepdims=True)
    chances: Floats = top - np.log(np.exp(top).sum(1, keepdims=True))
    return chances


def find_triggers(chances: Floats, sentences: Ints, outside: float) -> list[Trigger]:
    """Return the triggers of the best sequence of tags, in the order of the text.

    Args:
        chances: Log probabilities of outside, then begin and inside of each type: N x 33.
        sentences: Sentence of each word; no trigger reaches from one into the next.
        outside: Added to the score of outside; below 0 more triggers are found.
    """
    likely = np.flatnonzero((chances[:, 0] < _SURELY_OUTSIDE) & (sentences >= 0))
    if not len(likely):
        return []
    # Rows without a gap in one sentence belong together; all others are outside.
    breaks = (np.diff(likely) > 1) | (np.diff(sentences[likely]) != 0)
    found: list[Trigger] = []
    for rows in np.split(likely, np.flatnonzero(breaks) + 1):
        scores = chances[rows]
        scores[:, 0] += np.float32(outside)
        found += _runs(_best(scores), int(rows[0]))
    return found


def _best(scores: Floats) -> list[int]:
    """Return the best tags of words that follow each other."""
    begins = np.arange(1, scores.shape[1], 2)
    back = np.zeros(scores.shape, np.int64)
    best = scores[0].copy()
    best[begins + 1] = _BARRED
    for row in range(1, len(scores)):
        last = int(best.argmax())
        new = scores[row] + best[last]
        back[row] = last
        started = best[begins] >= best[begins + 1]
        back[row, begins + 1] = np.where(started, begins, begins + 1)
        new[begins + 1] = scores[row, begins + 1] + np.maximum(best[begins], best[begins + 1])
        best = new
    tags = [int(best.argmax())]
    for row in range(len(scores) - 1, 0, -1):
        tags.append(int(back[row, tags[-1]]))
    return tags[::-1]


def _runs(tags: list[int], first: int) -> list[Trigger]:
    """Join the words of each trigger; `first` is the row of the first tag."""
    found: list[tuple[list[int], int]] = []
    for row, tag in enumerate(tags, first):
        if tag % 2:
            found.append(([row], (tag - 1) // 2))
        elif tag and found:
            found[-1][0].append(row)
    return [Trigger(tuple(rows), kind) for rows, kind in found]
