"""Names that were once taken for somebody else: months, initials, full names of states, parts of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import mentions, named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "Norway left the pact in May and will return in May 2019.",
        "Since May, Norway and Sweden have met twice; before May they had not.",
        "Norway will vote on 3 May.",
    ],
)
def test_a_month_is_nobody(read: Read, text: str) -> None:
    assert "Theresa May" not in names(read(text, published="2018-06-07"))


@pytest.mark.parametrize(
    "text",
    [
        "May told parliament that Norway was wrong.",
        "Lawmakers in London have lost confidence in May.",
        "Prime Minister May in May met Norway's envoy.",
    ],
)
def test_a_person_called_like_a_month_is_still_found(read: Read, text: str) -> None:
    assert "Theresa May" in names(read(text, published="2018-06-07"))


def test_initial_in_a_known_name_is_passed_over(read: Read) -> None:
    record = read("Secretary of State Antony J. Blinken met Chad's envoy.", published="2022-03-07")
    blinken = named(record, "Antony Blinken")
    assert mentions(record, blinken) == ["Secretary of State Antony J. Blinken"]
    assert blinken.country == "USA"


def test_given_name_before_an_initial_is_no_surname(read: Read) -> None:
    record = read("Colin R. Harwick, a lawyer, met Chad's envoy.", published="2022-03-07")
    assert {actor.country for actor in record.actors if actor.kind == "person" and "Colin" in actor.name} == {None}


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_full_name_of_a_state_with_an_apostrophe(read: Read, apostrophe: str) -> None:
    text = f"The People{apostrophe}s Republic of China rejected the note."
    assert names(read(text)) == {"China"}


def test_brackets_around_a_given_name(read: Read) -> None:
    assert names(read('"[Emmanuel] Macron is late," Chad said.', published="2021-03-04")) == {"Emmanuel Macron", "Chad"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Deputy High Commissioner Nora Lindqvist met Chad's envoy.", "Nora Lindqvist"),
        ("State Councillor and Defence Minister Nora Lindqvist met Chad's envoy.", "Nora Lindqvist"),
        ("Assistant Secretary of State Nora Lindqvist met Chad's envoy.", "Nora Lindqvist"),
    ],
)
def test_no_part_of_a_title_is_a_person(read: Read, text: str, name: str) -> None:
    record = read(text, published="2021-03-04")
    assert names(record) == {name, "Chad", "Chad's envoy"}
    assert mentions(record, named(record, name)) == [text.removesuffix(" met Chad's envoy.")]


def test_bare_secretary_general_is_that_of_the_united_nations(read: Read) -> None:
    record = read("The Secretary-General deplores the raid in Chad. He calls for calm.", published="2020-03-03")
    assert who(record, "The Secretary-General") == {"António Guterres"}
    assert named(record, "António Guterres").country == "IGO"


def test_secretary_general_of_the_one_body_spoken_of(read: Read) -> None:
    record = read("NATO met on Monday. The Secretary-General said that Norway was right.", published="2020-03-03")
    assert who(record, "The Secretary-General") == {"Jens Stoltenberg"}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("ISLAMABAD, March 3 (APP) – India's envoy was called in on Monday, the Foreign Office said.", "PAK"),
        ("Pakistan rejected India's note on Monday, the Foreign Office said.", "PAK"),
        ("British officials met Chad's envoy. The Foreign Office said that the talks had been useful.", "GBR"),
        ("German officials met Chad's envoy. The Foreign Office said that the talks had been useful.", "DEU"),
    ],
)
def test_whose_foreign_office_is_meant(read: Read, text: str, country: str) -> None:
    found = [a for a in read(text, published="2020-03-03").actors if "Foreign Office" in a.name]
    assert [(a.country, a.sector) for a in found] == [(country, "GOV")]


def test_offices_of_several_are_no_person(read: Read) -> None:
    record = read(
        "The Foreign Ministers of Chad and Mali met in Oslo. JOINT STATEMENT OF THE MINISTERS OF DEFENCE OF CHAD"
    )
    assert not [actor for actor in record.actors if actor.kind == "person"]


def test_label_and_credit_of_a_picture_are_nobody(read: Read) -> None:
    record = read(
        "FILE - Chad's President Otto Brandt speaks in Oslo, Aug. 28, 2024. (AP Photo/Ada Marsh, File)\n\n"
        "Mali condemned the speech of the president on Monday and recalled its envoy.\n"
    )
    assert not any("FILE" in name or "Photo" in name or "Marsh" in name for name in names(record))
    assert "Otto Brandt" in names(record)
