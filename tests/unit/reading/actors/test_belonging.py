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


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The bill of Chad authorizes military force.", "military force"),
        ("Ann Hall of Chad takes office in May.", "office"),
        ("Workers of Chad found more bodies.", "more bodies"),
    ],
)
def test_words_that_mean_nobody(read: Read, text: str, word: str) -> None:
    assert word not in names(read(text, published="2024-03-06"))


def test_a_church_is_no_state(read: Read) -> None:
    record = read("The Greek Orthodox churches have condemned the attack on Chad.", published="2024-03-06")
    assert "Greece" not in names(record)


def test_a_neighbour_is_another_state(read: Read) -> None:
    record = read("Chad denies it. Chad says that it will help its neighbor.", published="2024-03-06")
    assert "its neighbor" not in mentions(record, named(record, "Chad"))


def test_a_possessive_may_look_ahead(read: Read) -> None:
    text = "Peter Bo came. In his address to parliament on Monday, President Paul Lind of Norway hailed the deal."
    record = read(text, published="2024-03-06")
    assert "his" in mentions(record, named(record, "Paul Lind"))


def test_a_king_is_not_everybody_of_that_first_name(read: Read) -> None:
    record = read("Olaf Brandvik, a teacher, met King Olaf in Oslo.", published="2024-03-06")
    assert mentions(record, named(record, "Olaf Brandvik")) == ["Olaf Brandvik, a teacher"]


def test_an_officer_is_of_the_one_country_of_the_paragraph(read: Read) -> None:
    text = "Peru and Bolivia signed the pact.\n\nChad closed its ports. General Olu Adeyami said that ships would wait."
    record = read(text, published="2024-03-06")
    assert named(record, "Olu Adeyami").country == "TCD"


def test_european_negotiators_are_the_unions_and_of_no_country_around(read: Read) -> None:
    text = "Iran resumed its work.\n\nTalks with European negotiators ended in Iran. Iran said that it would go on."
    record = read(text, published="2006-03-06")
    assert named(record, "European negotiators").country == "IGO"


def test_the_serb_republic_is_not_serbia(read: Read) -> None:
    record = read(
        "Bosnia is made up of the Serb Republic and a federation, the envoy to Bosnia said.", published="2007-03-06"
    )
    assert "Serbia" not in names(record)


def test_a_ministry_spokeswoman_is_of_the_ministry_just_named(read: Read) -> None:
    record = read(
        "Chad's defence ministry blamed Mali for the raid on Norway's envoy. "
        '"Mali will pay," ministry spokeswoman Mariam Deby said.'
    )
    speaker = named(record, "Mariam Deby")
    assert (speaker.country, speaker.sector) == ("TCD", "GOV")


def test_a_states_army_is_one_with_the_state_and_without(read: Read) -> None:
    record = read("Chad's army said that Mali had fired. Army spokesman Idris Mbaye said that Chad had answered.")
    (army,) = [actor for actor in record.actors if actor.sector == "MIL" and actor.kind == "organization"]
    assert (army.name, army.country) == ("Chad's army", "TCD")


def test_diplomats_in_a_city_are_of_other_countries(read: Read) -> None:
    record = read("Diplomats in New York said that Chad would refuse. The United States made no comment.")
    assert named(record, "Diplomats in New York").country is None


@pytest.mark.parametrize("words", ["The representative of Chad", "The observer for Chad"])
def test_who_sits_for_a_state_at_a_body_is_of_its_government(read: Read, words: str) -> None:
    record = read(f"{words} rejected the draft. Mali thanked Norway.")
    speaker = named(record, words)
    assert (speaker.country, speaker.sector) == ("TCD", "GOV")


@pytest.mark.parametrize(
    ("words", "sector"), [("customs officers", "GOV"), ("Norwegian farmers' unions", "CVL"), ("army officers", "MIL")]
)
def test_officers_and_unions_of_civil_life(read: Read, words: str, sector: str) -> None:
    record = read(f"Chad was blamed by {words}.")
    assert named(record, words).sector == sector


def test_a_body_of_states_in_small_letters_is_not_of_the_country_around(read: Read) -> None:
    record = read("The pact has to be ratified by the European parliament. India and Indian farmers welcomed it.")
    assert named(record, "European Parliament").country == "IGO"


def test_a_title_of_another_office_in_another_country_means_a_namesake(read: Read) -> None:
    record = read("Information Minister Mohammed Idris said that Nigeria had paid nothing.", published="2026-03-06")
    minister = named(record, "Mohammed Idris")
    assert (minister.entity, minister.country) == (None, "NGA")
