"""The one construction where a rule beats the network: "according to"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment

if TYPE_CHECKING:
    import numpy.typing as npt

    from detente.reading.attribution.linking import Linked, WordLayout
    from detente.reading.attribution.windows import Features

#: Tags, and what is added to their scores at "according to" and at what it governs within so many words. In PolNeAR
#: train 188 of 205 "according to" are cues.
_BEGIN_CUE, _INSIDE_CUE, _BEGIN_SOURCE, _INSIDE_SOURCE, _BEGIN_CONTENT, _INSIDE_CONTENT = range(1, 7)
_ITS_CUE, _ITS_SOURCE, _REACH = 4.0, 2.0, 15

#: What is added to the rest of a sentence that begins with it. In PolNeAR train the content of 74 out of 76 such cues
#: begins right behind the source and holds the whole rest, whoever says what in there.
_ITS_CONTENT = 4.0

#: Steps from a word to the one that governs its sentence.
_DEEPEST = 60

#: A shorter rest of a sentence is no content.
_LEAST_WORDS = 3

#: Chance of such a content to be right, for the confidence: it has no link of its own.
_COMPLETED = 0.5

#: Number of the shape of a sign, and how many shapes there are before the same ones without a space before them.
_SIGN, _SHAPES = 4, 6


class According:
    """Finds "according to" in a table of words.

    Args:
        according: Vocabulary number of "according".
        to: Vocabulary number of "to".
    """

    def __init__(self, according: int, to: int) -> None:
        self._pair = (according, to)

    def rows(self, features: Features) -> npt.NDArray[np.int64]:
        """Rows of "according" that "to" follows."""
        pieces = features.pieces[:, 0]
        return np.flatnonzero((pieces[:-1] == self._pair[0]) & (pieces[1:] == self._pair[1]))


def favour(rows: list[int], features: Features, window: tuple[int, int], scores: npt.NDArray[np.float32]) -> None:
    """Raise the scores of "according to" as a cue, and of what "to" governs as its source.

    Where it begins its sentence, those of the rest of the sentence as its content are raised too.

    Args:
        rows: Rows of "according".
        features: The words of the text.
        window: First row and row after the last of the window.
        scores: Tag scores of the window, T x 7; changed in place.
    """
    start, end = window
    for row in rows:
        if not start <= row < end - 1:
            continue
        scores[row - start, _BEGIN_CUE] += _ITS_CUE
        scores[row + 1 - start, _INSIDE_CUE] += _ITS_CUE
        governed = np.flatnonzero(features.heads[row + 2 : min(row + 2 + _REACH, end), 0] == row + 1)
        if len(governed):
            first, last = row + 2 - start, row + 2 - start + int(governed[-1])
            scores[first, _BEGIN_SOURCE] += _ITS_SOURCE
            scores[first + 1 : last + 1, _INSIDE_SOURCE] += _ITS_SOURCE
            after = _after(features, start + last, end) - start
            scores[after : after + 1, _INSIDE_SOURCE] -= _ITS_SOURCE
            if row == start or _root(features, row - 1) != _root(features, row):
                begin, stop = (place - start for place in _rest(features, row, start + after, end))
                scores[begin : min(begin + 1, stop), _BEGIN_CONTENT] += _ITS_CONTENT
                scores[begin + 1 : stop, _INSIDE_CONTENT] += _ITS_CONTENT


def _after(features: Features, top: int, end: int) -> int:
    """First row after the phrase of `top`, at most `end`."""
    inside, row = {top}, top + 1
    while row < end and int(features.heads[row, 0]) in inside:
        inside.add(row)
        row += 1
    return row


def _root(features: Features, row: int) -> int:
    """Row of the word that governs the sentence of a row's word."""
    # Where words and tokens differ, heads can run in a circle.
    for _ in range(_DEEPEST):
        head = int(features.heads[row, 0])
        if head == row:
            break
        row = head
    return row


def _rest(features: Features, row: int, after: int, end: int) -> tuple[int, int]:
    """First row and row after the last of what follows the next comma in the sentence of `row`, less signs at its end.

    Any sign that is glued to a word counts as a comma; without one the rest is empty, since the parse may have ended
    the source too early.
    """
    root, shapes, stop = _root(features, row), features.flags[:, 0], after
    while stop < end and _root(features, stop) == root:
        stop += 1
    commas = after + np.flatnonzero(shapes[after:stop] == _SHAPES + _SIGN)
    after = int(commas[0]) + 1 if len(commas) else stop
    while stop > after and shapes[stop - 1] % _SHAPES == _SIGN:
        stop -= 1
    return after, stop


def complete(linked: Linked, layout: WordLayout, shapes: npt.NDArray[np.int64]) -> Linked:
    """Give an attribution by "according to" that has a source but no content the rest of its sentence.

    The rest may hold the words of another attribution, which is then inside this one.

    Args:
        linked: The attribution, in positions within its window.
        layout: Sentences and paragraphs of the window.
        shapes: Shapes of its words.

    Returns:
        The attribution with a content, or unchanged where the sentence has no rest.
    """
    roles = {f.role for f in linked.fragments}
    if CONTENT in roles or SOURCE not in roles:
        return linked
    at = next(f.first for f in linked.fragments if f.role == CUE)
    free = (layout.sentences == layout.sentences[at]) & (layout.paragraphs == layout.paragraphs[at])
    for fragment in linked.fragments:
        free[fragment.first : fragment.after] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    rests = [_without_signs(int(a), int(b), shapes) for a, b in edges.reshape(-1, 2)]
    first, after = max(rests, key=lambda r: (r[1] - r[0], -r[0]), default=(0, 0))
    if after - first < _LEAST_WORDS:
        return linked
    pairs = [*zip(linked.fragments, linked.links, strict=True), (Fragment(CONTENT, first, after), _COMPLETED)]
    pairs.sort(key=lambda pair: pair[0].first)
    return replace(linked, fragments=tuple(f for f, _ in pairs), links=tuple(p for _, p in pairs))


def _without_signs(first: int, after: int, shapes: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Leave out commas and the like at both ends."""
    signs = shapes % _SHAPES == _SIGN
    while first < after and signs[first]:
        first += 1
    while after > first and signs[after - 1]:
        after -= 1
    return first, after
