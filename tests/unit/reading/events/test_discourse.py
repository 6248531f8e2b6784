"""What the sentences before tell about an event, on drafts made of parses by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from detente.knowledge.plover import load_event_lexicon
from detente.reading.events.discourse import fill_from_before
from detente.reading.events.sentence import LEFT_OPEN
from detente.reading.events.topics import Topics
from tests.unit.reading.events.test_steps import attack, coded

if TYPE_CHECKING:
    from detente.reading.events.model import EventDraft

LEXICON = load_event_lexicon()
SCENE = attack()
TOPICS = Topics(SCENE.document, SCENE.cast, (), LEXICON)
(FIRST,) = coded(SCENE)[0]


def later(draft: EventDraft, sentences: int = 1) -> EventDraft:
    """Return a draft as if it stood so many sentences behind."""
    return replace(draft, sentence=replace(draft.sentence, index=draft.sentence.index + sentences))


@pytest.mark.parametrize(("sentences", "sources"), [(1, ("a1",)), (2, ("a1",)), (3, ())])
def test_an_act_without_agent_that_goes_on_has_the_agent_of_the_one_before(
    sentences: int, sources: tuple[str, ...]
) -> None:
    further = later(replace(FIRST, sources=()), sentences)
    _, found = fill_from_before([FIRST, further], LEXICON, TOPICS)
    assert (found.sources, found.targets) == (sources, FIRST.targets)
    assert ("goes on with an act told before" in found.rules) == bool(sources)


def test_an_act_on_another_does_not_go_on() -> None:
    _, found = fill_from_before([FIRST, later(replace(FIRST, sources=(), targets=("a3",)))], LEXICON, TOPICS)
    assert found.sources == ()


@pytest.mark.parametrize(("sentences", "targets"), [(1, ("a1",)), (5, ())])
def test_a_refusal_answers_the_request_that_was_put_to_it(sentences: int, targets: tuple[str, ...]) -> None:
    asked = replace(FIRST, type="REQUEST")
    refused = later(replace(FIRST, type="REJECT", sources=("a2",), targets=()), sentences)
    _, found = fill_from_before([asked, refused], LEXICON, TOPICS)
    assert found.targets == targets


def test_what_nobody_is_named_for_is_left_out() -> None:
    nobody = replace(FIRST, type="AID", sources=(), targets=(), rules=(LEFT_OPEN,))
    assert fill_from_before([nobody], LEXICON, TOPICS) == []
