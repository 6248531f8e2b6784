"""The tagger at work on a document that is being read: its paragraphs and its parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.reading.attribution.windows import DEPENDENCY_NUMBERS, TAG_NUMBERS, Syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.attribution.attributions import Attribution
    from detente.reading.attribution.tagger import AttributionTagger
    from detente.reading.attribution.windows import Encoded
    from detente.reading.document import Document
    from detente.reading.grammar.tokens import Doc


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
    return join_parses([
        ([place.start for place in document.places(sentence)], document.parsed(sentence))
        for sentence in document.sentences
    ])


def join_parses(parses: Sequence[tuple[Sequence[int], Doc]]) -> Syntax:
    """Join the parses of sentences to one.

    Args:
        parses: For each sentence the offset of each of its tokens in the whole text, and its parse.

    Returns:
        One entry for each token.
    """
    starts: list[int] = []
    heads: list[int] = []
    for places, doc in parses:
        heads.extend(len(starts) + token.head.i for token in doc)
        starts.extend(places)
    tokens = [token for _, doc in parses for token in doc]
    return Syntax(
        np.array(starts, np.int64),
        np.array([TAG_NUMBERS.get(token.tag_, 0) for token in tokens], np.int64),
        np.array([DEPENDENCY_NUMBERS.get(token.dep_, 0) for token in tokens], np.int64),
        np.array(heads, np.int64),
    )
