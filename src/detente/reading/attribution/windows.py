"""From words to the arrays that the attribution network reads: features for each word, windows, batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from detente.reading.attribution.linking import WordLayout
from detente.reading.attribution.words import CLOSES, MAX_PIECES, OUTSIDE, TextWords

Ints = npt.NDArray[np.int64]

WINDOW_WORDS = 64
"""A window is filled with whole paragraphs up to this many words. Larger ones cost more and gave nothing on dev."""

PARAGRAPH_WORDS = 200
"""A longer paragraph is cut, after the end of a sentence where there is one."""

# fmt: off
TAGS = (
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "HYPH", "IN", "JJ",
    "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS",
    "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``",
)
# fmt: on
"""Penn Treebank tags that the network tells apart; any other counts as unknown."""

# fmt: off
DEPENDENCIES = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss",
    "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)
# fmt: on
"""Dependency labels of the English pipelines that the network tells apart."""

FLAGS = 7
"""Features of a word that are numbers of a table's rows."""

HEADS = 3
"""Words that a word looks up to: its head, and what governs the phrases that it opens and closes."""

# Numbers of ".", "?" and "!" in the vocabulary, and the least number of a shape without a space before it.
_STOPS = (1012, 1029, 999)
_GLUED = 6

TAG_NUMBERS: Mapping[str, int] = MappingProxyType({tag: number for number, tag in enumerate(TAGS, 1)})
"""Tag → its number in a `Syntax`."""

DEPENDENCY_NUMBERS: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(DEPENDENCIES, 1)})
"""Dependency label → its number in a `Syntax`."""

