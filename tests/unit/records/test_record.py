"""Records: JSON there and back, validation, schema."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from detente.errors import RecordError
from detente.records import Record, Span, count_chars, hull, json_schema

TEXT = "Peru and Chile met in Lima. “We agree,” said Ana Ruiz. 🕊"


def a_record() -> dict[str, Any]:
    """Return a small record that uses most kinds of field."""
    return {
        "format": "detente-record/1",
        "article": {
            "id": "0" * 64,
            "title": None,
            "published": "2025-05-02",
            "url": None,
            "source": None,
            "language": "en",
            "text": TEXT,
            "blocks": [{"kind": "paragraph", "start": 0, "end": len(TEXT)}],
        },
        "actors": [
            {
                "key": "a1", "entity": "Q419", "name": "Peru", "kind": "state", "country": "PER", "sector": None,
                "role": None, "mentions": [{"start": 0, "end": 4, "form": "name"}],
            },
            {
                "key": "a2", "entity": None, "name": "Ana Ruiz", "kind": "person", "country": "PER", "sector": "GOV",
                "role": "minister", "mentions": [{"start": 45, "end": 53, "form": "name"}],
            },
        ],
        "statements": [
            {
                "key": "s1", "speakers": ["a2"], "on_behalf_of": ["a1"], "source": [[45, 53]], "cue": [[40, 44]],
                "content": [[28, 39]], "kind": "direct", "inside": None, "date": None, "place": None, "medium": None,
                "confidence": 1,
            }
        ],
        "events": [
            {
                "key": "e1", "type": "CONSULT", "mode": None, "cameo": "040", "sources": ["a1"], "targets": [],
                "trigger": [15, 18], "status": "actual", "status_cue": None, "background": False, "said_in": None,
                "date": {"start": "2025-05-02", "end": "2025-05-02", "precision": "day", "span": None},
                "place": {"name": "Lima", "country": "PER", "geonames": 3936456, "lat": -12.04, "lon": -77.03,
                          "span": [22, 26]},
                "contexts": [], "intensity": 1.0, "mentions": [], "confidence": None,
            }
        ],
        "conditions": [], "interpretations": [], "questions": [], "positions": [], "commitments": [],
        "gaps": [{"span": [9, 14], "stage": "actors", "reason": "unknown_name", "note": None}],
        "run": {"version": "0.1.0", "models": {"m": "1" * 64}, "knowledge": "2" * 64},
    }  # fmt: skip


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    """Return the record with one value replaced."""
    data = a_record()
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


def test_a_record_goes_to_json_and_back_unchanged() -> None:
    record = Record.from_dict(a_record())
    again = Record.from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()


def test_words_are_the_characters_at_the_offsets() -> None:
    record = Record.from_dict(a_record())
    assert record.words(record.statements[0].content) == "“We agree,”"
    assert record.words(record.events[0].trigger) == "met"
    assert record.words(None) == ""
    assert record.actor("a2").name == "Ana Ruiz"


def test_an_unknown_actor_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Record.from_dict(a_record()).actor("a9")


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["events", 0, "trigger"], [15, 900], "outside the text"),
        (["events", 0, "trigger"], [15, 15], "outside the text"),
        (["events", 0, "trigger"], [-1, 3], "outside the text"),
        (["events", 0, "trigger"], "met", r"should be \[start, end\]"),
        (["events", 0, "trigger"], [True, 3], r"should be \[start, end\]"),
        (["events", 0, "type"], "FIGHT", "none of"),
        (["events", 0, "sources"], ["a7"], "'a7'"),
        (["events", 0, "said_in"], "s9", "'s9'"),
        (["events", 0, "place", "lat"], "north", "a number"),
        (["statements", 0, "speakers"], "a1", "a list"),
        (["statements", 0, "kind"], None, "none of"),
        (["actors", 1, "key"], "a1", "key twice"),
        (["actors", 0, "name"], None, "a string"),
        (["actors", 0, "colour"], "red", "'colour'"),
        (["article", "blocks"], [{"kind": "title", "start": 5, "end": 9}, {"kind": "rule", "start": 0, "end": 4}],
         "before the block ahead"),
        (["format"], "detente-record/2", "none of"),
        (["run"], None, "an object"),
    ],
)  # fmt: skip
def test_a_broken_record_is_refused_and_the_message_says_where(path: list[Any], value: Any, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        Record.from_dict(changed(path, value))


def test_a_missing_field_is_named() -> None:
    data = a_record()
    del data["events"][0]["status"]
    with pytest.raises(RecordError, match=r"events\[0\] lacks the field 'status'"):
        Record.from_dict(data)


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(RecordError, match="not JSON"):
        Record.from_json("{")


def test_the_schema_accepts_what_the_classes_accept() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(a_record(), schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed(["events", 0, "type"], "FIGHT"), schema, cls=jsonschema.Draft202012Validator)


def test_the_shipped_schema_is_the_one_the_classes_give() -> None:
    shipped = resources.files("detente.records").joinpath("detente-record-1.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == json_schema(), "run: python -m detente.records.schema"


def test_spans_know_their_words_and_each_other() -> None:
    span = Span(4, 9)
    assert span.words("the talks ended") == "talks"
    assert span.contains(Span(4, 6))
    assert not span.contains(Span(3, 6))
    assert span.overlaps(Span(8, 12))
    assert not span.overlaps(Span(9, 12))
    assert Span(0, 7).trimmed("  ab   ") == Span(2, 4)
    assert hull([Span(3, 4), Span(1, 2)]) == Span(1, 4)


def test_fields_that_came_later_may_be_missing_and_are_written() -> None:
    record = Record.from_dict(a_record())
    assert record.events[0].source_confidences == ()
    assert record.to_dict()["events"][0]["target_confidences"] == []
    assert "source_confidences" not in json_schema()["$defs"]["Event"]["required"]


def test_a_field_that_no_version_knows_is_refused_with_what_to_do() -> None:
    with pytest.raises(RecordError, match="'mood'") as caught:
        Record.from_dict(changed(["events", 0, "mood"], "grim"))
    assert caught.value.hint is not None
    assert "later version" in caught.value.hint
    assert "trigger" in caught.value.hint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["statements", 0, "confidence"], 1.5),
        (["events", 0, "confidence"], -0.1),
        (["events", 0, "source_confidences"], [0.5, 0.5]),
        (["events", 0, "source_confidences"], [2]),
        (["events", 0, "target_confidences"], [0.5]),
    ],
)
def test_a_confidence_that_is_no_probability_of_one_actor_is_refused(path: list[Any], value: Any) -> None:
    with pytest.raises(RecordError, match="confidence"):
        Record.from_dict(changed(path, value))


def test_characters_of_spans_are_counted_together() -> None:
    assert count_chars((Span(2, 5), Span(9, 10))) == 4
    assert count_chars(()) == 0
