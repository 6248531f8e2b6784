"""Interpretations: somebody reads an act as one thing and not another.

`rules` finds the words; here they become claims, with the holder, and readings of one act that one
sentence denies and affirms ("denied that the visit was a retreat, calling it a rotation") become one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.said import Said
from detente.reading.substance.interpretations.features import AroundReading, interpretation_features
from detente.reading.substance.interpretations.rules import find_readings
from detente.reading.substance.sayings import acting_in, actors_of, speaker_of
from detente.reading.substance.scoring import load_scorer
from detente.records import Interpretation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.reading.substance.interpretations.parts import InterpretationShape
    from detente.records import Span, Statement

#: Ways of reading whose verb has no reader for its subject: only a speaker holds them.
_OF_SPEAKER = frozenset({"aside", "verb", "copula"})

_FIFTHS = 5

#: So far into what a statement says, in characters, a reading is no longer what it begins with.
_LATE = 40

_PRONOUNS = frozenset({"it", "this", "that", "they", "them"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading with its sentence and the statement that holds it."""

    sentence: Sentence
    reading: InterpretationShape
    said: Statement | None


@dataclass(frozen=True, slots=True)
class PossibleInterpretation:
    """A possible interpretation, without a key, and what its scorer looks at."""

    claim: Interpretation
    features: frozenset[str]


def read_interpretations(document: Document, cast: Cast, statements: Sequence[Statement]) -> tuple[Interpretation, ...]:
    """Return the interpretations of an article, in the order of the text; keys "i1", "i2" and so on.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements. A plain "the strike was a crime" is a reading only inside one.
    """
    scorer = load_scorer("interpretations")
    claims: list[Interpretation] = []
    for candidate in find_candidates(document, cast, statements):
        confidence = scorer.probability(candidate.features)
        if confidence >= scorer.kept:
            claims.append(replace(candidate.claim, key=f"i{len(claims) + 1}", confidence=round(confidence, 2)))
    return tuple(claims)


def find_candidates(document: Document, cast: Cast, statements: Sequence[Statement]) -> list[PossibleInterpretation]:
    """Return everything that may be an interpretation, in the order of the text; training learns from these.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
    """
    holding = Said(statements)
    candidates = [
        _candidate(document, cast, found)
        for sentence in document.sentences
        for found in _in_sentence(document, sentence, holding)
    ]
    return sorted(candidates, key=lambda c: min((*c.claim.affirmed, *c.claim.denied)))


def _candidate(document: Document, cast: Cast, found: _Found) -> PossibleInterpretation:
    claim = _claim(document, cast, found)
    return PossibleInterpretation(
        claim, interpretation_features(found.reading, _surroundings(document, cast, found, claim))
    )


def _surroundings(document: Document, cast: Cast, found: _Found, claim: Interpretation) -> AroundReading:
    of = found.reading.of
    here = (claim.affirmed or claim.denied)[0]
    around = AroundReading(
        holder=None if claim.holder is None else cast.actor(claim.holder),
        of_actor=bool(of) and any(cast.of_token(found.sentence, token) for token in of[-1:]),
        sentence=found.sentence.index,
        fifth=min(_FIFTHS * here.start // max(len(document.text), 1), _FIFTHS - 1),
        said=found.said,
    )
    if found.said is None:
        return around
    cue = [token for part in found.said.cue for _, token in document.tokens_in(part)]
    content = found.said.content[0]
    return replace(
        around,
        cue=cue[0].lemma_.lower() if cue else None,
        share=(here.end - here.start) / max(content.end - content.start, 1),
        late=here.start - content.start >= _LATE,
    )


def _in_sentence(document: Document, sentence: Sentence, holding: Said) -> list[_Found]:
    doc = document.parsed(sentence)
    found: list[_Found] = []
    for reading in find_readings(doc):
        words = (*reading.affirmed, *reading.denied)[0]
        said = holding.around(document.span_of(sentence, words))
        if reading.needs_speaker and said is None and not any(clauses.begins_attribution(doc, t.i) for t in doc[:1]):
            continue
        if found and _same_act(found[-1].reading, reading):
            found[-1] = replace(found[-1], reading=_joined(found[-1].reading, reading))
        else:
            found.append(_Found(sentence, reading, said))
    return found


def _same_act(first: InterpretationShape, second: InterpretationShape) -> bool:
    """Tell whether a sentence first denies a reading of an act and then affirms one of "it"."""
    pronoun = len(second.of) == 1 and second.of[0].lower_ in _PRONOUNS
    denied_then_affirmed = bool(first.denied) and not first.affirmed and bool(second.affirmed)
    return pronoun and denied_then_affirmed


def _joined(first: InterpretationShape, second: InterpretationShape) -> InterpretationShape:
    return replace(
        first, affirmed=first.affirmed + second.affirmed, denied=first.denied + second.denied, needs_speaker=False
    )


def _claim(document: Document, cast: Cast, found: _Found) -> Interpretation:
    reading, sentence = found.reading, found.sentence

    def place(tokens: tuple[Token, ...]) -> Span:
        return document.span_of(sentence, tokens)

    return Interpretation(
        key="",
        holder=_holder(cast, found),
        of=place(reading.of) if reading.of else None,
        affirmed=tuple(place(part) for part in reading.affirmed),
        denied=tuple(place(part) for part in reading.denied),
        said_in=None if found.said is None else found.said.key,
    )


def _holder(cast: Cast, found: _Found) -> str | None:
    """Return who reads the act so: who is named beside it, the subject of the verb that reads, or the speaker."""
    reading = found.reading
    if reading.holder is not None:
        keys = actors_of(cast, found.sentence, reading.holder)
        return keys[0] if len(keys) == 1 else None
    if reading.way in _OF_SPEAKER:
        return speaker_of(found.said)
    own_verb = clauses.subject(reading.verb) is not None or reading.verb.dep_ in {"conj", "advcl", "xcomp"}
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in reading.verb.children)
    if not reading.needs_speaker and own_verb and not passive:
        return acting_in(cast, found.sentence, reading.verb)
    return speaker_of(found.said)
