"""The words of rival readings on parses made by hand: of what, as what, and not as what."""

from __future__ import annotations

import pytest

from detente.reading.substance.interpretations.claims import copular_reading, verb_reading
from detente.reading.substance.interpretations.features import AroundReading, interpretation_features
from detente.reading.substance.interpretations.parts import interpretation_words, is_negated, is_passive_or_participle
from detente.reading.substance.interpretations.read import find_candidates, read_interpretations
from detente.reading.substance.interpretations.rules import _FINDERS, find_readings
from detente.records import Actor, Mention
from tests.reading_scenes import Scene, make_doc, parsed

READINGS = [
    (
        "Togo/NNP/nsubj/1 sees=see/VBZ/ROOT/1 the/DT/det/3 parade/NN/dobj/1 as/IN/prep/1 a/DT/det/6 "
        "threat/NN/pobj/4 ././punct/1",
        "as",
        "the parade",
        ["a threat"],
        [],
    ),
    (
        "Togo/NNP/nsubj/1 sees=see/VBZ/ROOT/1 the/DT/det/3 parade/NN/dobj/1 not/RB/neg/5 as/IN/prep/1 a/DT/det/7 "
        "festival/NN/pobj/5 but/CC/cc/5 as/IN/conj/5 a/DT/det/11 threat/NN/pobj/9 ././punct/1",
        "as",
        "the parade",
        ["a threat"],
        ["a festival"],
    ),
    (
        "Mali/NNP/nsubj/1 called=call/VBD/ROOT/1 the/DT/det/3 vote/NN/dobj/1 a/DT/det/5 farce/NN/oprd/1 ././punct/1",
        "call",
        "the vote",
        ["a farce"],
        [],
    ),
    (
        "Peru/NNP/nsubj/1 said=say/VBD/ROOT/1 the/DT/det/3 strike/NN/nsubj/4 was=be/VBD/ccomp/1 a/DT/det/6 "
        "crime/NN/attr/4 ././punct/1",
        "copula",
        "the strike",
        ["a crime"],
        [],
    ),
    (
        "The/DT/det/1 levy/NN/nsubj/2 amounts=amount/VBZ/ROOT/2 to/IN/prep/2 a/DT/det/5 blockade/NN/pobj/3 ././punct/2",
        "verb",
        "The levy",
        ["a blockade"],
        [],
    ),
    (
        "Chad/NNP/nsubj/1 accused=accuse/VBD/ROOT/1 Niger/NNP/dobj/1 of/IN/prep/1 using=use/VBG/pcomp/3 "
        "the/DT/det/6 truce/NN/dobj/4 to/TO/aux/8 rearm/VB/xcomp/4 ././punct/1",
        "scheme",
        "the truce",
        ["using the truce to rearm"],
        [],
    ),
    (
        "Kenya/NNP/nsubj/1 denied=deny/VBD/ROOT/1 that/IN/mark/5 the/DT/det/4 visit/NN/nsubj/5 was=be/VBD/ccomp/1 "
        "a/DT/det/7 retreat/NN/attr/5 ././punct/1",
        "copula",
        "the visit",
        [],
        ["a retreat"],
    ),
    (
        "Oman/NNP/nsubj/1 saw=see/VBD/ROOT/1 in/IN/prep/1 the/DT/det/4 verdict/NN/pobj/2 an/DT/det/6 "
        "attempt/NN/dobj/1 to/TO/aux/8 silence/VB/acl/6 him=he/PRP/dobj/8 ././punct/1",
        "see",
        "the verdict",
        ["an attempt to silence him"],
        [],
    ),
    (
        "Togo/NNP/nsubj/1 compared=compare/VBD/ROOT/1 the/DT/det/3 camp/NN/dobj/1 to/IN/prep/1 a/DT/det/6 "
        "prison/NN/pobj/4 ././punct/1",
        "compare",
        "the camp",
        ["a prison"],
        [],
    ),
    (
        "Kenya/NNP/nsubj/1 left=leave/VBD/ROOT/1 under/IN/prep/1 the/DT/det/4 pretext/NN/pobj/2 of/IN/prep/4 "
        "a/DT/det/7 drill/NN/pobj/5 ././punct/1",
        "excuse",
        "Kenya left",
        ["a drill"],
        [],
    ),
    (
        "It/PRP/nsubj/1 followed=follow/VBD/ROOT/1 a/DT/det/3 vote/NN/dobj/1 the/DT/det/5 West/NNP/nsubj/6 "
        "calls=call/VBZ/relcl/3 a/DT/det/8 fraud/NN/dobj/6 ././punct/1",
        "call",
        "a vote",
        ["a fraud"],
        [],
    ),
    (
        "Mali/NNP/nsubj/1 called=call/VBD/ROOT/1 him=he/PRP/dobj/1 Togo/NNP/poss/6 's/POS/case/3 last/JJ/amod/6 "
        "despot/NN/oprd/1 ././punct/1",
        "call",
        "him",
        ["Togo 's last despot"],
        [],
    ),
    (
        'Mali/NNP/nsubj/1 called=call/VBD/ROOT/1 the/DT/det/3 vote/NN/nmod/5 "/``/punct/5 theatre/NN/dobj/1 '
        "\"/''/punct/5 ././punct/1",
        "call",
        "the vote",
        ["theatre"],
        [],
    ),
    (
        "Togo/NNP/nsubj/1 regards=regard/VBZ/ROOT/1 the/DT/det/3 isle/NN/dobj/1 as/IN/prep/1 part/NN/pobj/4 "
        "of/IN/prep/5 it/PRP/pobj/6 ././punct/1",
        "as",
        "the isle",
        ["part of it"],
        [],
    ),
    (
        "Togo/NNP/nsubj/1 left=leave/VBD/ROOT/1 the/DT/det/3 talks=talk/NNS/dobj/1 ,/,/punct/3 a/DT/det/7 "
        "clear/JJ/amod/7 rebuke/NN/appos/3 to/IN/prep/7 Mali/NNP/pobj/8 ././punct/1",
        "aside",
        "",
        ["a clear rebuke to Mali"],
        [],
    ),
    (
        "The/DT/det/1 trip/NN/nsubj/8 ,/,/punct/1 which/WDT/nsubj/4 reflects=reflect/VBZ/relcl/1 a/DT/det/6 "
        "thaw/NN/dobj/4 ;/:/punct/8 ended=end/VBD/ROOT/8 ././punct/8",
        "verb",
        "The trip",
        ["reflects a thaw"],
        [],
    ),
]
NONE = [
    "He/PRP/nsubj/1 works=work/VBZ/ROOT/1 as/IN/prep/1 a/DT/det/4 doctor/NN/pobj/2 ././punct/1",
    "Peru/NNP/nsubj/1 called=call/VBD/ROOT/1 the/DT/det/3 minister/NN/dobj/1 ././punct/1",
    "Chad/NNP/nsubj/1 stopped=stop/VBD/ROOT/1 so/RB/advmod/4 -/HYPH/punct/4 called=call/VBN/amod/5 music/NN/dobj/1 "
    "././punct/1",
    "Whether/IN/mark/3 the/DT/det/2 trip/NN/nsubj/3 reflects=reflect/VBZ/csubj/6 a/DT/det/5 thaw/NN/dobj/3 "
    "stays=stay/VBZ/ROOT/6 open/RB/advmod/6 ././punct/6",
    "Peru/NNP/nsubj/1 took=take/VBD/ROOT/1 part/NN/dobj/1 as/IN/prep/1 an/DT/det/5 observer/NN/pobj/3 ././punct/1",
    "Peru/NNP/nsubj/1 sold=sell/VBD/ROOT/1 the/DT/det/3 boats=boat/NNS/dobj/1 ././punct/1",
]


