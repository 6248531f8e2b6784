"""Where and through which channel something was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from detente.records import Place, Record
    from tests.conftest import Read

pytestmark = pytest.mark.model


def _place(record: Record) -> Place | None:
    places = [statement.place for statement in record.statements]
    return next((place for place in places if place is not None), None)


def _medium(record: Record) -> str:
    return next((record.words(s.medium) for s in record.statements if s.medium is not None), "")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Otto Brandt told reporters in Astana that talks had failed.", "Astana", "KAZ"),
        ("Speaking at a news conference in Oslo on Monday, Otto Brandt said that talks had failed.", "Oslo", "NOR"),
        ("Otto Brandt said in the port of Odesa that talks had failed.", "Odesa", "UKR"),
        ("Otto Brandt said in Poland that talks had failed.", "Poland", "POL"),
    ],
)
def test_place_of_a_statement(read: Read, text: str, name: str, country: str) -> None:
    place = _place(read(text))
    assert place is not None
    assert (place.name, place.country) == (name, country)
    assert (place.geonames is not None and place.lat is not None) == (name != "Poland")


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said that talks had failed.",
        "Otto Brandt told Warsaw that talks had failed.",
        "Otto Brandt said that talks in Astana had failed.",
        "Otto Brandt said that talks had failed.",
    ],
)
def test_no_place(read: Read, text: str) -> None:
    assert _place(read(text)) is None


def test_name_of_several_places_is_a_gap(read: Read) -> None:
    record = read("Otto Brandt said in Springfield that talks had failed.")
    assert _place(record) is None
    assert "unresolved_place" in {gap.reason for gap in record.gaps}


def test_name_of_several_places_of_one_country_has_no_coordinates(read: Read) -> None:
    place = _place(read("The United States is divided. Otto Brandt said in Springfield that talks had failed."))
    assert place is not None
    assert (place.country, place.geonames, place.lat) == ("USA", None, None)


def test_town_with_its_region_behind_a_comma(read: Read) -> None:
    place = _place(read("Otto Brandt said in Paris, Texas, that talks had failed."))
    assert place is not None
    assert place.country == "USA"


def test_article_settles_a_name_of_several_places(read: Read) -> None:
    place = _place(read("Lebanon is in crisis. Otto Brandt said in Tripoli that talks had failed."))
    assert place is not None
    assert place.country == "LBN"


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Otto Brandt said in a post on X that talks had failed.", "a post on X"),
        ("In a televised address, Otto Brandt said that talks had failed.", "a televised address"),
        ("“Talks have failed,” Otto Brandt told state television.", "state television"),
        ("Otto Brandt said in an interview with Reuters that talks had failed.", "an interview with Reuters"),
        ("Otto Brandt said that a letter had arrived.", ""),
        ("Otto Brandt said at a party conference that talks had failed.", ""),
    ],
)
def test_medium(read: Read, text: str, medium: str) -> None:
    assert _medium(read(text)) == medium


def test_for_whom_a_spokesperson_speaks(read: Read) -> None:
    record = read("Kremlin spokesman Ivan Orlov said that talks had failed.")
    assert [[record.actor(key).name for key in s.on_behalf_of] for s in record.statements] == [["Government of Russia"]]
