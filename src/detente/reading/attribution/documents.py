"""The tagger at work on a document that is being read: its paragraphs and its parse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.attribution.windows import DEPENDENCY_NUMBERS, TAG_NUMBERS, Syntax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from spacy.strings import StringStore
    from spacy.tokens import Doc

    from detente.reading.attribution.tagger import Attribution, AttributionTagger
    from detente.reading.document import Document


def tag_document(tagger: AttributionTagger, document: Document) -> tuple[Attribution, ...]:
    """Find the outermost attributions in an article's own text.

    Args:
        tagger: The tagger.
        document: The article; its sentences are parsed if they are not yet.

    Returns:
        Attributions by position of their cue, in offsets of the article's text.
    """
    blocks = sorted({sentence.block for sentence in document.sentences})
    paragraphs = [document.article.blocks[block].span for block in blocks]
    return tagger.tag(document.text, paragraphs, syntax_of(document))


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


def nest(outer: Sequence[Attribution], inner: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Put attributions that another finder made into the contents that hold them.

    The network is trained on outermost attributions only. What was said inside what somebody said has to come from
    elsewhere, such as rules over the parse.

    Args:
        outer: Outermost attributions, as `tag_document` finds them.
        inner: Other attributions; those that do not lie wholly inside one fragment of a content are left out.

    Returns:
        All of `outer`, in its order, then the inner ones by position of their cue, `inside` telling the narrowest
        content that holds each.
    """
    held = [a for a in inner if any(_holds(holder, a) for holder in outer)]
    everything = [*outer, *sorted(held, key=lambda a: (a.cue, a.content))]
    placed = list(outer)
    for one in everything[len(outer) :]:
        sizes = [(_size(holder), number) for number, holder in enumerate(everything) if _holds(holder, one)]
        placed.append(replace(one, inside=min(sizes)[1]))
    return tuple(placed)


def _size(attribution: Attribution) -> int:
    """Characters of an attribution's content."""
    return sum(part.end - part.start for part in attribution.content)


def _holds(holder: Attribution, one: Attribution) -> bool:
    """Tell whether `one` lies inside a fragment of `holder`'s content, and is not all of it."""
    parts = [*one.source, *one.cue, *one.content]
    return any(all(whole.contains(part) for part in parts) and whole not in parts for whole in holder.content)