@pytest.mark.parametrize(("notation", "way", "of", "affirmed", "denied"), READINGS)
def test_readings(notation: str, way: str, of: str, affirmed: list[str], denied: list[str]) -> None:
    (found,) = find_readings(make_doc(parsed(notation)))
    parts = [[" ".join(word.text for word in part) for part in side] for side in (found.affirmed, found.denied)]
    assert (found.way, " ".join(word.text for word in found.of), *parts) == (way, of, affirmed, denied)


@pytest.mark.parametrize("notation", [reading[0] for reading in READINGS])
def test_a_finder_begins_with_the_lemmas_that_are_said_to_lead_to_it(notation: str) -> None:
    led = [
        (token.lemma_.lower(), words())
        for _, words, find in _FINDERS
        for token in make_doc(parsed(notation))
        if find(token)
    ]
    assert led
    assert all(lemma in words for lemma, words in led)


@pytest.mark.parametrize("notation", NONE)
def test_what_only_looks_like_a_reading(notation: str) -> None:
    assert find_readings(make_doc(parsed(notation))) == []


SEEN = (
    "Togo/NNP/nsubj/1 sees=see/VBZ/ROOT/1 the/DT/det/3 parade/NN/dobj/1 not/RB/neg/5 as/IN/prep/1 a/DT/det/7 "
    "festival/NN/pobj/5 but/CC/cc/5 as/IN/conj/5 a/DT/det/11 threat/NN/pobj/9 ././punct/1"
)
SAID = (
    "Peru/NNP/nsubj/1 said=say/VBD/ROOT/1 the/DT/det/3 strike/NN/nsubj/4 was=be/VBD/ccomp/1 a/DT/det/6 "
    "crime/NN/attr/4 ././punct/1"
)
DENIED = (
    "Kenya/NNP/nsubj/1 denied=deny/VBD/ROOT/1 that/IN/mark/5 the/DT/det/4 visit/NN/nsubj/5 was=be/VBD/ccomp/1 "
    "a/DT/det/7 retreat/NN/attr/5 ././punct/1"
)


