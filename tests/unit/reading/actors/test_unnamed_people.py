"""People without a name: who of them is an actor, and who is the same as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


def test_one_person_without_a_name_is_an_actor_if_something_happens_to_it(read: Read) -> None:
    record = read("Rebels in Chad kidnapped a judge and two witnesses.")
    assert {"a judge", "two witnesses"} <= names(record)
    assert named(record, "a judge").kind == "person"
    assert named(record, "two witnesses").kind == "group"


def test_counted_people_are_others_than_those_before(read: Read) -> None:
    assert {"three soldiers", "two soldiers"} <= names(
        read("Rebels killed three soldiers. Police arrested two soldiers.")
    )


@pytest.mark.parametrize("noun", ["capital", "city", "province"])
def test_a_town_is_no_person(read: Read, noun: str) -> None:
    assert names(read(f"Rebels attacked the Chadian {noun} on Monday.")) <= {"Rebels", "Chad"}


def test_families_are_a_group_and_a_family_is_one_too(read: Read) -> None:
    record = read("The families of the sailors protested.")
    assert named(record, "The families of the sailors").kind == "group"


def test_who_is_only_cited_does_not_speak(read: Read) -> None:
    record = read("Analysts say that Chad will yield. The analysts doubt that Togo will.")
    assert all(not statement.speakers for statement in record.statements)


def test_office_that_ends_with_a_name_is_its_bearer(read: Read) -> None:
    record = read("Incoming chair of the Trade Committee Maria Lindqvist met Chad's envoy. Lindqvist was pleased.")
    assert who(record, "Lindqvist", nth=2) == {"Maria Lindqvist"}
    assert "Trade Committee" not in "".join(names(record) - {"Trade Committee"})


def test_private_quarrels_are_no_events(read: Read) -> None:
    assert read("A man stabbed a neighbour on Monday.").events == ()
    assert len(read("Rebels stabbed a neighbour of the envoy on Monday.").events) == 1
