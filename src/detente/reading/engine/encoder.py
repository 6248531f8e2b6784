"""spaCy's convolutional encoder: embedded words, and four layers that each look one word to the left and the right.

    x_0 = LayerNorm(max over pieces of (E · W + b)), where E joins the rows of six hashed tables (norm, prefix, …)
    x_k = x_(k-1) + LayerNorm(max over pieces of ([x_(k-1) of the word before, the word, the word behind] · W_k + b_k))

(Miranda et al. 2022, "Multi hash embeddings in spaCy", arXiv 2212.09255.) Rows of zeros stand between sentences, as in
spaCy, so that no sentence sees another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt
    from spacy.tokens import Doc
    from thinc.api import Model

    Floats = npt.NDArray[np.float32]

#: Rows of zeros before, between and behind sentences: as many as there are layers.
_PAD_ROWS: Final = 4
#: Words whose embedding is remembered. Then all are forgotten at once, which keeps memory flat.
_MOST_WORDS: Final = 40_000
#: New words are embedded in blocks of this many rows, so that a word's row does not depend on what it came with.
_BLOCK_ROWS: Final = 64
_EPSILON: Final = 1e-8

#: What a word's embedding depends on: its form, what the tokeniser says it stands for, and whether a blank follows.
WordKey = tuple[int, int, int]


def read_keys(docs: Sequence[Doc]) -> list[list[WordKey]]:
    """Return what the embedding of each word of each sentence depends on."""
    return [list(map(tuple, doc.to_array(["ORTH", "NORM", "SPACY"]).tolist())) for doc in docs]


class UnknownPipelineError(Exception):
    """A pipeline is built in another way than this engine knows; spaCy itself can run it."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer: input by (pieces times width), and what is added; then the two of the normalisation."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, x: Floats) -> Floats:
        """Return the layer's answer: one row for each row of `x`."""
        width = len(self.scale)
        product = x @ self.weights
        product += self.bias
        best = product[:, :width].copy()
        for start in range(width, product.shape[1], width):
            np.maximum(best, product[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / width
        best *= (1 / np.sqrt(variance + _EPSILON)).astype(np.float32)[:, None]
        best *= self.scale
        best += self.shift
        return best


class Encoder:
    """One network from words to vectors.

    Args:
        model: spaCy's network: embedding and convolution.

    Raises:
        UnknownPipelineError: It is built in another way.
    """

    def __init__(self, model: Model[Any, Any]) -> None:
        extract, hashes, mix, convolution = _find_parts(model)
        self._columns: list[int | str] = list(extract.attrs["columns"])
        self._hashes = hashes
        self._mix = _read_layer(mix)
        self._layers = tuple(_read_layer(layer) for layer in convolution.layers[0].layers)
        self.width = len(self._mix.scale)
        self._rows: dict[WordKey, int] = {}
        self._table = np.zeros((1024, self.width), np.float32)

    def encode(self, docs: Sequence[Doc], keys: Sequence[Sequence[WordKey]]) -> list[Floats]:
        """Return the vectors of each sentence, a row of `width` numbers for each token.

        Args:
            docs: The sentences, none of them empty.
            keys: Their words, by `read_keys`.
        """
        rows = self._find_rows(docs, keys)
        places = np.zeros(sum(map(len, rows)) + _PAD_ROWS * (len(rows) + 1), np.int64)
        at, starts = _PAD_ROWS, []
        for row in rows:
            places[at : at + len(row)] = row
            starts.append(at)
            at += len(row) + _PAD_ROWS
        x = self._table[places]
        window = np.zeros((len(x), 3 * self.width), np.float32)
        for layer in self._layers:
            window[1:, : self.width] = x[:-1]
            window[:, self.width : 2 * self.width] = x
            window[:-1, 2 * self.width :] = x[1:]
            x = x + layer(window)
        return [x[start : start + len(row)] for start, row in zip(starts, rows, strict=True)]

    def _find_rows(self, docs: Sequence[Doc], keys: Sequence[Sequence[WordKey]]) -> list[list[int]]:
        """Return each token's row in the table; row 0 is the zeros between sentences."""
        if len(self._rows) > _MOST_WORDS:
            self._rows.clear()
            self._table = np.zeros((1024, self.width), np.float32)
        missing: dict[WordKey, npt.NDArray[np.uint64]] = {}
        for doc, here in zip(docs, keys, strict=True):
            if any(key not in self._rows and key not in missing for key in here):
                features = doc.to_array(self._columns)
                missing.update((key, row) for key, row in zip(here, features, strict=True) if key not in self._rows)
        if missing:
            self._embed(missing)
        return [[self._rows[key] for key in here] for here in keys]

    def _embed(self, missing: dict[WordKey, npt.NDArray[np.uint64]]) -> None:
        first = len(self._rows) + 1
        features = np.zeros((-(-len(missing) // _BLOCK_ROWS) * _BLOCK_ROWS, len(self._columns)), np.uint64)
        features[: len(missing)] = list(missing.values())
        hashed = self._hashes.predict(features)
        blocks = [self._mix(hashed[at : at + _BLOCK_ROWS]) for at in range(0, len(hashed), _BLOCK_ROWS)]
        vectors = np.concatenate(blocks)[: len(missing)]
        while first + len(vectors) > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[first : first + len(vectors)] = vectors
        self._rows.update((key, first + number) for number, key in enumerate(missing))


def _find_parts(model: Model[Any, Any]) -> tuple[Model[Any, Any], ...]:
    """Return the steps of the network that hold something: columns, hashed tables, their mixture, convolution."""
    steps = [step for step in iter_chain(model) if step.name not in {"list2ragged", "ragged2list"}]
    names = [step.name.partition("(")[0] for step in steps]
    if names[:4] != ["extract_features", "with_array", "with_array", "with_array"]:
        raise UnknownPipelineError(f"an encoder of the steps {', '.join(names)}")
    extract, hashes, mix, convolution = steps[:4]
    layers = convolution.layers[0].layers
    if convolution.attrs.get("pad") != _PAD_ROWS or len(layers) != _PAD_ROWS:
        raise UnknownPipelineError("an encoder with another number of layers")
    if any(node.attrs.get("window_size", 1) != 1 for node in convolution.walk()):
        raise UnknownPipelineError("an encoder that looks further than one word")
    return extract, hashes.layers[0], mix, convolution


def iter_chain(model: Model[Any, Any]) -> Iterable[Model[Any, Any]]:
    """Yield the steps of a network that does one after the other, chains within chains unfolded."""
    if model._func.__module__ == "thinc.layers.chain":
        for layer in model.layers:
            yield from iter_chain(layer)
    else:
        yield model


def _read_layer(model: Model[Any, Any]) -> _Layer:
    """Take the weights of one maxout with its normalisation out of a part of the network."""
    nodes = {node.name: node for node in model.walk()}
    if not {"maxout", "layernorm"} <= nodes.keys():
        raise UnknownPipelineError(f"a layer without maxout and layernorm: {model.name}")
    weights, bias = _read(nodes["maxout"], "W"), _read(nodes["maxout"], "b")  # (width, pieces, input), (width, pieces)
    scale, shift = _read(nodes["layernorm"], "G"), _read(nodes["layernorm"], "b")
    # Piece by piece, so that the largest of each is found in stretches that lie together.
    by_piece = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
    return _Layer(by_piece, bias.T.reshape(-1).copy(), scale, shift)


def _read(node: Model[Any, Any], name: str) -> Floats:
    return np.array(node.get_param(name), np.float32)
