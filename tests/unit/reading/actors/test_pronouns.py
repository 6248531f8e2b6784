"""Whom pronouns mean, on parses made by hand: what has been spoken of before, and who of it can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from detente.reading.actors.antecedents import Antecedents
from detente.reading.actors.candidate import Candidate, head_noun
from detente.reading.actors.pronouns import PronounReader
from detente.reading.actors.roster import ActorDraft
from tests.reading_scenes import Scene, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.reading.grammar.words import Pronoun
    from detente.records import ActorKind

    Form = Literal["name", "description", "pronoun"]


def candidate(one: Scene, word: int, form: Form = "name", *, plural: bool = False) -> Candidate:
    sentence, token = one.document.sentences[0], one.words[word]
    span = one.document.span_of(sentence, token)
    return Candidate(sentence, token, span, form, (token,), plural=plural)


def draft(name: str, kind: ActorKind = "person", pronoun: Pronoun | None = None) -> ActorDraft:
    return ActorDraft(name, kind, words=(name.lower(),), pronoun=pronoun)


def read(
    one: Scene, word: int, *spoken_of: tuple[int, list[ActorDraft]], ahead: Mapping[int, ActorDraft] | None = None
) -> tuple[list[str], list[str]]:
    """Return the names that a pronoun means, and the reasons of gaps; `ahead` says whom later words name."""
    named = ahead or {}
    antecedents = Antecedents()
    for place, drafts in spoken_of:
        antecedents.enter(candidate(one, place), drafts)
    reader = PronounReader(antecedents, lambda _: frozenset(), lambda _, token: named.get(token.i))
    found = reader.read(candidate(one, word, "pronoun"))
    return [one.name for one in found], [gap.reason for gap in reader.gaps]


MET = "Hall/NNP/nsubj/1 met=meet/VBD/ROOT/1 Olsen/NNP/dobj/1 before/IN/mark/5 {word}/PRP/nsubj/5 left=leave/VBD/advcl/1"


@pytest.mark.parametrize(
    ("word", "found"),
    [("he", ["Hall"]), ("she", ["Olsen"])],
)
def test_a_person_takes_the_pronoun_that_fits(word: str, found: list[str]) -> None:
    one = Scene(parsed(MET.format(word=word)), {})
    hall, olsen = draft("Hall", pronoun="he"), draft("Olsen", pronoun="she")
    assert read(one, 4, (0, [hall]), (2, [olsen])) == (found, [])


def test_the_subject_is_meant_before_the_object_and_keeps_the_pronoun() -> None:
    one = Scene(parsed(MET.format(word="she")), {})
    hall, olsen = draft("Hall"), draft("Olsen")
    assert read(one, 4, (0, [hall]), (2, [olsen])) == (["Hall"], [])
    assert (hall.pronoun, olsen.pronoun) == ("she", None)


def test_a_surname_that_nothing_settles_stops_the_search() -> None:
    one = Scene(parsed(MET.format(word="he")), {})
    assert read(one, 4, (0, []), (2, [draft("Olsen")])) == ([], ["unresolved_pronoun"])


def test_the_object_of_a_verb_is_not_its_subject() -> None:
    one = Scene(parsed("Hall/NNP/nsubj/1 met=meet/VBD/ROOT/1 him=he/PRP/dobj/1"), {})
    assert read(one, 2, (0, [draft("Hall")])) == ([], ["unresolved_pronoun"])
    own = Scene(parsed("Hall/NNP/nsubj/1 hurt/VBD/ROOT/1 himself/PRP/dobj/1"), {})
    assert read(own, 2, (0, [draft("Hall")])) == (["Hall"], [])


def test_who_stands_in_the_opening_phrase_of_a_subject_is_not_that_subject() -> None:
    one = Scene(
        parsed(
            "Speaking=speak/VBG/advcl/5 to/IN/prep/0 Hall/NNP/pobj/1 ,/,/punct/5 he/PRP/nsubj/5 left=leave/VBD/ROOT/5"
        ),
        {},
    )
    assert read(one, 4, (2, [draft("Hall")])) == ([], ["unresolved_pronoun"])


def test_they_are_those_who_are_joined() -> None:
    one = Scene(
        parsed(
            "Macron/NNP/nsubj/3 and/CC/cc/0 Meloni/NNP/conj/0 agreed=agree/VBD/ROOT/3 before/IN/mark/6 "
            "they/PRP/nsubj/6 left=leave/VBD/advcl/3"
        ),
        {},
    )
    found = read(one, 5, (0, [draft("Macron")]), (2, [draft("Meloni")]))
    assert found == (["Macron", "Meloni"], [])


@pytest.mark.parametrize(
    ("notation", "word", "found"),
    [
        # A subject that is a state.
        ("Mali/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 left=leave/VBD/ccomp/1", 2, ["Mali"]),
        # As an object "it" is a thing.
        ("Mali/NNP/nsubj/1 said=say/VBD/ROOT/1 Chad/NNP/nsubj/3 sold=sell/VBD/ccomp/1 it/PRP/dobj/3", 4, []),
        # "It is possible that" means nothing; "it was ready" means somebody.
        (
            "Mali/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 is=be/VBZ/ccomp/1 possible/JJ/acomp/3 "
            "that/IN/mark/7 Chad/NNP/nsubj/7 left=leave/VBD/ccomp/4",
            2,
            [],
        ),
        (
            "Mali/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/3 was=be/VBD/ccomp/1 ready/JJ/acomp/3 "
            "to/TO/aux/6 talk/VB/xcomp/4",
            2,
            ["Mali"],
        ),
    ],
)
def test_it_is_a_state_or_body_that_acts(notation: str, word: int, found: list[str]) -> None:
    one = Scene(parsed(notation), {})
    assert read(one, word, (0, [draft("Mali", "state")])) == (found, [])


def test_modifiers_are_not_taken_up() -> None:
    one = Scene(parsed(MET.format(word="he")), {})
    antecedents = Antecedents()
    only_modifies = Candidate(
        one.document.sentences[0], one.words[0], one.document.span_of(one.document.sentences[0], one.words[0]),
        "name", (one.words[0],), modifier=True,
    )  # fmt: skip
    antecedents.enter(only_modifies, [draft("Hall")])
    assert list(antecedents.latest_first()) == []


def test_the_head_noun_of_a_description_is_its_last_head() -> None:
    one = Scene(parsed("hundreds=hundred/NNS/nsubj/3 of/IN/prep/0 workers=worker/NNS/pobj/1 left=leave/VBD/ROOT/3"), {})
    sentence, words = one.document.sentences[0], one.words
    span = one.document.span_of(sentence, words[0])
    described = Candidate(sentence, words[0], span, "description", (words[0], words[2]))
    assert head_noun(described) == words[2]
    assert head_noun(candidate(one, 0)) == words[0]


OPENING = (
    "In/IN/prep/5 his/PRP$/poss/2 speech/NN/pobj/0 ,/,/punct/5 Hall/NNP/nsubj/5 thanked/VBD/ROOT/5 Olsen/NNP/dobj/5"
)


def test_a_possessive_in_an_opening_phrase_looks_ahead_to_the_subject() -> None:
    one = Scene(parsed(OPENING), {})
    hall, earlier = draft("Hall"), draft("Olsen", pronoun="he")
    assert read(one, 1, (6, [earlier]), ahead={4: hall}) == (["Hall"], [])
    assert read(one, 1, (6, [earlier]), ahead={4: draft("Ann", pronoun="she")}) == (["Olsen"], [])
