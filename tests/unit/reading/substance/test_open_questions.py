"""Open questions on parses made by hand: how each is left open, and between what."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from detente.reading.grammar.markers import load_table
from detente.reading.substance.question_rules import _any_before, find_open_questions
from detente.reading.substance.questions import find_candidates, leave_open, read_questions
from tests.reading_scenes import Scene, make_doc, parsed

if TYPE_CHECKING:
    from detente.knowledge.rows import KnowledgeRow

QUESTIONS = [
    (
        "Whether/IN/mark/3 Mali/NNP/nsubj/3 will/MD/aux/3 sign/VB/csubj/4 remains=remain/VBZ/ROOT/4 to/TO/aux/7 "
        "be/VB/auxpass/7 seen=see/VBN/xcomp/4 ././punct/4",
        "after",
        "Whether Mali will sign remains to be seen",
        ["Mali will sign"],
    ),
    (
        "It/PRP/nsubj/1 is=be/VBZ/ROOT/1 unclear/JJ/acomp/1 whether/IN/mark/7 the/DT/det/5 truce/NN/nsubj/7 "
        "will/MD/aux/7 hold/VB/ccomp/1 or/CC/cc/7 collapse/VB/conj/7 ././punct/1",
        "before",
        "It is unclear whether the truce will hold or collapse",
        ["the truce will hold", "collapse"],
    ),
    (
        "Parliament/NNP/nsubj/2 will/MD/aux/2 decide/VB/ROOT/2 whether/IN/mark/5 to/TO/aux/5 join/VB/xcomp/2 "
        "././punct/2",
        "undecided",
        "whether to join",
        ["to join"],
    ),
    (
        "Will/MD/aux/2 Chad/NNP/nsubj/2 leave/VB/ROOT/2 the/DT/det/4 bloc/NN/dobj/2 ?/./punct/2",
        "asked",
        "Will Chad leave the bloc ?",
        ["Chad leave the bloc"],
    ),
    (
        "The/DT/det/1 fleet/NN/nsubj/3 could/MD/aux/3 leave/VB/ccomp/10 or/CC/cc/3 stay/VB/conj/3 ,/,/punct/10 "
        "it/PRP/nsubjpass/10 is=be/VBZ/auxpass/10 not/RB/neg/10 known=know/VBN/ROOT/10 ././punct/10",
        "choice",
        "The fleet could leave or stay",
        ["leave", "stay"],
    ),
]
NONE = [
    "Do/VBP/aux/2 you/PRP/nsubj/2 support/VB/ROOT/2 the/DT/det/4 bill/NN/dobj/2 ?/./punct/2",
    "The/DT/det/1 talks=talk/NNS/nsubj/3 may/MD/aux/3 end/VB/ROOT/3 in/IN/prep/3 a/DT/det/6 deal/NN/pobj/4 "
    "or/CC/cc/6 a/DT/det/9 war/NN/conj/6 ././punct/3",
    "Peru/NNP/nsubj/1 asked=ask/VBD/ROOT/1 whether/IN/mark/5 Chile/NNP/nsubj/5 would/MD/aux/5 pay/VB/ccomp/1 "
    "././punct/1",
]


@pytest.mark.parametrize(("notation", "way", "words", "alternatives"), QUESTIONS)
def test_questions(notation: str, way: str, words: str, alternatives: list[str]) -> None:
    (found,) = find_open_questions(make_doc(parsed(notation)))
    sides = [" ".join(word.text for word in side) for side in found.alternatives]
    assert (found.way, " ".join(word.text for word in found.tokens), sides) == (way, words, alternatives)


BEFORE = [
    row for row in load_table("question_markers.tsv", ("kind", "pattern", "example")) if row.text("kind") == "before"
]


@pytest.mark.parametrize("row", BEFORE, ids=lambda row: row.text("pattern")[:30])
def test_each_wording_is_found_by_the_look_before_it(row: KnowledgeRow) -> None:
    """The sentence of a row holds its pattern, so the pattern that stands for all of the kind must match, too."""
    assert _any_before().search(row.text("example").lower()) is not None


@pytest.mark.parametrize("notation", NONE)
def test_what_is_no_open_question(notation: str) -> None:
    assert find_open_questions(make_doc(parsed(notation))) == []


ATTACK = (
    "It/PRP/nsubj/1 is=be/VBZ/ROOT/1 unclear/JJ/acomp/1 whether/IN/mark/6 Chile/NNP/nsubj/6 will/MD/aux/6 "
    "attack/VB/ccomp/1 Peru/NNP/dobj/6 ././punct/1"
)


def test_a_question_knows_whom_and_what_it_is_about() -> None:
    scene = Scene(parsed(ATTACK), {"Chile": "CHL", "Peru": "PER"})
    events = scene.read().events
    (candidate,) = find_candidates(scene.document, scene.cast, events)
    assert candidate.claim.actors == ("a1", "a2")
    assert candidate.claim.events == tuple(event.key for event in events) == ("e1",)
    (kept,) = read_questions(scene.document, scene.cast, events)
    assert kept.key == "q1"
    assert kept.confidence is not None


def test_what_a_question_asks_has_not_happened() -> None:
    scene = Scene(parsed(ATTACK), {"Chile": "CHL", "Peru": "PER"})
    (event,) = scene.read().events
    happened = dataclasses.replace(event, status="actual", status_cue=None)
    questions = read_questions(scene.document, scene.cast, (happened,))
    assert [one.status for one in leave_open((happened,), questions)] == ["possible"]
    assert leave_open((happened,), ()) == (happened,)
    recalled = dataclasses.replace(happened, background=True)
    assert leave_open((recalled,), questions) == (recalled,)
