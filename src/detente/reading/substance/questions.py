"""Questions: the outcomes that an article leaves open, and whom and what they are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.substance.question_rules import find_open_questions
from detente.reading.substance.scoring import load_scorer
from detente.records import Question
from detente.text import asker_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.records import Event


@dataclass(frozen=True, slots=True)
class PossibleQuestion:
    """A possible question, without a key, and what its scorer looks at."""

    claim: Question
    features: frozenset[str]


def read_questions(document: Document, cast: Cast, events: Sequence[Event]) -> tuple[Question, ...]:
    """Return the open questions of an article, in the order of the text; keys "q1", "q2" and so on.

    Args:
        document: The article being read.
        cast: Its actors.
        events: Its events.
    """
    scorer = load_scorer("questions")
    questions: list[Question] = []
    for candidate in find_candidates(document, cast, events):
        confidence = scorer.probability(candidate.features)
        if confidence >= scorer.kept:
            questions.append(replace(candidate.claim, key=f"q{len(questions) + 1}", confidence=round(confidence, 2)))
    return tuple(questions)


def find_candidates(document: Document, cast: Cast, events: Sequence[Event]) -> list[PossibleQuestion]:
    """Return everything that may be an open question, in the order of the text; training learns from these.

    Args:
        document: The article being read.
        cast: Its actors.
        events: Its events.
    """
    candidates: list[PossibleQuestion] = []
    for sentence in document.sentences:
        block = document.article.blocks[sentence.block].span.words(document.text)
        for found in find_open_questions(document.parsed(sentence)):
            if found.way == "asked" and asker_prefix(block):
                continue  # a reporter asks: the text leaves nothing open
            span = document.span_of(sentence, found.tokens)
            claim = Question(
                key="",
                span=span,
                alternatives=tuple(document.span_of(sentence, part) for part in found.alternatives),
                events=tuple(event.key for event in events if span.contains(event.trigger)),
                actors=cast.within(span),
            )
            candidates.append(PossibleQuestion(claim, found.features))
    return candidates


def leave_open(events: Sequence[Event], questions: Sequence[Question]) -> tuple[Event, ...]:
    """Return the events with the status "possible" where an open question asks whether they come about.

    Args:
        events: The events of an article.
        questions: Its questions. Only events inside an alternative change, and only if they were "actual".
    """
    cues = {}
    for question in questions:
        for event in events:
            inside = any(part.contains(event.trigger) for part in question.alternatives)
            if inside and event.status == "actual" and not event.background:
                cues[event.key] = question.span
    return tuple(
        replace(event, status="possible", status_cue=cues[event.key]) if event.key in cues else event
        for event in events
    )
