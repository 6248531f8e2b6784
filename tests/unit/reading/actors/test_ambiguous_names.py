"""States told from teams, people, regions, things and towns of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import mentions, named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


def test_a_surname_that_many_bear_is_somebody_without_an_entity(read: Read) -> None:
    record = read("Mr. Khan said he called on Syria to free the men.")
    khan = named(record, "Khan")
    assert (khan.kind, khan.entity, mentions(record, khan)) == ("person", None, ["Mr. Khan", "he"])
    assert "ambiguous_name" in {gap.reason for gap in record.gaps}


def test_nobody_is_written_small(read: Read) -> None:
    assert "marijuana" not in names(read("Police said they seized 20 tons of marijuana at a tunnel in Mexico."))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Germany beat Brazil 2-1 in the final.", "Germany"),
        ("Chad Novak resigned on Monday.", "Chad"),
        ("Michael Jordan drew crowds.", "Jordan"),
        ("Georgia Governor Walter Odum criticised the plan.", "Georgia"),
        ("He was born in Atlanta, Georgia, in 1960.", "Georgia"),
        ("Turkey was served at the dinner.", "Turkey"),
        ("Officials met in Washington.", "United States"),
        ("He left Paris for good.", "France"),
        ("The march filled the streets of Brussels.", "European Union"),
        ("The talks in Brussels ended.", "European Union"),
        ("The governor of New Mexico resigned.", "Mexico"),
        ("Officials met in Washington D.C. on Monday.", "United States"),
    ],
)
def test_no_state_is_meant(read: Read, text: str, state: str) -> None:
    assert state not in names(read(text, published="2024-05-06"))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Germany beat back the objections.", "Germany"),
        ("Chad resigned from the council.", "Chad"),
        ("Jordan rejected the plan.", "Jordan"),
        ("Georgia signed the treaty in Tbilisi.", "Georgia"),
        ("Turkey rejected the offer.", "Turkey"),
        ("Washington accused Moscow of lying.", "United States"),
        ("Paris refused to comment.", "France"),
        ("Brussels rejected the offer.", "European Union"),
        ("The Germans voted against it.", "Germany"),
    ],
)
def test_the_state_is_meant(read: Read, text: str, state: str) -> None:
    assert state in names(read(text, published="2024-05-06"))


def test_surname_that_is_a_state_means_the_person_named_before(read: Read) -> None:
    record = read("Walter Jordan asked for the files. Jordan said he would not wait.")
    assert mentions(record, named(record, "Walter Jordan")) == ["Walter Jordan", "Jordan", "he"]


def test_state_with_evidence_stays_the_state_beside_a_namesake(read: Read) -> None:
    record = read("Walter Jordan met Jordanian officials in Amman. Jordan rejected his plan.")
    assert who(record, "Jordan", 3) == {"Jordan"}


def test_region_of_the_same_name_gives_its_country(read: Read) -> None:
    assert [a.country for a in read("Georgia's voters agreed.").actors] == ["USA"]


@pytest.mark.parametrize("text", ["Mobile phones were banned.", "Nice words will not do.", "The House met."])
def test_common_words_are_no_names(read: Read, text: str) -> None:
    assert all(a.entity is None for a in read(text, published="2024-05-06").actors)


def test_mr_and_mrs_tell_namesakes_apart(read: Read) -> None:
    record = read("Anna Lindqvist and Erik Lindqvist spoke. Mrs Lindqvist left. Mr Lindqvist stayed.")
    assert who(record, "Mrs Lindqvist") == {"Anna Lindqvist"}
    assert who(record, "Mr Lindqvist") == {"Erik Lindqvist"}


def test_acronym_in_brackets_is_the_organisation(read: Read) -> None:
    record = read("The Northern Salt Council met on Monday. The NSC rejected the bid.")
    assert who(record, "The NSC") == {"Northern Salt Council"}


@pytest.mark.parametrize("text", ["The vote on Election Day was calm.", "He moved to Toledo, Ohio, in May."])
def test_surname_in_a_thing_or_town_is_nobody(read: Read, text: str) -> None:
    assert not [a for a in read(text, published="2016-05-06").actors if a.kind == "person"]


def test_first_name_alone_means_the_only_bearer(read: Read) -> None:
    record = read("Karin Lindqvist met Otto Brandt. Karin smiled.")
    assert who(record, "Karin", 2) == {"Karin Lindqvist"}


def test_bracket_after_a_name_is_no_apposition(read: Read) -> None:
    record = read("Senator Walter Odum (Republican) spoke.")
    assert mentions(record, named(record, "Walter Odum")) == ["Senator Walter Odum"]
