"""Which source and which content belong to which cue.

The tags say what is a cue, a source, a content; this module joins them. For each pair of a cue and a fragment a
small network weighs what the large one thinks of the pair against plain facts: how far apart they are, on which
side, what lies between. A content goes to the cue that fits best, a cue takes the source that fits best, and
further ones where the fit is good enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment

Floats = npt.NDArray[np.float32]

WIDTH = 32
"""Width of the large network's linking vectors for each role."""

REACH = 40
"""Words from a cue beyond which all distances count as one."""

FEATURES = 18
"""Facts about a pair of cue and fragment."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Parameters of the linking, by role in the order cue, source, content.

    Attributes:
        near: Constant at each distance from the cue, 3 x (2 `REACH` + 1).
        hidden: Weights from facts to hidden units, 3 x `FEATURES` x H.
        out: Weights from hidden units to the score, 3 x H.
        least: Least probability at which a fragment is linked, beside the best one.
        floor: Least probability at which even the best source is linked to a cue.
    """

    near: Floats
    hidden: Floats
    out: Floats
    least: tuple[float, float, float]
    floor: float


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution inside a window.

    Attributes:
        fragments: Its fragments of all roles, by position.
        links: Linking probability of each fragment to the cue; 1 for the cue itself.
    """

    fragments: tuple[Fragment, ...]
    links: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WordLayout:
    """Where sentences and paragraphs begin, what is quoted and what governs what, for the words of a text or a window.

    Attributes:
        sentences: Running number of each word's sentence, roughly.
        paragraphs: Running number of each word's paragraph.
        quoted: 1 for words inside quotation marks.
        heads: Positions of the words that head each word, the phrase that it opens and the phrase that it closes:
            T x 3; -1 outside the window, the word itself without a parse.
        subjects: Whether each word is a subject.
    """

    sentences: npt.NDArray[np.int64]
    paragraphs: npt.NDArray[np.int64]
    quoted: npt.NDArray[np.int64]
    heads: npt.NDArray[np.int64]
    subjects: npt.NDArray[np.bool_]

    def part(self, first: int, after: int) -> WordLayout:
        """The same for the words `first:after`; what heads them from outside is at -1."""
        heads = self.heads[first:after] - first
        return WordLayout(
            self.sentences[first:after],
            self.paragraphs[first:after],
            self.quoted[first:after],
            np.where((heads >= 0) & (heads < after - first), heads, -1),
            self.subjects[first:after],
        )


def pair_features(found: tuple[Fragment, ...], vectors: Floats, near: Floats, layout: WordLayout) -> Floats:
    """Describe each pair of a cue and a fragment.

    Args:
        found: Fragments of one window, in order.
        vectors: Linking vectors of its words, T x 192.
        near: The linker's constants by distance.
        layout: Sentences, paragraphs, quotation and parse.

    Returns:
        C x F x `FEATURES`, C cues in their order.
    """
    first = np.array([f.first for f in found])
    after = np.array([f.after for f in found])
    role = np.array([f.role for f in found])
    cues = np.flatnonzero(role == CUE)
    c_first, c_after = first[cues, None], after[cues, None]
    before = (first[None] < c_first).astype(np.float32)
    gap = np.maximum(np.where(before > 0, c_first - after[None], first[None] - c_after), 0)
    low = np.minimum(c_first, first[None])
    high = np.maximum(c_first, first[None])
    out = np.zeros((len(cues), len(found), FEATURES), np.float32)
    out[..., 0] = 1
    out[..., 1] = _opinion(found, cues, vectors, near)
    out[..., 2] = before
    out[..., 3] = np.log1p(gap) * before
    out[..., 4] = np.log1p(gap) * (1 - before)
    cue_count = np.concatenate([[0], np.cumsum(role == CUE)])
    place = np.arange(len(found))
    left, right = np.minimum(cues[:, None], place[None]), np.maximum(cues[:, None], place[None])
    out[..., 5] = np.minimum(cue_count[right] - cue_count[np.minimum(left + 1, right)], 3)
    for number in (SOURCE, CONTENT):
        count = np.concatenate([[0], np.cumsum(role == number)])
        out[..., 4 + 2 * number] = np.minimum(count[right] - count[np.minimum(left + 1, right)], 3)
    out[..., 7] = np.minimum(layout.sentences[high] - layout.sentences[low], 3)
    out[..., 9] = layout.paragraphs[high] != layout.paragraphs[low]
    out[..., 10] = np.log(after - first)[None]
    out[..., 11] = layout.quoted[first][None]
    out[..., 12] = gap == gap.min(0, keepdims=True)
    for number in (CUE, SOURCE, CONTENT):
        columns = np.flatnonzero(role == number)
        if not len(columns):
            continue
        own = np.where(columns[None] == cues[:, None], 1_000_000, gap[:, columns])
        out[:, columns, 13] = own == own.min(1, keepdims=True)
    out[..., 14:] = _government(found, cues, layout)
    return out


def _government(found: tuple[Fragment, ...], cues: npt.NDArray[np.int64], layout: WordLayout) -> Floats:
    """Tell how the parse joins each pair: C x F x 4.

    The cue governs a word of the fragment; it governs its subject there; it governs the phrase with which the
    fragment begins or ends; the fragment governs a word of the cue.
    """
    # One more place than words, for what lies in no fragment: a head outside the window is at -1.
    owner = np.full(len(layout.subjects) + 1, -1)
    for number, fragment in enumerate(found):
        owner[fragment.first : fragment.after] = number
    own, above = owner[:-1], owner[layout.heads]
    joined = np.zeros((len(found) + 1, len(found) + 1, 4), np.float32)
    joined[above[:, 0], own, 0] = 1
    joined[above[layout.subjects, 0], own[layout.subjects], 1] = 1
    firsts, lasts = np.array([f.first for f in found]), np.array([f.after - 1 for f in found])
    places = np.arange(len(found))
    joined[above[firsts, 1], places, 2] = 1
    joined[above[lasts, 2], places, 2] = 1
    joined[:-1, :-1, 3] = joined[:-1, :-1, 0].T
    return joined[cues, :-1]


def _opinion(found: tuple[Fragment, ...], cues: npt.NDArray[np.int64], vectors: Floats, near: Floats) -> Floats:
    """Mean score of the large network for each pair: C x F, kept within -8 and 8."""
    side = 3 * WIDTH
    sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0, dtype=np.float32)])
    first = np.array([f.first for f in found])
    after = np.array([f.after for f in found])
    role = np.array([f.role for f in found])
    size = (after - first)[:, None].astype(np.float32)
    means = (sums[after] - sums[first]) / size
    queries = means[cues, :side].reshape(len(cues), 3, WIDTH)
    keys = means[:, side:].reshape(len(found), 3, WIDTH)[np.arange(len(found)), role]
    scores = np.einsum("cfd,fd->cf", queries[:, role], keys) / np.float32(np.sqrt(WIDTH))
    middle = (first + after - 1) // 2
    distance = np.minimum(np.maximum(middle[None] - first[cues][:, None], -REACH), REACH) + REACH
    return np.asarray(np.minimum(np.maximum(scores + near[role[None], distance], -8), 8), np.float32)


def link(found: tuple[Fragment, ...], vectors: Floats, layout: WordLayout, linker: Linker) -> tuple[Linked, ...]:
    """Join the fragments of one window to attributions.

    Args:
        found: Fragments in order.
        vectors: Linking vectors of the window's words, T x 192.
        layout: Sentences, paragraphs and quotation of its words.
        linker: Parameters.

    Returns:
        One attribution for each cue, or for several cues that are halves of one, by position of the cue.
    """
    cues = [at for at, f in enumerate(found) if f.role == CUE]
    if not cues:
        return ()
    probability = probabilities(found, vectors, layout, linker)
    groups = _join(cues, probability, linker.least[CUE])
    strength = np.array([probability[group].max(0) for group in groups])
    chosen: list[list[tuple[int, float]]] = [[(cues[c], 1.0) for c in group] for group in groups]
    for at, fragment in enumerate(found):
        if fragment.role == CONTENT:
            for group in _takers(strength[:, at], linker.least[CONTENT]):
                chosen[group].append((at, float(strength[group, at])))
    sources = [at for at, f in enumerate(found) if f.role == SOURCE]
    for group, row in enumerate(strength[:, sources]):
        if len(row) and row.max() >= linker.floor:
            chosen[group] += [(sources[k], float(row[k])) for k in _takers(row, linker.least[SOURCE])]
    out = []
    for pairs in chosen:
        pairs.sort()
        out.append(Linked(tuple(found[at] for at, _ in pairs), tuple(p for _, p in pairs)))
    return tuple(out)


def _takers(column: Floats, least: float) -> list[int]:
    """Positions of the best value and of all others that are good enough."""
    return [int(n) for n in np.flatnonzero((column >= least) | (column == column.max()))]


def probabilities(found: tuple[Fragment, ...], vectors: Floats, layout: WordLayout, linker: Linker) -> Floats:
    """Chance that each fragment belongs to each cue: C x F."""
    described = pair_features(found, vectors, linker.near, layout)
    role = np.array([f.role for f in found])
    scores = np.zeros(described.shape[:2], np.float32)
    for number in (CUE, SOURCE, CONTENT):
        own = np.flatnonzero(role == number)
        scores[:, own] = np.maximum(described[:, own] @ linker.hidden[number], 0) @ linker.out[number]
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def _join(cues: list[int], probability: Floats, least: float) -> list[list[int]]:
    """Group the cues that are halves of one, such as a broken "did not ... say"."""
    groups: list[list[int]] = []
    for cue in range(len(cues)):
        for group in groups:
            both = probability[cue, cues[group[-1]]] + probability[group[-1], cues[cue]]
            if both / 2 >= least:
                group.append(cue)
                break
        else:
            groups.append([cue])
    return groups
