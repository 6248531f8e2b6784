"""Conditions as claims, on parses made by hand: who sets them, of whom, what they bind, and what follows for events."""

from __future__ import annotations

import dataclasses

import pytest

from detente.reading.substance.commitments import read_commitments
from detente.reading.substance.conditions.features import condition_features
from detente.reading.substance.conditions.read import PossibleCondition, find_candidates, read_conditions
from detente.reading.substance.sayings import acting_in, actors_of, speaker_of, speakers_of
from tests.reading_scenes import Scene, parsed

STATES = {"Chile": "CHL", "Ghana": "GHA", "Mali": "MLI", "Oman": "OMN", "Peru": "PER", "Togo": "TGO"}


def scene(notation: str, said: tuple[str, str] | None = None) -> Scene:
    words = parsed(notation)
    return Scene(words, {name: code for name, code in STATES.items() if any(name == word[0] for word in words)}, said)


def only(one: Scene) -> PossibleCondition:
    (candidate,) = find_candidates(one.document, one.cast, one.statements, one.read().events)
    return candidate


def country(one: Scene, key: str | None) -> str | None:
    return None if key is None else one.cast.actor(key).country


OFFER = (
    "Ghana/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/4 would/MD/aux/4 lift/VB/ccomp/1 the/DT/det/6 ban/NN/dobj/4 "
    "if/IN/mark/9 Togo/NNP/nsubj/9 released=release/VBD/advcl/4 the/DT/det/11 sailors=sailor/NNS/dobj/9"
)
THREAT = (
    "Peru/NNP/nsubj/2 will/MD/aux/2 attack/VB/ROOT/2 Chile/NNP/dobj/2 if/IN/mark/6 Mali/NNP/nsubj/6 "
    "leaves=leave/VBZ/advcl/2 ././punct/2"
)
OBSTACLE = (
    "For/IN/prep/7 Oman/NNP/pobj/0 ,/,/punct/7 the/DT/det/4 obstacle/NN/nsubj/7 to/IN/prep/4 peace/NN/pobj/5 "
    "is=be/VBZ/ROOT/7 the/DT/det/9 blockade/NN/attr/7 ././punct/7"
)
ONUS = (
    "The/DT/det/1 onus/NN/nsubj/2 is=be/VBZ/ROOT/2 on/IN/prep/2 Mali/NNP/pobj/3 to/TO/aux/6 free/VB/advcl/2 "
    "the/DT/det/8 crew/NN/dobj/6 ././punct/2"
)
PASSIVE = (
    "Peru/NNP/nsubj/2 will/MD/aux/2 help/VB/ROOT/2 if/IN/mark/6 Chile/NNP/nsubjpass/6 is=be/VBZ/auxpass/6 "
    "attacked=attack/VBN/advcl/2"
)


@pytest.mark.parametrize(
    ("notation", "said", "holder", "addressee"),
    [
        # The speaker, where it is said; the subject inside the condition is who is asked.
        (OFFER, ("Ghana", "it would lift the ban if Togo released the sailors"), "GHA", "TGO"),
        # Who acts in the main clause, where nobody says it.
        (THREAT, None, "PER", "MLI"),
        # For whom it is so.
        (OBSTACLE, None, "OMN", None),
        # Who is named to bear it.
        (ONUS, None, None, "MLI"),
        # Nobody is asked for what is done to him.
        (PASSIVE, None, "PER", None),
    ],
)
def test_who_sets_a_condition_and_of_whom(
    notation: str, said: tuple[str, str] | None, holder: str | None, addressee: str | None
) -> None:
    one = scene(notation, said)
    claim = only(one).claim
    assert (country(one, claim.holder), country(one, claim.addressee)) == (holder, addressee)


WASTED = (
    "Had/VBD/aux/2 Togo/NNP/nsubj/2 wanted=want/VBN/advcl/9 peace/NN/dobj/2 ,/,/punct/9 it/PRP/nsubj/9 would/MD/aux/9 "
    "not/RB/neg/9 have/VB/aux/9 attacked=attack/VBN/ROOT/9 Mali/NNP/dobj/9"
)


def test_nobody_sets_what_can_no_longer_be_met() -> None:
    claim = only(scene(WASTED)).claim
    assert (claim.holder, claim.addressee, claim.direction) == (None, None, None)


