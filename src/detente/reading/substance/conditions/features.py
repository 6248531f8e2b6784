"""What tells a condition from words that only look like one, as features for its scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.scoring import size_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.reading.grammar.tokens import Token
    from detente.reading.substance.conditions.shape import ConditionShape
    from detente.records import Event, Statement

_MODALS = frozenset({"will", "would", "can", "could", "may", "might", "must", "should", "shall", "'ll", "wo", "ca"})

#: Markers whose words hold more than the marker ("linked X to") are known by their first and last word.
_WHOLE = 3


def condition_features(
    shape: ConditionShape, said: Statement | None, bound: Sequence[Event], *, holder: bool, addressee: bool
) -> frozenset[str]:
    """Return the features of a condition.

    Args:
        shape: The condition's words.
        said: The statement that holds it, or None.
        bound: The events that it binds.
        holder: Whether who sets it is known.
        addressee: Whether of whom it is asked is known.
    """
    marker = _marker(shape)
    return frozenset((
        f"marker={marker}",
        *_of_condition(shape, marker),
        *_of_bearing(shape, marker),
        f"said {said.kind}" if said is not None else "told",
        "holder known" if holder else "holder unknown",
        "addressee known" if addressee else "addressee unknown",
        "binds an event" if bound else "binds no event",
        *(f"binds {event.type}" for event in bound),
        *(f"{shape.direction}" for _ in range(shape.direction is not None)),
    ))


def _marker(shape: ConditionShape) -> str:
    words = [t.lemma_.lower() if t.pos_ == "VERB" else t.lower_ for t in shape.marker]
    return " ".join(words if len(words) <= _WHOLE else (words[0], words[-1]))


def _of_condition(shape: ConditionShape, marker: str) -> Iterator[str]:
    verb = _verb(shape.condition, skip=shape.marker)
    yield f"condition {size_class(len(shape.condition))}"
    if verb is None:
        yield f"{marker} without a verb"
        return
    subject = clauses.subject(verb)
    yield f"condition verb {verb.tag_}"
    yield f"{marker} verb {verb.tag_}"
    if any(c.lower_ in _MODALS for c in verb.children):
        yield "condition with a modal"
    if subject is None:
        yield "condition without a subject"
    elif subject.pos_ == "PRON":
        yield f"condition of {subject.lower_}"
    else:
        yield f"condition of {'a name' if subject.pos_ == 'PROPN' else 'a noun'}"
    if shape.condition[0].i == 0:
        yield "condition opens the sentence"


def _of_bearing(shape: ConditionShape, marker: str) -> Iterator[str]:
    if not shape.on:
        yield "bears on nothing"
        return
    yield f"bearing {size_class(len(shape.on))}"
    verb = _verb(shape.on)
    modal = next((t.lower_ for t in shape.on if t.lower_ in _MODALS), None)
    yield f"bearing with {modal}" if modal else "bearing without a modal"
    if any(t.dep_ == "neg" or t.lower_ == "no" for t in shape.on):
        yield "bearing denied"
    if verb is not None:
        yield f"bearing verb {verb.tag_}"
        yield f"{marker} bearing verb {verb.tag_}"
        yield f"bearing={verb.lemma_.lower()}"
    first = shape.on[0]
    if first.lower_ in {"what", "whether", "how", "who", "that", "which"}:
        yield f"bearing opens {first.lower_}"
    if shape.on[-1].i + 1 == shape.condition[0].i:
        yield "bearing stands right before"


def _verb(words: Sequence[Token], skip: Sequence[Token] = ()) -> Token | None:
    """Return the head verb of a run of words: the first whose head lies outside, else the first verb."""
    skipped = {t.i for t in skip}
    inside = {t.i for t in words}
    verbs = [t for t in words if t.pos_ in {"VERB", "AUX"} and t.i not in skipped and t.dep_ not in {"aux", "auxpass"}]
    return next((t for t in verbs if t.head.i not in inside or t.head == t), verbs[0] if verbs else None)
