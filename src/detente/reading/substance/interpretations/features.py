"""What tells an interpretation from a sentence that only looks like one, as features for its scorer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words
from detente.reading.substance.interpretations.claims import is_evaluation, speaks_of_act, subject_head
from detente.reading.substance.interpretations.parts import interpretation_words
from detente.reading.substance.scoring import size_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.substance.interpretations.parts import InterpretationShape
    from detente.records import Actor, Statement

_FIFTHS = 5
_MARKS = frozenset({"“", "”", '"', "``", "''"})


@dataclass(frozen=True, slots=True)
class AroundReading:
    """What stands around a reading in its article.

    Attributes:
        holder: Who reads the act so; None if nobody known.
        of_actor: Whether what is read is an actor, not an act.
        sentence: Place of its sentence in the article, from 0.
        fifth: In which fifth of the text it stands, 0 to 4.
        said: The statement that holds it, or None.
        cue: Lemma of the first word of that statement's cue; None without one.
        share: Its length by the length of what the statement says; None outside a statement.
        late: Whether it begins more than forty characters into what the statement says.
    """

    holder: Actor | None
    of_actor: bool
    sentence: int
    fifth: int
    said: Statement | None = None
    cue: str | None = None
    share: float | None = None
    late: bool = False


def interpretation_features(reading: InterpretationShape, around: AroundReading) -> frozenset[str]:
    """Return the features of a reading.

    Args:
        reading: The reading.
        around: What stands around it.
    """
    return frozenset((
        *_of_way(reading),
        *_of_thing(reading, of_actor=around.of_actor),
        *_of_words(reading),
        *_of_statement(reading, around),
        *_of_holder(reading, around.holder),
        f"in fifth {around.fifth}",
        f"sentence {min(around.sentence, 5)}",
    ))


def _of_way(reading: InterpretationShape) -> Iterator[str]:
    verb = reading.verb
    way = reading.way
    yield f"way={way}"
    yield f"{way} by {verb.lemma_.lower()}"
    if verb.dep_ == "relcl":
        yield f"{way} in a relative clause"
    yield f"{way} verb {verb.tag_}"
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
    first = reading.of[0]
    yield f"of={head.lemma_.lower()}"
    yield f"of a {head.tag_}"
    yield f"{way} of words {size_class(len(reading.of))}"
    yield f"of opens {first.lower_ if first.pos_ in {'DET', 'PRON'} else first.pos_}"
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
    lists = load_words("stance_words.tsv")
    if any(t.lemma_.lower() in lists["blame-word"] | lists["praise-word"] for t in words):
        yield "blames or praises"
        yield f"{way} blames or praises"
    if way == "copula":
        yield "judges" if is_evaluation(plain) else "does not judge"
        if head.lemma_.lower() in interpretation_words("bare-adjective"):
            yield "bare adjective"
    if any(t.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY"} for t in plain[:3]):
        yield "a date or number"


def _of_statement(reading: InterpretationShape, around: AroundReading) -> Iterator[str]:
    way, said = reading.way, around.said
    if said is None:
        yield f"{way} outside a statement"
    else:
        yield f"{way} in {said.kind} speech"
        yield f"{way} {'late' if around.late else 'early'} in what is said"
    if around.cue is not None:
        yield f"cue {around.cue}"
    if around.share is not None:
        yield f"share of what is said {min(int(around.share * _FIFTHS), _FIFTHS - 1)}"
    head = clauses.clause_head(reading.verb)
    if head.dep_ in {"ccomp", "ROOT", "conj", "advcl", "acl"}:
        yield f"{way} clause {head.dep_}"
    if head.dep_ == "ccomp":
        yield f"said with {head.head.lemma_.lower()}"


def _of_holder(reading: InterpretationShape, holder: Actor | None) -> Iterator[str]:
    way = reading.way
    if holder is None:
        yield f"{way} by nobody known"
        return
    yield f"{way} by somebody known"
    yield f"held by a {holder.kind}"
    yield f"held by sector {holder.sector}"
    yield f"{way} held by sector {holder.sector}"
    if holder.role:
        yield "held by one with a role"
