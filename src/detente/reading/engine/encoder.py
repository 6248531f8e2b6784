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
        best: Floats = np.maximum(product[:, :width], product[:, width : 2 * width])
        for start in range(2 * width, product.shape[1], width):
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
        self.forget()

    def forget(self) -> None:
        """Forget all words; row 0 of the table stays, the zeros between sentences."""
        self._table = np.zeros((1024, self.width), np.float32)
        self._known = 1

    def learn(self, docs: Sequence[Doc], places: Sequence[int]) -> None:
        """Give the next rows of the table to words.

        Args:
            docs: Sentences, none of them empty.
            places: Which of their words, counted from the first of all.
        """
        asked = np.concatenate([doc.to_array(self._columns) for doc in docs])[places]
        features = np.zeros((-(-len(asked) // _BLOCK_ROWS) * _BLOCK_ROWS, len(self._columns)), np.uint64)
        features[: len(asked)] = asked
        hashed = self._hashes.predict(features)
        behind = self._known + len(asked)
        while behind > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        blocks = [self._mix(hashed[at : at + _BLOCK_ROWS]) for at in range(0, len(hashed), _BLOCK_ROWS)]
        self._table[self._known : behind] = np.concatenate(blocks)[: len(asked)]
        self._known = behind

    def encode(self, rows: Sequence[int], sizes: Sequence[int]) -> Floats:
        """Return the vectors of all words, `width` numbers each.

        Args:
            rows: The words' rows in the table, as `WordRows` numbers them.
            sizes: Number of words of each sentence, none of them 0.
        """
        places = np.arange(len(rows)) + _PAD_ROWS * (1 + np.repeat(np.arange(len(sizes)), sizes))
        padded = np.zeros(len(rows) + _PAD_ROWS * (len(sizes) + 1), np.int64)
        padded[places] = rows
        x = self._table[padded]
        for layer in self._layers:
            # A row on either end is looked at and has no answer; there are as many of them as layers.
            answer = layer(_with_neighbours(x))
            answer += x[1:-1]
            x = answer
        vectors: Floats = x[places - _PAD_ROWS]
        return vectors


class WordRows:
    """Numbers the words that are remembered, in the tables of several encoders alike.

    Args:
        encoders: The encoders.
    """

    def __init__(self, *encoders: Encoder) -> None:
        self._encoders = encoders
        self._rows: dict[WordKey, int] = {}

    def find(self, docs: Sequence[Doc], keys: Sequence[WordKey]) -> list[int]:
        """Return the row of each word; the encoders learn those that are new.

        Args:
            docs: The sentences, none of them empty.
            keys: What the embedding of each of their words depends on.
        """
        if len(self._rows) > _MOST_WORDS:
            self._rows.clear()
            for encoder in self._encoders:
                encoder.forget()
        rows, new = self._rows, dict[WordKey, int]()
        for place, key in enumerate(keys):
            if key not in rows:
                new.setdefault(key, place)
        if new:
            for encoder in self._encoders:
                encoder.learn(docs, list(new.values()))
            first = len(rows) + 1
            rows.update((key, first + number) for number, key in enumerate(new))
        return [rows[key] for key in keys]


def _with_neighbours(x: Floats) -> Floats:
    """Return each row but the first and the last between the one before and the one behind it, side by side."""
    width = x.shape[1]
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(x.reshape(-1), 3 * width)[::width])


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
    weights, bias = (
        read_weights(nodes["maxout"], "W"),
        read_weights(nodes["maxout"], "b"),
    )  # (width, pieces, input), (width, pieces)
    scale, shift = read_weights(nodes["layernorm"], "G"), read_weights(nodes["layernorm"], "b")
    # Piece by piece, so that the largest of each is found in stretches that lie together.
    by_piece = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
    return _Layer(by_piece, bias.T.reshape(-1).copy(), scale, shift)


def read_weights(node: Model[Any, Any], name: str) -> Floats:
    """Return a parameter of a part of spaCy's network: "W", "b"."""
    return np.array(node.get_param(name), np.float32)
