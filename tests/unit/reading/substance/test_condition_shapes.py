"""The words of conditions on parses made by hand: what is asked, what marks it, what hangs on it."""

from __future__ import annotations

import pytest

from detente.reading.substance.conditions.find import find_shapes, join_found
from detente.reading.substance.conditions.predicates import PREDICATE_FINDERS
from detente.reading.substance.conditions.shape import ConditionShape, condition_words, is_act, make_shape
from detente.reading.substance.conditions.subordinators import find_subordinate
from detente.reading.substance.conditions.turns import TURN_FINDERS
from tests.reading_scenes import make_doc, parsed

SUBORDINATE = [
    (
        "Peru/NNP/nsubj/2 will/MD/aux/2 reopen/VB/ROOT/2 the/DT/det/4 port/NN/dobj/2 if/IN/mark/7 "
        "Chile/NNP/nsubj/7 pays=pay/VBZ/advcl/2 the/DT/det/9 fine/NN/dobj/7 ././punct/2",
        "if Chile pays the fine",
        "if",
        "Peru will reopen the port",
        None,
    ),
    (
        "If/IN/mark/2 Chile/NNP/nsubj/2 pays=pay/VBZ/advcl/6 ,/,/punct/6 Peru/NNP/nsubj/6 will/MD/aux/6 "
        "reopen/VB/ROOT/6 the/DT/det/8 port/NN/dobj/6 ././punct/6",
        "If Chile pays",
        "If",
        "Peru will reopen the port",
        None,
    ),
    (
        "Unless/IN/mark/2 Togo/NNP/nsubj/2 leaves=leave/VBZ/advcl/7 ,/,/punct/7 Ghana/NNP/nsubj/7 will/MD/aux/7 "
        "not/RB/neg/7 sign/VB/ROOT/7 ././punct/7",
        "Unless Togo leaves",
        "Unless",
        "Ghana will not sign",
        "demand",
    ),
    (
        "Should/MD/aux/3 the/DT/det/2 fleet/NN/nsubj/3 turn/VB/advcl/8 north/RB/advmod/3 ,/,/punct/8 "
        "Oman/NNP/nsubj/8 would/MD/aux/8 close/VB/ROOT/8 the/DT/det/10 strait/NN/dobj/8 ././punct/8",
        "Should the fleet turn north",
        "Should",
        "Oman would close the strait",
        None,
    ),
    (
        "Without/IN/prep/5 a/DT/det/2 census/NN/pobj/0 there/RB/expl/5 can/MD/aux/5 be/VB/ROOT/5 no/DT/det/7 "
        "vote/NN/attr/5 ././punct/5",
        "Without a census",
        "Without",
        "there can be no vote",
        "demand",
    ),
    (
        "The/DT/det/1 ban/NN/nsubj/3 will/MD/aux/3 remain/VB/ROOT/3 until/IN/mark/6 Togo/NNP/nsubj/6 "
        "frees=free/VBZ/advcl/3 the/DT/det/8 crew/NN/dobj/6 ././punct/3",
        "until Togo frees the crew",
        "until",
        "The ban will remain",
        "demand",
    ),
]
PREDICATES = [
    (
        "The/DT/det/1 loan/NN/nsubj/2 is=be/VBZ/ROOT/2 contingent/JJ/acomp/2 on/IN/prep/3 reform/NN/pobj/4 ././punct/2",
        "contingent on reform",
        "contingent on",
        "The loan",
        "requirement",
    ),
    (
        "Any/DT/det/1 treaty/NN/nsubjpass/4 must/MD/aux/4 be/VB/auxpass/4 based=base/VBN/ROOT/4 on/IN/prep/4 "
        "equal/JJ/amod/7 rights=right/NNS/pobj/5 ././punct/4",
        "must be based on equal rights",
        "must based",
        "Any treaty",
        "requirement",
    ),
    (
        "Accession/NN/nsubj/1 requires=require/VBZ/ROOT/1 two/CD/nummod/3 votes=vote/NNS/dobj/1 ././punct/1",
        "requires two votes",
        "requires",
        "Accession",
        "requirement",
    ),
    (
        "The/DT/det/1 obstacle/NN/nsubj/4 to/IN/prep/1 peace/NN/pobj/2 is=be/VBZ/ROOT/4 the/DT/det/6 "
        "blockade/NN/attr/4 ././punct/4",
        "the blockade",
        "obstacle",
        "peace",
        "requirement",
    ),
    (
        "Mali/NNP/nsubj/1 called=call/VBD/ROOT/1 the/DT/det/3 base/NN/dobj/1 a/DT/det/6 red/JJ/amod/6 "
        "line/NN/oprd/1 ././punct/1",
        "the base",
        "red line",
        "",
        "demand",
    ),
    (
        "The/DT/det/1 onus/NN/nsubj/2 is=be/VBZ/ROOT/2 on/IN/prep/2 Chad/NNP/pobj/3 to/TO/aux/6 free/VB/advcl/2 "
        "the/DT/det/8 crew/NN/dobj/6 ././punct/2",
        "Chad to free the crew",
        "onus on",
        "",
        "requirement",
    ),
    (
        "Togo/NNP/nsubj/1 set/VBD/ROOT/1 a/DT/det/3 truce/NN/dobj/1 as/IN/prep/1 a/DT/det/6 condition/NN/pobj/4 "
        "for/IN/prep/6 talks=talk/NNS/pobj/7 ././punct/1",
        "a truce",
        "as condition",
        "talks",
        "demand",
    ),
]
TURNS = [
    (
        "Chad/NNP/nsubj/2 must/MD/aux/2 disarm/VB/ROOT/2 the/DT/det/4 militia/NN/dobj/2 or/CC/cc/2 face/VB/conj/2 "
        "sanctions=sanction/NNS/dobj/6 ././punct/2",
        "disarm the militia",
        "or face",
        "face sanctions",
        "threat",
    ),
    (
        "The/DT/det/1 pact/NN/nsubjpass/4 must/MD/aux/4 be/VB/auxpass/4 ratified=ratify/VBN/ROOT/4 by/IN/agent/4 "
        "both/DT/det/7 houses=house/NNS/pobj/5 ././punct/4",
        "must be ratified by both houses",
        "must ratified",
        "The pact",
        "requirement",
    ),
    (
        "Fiji/NNP/nsubj/1 made=make/VBD/ROOT/1 the/DT/det/3 visit/NN/nsubj/4 conditional/JJ/ccomp/1 on/IN/prep/1 "
        "an/DT/det/7 apology/NN/pobj/5 ././punct/1",
        "conditional on an apology",
        "conditional on",
        "the visit",
        "requirement",
    ),
    (
        "Only/RB/advmod/2 a/DT/det/2 settlement/NN/nsubj/4 can/MD/aux/4 end/VB/ROOT/4 the/DT/det/6 war/NN/dobj/4 "
        "././punct/4",
        "Only a settlement",
        "Only",
        "can end the war",
        "requirement",
    ),
    (
        "Peace/NN/nsubj/1 has=have/VBZ/ROOT/1 to/TO/aux/3 begin/VB/xcomp/1 with/IN/prep/3 a/DT/det/6 "
        "truce/NN/pobj/4 ././punct/1",
        "has to begin with a truce",
        "has",
        "Peace",
        "requirement",
    ),
    (
        "The/DT/det/1 deal/NN/nsubj/2 awaits=await/VBZ/ROOT/2 approval/NN/dobj/2 ././punct/2",
        "awaits approval",
        "awaits",
        "The deal",
        "requirement",
    ),
    (
        "Failure/NN/nsubj/4 to/TO/aux/2 comply/VB/acl/0 would/MD/aux/4 bring/VB/ROOT/4 "
        "sanctions=sanction/NNS/dobj/4 ././punct/4",
        "Failure to comply",
        "Failure",
        "would bring sanctions",
        "threat",
    ),
]
NONE = [
    "Peru/NNP/nsubj/3 did=do/VBD/aux/3 not/RB/neg/3 act/VB/ROOT/3 until/IN/mark/6 Chile/NNP/nsubj/6 "
    "spoke=speak/VBD/advcl/3",
    "Figures=figure/NNS/nsubj/5 provided=provide/VBN/acl/0 by/IN/agent/1 an/DT/det/4 envoy/NN/pobj/2 are=be/VBP/ROOT/5 "
    "what/WP/nsubj/7 counts=count/VBZ/attr/5",
    "Peru/NNP/nsubj/2 should/MD/aux/2 adopt/VB/ROOT/2 another/DT/det/4 tone/NN/dobj/2 ././punct/2",
    "Peru/NNP/nsubj/1 asked=ask/VBD/ROOT/1 if/IN/mark/5 Chile/NNP/nsubj/5 would/MD/aux/5 pay/VB/ccomp/1 ././punct/1",
    "Kenya/NNP/nsubj/1 provided=provide/VBD/ROOT/1 ten/CD/nummod/3 boats=boat/NNS/dobj/1 ././punct/1",
    "Mali/NNP/nsubj/1 left=leave/VBD/ROOT/1 when/WRB/advmod/5 the/DT/det/4 war/NN/nsubj/5 "
    "ended=end/VBD/advcl/1 ././punct/1",
    "Ghana/NNP/nsubj/3 and/CC/cc/0 Togo/NNP/conj/0 argued=argue/VBD/ROOT/3 until/IN/prep/3 dawn/NN/pobj/4 ././punct/3",
    "The/DT/det/1 minister/NN/nsubj/3 will/MD/aux/3 meet/VB/ROOT/3 its/PRP$/poss/5 leader/NN/dobj/3 "
    "when/WRB/advmod/8 he/PRP/nsubj/8 visits=visit/VBZ/advcl/3 Mali/NNP/dobj/8 ././punct/3",
]


