"""Which events of a copy tell an event of the leading text. Records are built by hand: no reading."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from detente.archive.telling import match_events
from detente.records import Record

LEAD = (
    "The envoys of Norland met their colleagues from Sudland in the old customs house on Monday. "
    "Norland threatened to close the strait if the talks failed. "
    "On Tuesday the parliament of Sudland ratified the fishing treaty with Norland after a long debate.\n\n"
    "Norland denied that it had shelled the lighthouse at the cape."
)
#: An agency's copy: another header, words changed, the last paragraph cut.
EDITED = (
    "WORLD IN BRIEF\n\nThe envoys of Norland met with colleagues from Sudland in the customs house on Monday. "
    "Norland also threatened to close the strait should the talks fail. "
    "On Tuesday the parliament of Sudland approved the fishing treaty with Norland after a very long debate."
)


@dataclass(frozen=True)
class Told:
    """An event as a test writes it: type, trigger, sides, status, further triggers."""

    type: str
    trigger: str
    source: str | None = None
    target: str | None = None
    status: str = "actual"
    again: tuple[str, ...] = ()


def place(text: str, words: str) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def a_record(text: str, *told: Told, entities: dict[str, str] | None = None) -> Record:
    """Return a record of a text with these events; keys are e1, e2, … in the order given."""
    names = list(dict.fromkeys(name for event in told for name in (event.source, event.target) if name))
    keys = {name: f"a{number}" for number, name in enumerate(names, 1)}
    empty: dict[str, list[object]] = {
        part: []
        for part in ("statements", "conditions", "interpretations", "questions", "positions", "commitments", "gaps")
    }
    actors: list[dict[str, object]] = [
        {
            "key": keys[name], "entity": (entities or {}).get(name), "name": name, "kind": "state", "country": None,
            "sector": None, "role": None, "mentions": [],
        }
        for name in names
    ]  # fmt: skip
    events = [
        {
            "key": f"e{number}", "type": event.type, "mode": None, "cameo": None,
            "sources": [keys[event.source]] if event.source else [],
            "targets": [keys[event.target]] if event.target else [],
            "trigger": place(text, event.trigger), "status": event.status, "status_cue": None, "background": False,
            "said_in": None, "date": None, "place": None, "contexts": [], "intensity": None,
            "mentions": [place(text, words) for words in event.again], "confidence": None,
        }
        for number, event in enumerate(told, 1)
    ]  # fmt: skip
    article: dict[str, object] = {
        "id": "0" * 64, "title": None, "published": None, "url": None, "source": None, "language": "en",
        "text": text, "blocks": [],
    }  # fmt: skip
    run = {"version": "0", "models": {}, "knowledge": ""}
    return Record.from_dict({
        "format": "detente-record/1", "article": article, "actors": actors, "events": events, "run": run, **empty,
    })  # fmt: skip


MET = Told("CONSULT", "met", "Norland", "Sudland")
THREAT = Told("THREATEN", "threatened", "Norland")
TREATY = Told("AGREE", "ratified", "Sudland", "Norland")
SHELLED = Told("ASSAULT", "shelled", "Norland", status="denied")
LEADING = a_record(LEAD, MET, THREAT, TREATY, SHELLED)


def test_the_same_record_tells_its_own_events() -> None:
    assert match_events(LEADING, LEADING) == {"e1": "e1", "e2": "e2", "e3": "e3", "e4": "e4"}


def test_an_edited_copy_tells_the_same_events_under_other_keys() -> None:
    reworded = Told("AGREE", "approved", "Sudland", "Norland")
    copy = a_record(EDITED, THREAT, reworded, MET)
    assert match_events(LEADING, copy) == {"e1": "e2", "e2": "e3", "e3": "e1"}


@pytest.mark.parametrize(
    "other",
    [
        Told("REQUEST", "threatened", "Norland"),
        Told("THREATEN", "threatened", "Sudland"),
        Told("THREATEN", "threatened", "Norland", status="denied"),
        Told("THREATEN", "close"),
        Told("THREATEN", "met"),
    ],
    ids=["another type", "another source", "denied", "another word of the sentence", "another sentence"],
)
def test_an_event_that_differs_is_told_by_the_copy_alone(other: Told) -> None:
    leading = a_record(LEAD, THREAT)
    assert match_events(leading, a_record(EDITED, other)) == {}


def test_a_side_that_one_of_the_two_lost_makes_no_difference() -> None:
    copy = a_record(EDITED, Told("CONSULT", "met"), Told("THREATEN", "threatened", "Norland", "Sudland"))
    assert match_events(LEADING, copy) == {"e1": "e1", "e2": "e2"}


@pytest.mark.parametrize(
    ("name", "entity", "is_same"),
    [
        ("Norland", "x:norland", True),
        ("The Norlanders", "x:norland", True),
        ("NÓRLAND", None, True),
        ("the Republic of Norland", None, True),
        ("Norland", "x:another", False),
        ("The Norlanders", None, False),
    ],
)
def test_actors_are_the_same_by_entity_and_else_by_name(name: str, entity: str | None, *, is_same: bool) -> None:
    leading = a_record(LEAD, THREAT, entities={"Norland": "x:norland"})
    told = Told("THREATEN", "threatened", name)
    copy = a_record(EDITED, told, entities={name: entity} if entity else {})
    assert match_events(leading, copy) == ({"e1": "e1"} if is_same else {})


def test_each_event_is_told_once() -> None:
    copy = a_record(EDITED, MET, MET)
    assert match_events(LEADING, copy) == {"e1": "e1"}
    assert match_events(copy, a_record(EDITED, MET)) == {"e1": "e1"}


def test_the_likest_are_paired_first() -> None:
    text = "Norland struck the harbour of Sudland before dawn and later struck its radar station on the northern hill."
    first = Told("ASSAULT", "struck the harbour", "Norland")
    second = Told("ASSAULT", "struck its radar", "Norland")
    leading = a_record(text, first, second)
    assert match_events(leading, a_record(text, second, first)) == {"e1": "e2", "e2": "e1"}


def test_a_further_mention_is_enough_where_the_first_was_cut() -> None:
    text = f"{LEAD} The threat to close the strait alarmed the fishermen of both coasts."
    leading = a_record(text, Told("THREATEN", "threatened", "Norland", again=("threat to",)))
    cut = "The threat to close the strait alarmed the fishermen of both coasts."
    assert match_events(leading, a_record(cut, Told("THREATEN", "threat to"))) == {"e1": "e1"}
    assert match_events(a_record(LEAD, THREAT), a_record(cut, Told("THREATEN", "threat to"))) == {}


def test_a_lone_word_is_matched_by_itself() -> None:
    leading = a_record("Talks\n\nThe rest is another matter.", Told("CONSULT", "Talks"))
    assert match_events(leading, a_record("Talks", Told("CONSULT", "Talks"))) == {"e1": "e1"}
    assert match_events(leading, a_record("Meeting", Told("CONSULT", "Meeting"))) == {}


def test_records_without_events_tell_nothing() -> None:
    assert match_events(a_record(LEAD), LEADING) == {}
    assert match_events(LEADING, a_record(LEAD)) == {}
