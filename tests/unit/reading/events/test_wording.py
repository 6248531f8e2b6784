"""The features of a word, on a parse that is made by hand."""

from __future__ import annotations

from detente.reading.events.wording import Known, wording
from tests.reading_scenes import make_doc, parsed

#: A sentence of our own: "Norway held talks with Chad".
SENTENCE = make_doc(
    parsed("Norway/NNP/nsubj/1 held=hold/VBD/ROOT/1 talks=talk/NNS/dobj/1 with/IN/prep/2 Chad/NNP/pobj/3")
)


def test_a_noun_with_what_is_above_and_below() -> None:
    known = Known("CONSULT", said=0, title=True, actors={0: "state", 4: "state"})
    found = wording(SENTENCE[2], known)
    assert {
        "lemma talk", "lemma talk NOUN", "is dobj", "rules CONSULT", "rules talk CONSULT", "title", "under hold dobj",
        "lemma talk under hold", "lemma talk with", "lemma talk actor with", "NOUN actor with", "-2 NAME", "1 with",
    } <= found  # fmt: skip


def test_a_verb_with_an_actor_and_a_thing() -> None:
    found = wording(SENTENCE[1], Known("-", said=2, title=False, actors={0: "state"}))
    assert {"actor nsubj state", "other dobj", "lemma hold with dobj talk", "lemma hold actor nsubj", "said 2"} <= found
    assert not {"title", "VERB without an actor"} & found
    assert "VERB without an actor" in wording(SENTENCE[1], Known("-", said=0, title=False, actors={}))
