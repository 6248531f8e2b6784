"""The engine: tokeniser, encoder, tagger, parser, attributes and names, in this order, over a whole article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from thinc.api import Model, NumpyOps

from detente.reading.engine.attributes import Attributes
from detente.reading.engine.encoder import Encoder, UnknownPipelineError, iter_chain, read_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from detente.reading.engine.encoder import Floats

__all__ = ["Engine", "UnknownPipelineError"]

_PIPES: Final = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
#: Sentences of about the same length that the transition systems take at once.
_BATCH_SENTENCES: Final = 64


class Engine:
    """Runs a pipeline of the known build.

    The pipeline's networks are changed by this: nobody else may use it afterwards.

    Args:
        language: The pipeline.

    Raises:
        UnknownPipelineError: It is built in another way; it has then not been changed.
    """

    def __init__(self, language: Language) -> None:
        if language.pipe_names != _PIPES:
            raise UnknownPipelineError(f"a pipeline of {', '.join(language.pipe_names)}")
        self._language = language
        pipes: dict[str, Any] = dict(language.pipeline)
        self._encoder = Encoder(pipes["tok2vec"].model)
        self._names_encoder = Encoder(pipes["ner"].model.get_ref("tok2vec"))
        self._attributes = Attributes(language)
        self._parser, self._ner = pipes["parser"], pipes["ner"]
        if "tok2vec-listener" not in {node.name for node in self._parser.model.walk()}:
            raise UnknownPipelineError("a parser with an encoder of its own")
        softmax = pipes["tagger"].model.get_ref("softmax")
        self._tag_weights = np.ascontiguousarray(softmax.get_param("W").T)
        self._tag_bias = softmax.get_param("b")
        self._tags = np.array([language.vocab.strings.add(tag) for tag in pipes["tagger"].labels], np.uint64)
        _use_numpy(pipes.values())
        _take_vectors_from_doc(self._ner.model)

    def parse(self, texts: Iterable[str]) -> list[Doc]:
        """Return the parse of each text, in order; the same as spaCy's own. Each text is one sentence."""
        docs = [self._language.make_doc(text) for text in texts]
        filled = [doc for doc in docs if len(doc)]
        if filled:
            self._fill(filled)
        return docs

    def _fill(self, docs: Sequence[Doc]) -> None:
        keys = read_keys(docs)
        vectors = self._encoder.encode(docs, keys)
        by_length = sorted(docs, key=len)
        _hand_over(docs, vectors)
        _walk(self._parser, by_length)
        scores = np.concatenate(vectors) @ self._tag_weights + self._tag_bias
        tags, at = self._tags[scores.argmax(axis=1)], 0
        for doc in docs:
            self._attributes.set(doc, tags[at : at + len(doc)])
            at += len(doc)
        _hand_over(docs, self._names_encoder.encode(docs, keys))
        _walk(self._ner, by_length)
        _hand_over(docs, vectors)


def _hand_over(docs: Sequence[Any], vectors: Sequence[Floats]) -> None:
    """Lay vectors where the networks behind look for them."""
    for doc, x in zip(docs, vectors, strict=True):
        doc.tensor = x


def _walk(pipe: Any, docs: Sequence[Doc]) -> None:
    """Let a transition system (Nivre 2008) find its arcs or its names, and write them down."""
    for start in range(0, len(docs), _BATCH_SENTENCES):
        batch = docs[start : start + _BATCH_SENTENCES]
        pipe.set_annotations(batch, pipe.predict(batch))


def _use_numpy(pipes: Iterable[Any]) -> None:
    """Let numpy's library multiply: the one that spaCy brings is built for no processor in particular."""
    ops = NumpyOps(use_blis=False)
    for pipe in pipes:
        if isinstance(model := getattr(pipe, "model", None), Model):
            for node in model.walk():
                node.ops = ops


def _take_vectors_from_doc(model: Model[Any, Any]) -> None:
    """Put a step that hands on `doc.tensor` in the place of a network's own encoder; what follows it stays."""
    steps = list(iter_chain(model.get_ref("tok2vec")))
    encoder = model.get_ref("tok2vec").layers[0]
    if [step.name for step in steps[6:]] != ["list2array", "linear"]:
        raise UnknownPipelineError("a recogniser of names with another first layer")
    encoder._func = _vectors_of


def _vectors_of(_model: object, docs: Sequence[Doc], is_train: bool) -> tuple[list[Any], None]:  # noqa: FBT001 - thinc's call
    """Return the vectors that lie in the documents. Nothing is trained here."""
    assert not is_train  # noqa: S101 - no caller of ours trains
    return [doc.tensor for doc in docs], None
