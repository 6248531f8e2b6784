"""From words to the arrays that the attribution network reads: features for each word, windows, batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from detente.reading.attribution.linking import Layout
from detente.reading.attribution.words import CLOSES, MAX_PIECES, OUTSIDE, Words

Ints = npt.NDArray[np.int64]

WINDOW_WORDS = 128
"""A window is filled with whole paragraphs up to this many words."""

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

# Numbers of ".", "?" and "!" in the vocabulary, and the least number of a shape without a space before it.
_STOPS = (1012, 1029, 999)
_GLUED = 6

TAG_NUMBERS: Mapping[str, int] = MappingProxyType({tag: number for number, tag in enumerate(TAGS, 1)})
"""Tag → its number in a `Syntax`."""

DEPENDENCY_NUMBERS: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(DEPENDENCIES, 1)})
"""Dependency label → its number in a `Syntax`."""


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
        flags: Shape, quotation state, whether the word begins its paragraph, tag, dependency: N x 5.
        heads: Row of the word that heads each word; the word itself without a parse.
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


def featurize(paragraphs: Sequence[Words], syntax: Syntax | None) -> Features:
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
    flags = np.zeros((total, 5), np.int64)
    flags[:, 0] = [x for words in paragraphs for x in words.shapes]
    flags[:, 1] = [x for words in paragraphs for x in words.quotes]
    flags[bounds[:-1][np.array(sizes, np.int64) > 0], 2] = 1
    heads = np.arange(total)
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
    heads[:] = first_word[syntax.heads[token]]
    leads = np.ones(len(token), bool)
    leads[1:] = token[1:] != token[:-1]
    leads &= syntax.heads[token] != token
    children[heads[leads], syntax.dependencies[token[leads]]] = 1


def layouts(features: Features, first: int, after: int) -> Layout:
    """Sentences, paragraphs and quotation of the rows `first:after`, for the linker."""
    flags, pieces = features.flags[first:after], features.pieces[first:after, 0]
    stops = np.isin(pieces, _STOPS)
    begins = np.zeros(after - first, np.int64)
    # The sentence ends behind a full stop that white space or a closing mark follows.
    begins[1:] = stops[:-1] & ((flags[1:, 0] < _GLUED) | (flags[1:, 1] == CLOSES))
    return Layout(np.cumsum(begins), np.cumsum(flags[:, 2]), np.where(flags[:, 1] == OUTSIDE, 0, 1))


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
        The network's inputs: pieces (B x T x 3), flags (B x T x 5), heads (B x T, positions within the
        window), children (B x T x labels) and mask (B x T, 1 for a word, 0 for padding).
    """
    size = max(after - first for first, after in windows)
    shape = (len(windows), size)
    pieces = np.zeros((*shape, features.pieces.shape[1]), np.int64)
    flags = np.zeros((*shape, features.flags.shape[1]), np.int64)
    children = np.zeros((*shape, features.children.shape[1]), np.float32)
    heads = np.tile(np.arange(size), (len(windows), 1))
    mask = np.zeros(shape, np.float32)
    for row, (first, after) in enumerate(windows):
        length = after - first
        pieces[row, :length] = features.pieces[first:after]
        flags[row, :length] = features.flags[first:after]
        children[row, :length] = features.children[first:after]
        local = features.heads[first:after] - first
        inside = (local >= 0) & (local < length)
        heads[row, :length] = np.where(inside, local, np.arange(length))
        mask[row, :length] = 1
    return {"pieces": pieces, "flags": flags, "heads": heads, "children": children, "mask": mask}
