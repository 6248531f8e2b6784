"""From the network's tag scores to fragments: the best tag sequence of each window, and its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

CUE, SOURCE, CONTENT = range(3)
_TAGS = 7
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of words with one role.

    Attributes:
        role: `CUE`, `SOURCE` or `CONTENT`.
        first: Position of its first word in the window.
        after: Position after its last word.
    """

    role: int
    first: int
    after: int


def legal(first: Floats, transitions: Floats) -> tuple[Floats, Floats]:
    """Rule impossible tag sequences out: "inside" may only follow "begin" or "inside" of its own role.

    Args:
        first: Score of each tag at the first word.
        transitions: Score of each pair of tags, from row to column.

    Returns:
        Copies of both in which what is impossible scores very low.
    """
    first, transitions = first.copy(), transitions.copy()
    for role in range(3):
        begin, inside = 1 + 2 * role, 2 + 2 * role
        first[inside] = _NEVER
        others = [tag for tag in range(_TAGS) if tag not in {begin, inside}]
        transitions[others, inside] = _NEVER
    return first, transitions


def best_tags(scores: Floats, mask: Floats, first: Floats, transitions: Floats) -> npt.NDArray[np.int64]:
    """Find the best tag sequence of each window (Viterbi).

    Args:
        scores: Tag scores, B x T x 7.
        mask: 1 for a word, 0 for padding, B x T.
        first: Score of each tag at the first word.
        transitions: Score of each pair of tags.

    Returns:
        B x T tags; 0 at padding.
    """
    b, t, _ = scores.shape
    alpha = scores[:, 0] + first
    back = np.zeros((t, b, _TAGS), np.int64)
    identity = np.arange(_TAGS)
    for step in range(1, t):
        paths = alpha[:, :, None] + transitions
        back[step] = paths.argmax(1)
        moved = paths.max(1) + scores[:, step]
        live = mask[:, step, None] > 0
        alpha = np.where(live, moved, alpha)
        back[step] = np.where(live, back[step], identity)
    tags = np.zeros((b, t), np.int64)
    rows = np.arange(b)
    current = alpha.argmax(1)
    for step in range(t - 1, -1, -1):
        tags[:, step] = current
        current = back[step, rows, current]
    return np.where(mask > 0, tags, 0)


def fragments(tags: Sequence[int]) -> tuple[Fragment, ...]:
    """Cut a tag sequence into its fragments, in order."""
    found: list[Fragment] = []
    role, first = -1, 0
    for at, tag in enumerate([*tags, 0]):
        new = (tag - 1) // 2 if tag else -1
        if new != role or (tag % 2 == 1 and tag):
            if role >= 0:
                found.append(Fragment(role, first, at))
            role, first = new, at
    return tuple(found)
