"""Conditions: what somebody makes an act or a relation depend on.

`subordinators` and `find` find the words; here they become claims: who holds the condition, of whom it
is asked, what it binds, whether it offers or threatens, and by when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import HARM, VERBAL_CONFLICT
from detente.reading.deadlines import find_deadline
from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words
from detente.reading.said import Said
from detente.reading.substance.conditions.features import condition_features
from detente.reading.substance.conditions.find import find_shapes, join_found
from detente.reading.substance.conditions.subordinators import find_subordinate
from detente.reading.substance.sayings import acting_in, actors_of, speaker_of, speakers_of
from detente.reading.substance.scoring import load_scorer
from detente.records import Condition, Gap, Span, hull

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.reading.substance.conditions.shape import ConditionShape
    from detente.records import Event, Statement
    from detente.records.claims import Direction


#: What only somebody can do by a condition: where the text alone considers what may come, nobody offers or threatens.
_OF_SOMEBODY = frozenset({"offer", "threat"})

#: What can still hang on a condition. What is denied stays denied.
_OPEN = frozenset({"promised", "proposed", "possible"})


@dataclass(frozen=True, slots=True)
class ConditionsFound:
    """What a reading for conditions gives.

    Attributes:
        conditions: In the order of the text; keys "c1", "c2" and so on.
        events: The same events in the same order; those that a condition binds have the status "conditional".
        gaps: Conditions of which the text does not say what depends on them.
    """

    conditions: tuple[Condition, ...]
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A condition's shape with its places in the text."""

    sentence: Sentence
    shape: ConditionShape
    condition: Span
    marker: Span
    on: Span | None


@dataclass(frozen=True, slots=True)
class PossibleCondition:
    """A possible condition, without a key, and what its scorer looks at.

    Attributes:
        claim: The condition.
        shape: Its words.
        bound: The events that it binds.
        features: For the scorer.
    """

    claim: Condition
    shape: ConditionShape
    bound: tuple[Event, ...]
    features: frozenset[str]


def read_conditions(
    document: Document, cast: Cast, statements: Sequence[Statement], events: Sequence[Event]
) -> ConditionsFound:
    """Return the conditions of an article, and its events as they hang on them.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        events: Its events, in the order of the text.
    """
    scorer = load_scorer("conditions")
    conditions: list[Condition] = []
    gaps: list[Gap] = []
    marked: dict[str, Span] = {}
    for candidate in find_candidates(document, cast, statements, events):
        confidence = scorer.probability(candidate.features)
        if confidence < scorer.kept:
            continue
        claim = replace(candidate.claim, key=f"c{len(conditions) + 1}", confidence=round(confidence, 2))
        conditions.append(claim)
        for event in candidate.bound:
            if _becomes_conditional(event, candidate.shape):
                marked.setdefault(event.key, claim.marker)
        if claim.on is None:
            gaps.append(Gap(claim.condition, "conditions", "no_bearing", "the text does not say what depends on it"))
    changed = tuple(
        replace(event, status="conditional", status_cue=marked[event.key]) if event.key in marked else event
        for event in events
    )
    return ConditionsFound(tuple(conditions), changed, tuple(gaps))


def find_candidates(
    document: Document, cast: Cast, statements: Sequence[Statement], events: Sequence[Event]
) -> list[PossibleCondition]:
    """Return everything that may be a condition, in the order of the text; training learns from these.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        events: Its events.
    """
    holding = Said(statements)
    return [_candidate(document, cast, placed, holding, events) for placed in _placed(document)]


def _candidate(
    document: Document, cast: Cast, placed: _Placed, holding: Said, events: Sequence[Event]
) -> PossibleCondition:
    said = holding.around(placed.condition)
    bound = tuple(_bound(placed, events))
    holder = _holder(cast, placed, said)
    direction = _direction(placed.shape, bound)
    if holder is None and said is None and direction in _OF_SOMEBODY:
        direction = None
    is_set = holder is not None or said is not None or direction is not None
    addressee = _addressee(cast, placed, {holder, *speakers_of(said)}) if is_set else None
    claim = Condition(
        key="",
        condition=placed.condition,
        marker=placed.marker,
        on=_within(said, placed.on, document.text),
        direction=direction,
        holder=holder,
        addressee=addressee,
        said_in=None if said is None else said.key,
        binds=tuple(event.key for event in bound),
        deadline=find_deadline(document, placed.condition),
    )
    features = condition_features(placed.shape, said, bound, holder=holder is not None, addressee=addressee is not None)
    return PossibleCondition(claim, placed.shape, bound, features)


def _within(said: Statement | None, on: Span | None, text: str) -> Span | None:
    """Return what depends on a condition without the words of who says it: "it would pay, its envoy Otto Brandt"."""
    if said is None or on is None:
        return on
    whole = hull(said.content) if said.content else on
    start, end = max(on.start, whole.start), min(on.end, whole.end)
    is_cut = start < end and (start, end) != (on.start, on.end)
    return Span(start, len(text[:end].rstrip(" ,;")) if is_cut else end) if start < end else on


