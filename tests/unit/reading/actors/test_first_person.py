"""Who "we" is, on a turn of a dialogue parsed by hand."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from detente.reading.actors.first_person import with_first_person
from detente.records import Span, Statement
from tests.reading_scenes import Scene, parsed

if TYPE_CHECKING:
    from detente.knowledge import Knowledge

TURN_TEXT = "Norway: we reject this."
TURN = "Norway/NNP/nsubj/3 :/:/punct/3 we/PRP/nsubj/3 reject/VBP/ROOT/3 this/DT/dobj/3 ././punct/3"


def statement(text: str, *, speakers: tuple[str, ...], on_behalf_of: tuple[str, ...] = ()) -> Statement:
    """Return what stands behind the colon as a statement."""
    at = text.index(":")
    content = Span(text.index("we"), len(text))
    source, cue = (Span(0, len("Norway")),), (Span(at, at + 1),)
    return Statement("s1", speakers, on_behalf_of, source, cue, (content,), "direct", None, None, None, None, None)


def test_we_is_the_speaker_or_on_whose_behalf_he_speaks(knowledge: Knowledge) -> None:
    scene = Scene(parsed(TURN), {"Norway": "NOR"})
    said = statement(scene.text, speakers=("a1",))
    (norway,) = with_first_person(scene.cast, scene.document, (said,), knowledge).actors
    assert [(scene.text[m.start : m.end], m.form) for m in norway.mentions] == [("Norway", "name"), ("we", "pronoun")]


def test_the_us_is_not_us(knowledge: Knowledge) -> None:
    scene = Scene(parsed(TURN.replace("we/PRP/nsubj/3", "US/NNP/nsubj/3")), {"Norway": "NOR"})
    content = Span(scene.text.index("US"), len(scene.text))
    said = dataclasses.replace(statement(TURN_TEXT, speakers=("a1",)), content=(content,))
    (norway,) = with_first_person(scene.cast, scene.document, (said,), knowledge).actors
    assert len(norway.mentions) == 1


def test_without_a_speaker_it_is_nobody(knowledge: Knowledge) -> None:
    scene = Scene(parsed(TURN), {"Norway": "NOR"})
    said = statement(scene.text, speakers=())
    (norway,) = with_first_person(scene.cast, scene.document, (said,), knowledge).actors
    assert len(norway.mentions) == 1