def in_words(shape: ConditionShape) -> tuple[str, str, str, str | None]:
    """Return what is asked, the marker, what hangs on it, and the direction."""
    parts = (" ".join(word.text for word in part) for part in (shape.condition, shape.marker, shape.on))
    return (*parts, shape.direction)  # type: ignore[return-value]


@pytest.mark.parametrize(("notation", "condition", "marker", "on", "direction"), SUBORDINATE)
def test_what_a_subordinator_opens(notation: str, condition: str, marker: str, on: str, direction: str | None) -> None:
    (shape,) = find_subordinate(make_doc(parsed(notation)))
    assert in_words(shape) == (condition, marker, on, direction)


@pytest.mark.parametrize(("notation", "condition", "marker", "on", "direction"), PREDICATES)
def test_what_a_predicate_makes_a_condition(
    notation: str, condition: str, marker: str, on: str, direction: str | None
) -> None:
    found = [
        shape for word in make_doc(parsed(notation)) for finder in PREDICATE_FINDERS if (shape := finder.find(word))
    ]
    assert [in_words(shape) for shape in found] == [(condition, marker, on, direction)]


@pytest.mark.parametrize(("notation", "condition", "marker", "on", "direction"), TURNS)
def test_what_a_turn_of_phrase_makes_a_condition(
    notation: str, condition: str, marker: str, on: str, direction: str | None
) -> None:
    doc = make_doc(parsed(notation))
    finders = (*TURN_FINDERS, *PREDICATE_FINDERS)
    found = [shape for word in doc for finder in finders if (shape := finder.find(word))]
    assert (condition, marker, on, direction) in [in_words(shape) for shape in found]
    assert [in_words(shape) for shape in find_shapes(doc)] == [(condition, marker, on, direction)]


