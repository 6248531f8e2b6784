"""Why something is coded and something is not: every word of a sentence with the rows that were looked up for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.events.arguments import Arguments
from detente.reading.events.listed import lemmas_of
from detente.reading.events.lookup import Lookup
from detente.reading.events.model import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.events.model import Dropped, EventDraft
    from detente.records import Span


@dataclass(frozen=True, slots=True)
class RowTried:
    """A row of patterns.tsv that was looked up for a word.

    Attributes:
        pattern: Id of the row.
        line: The row's line.
        failed: The first condition that did not hold, as the table writes it, or what else the word lacks; None if the
            row holds.
    """

    pattern: str
    line: int
    failed: str | None


@dataclass(frozen=True, slots=True)
class WordTrace:
    """A word as the parse gives it, with the rows that were looked up for it.

    Attributes:
        text: The word.
        lemma: The lemma by which rows are looked up.
        tag: Its fine part of speech: "VBD".
        rows: The rows, in the order of the table; () if the table has none for this lemma.
        event: Key of the event that the word carries, or None.
        dropped: Why a row that holds became no event, or None.
    """

    text: str
    lemma: str
    tag: str
    rows: tuple[RowTried, ...]
    event: str | None
    dropped: str | None


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """A sentence, word by word.

    Attributes:
        span: Its place in the text.
        words: Its words, in order, without white space.
    """

    span: Span
    words: tuple[WordTrace, ...]


def trace_sentences(
    document: Document, cast: Cast, lexicon: EventLexicon, coded: Sequence[EventDraft], dropped: Sequence[Dropped]
) -> tuple[SentenceTrace, ...]:
    """Return all sentences of an article, in order.

    Args:
        document: The article, parsed on demand.
        cast: Its actors.
        lexicon: The event lexicon.
        coded: The events that were found, in the order of their keys.
        dropped: The words that were considered and left out.
    """
    events = {(one.sentence.index, one.token.i): f"e{number}" for number, one in enumerate(coded, 1)}
    reasons = {d.span: d.reason for d in dropped}
    return tuple(_trace(document, sentence, cast, lexicon, (events, reasons)) for sentence in document.sentences)


def _trace(
    document: Document,
    sentence: Sentence,
    cast: Cast,
    lexicon: EventLexicon,
    found: tuple[dict[tuple[int, int], str], dict[Span, str]],
) -> SentenceTrace:
    events, reasons = found
    doc = document.parsed(sentence)
    lookup = Lookup(lexicon, Arguments(sentence, cast, lexicon))
    words = []
    for token, lemma in zip(doc, lemmas_of(doc), strict=True):
        if token.is_space:
            continue
        tried = lookup.tried(token)
        rows = tuple(
            RowTried(row.key, row.line, None if isinstance(outcome, Hit) else outcome) for row, outcome in tried
        )
        words.append(
            WordTrace(
                text=token.text,
                lemma=lexicon.lemma(lemma),
                tag=token.tag_,
                rows=rows,
                event=events.get((sentence.index, token.i)),
                dropped=reasons.get(document.span_of(sentence, token)),
            )
        )
    return SentenceTrace(sentence.span, tuple(words))
