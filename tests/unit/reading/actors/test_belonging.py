"""Who belongs to which country, and who is somebody else: kinds of faults that were seen on unseen reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import mentions, named, names

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


def test_an_aide_is_not_whom_the_aide_serves(read: Read) -> None:
    record = read("Prices rose, according to an aide to Norwegian Trade Minister Ann Hall.", published="2024-03-06")
    assert named(record, "Ann Hall").sector == "GOV"
    assert mentions(record, named(record, "Ann Hall")) == ["Norwegian Trade Minister Ann Hall"]


def test_a_son_is_not_his_father(read: Read) -> None:
    record = read(
        "A concert by Seth Brandvik, son of the singer Olav Brandvik, opened the week.", published="2024-03-06"
    )
    assert {"Seth Brandvik", "Olav Brandvik"} <= names(record)


def test_a_first_name_is_no_known_surname(read: Read) -> None:
    record = read("India's commerce minister, Anand Sharma, arrived in Oslo.", published="2010-03-06")
    assert "Anita Anand" not in names(record)


def test_authorities_are_of_the_place_that_they_are_in(read: Read) -> None:
    record = read("Authorities in Chad say that they have arrested two men.", published="2024-03-06")
    assert named(record, "Authorities in Chad").country == "TCD"


def test_members_of_a_body_are_states(read: Read) -> None:
    record = read("Three NATO members rejected the plan of Norway.", published="2024-03-06")
    assert named(record, "Three NATO members").country is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (
            "Serbia and its firms welcomed it. In Serbia the Department of State opened an office.",
            "USA",
        ),
        ("Peru's cabinet met in Peru. Congress rejected the budget of Peru.", "PER"),
        ("Chad's army left Chad's north. Congress called on Chad to stop; Chad refused.", None),
    ],
)
def test_a_parliament_or_ministry_is_of_a_state_that_calls_its_own_so(
    read: Read, text: str, country: str | None
) -> None:
    record = read(text, published="2024-03-06")
    bodies = [actor for actor in record.actors if actor.name in {"Department of State", "Congress"}]
    assert [actor.country for actor in bodies] == [country]


def test_a_person_of_a_country_or_body(read: Read) -> None:
    record = read(
        "Ann Brandvik of Norway met Olu Adeyami of the Brookings Institution in Chad.", published="2024-03-06"
    )
    assert named(record, "Ann Brandvik").country == "NOR"
    assert named(record, "Olu Adeyami").country == "USA"


def test_party_and_state_behind_a_name(read: Read) -> None:
    record = read("The bill of Ann Brandvik (D-Ohio) angered Chad.", published="2024-03-06")
    assert (named(record, "Ann Brandvik").country, named(record, "Ann Brandvik").sector) == ("USA", "LEG")


def test_a_small_town_elsewhere_gives_a_body_no_country(read: Read) -> None:
    record = read("Reporters of Ariana TV left Chad on Monday.", published="2024-03-06")
    assert named(record, "Ariana TV").country != "TUN"


def test_other_nations_are_others(read: Read) -> None:
    record = read("Wealthy nations pledged help. He praised African nations for their reforms.", published="2024-03-06")
    assert {"Wealthy nations", "African nations"} <= names(record)


def test_dozens_of_somebody_are_called_in_full(read: Read) -> None:
    record = read("The army of Chad killed dozens of suspected rebels.", published="2024-03-06")
    assert "dozens of suspected rebels" in names(record)
