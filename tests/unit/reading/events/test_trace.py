"""Why a word is coded and another is not: rows that were looked up, and the first condition that failed."""

from __future__ import annotations

from detente.reading.events.trace import WordTrace
from tests.reading_scenes import Scene, Word

IRAN: Word = ("Iran", "Iran", "NNP", "nsubj", 1)


def _word(scene: Scene, text: str) -> WordTrace:
    (sentence,) = scene.trace()
    return next(word for word in sentence.words if word.text == text)


def test_the_row_that_holds_and_the_event_it_becomes() -> None:
    scene = Scene(
        [
            IRAN,
            ("attacked", "attack", "VBD", "ROOT", 1),
            ("Israel", "Israel", "NNP", "dobj", 1),
            (".", ".", ".", "punct", 1),
        ],
        {"Iran": "IRN", "Israel": "ISR"},
    )
    word = _word(scene, "attacked")
    assert (word.lemma, word.tag, word.event, word.dropped) == ("attack", "VBD", "e1", None)
    failed = {row.pattern: row.failed for row in word.rows}
    assert failed["v-attack-1"] is None
    assert failed["n-attack-1"] == "part=n, and the word is v"


def test_the_first_condition_that_fails_is_said_as_the_table_writes_it() -> None:
    scene = Scene(
        [
            IRAN,
            ("attacked", "attack", "VBD", "ROOT", 1),
            ("plans", "plan", "NNS", "dobj", 1),
            (".", ".", ".", "punct", 1),
        ],
        {"Iran": "IRN"},
    )
    rows = {row.pattern: row for row in _word(scene, "attacked").rows}
    assert rows["v-attack-1"].failed == "obj=ACTOR"
    assert rows["v-attack-1"].line < rows["v-attack-2"].line


def test_particle_that_is_missing_is_said() -> None:
    scene = Scene([IRAN, ("called", "call", "VBD", "ROOT", 1), (".", ".", ".", "punct", 1)], {"Iran": "IRN"})
    assert "+for" in {row.failed for row in _word(scene, "called").rows}


def test_word_of_no_row_shows_its_lemma_alone() -> None:
    scene = Scene([IRAN, ("greylisted", "greyliste", "VBD", "ROOT", 1), (".", ".", ".", "punct", 1)], {"Iran": "IRN"})
    word = _word(scene, "greylisted")
    assert (word.lemma, word.rows, word.event) == ("greyliste", (), None)


def test_why_a_row_that_holds_became_no_event() -> None:
    scene = Scene([("It", "it", "PRP", "nsubj", 1), ("attacked", "attack", "VBD", "ROOT", 1)], {})
    assert _word(scene, "attacked").dropped == "no actor"