ASIDE = (
    "Togo/NNP/nsubj/1 left=leave/VBD/ROOT/1 the/DT/det/3 talks=talk/NNS/dobj/1 ,/,/punct/3 a/DT/det/7 clear/JJ/amod/7 "
    "rebuke/NN/appos/3 to/IN/prep/7 Mali/NNP/pobj/8 ././punct/1"
)


def test_who_reads_it_so_is_the_subject_or_else_the_speaker() -> None:
    scene = Scene(parsed(SEEN), {"Togo": "TGO"})
    (candidate,) = find_candidates(scene.document, scene.cast, ())
    claim = candidate.claim
    assert (claim.holder, claim.said_in) == ("a1", None)
    assert claim.of is not None
    assert claim.of.words(scene.text) == "the parade"

    scene = Scene(parsed(SAID), {"Peru": "PER"}, said=("Peru", "the strike was a crime"))
    (candidate,) = find_candidates(scene.document, scene.cast, scene.statements)
    assert (candidate.claim.holder, candidate.claim.said_in) == ("a1", "s1")


def test_a_plain_predicate_is_a_reading_only_inside_a_statement() -> None:
    words = "The/DT/det/1 strike/NN/nsubj/2 was=be/VBD/ROOT/2 a/DT/det/4 crime/NN/attr/2 ././punct/2"
    scene = Scene(parsed(words), {})
    assert find_candidates(scene.document, scene.cast, ()) == []


def test_what_is_kept_has_a_key_and_a_confidence() -> None:
    scene = Scene(parsed(SEEN), {"Togo": "TGO"})
    (claim,) = read_interpretations(scene.document, scene.cast, ())
    assert claim.key == "i1"
    assert claim.confidence is not None
    assert [span.words(scene.text) for span in claim.denied] == ["a festival"]


def test_features_say_which_finder_and_what_stands_around() -> None:
    doc = make_doc(parsed(SEEN))
    (found,) = find_readings(doc)
    alone = interpretation_features(found, AroundReading(holder=None, of_actor=False, sentence=0, fifth=0))
    togo = Actor("a1", None, "Togo", "state", "TGO", None, None, (Mention(0, 4, "name"),))
    known = interpretation_features(
        found, AroundReading(holder=togo, of_actor=True, sentence=9, fifth=4, cue="say", share=0.5, late=True)
    )
    assert {"as by nobody known", "as outside a statement", "sentence 0", "in fifth 0"} <= alone
    assert {"as held by sector None", "held by a state", "cue say", "share of what is said 2"} <= known
    assert {"as of an actor", "sentence 5", "in fifth 4"} <= known
    assert "of=parade" in alone & known


def test_nobody_is_made_the_holder_of_an_aside() -> None:
    scene = Scene(parsed(ASIDE), {"Togo": "TGO"})
    (candidate,) = find_candidates(scene.document, scene.cast, ())
    assert candidate.claim.holder is None


def test_a_denied_predicate_is_found_by_its_own_finder() -> None:
    doc = make_doc(parsed(DENIED))
    assert [copular_reading(word) is not None for word in doc].count(True) == 1
    assert [verb_reading(word) is not None for word in doc].count(True) == 0


def test_negation_and_passive() -> None:
    doc = make_doc(parsed("Mali/NNP/nsubjpass/3 was=be/VBD/auxpass/3 not/RB/neg/3 seen=see/VBN/ROOT/3"))
    assert is_negated(doc[3])
    assert is_passive_or_participle(doc[3])
    assert "see" in interpretation_words("as-verb")