@pytest.mark.parametrize("notation", [case[0] for case in (*PREDICATES, *TURNS)])
def test_the_words_in_front_of_a_finder_keep_nothing_from_it(notation: str) -> None:
    doc = make_doc(parsed(notation))
    asked = [word for word in doc for finder in (*PREDICATE_FINDERS, *TURN_FINDERS) if finder.find(word)]
    assert len(find_shapes(doc)) == len(asked)


@pytest.mark.parametrize("notation", NONE)
def test_what_only_looks_like_a_condition(notation: str) -> None:
    doc = make_doc(parsed(notation))
    assert find_subordinate(doc) == []
    assert find_shapes(doc) == []


def test_shapes_that_share_a_word_with_an_earlier_one_are_left_out() -> None:
    doc = make_doc(parsed("Peace/NN/nsubj/1 needs=need/VBZ/ROOT/1 a/DT/det/3 truce/NN/dobj/1 now/RB/advmod/1"))
    first = make_shape(doc[1:4], [doc[1]], [doc[0]], "requirement")
    same = make_shape(doc[2:4], [doc[1]], [doc[0]], "requirement")
    later = make_shape(doc[4:5], [doc[4]], [], None)
    assert first is not None
    assert same is not None
    assert later is not None
    assert join_found([first], [later, same]) == [first, later]


def test_a_shape_without_words_is_none() -> None:
    doc = make_doc(parsed("Peace/NN/nsubj/1 came=come/VBD/ROOT/1"))
    assert make_shape([], [doc[0]], [doc[1]], None) is None
    assert make_shape([doc[0]], [], [doc[1]], None) is None


def test_acts_are_told_from_things() -> None:
    doc = make_doc(parsed("ratification/NN/ROOT/0 boat/NN/ROOT/1 outcome/NN/ROOT/2"))
    assert [is_act(word) for word in doc] == [True, False, True]
    assert "accession" in condition_words("requirer")
