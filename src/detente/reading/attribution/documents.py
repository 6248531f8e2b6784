"""The tagger at work on a document that is being read: its paragraphs and its parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.reading.attribution.windows import DEPENDENCY_NUMBERS, TAG_NUMBERS, Syntax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from spacy.strings import StringStore
    from spacy.tokens import Doc

    from detente.reading.attribution.attributions import Attribution
    from detente.reading.attribution.tagger import AttributionTagger
    from detente.reading.attribution.windows import Encoded
    from detente.reading.document import Document


def tag_document(tagger: AttributionTagger, document: Document) -> tuple[Attribution, ...]:
    """Find the attributions in an article's own text, as `AttributionTagger.tag` does.

    Args:
        tagger: The tagger.
        document: The article; its sentences are parsed if they are not yet.

    Returns:
        Attributions in offsets of the article's text.
    """
    return encode_document(tagger, document)[0]


def encode_document(tagger: AttributionTagger, document: Document) -> tuple[tuple[Attribution, ...], Encoded]:
    """Find the attributions as `tag_document` does, and return the text as the network saw it beside them."""
    blocks = sorted({sentence.block for sentence in document.sentences})
    spans = [document.article.blocks[block].span for block in blocks]
    paragraphs = [(span.start, min(span.end, document.read_until)) for span in spans]
    return tagger.read(document.text, paragraphs, syntax_of(document))


def syntax_of(document: Document) -> Syntax:
    """Gather the parse of all sentences of a document.

    Args:
        document: The article; its sentences are parsed if they are not yet.

    Returns:
        One entry for each token, in the order of the text.
    """
    document.prepare(document.sentences)
    parses = []
    for sentence in document.sentences:
        doc = document.parsed(sentence)
        starts = [document.span_of(sentence, token).start for token in doc]
        parses.append((np.array(starts, np.int64), doc))
    return join_parses(parses)


def join_parses(parses: Sequence[tuple[npt.NDArray[np.int64], Doc]]) -> Syntax:
    """Join the parses of sentences to one.

    Args:
        parses: For each sentence the offset of each of its tokens in the whole text, and its parse.

    Returns:
        One entry for each token.
    """
    if not parses:
        return Syntax(*(np.zeros(0, np.int64) for _ in range(4)))
    columns = np.concatenate([doc.to_array(["TAG", "DEP", "HEAD"]) for _, doc in parses])
    strings = parses[0][1].vocab.strings
    return Syntax(
        np.concatenate([starts for starts, _ in parses]),
        _numbers(columns[:, 0], strings, TAG_NUMBERS),
        _numbers(columns[:, 1], strings, DEPENDENCY_NUMBERS),
        # Heads come as distances, negative ones wrapped around.
        np.arange(len(columns)) + columns[:, 2].astype(np.int64),
    )


def _numbers(hashes: npt.NDArray[np.uint64], strings: StringStore, known: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Numbers of labels that spaCy gives as hashes."""
    distinct, places = np.unique(hashes, return_inverse=True)
    return np.array([known.get(strings[int(value)], 0) for value in distinct], np.int64)[places]
