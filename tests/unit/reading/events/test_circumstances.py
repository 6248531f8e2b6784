"""Whether it happened, and how long ago: read from words that are our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.reading.events.circumstances import draft_circumstances
from detente.reading.events.network.signals import TYPES, Finding

if TYPE_CHECKING:
    from detente.records import Event
    from tests.conftest import Read

pytestmark = pytest.mark.model

#: Enough words around, so that the text is read as an article and not as a sentence by itself.
_AROUND = (
    "Norway and Chad are neighbours in nothing but the alphabet of this report. Their envoys have had offices in the "
    "same street of the capital for many years, and people there say that they know each other by their first names. "
    "The street is quiet, and its only shop sells bread, stamps and flowers in all seasons of the year."
)
_DAY = "2021-09-15"


def events(read: Read, sentence: str) -> tuple[Event, ...]:
    record = read(f"{sentence} {_AROUND}", published=_DAY)
    return tuple(event for event in record.events if event.trigger.start < len(sentence))


@pytest.mark.parametrize(
    ("sentence", "word", "status"),
    [
        ("Norway expelled three diplomats of Chad on Tuesday.", "expelled", "actual"),
        ("Norway will expel three diplomats of Chad.", "expel", "promised"),
        ("Norway plans to send troops to Chad in order to train its army.", "send", "promised"),
        ("Norway's minister urged Chad to release the sailors.", "urged", "actual"),
        ("Norway's minister urged Chad to release the sailors.", "release", "proposed"),
        ("Norway has not attacked the port of Chad.", "attacked", "denied"),
        ("Norway may impose sanctions on Chad, diplomats fear.", "sanctions", "possible"),
    ],
)
def test_status_follows_the_words_around(read: Read, sentence: str, word: str, status: str) -> None:
    found = [event for event in events(read, sentence) if word in sentence[event.trigger.start : event.trigger.end]]
    assert [event.status for event in found] == [status]


@pytest.mark.parametrize(
    ("sentence", "background"),
    [
        ("Norway invaded Chad in 1984, and its troops left years ago.", True),
        ("Norway's army attacked Chad on Tuesday.", False),
        ("Norway's army had attacked Chad in March 1998.", True),
    ],
)
def test_what_lies_years_back_is_background(read: Read, sentence: str, background: bool) -> None:
    found = [event for event in events(read, sentence) if event.type == "ASSAULT"]
    assert {event.background for event in found} == {background}


def test_the_rules_voice_is_a_circumstance() -> None:
    found = Finding(
        0, frozenset({3}), TYPES.index("AID"), frozenset(), frozenset(), "promised", background=True, sure=0.5
    )
    assert draft_circumstances(None, "AID") == {"no draft"}
    assert draft_circumstances(found, "AID") == {"draft promised", "draft promised of same type", "draft old"}
    assert "draft promised of another type" in draft_circumstances(found, "COERCE")
