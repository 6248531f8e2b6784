"""Arcs and names are what spaCy's moves make of the same vectors, however odd these are."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from detente.reading.engine.arcs import ArcFinder
from detente.reading.engine.encoder import UnknownPipelineError
from detente.reading.engine.names import NameRecogniser
from detente.reading.engine.scorer import StateScorer
from detente.reading.parse import DEFAULT_PIPELINE
from detente.reading.rows import rows_of

if TYPE_CHECKING:
    from spacy.language import Language

    from detente.reading.engine.encoder import Floats

SIZES = (1, 2, 3, 5, 8, 13, 40)


def _vectors_of(_model: object, docs: list[Any], **_training: bool) -> tuple[list[Any], None]:
    return [doc.tensor for doc in docs], None


@cache
def _pipeline() -> Language:
    """A pipeline whose parser and recogniser read the vectors that lie in the documents."""
    language = spacy.load(DEFAULT_PIPELINE)
    for name in ("parser", "ner"):
        pipe: Any = language.get_pipe(name)
        pipe.model.get_ref("tok2vec").layers[0]._func = _vectors_of
    return language


def _sentences(seed: int) -> tuple[list[Doc], Floats]:
    """Sentences of words and blanks with vectors of the usual size by chance: they lead to every kind of state."""
    chance = np.random.default_rng(seed)
    vectors = (2 * chance.standard_normal((sum(SIZES), 96))).astype(np.float32)
    vocab, docs, first = _pipeline().vocab, [], 0
    for size in SIZES:
        words = ["  " if chance.random() < 0.1 else "word" for _ in range(size)]
        doc: Any = Doc(vocab, words=words, spaces=[True] * size)
        doc.tensor = vectors[first : first + size]
        docs.append(doc)
        first += size
    return docs, vectors


@pytest.mark.model
@pytest.mark.parametrize("seed", range(12))
def test_arcs_and_names_are_spacys(seed: int) -> None:
    docs, vectors = _sentences(seed)
    parser: Any = _pipeline().get_pipe("parser")
    ner: Any = _pipeline().get_pipe("ner")
    trees = ArcFinder(parser).find(vectors, SIZES)
    # Without what spaCy's parser does behind its moves.
    for state, doc in zip(parser.predict(docs), docs, strict=True):
        parser.moves.set_annotations(state, doc)
    assert [([t.head.i for t in doc], [t.dep for t in doc]) for doc in docs] == trees
    told = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs]) == 1
    names = NameRecogniser(ner).find(vectors, SIZES, told[:, 0], told[:, 1])
    ner.set_annotations(docs, ner.predict(docs))
    assert [list(rows_of(doc).names) for doc in docs] == names
    assert any(names)


@pytest.mark.model
def test_another_number_of_slots_is_refused() -> None:
    parser: Any = _pipeline().get_pipe("parser")
    with pytest.raises(UnknownPipelineError, match="looks at other words"):
        StateScorer(parser.model, 3)


@pytest.mark.parametrize("finder", [ArcFinder, NameRecogniser])
def test_several_readings_are_left_to_spacy(finder: Any) -> None:
    with pytest.raises(UnknownPipelineError, match="several readings"):
        finder(SimpleNamespace(cfg={"beam_width": 4}))
