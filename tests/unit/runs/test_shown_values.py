"""Fields of a claim as a form shows them, and the words that were left standing."""

from __future__ import annotations

from typing import Any

import pytest

from detente.archive.review import correctable_fields
from detente.records import BY_LETTER, DateRange, Place, Span
from detente.runs.shown_values import blank_fields, keep_places, show_fields, write_value
from tests.unit.archive.builders import full_record, span

RECORD = full_record()
EVENT = BY_LETTER["e"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ()),
        (True, ("yes",)),
        (False, ("no",)),
        (Span(4, 7), ("def",)),
        ((Span(0, 3), Span(4, 7)), ("abc", "def")),
        (DateRange("2025-03-01", "2025-03-31", "month"), ("2025-03",)),
        (DateRange("2025-03-01", "2025-03-01", "day"), ("2025-03-01",)),
        (Place("Oslo", "NOR", None, 59.9, 10.7, Span(0, 3)), ("Oslo",)),
        ("actual", ("actual",)),
    ],
)
def test_a_value_is_written_as_a_person_would(value: Any, written: tuple[str, ...]) -> None:
    assert write_value("abc def", value) == written


def test_a_form_shows_what_can_be_corrected_with_its_choices() -> None:
    fields = {field.name: field for field in show_fields(RECORD, "e1")}
    assert tuple(fields) == tuple(correctable_fields(EVENT))
    assert (fields["trigger"].form, fields["trigger"].values) == ("words", ("withdraws",))
    assert fields["sources"].form == "actor"
    assert {key for key, _ in fields["sources"].choices} == {actor.key for actor in RECORD.actors}
    assert fields["status"].form == "choice"
    assert ("denied", "denied") in fields["status"].choices


def test_a_claim_that_is_yet_to_be_added_is_empty_and_nothing_is_doubtful() -> None:
    assert all(not field.values and not field.is_doubtful for field in blank_fields(RECORD, EVENT))


def test_words_that_were_left_standing_keep_their_place() -> None:
    place = span("withdraws")
    assert keep_places(RECORD, "e1", "trigger", ["withdraws", "other words"]) == [
        f"{place.start}-{place.end}",
        "other words",
    ]
