"""The steps of coding a sentence, on parses made by hand: words, what speaks against, time, duty, second mentions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from detente.knowledge.plover import load_event_lexicon
from detente.reading.events.arguments import Arguments
from detente.reading.events.confidence import confidence_of
from detente.reading.events.listed import lemmas_of, listed_words
from detente.reading.events.merge import merge_mentions
from detente.reading.events.model import Dropped, EventDraft
from detente.reading.events.politics import are_private, is_sport, speaks_against
from detente.reading.events.rules import modal_requests, settle
from detente.reading.events.scene import Scene as CodedScene
from detente.reading.events.sentence import code_sentence
from detente.reading.events.struck_places import with_struck_places
from detente.reading.events.timing import read_date, read_old, read_time
from detente.reading.events.topics import Topics
from detente.reading.places import PlaceReader
from detente.reading.said import Said
from detente.records import Actor, Mention, Span
from tests.reading_scenes import Scene, make_document, parsed

if TYPE_CHECKING:
    from detente.knowledge import Knowledge

LEXICON = load_event_lexicon()
ATTACK = "Norway/NNP/nsubj/1 attacked=attack/VBD/ROOT/1 {object}/dobj/1 {more}././punct/1"
OF_BOTH = {"Norway": "NOR", "Mali": "MLI"}


def attack(what: str = "Mali/NNP", more: str = "") -> Scene:
    actors = {name: country for name, country in OF_BOTH.items() if name == "Norway" or name in what}
    return Scene(parsed(ATTACK.format(object=what, more=more)), actors)


def coded(one: Scene) -> tuple[list[EventDraft], list[Dropped]]:
    return code_sentence(one.document, one.document.sentences[0], one.cast, LEXICON, Said(()))


def shared(one: Scene) -> CodedScene:
    sentence = one.document.sentences[0]
    arguments = Arguments(sentence, one.cast, LEXICON)
    return CodedScene(one.document, sentence, one.words, one.cast, LEXICON, Said(()), arguments)


def test_an_act_has_its_sides_and_a_noun_is_less_sure_than_a_verb() -> None:
    (verb,), dropped = coded(attack())
    assert (verb.type, verb.sources, verb.targets, verb.status, dropped) == ("ASSAULT", ("a1",), ("a2",), "actual", [])
    noun_notation = "The/DT/det/1 attack/NN/nsubj/4 on/IN/prep/1 Mali/NNP/pobj/2 failed=fail/VBD/ROOT/4 ././punct/4"
    (noun,), _ = coded(Scene(parsed(noun_notation), {"Mali": "MLI"}))
    assert (noun.sources, noun.targets) == ((), ("a1",))
    assert confidence_of(verb) > confidence_of(replace(verb, targets=())) > confidence_of(noun)


def test_words_are_listed_by_lemma_and_gerunds_as_nouns() -> None:
    words = attack().words
    assert lemmas_of(words) == ["norway", "attack", "mali", "."]
    assert listed_words(words, lemmas_of(words), LEXICON) == [1]
    bombing = Scene(parsed("the/DT/det/1 bombing=bomb/VBG/ROOT/1 ended=end/VBD/dep/1"), {}).words
    assert 1 in listed_words(bombing, ["the", "no such lemma", "end"], LEXICON)


def test_a_match_is_sport_and_a_problem_a_figure_of_speech() -> None:
    notation = (
        "Chad/NNP/nsubj/1 beat/VBD/ROOT/1 Togo/NNP/dobj/1 2-0/CD/npadvmod/1 in/IN/prep/1 the/DT/det/6 match/NN/pobj/4"
    )
    match = Scene(parsed(notation), {"Chad": "TCD", "Togo": "TGO"})
    assert is_sport(match.words, lemmas_of(match.words), LEXICON)
    assert [(one.pattern, one.reason) for one in coded(match)[1]] == [("-", "sport")]
    drafts, dropped = coded(attack("problem/NN"))
    assert (drafts, [one.reason for one in dropped]) == ([], ["figure of speech"])
    assert not is_sport(attack().words, lemmas_of(attack().words), LEXICON)


def test_what_speaks_against_a_pattern_is_asked_of_its_own_places() -> None:
    one = attack()
    (draft,), _ = coded(one)
    assert draft.hit is not None
    assert speaks_against(draft.hit, shared(one).arguments, LEXICON) is None


@pytest.mark.parametrize(
    ("fields", "private"),
    [
        ({"kind": "person"}, True),
        ({"kind": "person", "country": "MLI"}, False),
        ({"kind": "organization", "country": "MLI", "sector": "BUS"}, True),
        ({"kind": "organization", "sector": "JUD"}, True),
        ({"kind": "state", "entity": "state:MLI", "country": "MLI"}, False),
    ],
)
def test_people_without_name_country_or_office_are_private(fields: dict[str, str], private: bool) -> None:
    empty = {"key": "a1", "entity": None, "name": "somebody", "country": None, "sector": None, "role": None}
    actor = Actor(**(empty | {"mentions": (Mention(0, 8, "description"),)} | fields))  # type: ignore[arg-type]
    assert are_private([actor]) == private
    assert not are_private([])


@pytest.mark.parametrize(
    ("more", "old"),
    [
        ("in/IN/prep/1 1984/CD/pobj/3 ", True),
        ("last/JJ/amod/4 year/NN/npadvmod/1 ", True),
        ("on/IN/prep/1 Monday/NNP/pobj/3 ", False),
        ("", False),
    ],
)
def test_a_clause_that_says_a_year_before_is_older_history(more: str, old: bool) -> None:
    one = attack(more=more)
    dated = Scene.__new__(Scene)
    dated.text, dated.cast, dated.statements = one.text, one.cast, ()

    dated.document = make_document(
        one.text, parsed(ATTACK.format(object="Mali/NNP", more=more)), published="2025-03-06"
    )
    scene, (draft,) = shared(dated), coded(dated)[0]
    assert draft.hit is not None
    background, when = read_time(scene, draft.hit, draft.trigger)
    assert background == draft.background == old
    assert read_old(scene, draft.token, None) == old
    assert read_date(scene, draft.token, None, draft.trigger) == when
    assert (when is None) == (not more)


def test_what_another_must_do_is_a_request_of_who_says_so() -> None:
    notation = (
        "Norway/NNP/nsubj/1 said=say/VBD/ROOT/1 that/IN/mark/5 Mali/NNP/nsubj/5 must/MD/aux/5 leave/VB/ccomp/1 "
        "././punct/1"
    )
    one = Scene(parsed(notation), OF_BOTH)
    (request,) = modal_requests(shared(one))
    assert (request.type, request.sources, request.targets) == ("REQUEST", ("a1",), ("a2",))
    own = Scene(parsed(notation.replace("Mali/NNP", "it/PRP")), {"Norway": "NOR"})
    assert modal_requests(shared(own)) == []


def test_a_draft_that_is_settled_stays_as_it_is() -> None:
    one = attack()
    (draft,), _ = coded(one)
    assert settle(shared(one), draft) == draft


def test_the_attack_takes_up_the_attack_before_it_and_no_other() -> None:
    one = attack()
    (first,), _ = coded(one)
    noun_notation = "The/DT/det/1 attack/NN/nsubj/4 on/IN/prep/1 Mali/NNP/pobj/2 failed=fail/VBD/ROOT/4 ././punct/4"
    (second,), _ = coded(Scene(parsed(noun_notation), {"Mali": "MLI"}))
    again = replace(second, targets=("a2",), trigger=Span(100, 106))
    (distinct,) = merge_mentions(one.document, [first, again])
    assert (distinct.trigger, distinct.mentions) == (first.trigger, (again.trigger,))
    assert len(merge_mentions(one.document, [first, replace(again, targets=("a9",))])) == 2
    assert len(merge_mentions(one.document, [first, replace(again, status="denied")])) == 2


def test_a_town_that_is_shelled_stands_for_its_state(knowledge: Knowledge) -> None:
    notation = "Norway/NNP/nsubj/1 shelled=shell/VBD/ROOT/1 Odesa/NNP/dobj/1 ././punct/1"
    one = Scene(parsed(notation), {"Norway": "NOR"})
    places = PlaceReader(one.document, one.cast, knowledge)
    cast = with_struck_places(one.cast, one.document, LEXICON, places, knowledge)
    struck = cast.actors[-1]
    assert (struck.kind, struck.country, [m.form for m in struck.mentions]) == ("state", "UKR", ["metonym"])
    visited = Scene(parsed(notation.replace("shelled=shell", "visited=visit")), {"Norway": "NOR"})
    places = PlaceReader(visited.document, visited.cast, knowledge)
    assert with_struck_places(visited.cast, visited.document, LEXICON, places, knowledge) is visited.cast


def test_a_policy_bears_on_whom_it_was_said_to_bear() -> None:
    notation = (
        "Norway/NNP/poss/2 's/POS/case/0 policy/NN/nsubj/5 toward/IN/prep/2 Mali/NNP/pobj/3 changed=change/VBD/ROOT/5 "
        "././punct/5"
    )
    one = Scene(parsed(notation), OF_BOTH)
    topics = Topics(one.document, one.cast, (), LEXICON)
    (draft,), _ = coded(attack())
    here = replace(draft, sentence=one.document.sentences[0])
    assert [one.cast.actor(key).name for key in topics.of_policy(here, 1)] == ["Mali"]
    assert topics.of_speech(here) == ()