def test_what_has_happened_is_a_reason_and_no_condition() -> None:
    shot = (
        "Ghana/NNP/nsubj/1 said=say/VBD/ROOT/1 it/PRP/nsubj/4 would/MD/aux/4 leave/VB/ccomp/1 after/IN/mark/8 "
        "guards=guard/NNS/nsubjpass/8 were=be/VBD/auxpass/8 shot=shoot/VBN/advcl/4"
    )
    told = [scene(words) for words in (shot, shot.replace("were=be/VBD", "are=be/VBP"))]
    assert [len(find_candidates(one.document, one.cast, one.statements, ())) for one in told] == [0, 1]


def test_what_would_follow_tells_the_direction() -> None:
    assert only(scene(OFFER)).claim.direction == "offer"
    assert only(scene(THREAT)).claim.direction == "threat"
    assert only(scene(OBSTACLE)).claim.direction == "requirement"


def test_events_that_hang_on_a_condition_become_conditional() -> None:
    one = scene(THREAT)
    found = read_conditions(one.document, one.cast, (), one.read().events)
    (condition,) = found.conditions
    (attack,) = found.events
    assert condition.key == "c1"
    assert condition.confidence is not None
    assert condition.binds == (attack.key,)
    assert (attack.status, attack.status_cue) == ("conditional", condition.marker)


def test_a_condition_that_bears_on_nothing_leaves_a_gap() -> None:
    one = scene(ONUS)
    found = read_conditions(one.document, one.cast, (), ())
    assert [(gap.stage, gap.reason) for gap in found.gaps] == [("conditions", "no_bearing") for _ in found.conditions]


def test_features_say_who_holds_it_and_who_is_asked() -> None:
    candidate = only(scene(THREAT))
    both = condition_features(candidate.shape, None, candidate.bound, holder=True, addressee=True)
    nobody = condition_features(candidate.shape, None, candidate.bound, holder=False, addressee=False)
    assert both == candidate.features
    assert both != nobody


def test_an_act_that_hangs_on_a_condition_is_a_commitment() -> None:
    one = scene(THREAT)
    found = read_conditions(one.document, one.cast, (), one.read().events)
    (entry,) = read_commitments(one.document, (), found.events, found.conditions)
    assert (entry.key, entry.event, entry.conditions) == ("m1", "e1", ("c1",))
    assert (country(one, entry.actor), country(one, entry.addressee)) == ("PER", "CHL")


def test_what_is_done_or_only_recalled_is_no_commitment() -> None:
    one = scene(THREAT)
    (event,) = one.read().events
    done = dataclasses.replace(event, status="actual", status_cue=None)
    recalled = dataclasses.replace(event, background=True)
    assert read_commitments(one.document, (), (done, recalled), ()) == ()


def test_who_asks_for_an_act_is_its_addressee() -> None:
    one = scene(THREAT, ("Mali", "Peru will attack Chile"))
    (event,) = one.read().events
    asked = dataclasses.replace(event, status="proposed", said_in="s1")
    entries = read_commitments(one.document, one.statements, (asked,), ())
    assert [country(one, entry.addressee) for entry in entries] == ["MLI"]


def test_the_speaker_is_one_or_nobody() -> None:
    statement = scene(THREAT, ("Mali", "Peru will attack Chile")).statements[0]
    two = dataclasses.replace(statement, speakers=("a1", "a2"))
    unnamed = dataclasses.replace(statement, speakers=(), on_behalf_of=("a3",))
    assert [speaker_of(one) for one in (statement, two, unnamed, None)] == [statement.speakers[0], None, "a3", None]
    assert [speakers_of(one) for one in (two, unnamed, None)] == [("a1", "a2"), ("a3",), ()]


def test_who_acts_is_the_subject_of_the_nearest_verb_that_has_one() -> None:
    one = scene(OFFER)
    sentence = one.document.sentences[0]
    assert country(one, acting_in(one.cast, sentence, one.words[11])) == "TGO"
    assert country(one, acting_in(one.cast, sentence, one.words[1])) == "GHA"


def test_an_owner_stands_for_the_noun_that_means_nobody() -> None:
    one = scene("Togo/NNP/poss/2 's/POS/case/0 offer/NN/nsubj/3 failed=fail/VBD/ROOT/3")
    keys = actors_of(one.cast, one.document.sentences[0], one.words[2])
    assert [country(one, key) for key in keys] == ["TGO"]