def _placed(document: Document) -> list[_Placed]:
    found = []
    for sentence in document.sentences:
        doc = document.parsed(sentence)
        for shape in join_found(find_subordinate(doc), find_shapes(doc)):
            found.append(
                _Placed(
                    sentence,
                    shape,
                    document.span_of(sentence, shape.condition),
                    document.span_of(sentence, shape.marker),
                    document.span_of(sentence, shape.on) if shape.on else None,
                )
            )
    return sorted(found, key=lambda p: (p.condition, p.marker))


def _bound(placed: _Placed, events: Sequence[Event]) -> list[Event]:
    """Return the events inside what depends on the condition, and outside of the condition itself."""
    on = placed.on
    if on is None:
        return []
    return [e for e in events if on.contains(e.trigger) and not placed.condition.overlaps(e.trigger)]


def _becomes_conditional(event: Event, shape: ConditionShape) -> bool:
    """Tell whether an event is only to be if the condition holds; what was done or uttered stays done."""
    if event.status in _OPEN:
        return True
    if event.status != "actual" or event.background or event.type in VERBAL_CONFLICT:
        return False
    return shape.direction == "requirement" or any(t.tag_ == "MD" for t in shape.on)


def _holder(cast: Cast, placed: _Placed, said: Statement | None) -> str | None:
    """Return who sets the condition: the speaker, or who acts in the main clause, or for whom it is so.

    Who acts sets nothing that can no longer be met: "had the fleet wanted to land, it would have done so".
    """
    if said is not None:
        return speaker_of(said)
    if _is_counterfactual(placed.shape):
        return None
    for token in placed.shape.head.doc:
        if token.lower_ == "for" and token.dep_ == "prep" and (token.i == 0 or token.nbor(-1).is_punct):
            for child in token.children:
                keys = cast.of_token(placed.sentence, child)
                if child.dep_ == "pobj" and len(keys) == 1:
                    return keys[0]
    if placed.shape.direction == "requirement" and not placed.shape.head.tag_.startswith("VB"):
        return None
    if any(child.dep_ == "nsubjpass" for child in clauses.clause_head(placed.shape.head).children):
        return None  # "if Chad won, its neighbours might be left with the bill": who is acted upon sets nothing
    return acting_in(cast, placed.sentence, placed.shape.head)


def _is_counterfactual(shape: ConditionShape) -> bool:
    """Tell whether a condition lies in the past and was not met: "if they had come, we would have signed"."""
    lies_back = any(t.lower_ == "had" and t.dep_ in {"aux", "auxpass"} for t in shape.condition)
    return lies_back and any(t.lemma_ == "have" and clauses.has_modal(t.head) for t in shape.on)


def _addressee(cast: Cast, placed: _Placed, holders: Container[str | None]) -> str | None:
    """Return of whom the condition is asked: the subject inside it, or who is named to bear it."""
    if _is_counterfactual(placed.shape):
        return None
    if placed.shape.asked is not None:
        keys = cast.of_token(placed.sentence, placed.shape.asked)
        return keys[0] if keys else None
    for token in placed.shape.condition:
        if not _may_be_asked(token, placed.shape.marker[-1]):
            continue
        keys = actors_of(cast, placed.sentence, token)
        if keys and keys[0] not in holders:
            return keys[0]
    return None


def _may_be_asked(token: Token, marker: Token) -> bool:
    """Tell whether a word can be who is asked: a subject that acts, an agent, or whose act a noun is.

    Whoever is acted upon is not asked: "if Chad is attacked", "provided that sanctions on its bank are eased".
    """
    if token.dep_ == "nsubj":
        return True
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return True
    return token.dep_ == "poss" and token.head.head.i <= marker.i


def _direction(shape: ConditionShape, bound: Sequence[Event]) -> Direction | None:
    """Return what a condition with "if" does: it offers or threatens, by what would follow; None if unclear."""
    if _is_counterfactual(shape):
        return None
    if shape.direction not in {None, "offer"}:
        return shape.direction
    words = load_words("condition_words.tsv")
    above = shape.head.head.lemma_.lower()
    if above in {"threaten", "threat", "warn", "warning"} and shape.head.head not in shape.condition:
        return "threat"
    if any(event.type in HARM | {"THREATEN"} for event in bound):
        return "threat"
    # What is done tells more than what it is done with: "reduce its force" threatens nobody.
    verbs = [t.lemma_.lower() for t in shape.on if t.pos_ == "VERB"]
    lemmas = verbs + [t.lemma_.lower() for t in shape.on if t.pos_ in {"NOUN", "ADJ", "AUX"}]
    denied = any(t.dep_ == "neg" or t.lower_ == "no" for t in shape.on)
    first = next((lemma for lemma in lemmas if lemma in words["threat"] | words["promise"]), None)
    if first is None:
        return shape.direction
    if first in words["threat"] - words["promise"]:
        return None if denied else "threat"
    return "demand" if denied else "offer"
