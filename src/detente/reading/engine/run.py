"""The engine: tokeniser, encoder, tagger, parser, attributes and names, in this order, over a whole article."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from spacy.pipeline._parser_internals import nonproj
from thinc.api import Model, NumpyOps

from detente.reading.engine.arcs import ArcFinder
from detente.reading.engine.attributes import AttributeReader
from detente.reading.engine.encoder import Encoder, UnknownPipelineError, WordRows
from detente.reading.engine.names import NameRecogniser
from detente.reading.rows import ParseRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt
    from spacy.language import Language
    from spacy.tokens import Doc


__all__ = ["Engine", "UnknownPipelineError"]

_PIPES: Final = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
#: What is asked of the tokeniser's words.
_WORDS: Final[list[int | str]] = ["ORTH", "NORM", "SPACY", "LOWER", "IS_SPACE"]


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
        self._word_rows = WordRows(self._encoder, self._names_encoder)
        self._attributes = AttributeReader(language)
        self._arcs, self._names = ArcFinder(pipes["parser"]), NameRecogniser(pipes["ner"])
        if "tok2vec-listener" not in {node.name for node in pipes["parser"].model.walk()}:
            raise UnknownPipelineError("a parser with an encoder of its own")
        softmax = pipes["tagger"].model.get_ref("softmax")
        self._tag_weights = np.ascontiguousarray(softmax.get_param("W").T)
        self._tag_bias = softmax.get_param("b")
        strings = language.vocab.strings
        self._tags = np.array([strings.add(tag) for tag in pipes["tagger"].labels], np.uint64)
        self._lifted = frozenset(label for label in self._arcs.labels if nonproj.DELIMITER in strings[label])
        _use_numpy(pipes.values())
        _use_sets(pipes["lemmatizer"])

    def parse(self, texts: Iterable[str]) -> list[ParseRows]:
        """Return the parse of each text, in order; the same as spaCy's own. Each text is one sentence."""
        docs = [self._language.make_doc(text) for text in texts]
        parsed = iter(self._fill([doc for doc in docs if len(doc)]))
        return [next(parsed) if len(doc) else ParseRows(doc.vocab, doc.text, (), ()) for doc in docs]

    def _fill(self, docs: Sequence[Doc]) -> list[ParseRows]:
        """Return the parses of sentences that are not empty."""
        if not docs:
            return []
        sizes = [len(doc) for doc in docs]
        words = np.concatenate([doc.to_array(_WORDS) for doc in docs])
        forms, norms, spaces, lowers, blanks = words.T.tolist()
        rows = self._word_rows.find(docs, list(zip(forms, norms, spaces, strict=True)))
        vectors = self._encoder.encode(rows, sizes)
        trees = [self._settle(doc, *tree) for doc, tree in zip(docs, self._arcs.find(vectors, sizes), strict=True)]
        tags = self._tags[(vectors @ self._tag_weights + self._tag_bias).argmax(axis=1)].tolist()
        starts = np.concatenate([tree.starts for tree in trees])
        vectors = self._names_encoder.encode(rows, sizes)
        names = self._names.find(vectors, sizes, words[:, -1].astype(bool), starts)
        labels = [label for tree in trees for label in tree.labels]
        heads = [head for tree in trees for head in tree.heads]
        told = self._attributes.read(list(zip(tags, lowers, labels, blanks, strict=True)), forms, sizes)
        filled = [
            (form, given.lemma, given.pos, given.tag, given.dep, given.morph, head, space)
            for form, given, head, space in zip(forms, told, heads, spaces, strict=True)
        ]
        ends = itertools.accumulate(sizes)
        return [
            ParseRows(doc.vocab, doc.text, filled[end - len(doc) : end], found)
            for doc, end, found in zip(docs, ends, names, strict=True)
        ]

    def _settle(self, doc: Doc, heads: list[int], labels: list[int]) -> _Tree:
        """Return a tree with the beginnings of the sentences that the parser sees in it.

        A label such as "pobj||prep" says that its word belongs below another one; spaCy itself finds where. It also
        says where the parts begin if there are several.
        """
        size = len(heads)
        starts = np.zeros(size, bool)
        starts[0] = True
        roots = sum(place == head for place, head in enumerate(heads))
        if roots == 1 and self._lifted.isdisjoint(labels):
            return _Tree(heads, labels, starts)
        apart = np.array(heads, np.int64) - np.arange(size)
        asked: Any = doc  # whose declared types know no arrays of unsigned numbers
        asked.from_array(["HEAD", "DEP"], np.stack([apart.astype(np.uint64), np.array(labels, np.uint64)], axis=1))
        nonproj.deprojectivize(doc)
        told = doc.to_array(["HEAD", "DEP", "SENT_START"])
        apart = told[:, 0].astype(np.int64)
        return _Tree((apart + np.arange(size)).tolist(), told[:, 1].tolist(), told[:, 2] == 1)


class _Tree(NamedTuple):
    """The head of each word by its place, the number of its label, and whether a sentence begins with it."""

    heads: Sequence[int]
    labels: Sequence[int]
    starts: npt.NDArray[np.bool_]


def _use_numpy(pipes: Iterable[Any]) -> None:
    """Let numpy's library multiply: the one that spaCy brings is built for no processor in particular."""
    ops = NumpyOps(use_blis=False)
    for pipe in pipes:
        if isinstance(model := getattr(pipe, "model", None), Model):
            for node in model.walk():
                node.ops = ops


def _use_sets(lemmatizer: Any) -> None:
    """Let the lemmatiser look words up: its index is a list of 57,000 nouns, read through for each new word."""
    index = lemmatizer.lookups.get_table("lemma_index")
    for part_of_speech, words in list(index.items()):
        index[part_of_speech] = frozenset(words)