_SUBJECTS = (DEPENDENCY_NUMBERS["nsubj"], DEPENDENCY_NUMBERS["nsubjpass"])


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parse of the text, as parallel arrays with one entry for each token.

    Attributes:
        starts: Code-point offset of each token in the whole text, ascending.
        tags: Number of each token's Penn Treebank tag in `TAG_NUMBERS`; 0 for any other.
        dependencies: Number of each token's dependency label in `DEPENDENCY_NUMBERS`; 0 for any other.
        heads: Position of each token's head in these arrays; a root is its own head.
    """

    starts: Ints
    tags: Ints
    dependencies: Ints
    heads: Ints


@dataclass(frozen=True, slots=True)
class Features:
    """Features of all words of a text; one row for each word.

    Attributes:
        starts: Offset of each word's first character.
        ends: Offset after each word's last character.
        pieces: Vocabulary numbers, N x `MAX_PIECES`.
        flags: Shape, quotation state, whether the word begins its paragraph, tag, dependency, dependency of the
            phrase that it opens, dependency of the phrase that it closes: N x 7.
        heads: Rows of the words that head each word, the phrase that it opens and the phrase that it closes: N x 3;
            the word itself without a parse.
        children: Which dependency labels occur among a word's dependents: N x (labels + 1), 0 or 1.
        paragraphs: Rows at which the paragraphs begin, and the number of rows at the end.
    """

    starts: Ints
    ends: Ints
    pieces: Ints
    flags: Ints
    heads: Ints
    children: npt.NDArray[np.uint8]
    paragraphs: tuple[int, ...]


STATES = 3 * 384
"""Width of the network's states of a word: after its first layer, before it, and after its last."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the network saw it, for whoever reads on from there.

    Attributes:
        features: Its words.
        windows: First row and row after the last of each window that the network saw by itself.
        states: The network's states of each word, N x `STATES`.
    """

    features: Features
    windows: tuple[tuple[int, int], ...]
    states: npt.NDArray[np.float32]


def featurize(paragraphs: Sequence[TextWords], syntax: Syntax | None) -> Features:
    """Gather the features of a text's words.

    Args:
        paragraphs: The words of each paragraph, in the order of the text.
        syntax: Parse of the text; None leaves the parse features unknown.

    Returns:
        The features of all words in one table.
    """
    sizes = [len(words.starts) for words in paragraphs]
    bounds = np.cumsum([0, *sizes])
    total = int(bounds[-1])
    starts = np.fromiter((x for words in paragraphs for x in words.starts), np.int64, total)
    ends = np.fromiter((x for words in paragraphs for x in words.ends), np.int64, total)
    pieces = np.array([x for words in paragraphs for x in words.pieces], np.int64).reshape(total, MAX_PIECES)
    flags = np.zeros((total, FLAGS), np.int64)
    flags[:, 0] = [x for words in paragraphs for x in words.shapes]
    flags[:, 1] = [x for words in paragraphs for x in words.quotes]
    flags[bounds[:-1][np.array(sizes, np.int64) > 0], 2] = 1
    heads = np.repeat(np.arange(total)[:, None], HEADS, axis=1)
    children = np.zeros((total, len(DEPENDENCIES) + 1), np.uint8)
    if syntax is not None and total and len(syntax.starts):
        _add_syntax(starts, syntax, flags=flags, heads=heads, children=children)
    return Features(starts, ends, pieces, flags, heads, children, tuple(int(x) for x in bounds))


def _add_syntax(starts: Ints, syntax: Syntax, *, flags: Ints, heads: Ints, children: npt.NDArray[np.uint8]) -> None:
    """Carry the parse of tokens over to words; `flags`, `heads` and `children` are filled in place."""
    token = np.maximum(np.searchsorted(syntax.starts, starts, side="right") - 1, 0)
    flags[:, 3] = syntax.tags[token]
    flags[:, 4] = syntax.dependencies[token]
    first_word = np.minimum(np.searchsorted(starts, syntax.starts), len(starts) - 1)
    heads[:, 0] = first_word[syntax.heads[token]]
    for column, tops in enumerate(phrases(syntax.heads), 1):
        top = tops[token]
        opens = top >= 0
        flags[opens, 4 + column] = syntax.dependencies[top[opens]]
        heads[opens, column] = first_word[syntax.heads[top[opens]]]
    leads = np.ones(len(token), bool)
    leads[1:] = token[1:] != token[:-1]
    leads &= syntax.heads[token] != token
    children[heads[leads, 0], syntax.dependencies[token[leads]]] = 1


def phrases(heads: Ints) -> tuple[Ints, Ints]:
    """Find the largest phrases short of a sentence that begin and that end with each token.

    A phrase is a token with all that depends on it. What is said is nearly always one, or several in a row, so its
    first and last word show by what they open and close.

    Args:
        heads: Position of each token's head; a root is its own head.

    Returns:
        For each token the head token of the phrase that it opens, and of the phrase that it closes; -1 where it
        stands inside its own phrase and so opens or closes none.
    """
    own = np.arange(len(heads))
    steps = range(len(heads).bit_length())
    first, last, above = own.copy(), own.copy(), heads
    # Each round looks twice as far up as the one before.
    for _ in steps:
        lower, upper = first.copy(), last.copy()
        np.minimum.at(lower, above, first)
        np.maximum.at(upper, above, last)
        if (lower == first).all() and (upper == last).all() and (above == above[above]).all():
            break
        first, last, above = lower, upper, above[above]
    is_root = heads == own
    found = []
    for edge in (first, last):
        tops = np.where((edge[heads] == edge) & ~is_root[heads], heads, own)
        for _ in steps:
            further = tops[tops]
            if (further == tops).all():
                break
            tops = further
        found.append(np.where(edge == own, tops, -1))
    return found[0], found[1]


def layout_of(features: Features) -> WordLayout:
    """Sentences, paragraphs, quotation and parse of a text, for the linker."""
    flags = features.flags
    stops = np.isin(features.pieces[:, 0], _STOPS)
    begins = np.zeros(len(flags), np.int64)
    # The sentence ends behind a full stop that white space or a closing mark follows.
    begins[1:] = stops[:-1] & ((flags[1:, 0] < _GLUED) | (flags[1:, 1] == CLOSES))
    return WordLayout(
        np.cumsum(begins),
        np.cumsum(flags[:, 2]),
        np.where(flags[:, 1] == OUTSIDE, 0, 1),
        features.heads,
        np.isin(flags[:, 4], _SUBJECTS),
    )


def cut(features: Features, limit: int = WINDOW_WORDS) -> tuple[tuple[int, int], ...]:
    """Cut a text into windows of whole paragraphs.

    Args:
        features: The words of the text.
        limit: Words that a window of several paragraphs may have.

    Returns:
        First row and row after the last of each window; together they cover all rows once.
    """
    windows: list[tuple[int, int]] = []
    for first, after in _parts(features):
        if windows and after - windows[-1][0] <= limit:
            windows[-1] = (windows[-1][0], after)
        else:
            windows.append((first, after))
    return tuple(windows)


def _parts(features: Features) -> Iterable[tuple[int, int]]:
    """Rows of each paragraph; a long paragraph in parts, cut where quotation or sentence allows it."""
    for first, after in zip(features.paragraphs, features.paragraphs[1:], strict=False):
        begin = first
        while after - begin > PARAGRAPH_WORDS:
            stop = _sentence_end(features, begin + PARAGRAPH_WORDS // 2, begin + PARAGRAPH_WORDS)
            yield begin, stop
            begin = stop
        if after > begin:
            yield begin, after


def _sentence_end(features: Features, low: int, high: int) -> int:
    """Row after the last sentence end in `low:high`, or `high` if there is none."""
    # A sentence begins with a capital after a space, after a word that is glued to the one before (its full stop).
    shapes = features.flags[low:high, 0]
    ends = np.flatnonzero((shapes[:-1] == 10) & ((shapes[1:] == 1) | (shapes[1:] == 2)))
    return low + int(ends[-1]) + 1 if len(ends) else high


def batch(features: Features, windows: Sequence[tuple[int, int]]) -> dict[str, npt.NDArray[np.generic]]:
    """Pad windows of one text to a batch for the network.

    Args:
        features: The words of the text.
        windows: Rows of each window.

    Returns:
        The network's inputs: pieces (B x T x 3), flags (B x T x 7), heads (B x T x 3, positions within the
        window), children (B x T x labels) and mask (B x T, 1 for a word, 0 for padding).
    """
    size = max(after - first for first, after in windows)
    shape = (len(windows), size)
    pieces = np.zeros((*shape, features.pieces.shape[1]), np.int64)
    flags = np.zeros((*shape, features.flags.shape[1]), np.int64)
    children = np.zeros((*shape, features.children.shape[1]), np.float32)
    heads = np.tile(np.arange(size)[:, None], (len(windows), 1, HEADS))
    mask = np.zeros(shape, np.float32)
    for row, (first, after) in enumerate(windows):
        length = after - first
        pieces[row, :length] = features.pieces[first:after]
        flags[row, :length] = features.flags[first:after]
        children[row, :length] = features.children[first:after]
        local = features.heads[first:after] - first
        inside = (local >= 0) & (local < length)
        heads[row, :length] = np.where(inside, local, np.arange(length)[:, None])
        mask[row, :length] = 1
    return {"pieces": pieces, "flags": flags, "heads": heads, "children": children, "mask": mask}
