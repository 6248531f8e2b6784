"""Attributions by rule: nested reported speech, and nouns with a possessor."""

from __future__ import annotations

import pytest

from tests.conftest import Read

pytestmark = pytest.mark.model


def test_what_is_said_inside_a_statement_is_a_statement_inside_it(read: Read) -> None:
    record = read("The Kenyan minister said on Monday that Ghana claimed that its ships had been attacked.")
    inner = next(s for s in record.statements if record.words(s.cue) == "claimed")
    outer = next(s for s in record.statements if s.key == inner.inside)
    assert record.words(outer.cue) == "said"
    assert record.words(inner.source) == "Ghana"


def test_a_noun_with_a_possessor_attributes(read: Read) -> None:
    record = read("Critics in Lima doubted it. Chile's offer of new talks came too late.")
    offer = next(s for s in record.statements if record.words(s.cue) == "offer")
    assert [record.actor(key).name for key in offer.speakers] == ["Chile"]
    assert record.words(offer.content).startswith("new talks")


def test_reported_speech_ends_with_its_sentence(read: Read) -> None:
    record = read("Peru said that the border was open. Despite the storm, trucks waited at the bridge for hours.")
    for statement in record.statements:
        assert "trucks" not in record.words(statement.content)
