"""What tells an interpretation from a sentence that only looks like one, as features for its scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.interpretations.claims import is_evaluation, speaks_of_act, subject_head
from detente.reading.substance.interpretations.parts import interpretation_words
from detente.reading.substance.scoring import size_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.substance.interpretations.parts import InterpretationShape
    from detente.records import Statement

_MARKS = frozenset({"“", "”", '"', "``", "''"})


def interpretation_features(
    reading: InterpretationShape, said: Statement | None, *, holder: bool, of_actor: bool
) -> frozenset[str]:
    """Return the features of a reading.

    Args:
        reading: The reading.
        said: The statement that holds it, or None.
        holder: Whether who reads it so is known.
        of_actor: Whether what is read is an actor, not an act.
    """
    return frozenset((
        *_of_way(reading),
        *_of_thing(reading, of_actor=of_actor),
        *_of_words(reading),
        *_of_statement(reading, said, holder=holder),
    ))


def _of_way(reading: InterpretationShape) -> Iterator[str]:
    verb = reading.verb
    way = reading.way
    yield f"way={way}"
    yield f"{way} by {verb.lemma_.lower()}"
    if verb.dep_ == "relcl":
        yield f"{way} in a relative clause"
    if any(c.tag_ == "MD" for c in verb.children):
        yield f"{way} with a modal"
    if verb.tag_ in {"VBD", "VBN"}:
        yield f"{way} in the past"
    if reading.denied:
        yield "denied"
        if reading.affirmed:
            yield "denied and affirmed"


def _of_thing(reading: InterpretationShape, *, of_actor: bool) -> Iterator[str]:
    way = reading.way
    if not reading.of:
        yield f"{way} of nothing named"
        return
    head = subject_head(list(reading.of), reading.verb)
    if len(reading.of) == 1 and head.lower_ in {"it", "this", "that", "they", "them"}:
        yield f"{way} of {head.lower_}"
        return
    kind = "act" if speaks_of_act(list(reading.of), reading.verb) else "name" if head.pos_ == "PROPN" else "thing"
    yield f"{way} of {kind}"
    if of_actor:
        yield f"{way} of an actor"
    if head.ent_type_ == "PERSON":
        yield f"{way} of a person"


def _of_words(reading: InterpretationShape) -> Iterator[str]:
    way = reading.way
    words = (*reading.affirmed, *reading.denied)[0]
    plain = [t for t in words if t.text not in _MARKS and t.lower_ not in {"not", "only", "purely", "solely"}]
    if not plain:
        return
    first = plain[0]
    head = clauses.head_of(plain)
    if any(t.text in _MARKS for t in words[:2]):
        yield "opens with a mark"
    elif any(t.text in _MARKS for t in words):
        yield "holds a mark"
    yield f"{way} words {size_class(len(plain))}"
    yield f"{way} head {head.pos_}"
    yield f"head={head.lemma_.lower()}"
    opener = first.lower_ if first.pos_ in {"DET", "ADP", "PART", "PRON"} else first.pos_
    yield f"{way} opens {opener}"
    for word in plain[:6]:
        if word.pos_ in {"ADJ", "NOUN", "VERB"} and word != head:
            yield f"word={word.lemma_.lower()}"
    if way == "copula":
        yield "judges" if is_evaluation(plain) else "does not judge"
        if head.lemma_.lower() in interpretation_words("bare-adjective"):
            yield "bare adjective"
    if any(t.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY"} for t in plain[:3]):
        yield "a date or number"


def _of_statement(reading: InterpretationShape, said: Statement | None, *, holder: bool) -> Iterator[str]:
    way = reading.way
    if said is None:
        yield f"{way} outside a statement"
    else:
        yield f"{way} in {said.kind} speech"
    yield f"{way} by somebody known" if holder else f"{way} by nobody known"
    head = clauses.clause_head(reading.verb)
    if head.dep_ in {"ccomp", "ROOT", "conj", "advcl", "acl"}:
        yield f"{way} clause {head.dep_}"
    if head.dep_ == "ccomp":
        yield f"said with {head.head.lemma_.lower()}"
