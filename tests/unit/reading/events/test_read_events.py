"""Who did what to whom, and whether it happened, on parses made by hand."""

from __future__ import annotations

import pytest

from tests.reading_scenes import Scene, Word

IRAN: Word = ("Iran", "Iran", "NNP", "nsubj", 1)
STATES = {"Iran": "IRN", "Israel": "ISR"}


def active(*between: Word) -> Scene:
    """Return "Iran … attacked Israel." with auxiliaries or adverbs in between."""
    verb = len(between) + 1
    words: list[Word] = [("Iran", "Iran", "NNP", "nsubj", verb)]
    words += [(t, lemma, tag, dep, verb) for t, lemma, tag, dep, _ in between]
    words += [
        ("attack", "attack", "VB", "ROOT", verb),
        ("Israel", "Israel", "NNP", "dobj", verb),
        (".", ".", ".", "punct", verb),
    ]
    return Scene(words, STATES)


def test_active_clause() -> None:
    assert active().lines() == ["ASSAULT IRN>ISR actual"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (("not", "not", "RB", "neg", 0), "ASSAULT IRN>ISR denied not"),
        (("never", "never", "RB", "neg", 0), "ASSAULT IRN>ISR denied never"),
        (("may", "may", "MD", "aux", 0), "ASSAULT IRN>ISR possible may"),
        (("will", "will", "MD", "aux", 0), "ASSAULT IRN>ISR promised will"),
        (("should", "should", "MD", "aux", 0), "ASSAULT IRN>ISR proposed should"),
        (("reportedly", "reportedly", "RB", "advmod", 0), "ASSAULT IRN>ISR possible reportedly"),
    ],
)
def test_status_and_its_words(word: Word, expected: str) -> None:
    assert active(word).lines() == [expected]


def test_passive_turns_the_sides() -> None:
    scene = Scene(
        [
            ("Israel", "Israel", "NNP", "nsubjpass", 2),
            ("was", "be", "VBD", "auxpass", 2),
            ("attacked", "attack", "VBN", "ROOT", 2),
            ("by", "by", "IN", "agent", 2),
            ("Iran", "Iran", "NNP", "pobj", 3),
            (".", ".", ".", "punct", 2),
        ],
        STATES,
    )
    assert scene.lines() == ["ASSAULT IRN>ISR actual"]


LIGHT: list[Word] = [
    ("Iran", "Iran", "NNP", "nsubj", 1),
    ("launched", "launch", "VBD", "ROOT", 1),
    ("an", "an", "DT", "det", 3),
    ("attack", "attack", "NN", "dobj", 1),
    ("on", "on", "IN", "prep", 3),
    ("Israel", "Israel", "NNP", "pobj", 4),
    (".", ".", ".", "punct", 1),
]


def test_light_verb_lends_its_subject_and_joins_the_trigger() -> None:
    scene = Scene(LIGHT, STATES)
    assert scene.lines() == ["ASSAULT IRN>ISR actual"]
    assert scene.read().events[0].trigger.words(scene.text) == "launched an attack"


def control(verb: str, lemma: str) -> Scene:
    """Return "Iran VERB to attack Israel."."""
    return Scene(
        [
            IRAN,
            (verb, lemma, "VBD", "ROOT", 1),
            ("to", "to", "TO", "aux", 3),
            ("attack", "attack", "VB", "xcomp", 1),
            ("Israel", "Israel", "NNP", "dobj", 3),
            (".", ".", ".", "punct", 1),
        ],
        STATES,
    )


@pytest.mark.parametrize(
    ("verb", "lemma", "expected"),
    [
        ("refused", "refuse", "REJECT IRN>ISR actual"),
        ("threatened", "threaten", "THREATEN IRN>ISR actual"),
        ("vowed", "vow", "THREATEN IRN>ISR actual"),
        ("planned", "plan", "ASSAULT IRN>ISR promised planned"),
        ("failed", "fail", "ASSAULT IRN>ISR denied failed"),
        ("began", "begin", "ASSAULT IRN>ISR actual"),
    ],
)
def test_control_verbs(verb: str, lemma: str, expected: str) -> None:
    assert control(verb, lemma).lines() == [expected]


RECIPROCAL: list[Word] = [
    ("Iran", "Iran", "NNP", "nsubj", 3),
    ("and", "and", "CC", "cc", 0),
    ("Israel", "Israel", "NNP", "conj", 0),
    ("met", "meet", "VBD", "ROOT", 3),
    (".", ".", ".", "punct", 3),
]


def test_both_sides_of_a_meeting_are_sources() -> None:
    assert Scene(RECIPROCAL, STATES).lines() == ["CONSULT IRN,ISR>- actual"]


HEARSAY: list[Word] = [
    ("Russia", "Russia", "NNP", "nsubj", 1),
    ("said", "say", "VBD", "ROOT", 1),
    ("Iran", "Iran", "NNP", "nsubj", 3),
    ("attacked", "attack", "VBD", "ccomp", 1),
    ("Israel", "Israel", "NNP", "dobj", 3),
    (".", ".", ".", "punct", 1),
]


def test_hearsay_is_an_act_of_who_acts_and_said_by_who_says() -> None:
    scene = Scene(HEARSAY, {**STATES, "Russia": "RUS"}, ("Russia", "Iran attacked Israel"))
    assert scene.lines() == ["ASSAULT IRN>ISR actual said"]
    assert scene.read().events[0].said_in == "s1"


def test_future_cooperation_is_an_agreement() -> None:
    scene = Scene(
        [
            ("Iran", "Iran", "NNP", "nsubj", 2),
            ("will", "will", "MD", "aux", 2),
            ("visit", "visit", "VB", "ROOT", 2),
            ("Israel", "Israel", "NNP", "dobj", 2),
            (".", ".", ".", "punct", 2),
        ],
        STATES,
    )
    assert scene.lines() == ["AGREE IRN>ISR promised will"]
    assert scene.explain("e1").rules == ("future cooperation",)


def test_a_missing_source_is_a_gap_not_a_guess() -> None:
    scene = Scene(
        [
            ("Israel", "Israel", "NNP", "nsubjpass", 2),
            ("was", "be", "VBD", "auxpass", 2),
            ("attacked", "attack", "VBN", "ROOT", 2),
            (".", ".", ".", "punct", 2),
        ],
        {"Israel": "ISR"},
    )
    found = scene.read()
    assert found.events[0].sources == ()
    assert [gap.reason for gap in found.gaps] == ["no_source"]


def test_nobody_known_means_no_event() -> None:
    assert Scene(LIGHT, {}).lines() == []


def test_explanation_names_row_rule_and_what_was_left_out() -> None:
    told = control("refused", "refuse").explain("e1")
    assert (told.words, told.pattern) == ("refused", "v-refuse-1")
    assert (told.source or "").startswith("PLOVER")
    assert [(d.pattern, d.reason) for d in told.dropped] == [("v-attack-1", "part of v-refuse-1")]


def test_explaining_an_unknown_event_is_an_error() -> None:
    with pytest.raises(KeyError):
        active().explain("e9")


def test_reading_twice_gives_the_same() -> None:
    assert active().read() == active().read()
