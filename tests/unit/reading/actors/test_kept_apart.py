"""Who is kept apart, and of which country somebody is by those beside: kinds of faults seen on annotated reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import mentions, named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


def test_the_body_is_not_its_organ(read: Read) -> None:
    record = read("The U.N. Security Council met on Monday. Norway asked the U.N. for help.", published="2005-03-07")
    assert who(record, "the U.N.") == {"United Nations"}


def test_each_side_of_a_joint_description_has_its_own_words(read: Read) -> None:
    record = read("Malian and Chadian troops began drills.")
    assert mentions(record, named(record, "troops of Mali")) == ["Malian"]
    assert mentions(record, named(record, "troops of Chad")) == ["Chadian troops"]


def test_behind_the_noun_all_of_it_means_each(read: Read) -> None:
    record = read("The ambassadors of Mali and Chad met the king.")
    assert mentions(record, named(record, "ambassadors of Mali")) == ["The ambassadors of Mali and Chad"]


def test_a_possessive_is_part_of_what_a_relative_is_called(read: Read) -> None:
    record = read("Norwegian envoy Ann Hall arrived. She thanked her brother.")
    assert mentions(record, named(record, "Ann Hall")) == ["Norwegian envoy Ann Hall", "She"]


def test_one_of_a_nation_is_not_the_state(read: Read) -> None:
    record = read("The rebels freed another Norwegian.")
    assert named(record, "another Norwegian").kind == "person"
    assert "Norway" not in names(record)


def test_a_president_is_not_the_prime_minister(read: Read) -> None:
    record = read(
        "U.S. President George W. Bush spoke in Washington. The prime minister disagreed.", published="2004-11-05"
    )
    assert "George W. Bush" not in who(record, "The prime minister")


def test_the_committee_is_no_council(read: Read) -> None:
    record = read("The Security Council met. The foreign affairs committee disagreed.", published="2004-11-05")
    assert "UN Security Council" not in who(record, "The foreign affairs committee")


def test_one_lawmaker_is_somebody_new(read: Read) -> None:
    record = read("A lawmaker in Chad resigned. In Mali, one lawmaker called him a fool.")
    assert who(record, "A lawmaker in Chad").isdisjoint(who(record, "one lawmaker"))


def test_a_party_of_a_common_name_is_of_a_country_that_the_text_names(read: Read) -> None:
    text = "Sri Lanka votes on Monday. Sri Lanka's president said the Freedom Party would win."
    assert "Freedom Party of Austria" not in names(read(text, published="2005-06-08"))


def test_two_offices_of_one_state(read: Read) -> None:
    record = read("Norway's president, Ann Hall, and foreign minister, Paul Lind, met Chad's envoy.")
    assert named(record, "Paul Lind").country == "NOR"


def test_who_is_named_by_a_president_is_of_the_same_state(read: Read) -> None:
    record = read("Chad's President Olaf Brandvik has named Ann Hall as the new head of the council. Mali objected.")
    assert named(record, "Ann Hall").country == "TCD"


def test_a_name_says_by_itself_whose_somebody_is(read: Read) -> None:
    record = read(
        "Chad, whose president accused Sudan's army, closed the border. Russia and its troops left. "
        "Peru's foreign ministry said it would answer."
    )
    assert {"Chad's president", "Russia's troops", "Peru's foreign ministry"} <= names(record)


def test_soldiers_that_are_counted_are_not_the_army(read: Read) -> None:
    record = read("Peru said four navy personnel were hurt. Its president ordered the military to hold back.")
    assert who(record, "the military").isdisjoint(who(record, "four navy personnel"))


def test_a_plural_takes_up_all_whom_one_phrase_named(read: Read) -> None:
    record = read("The ministers of Mali and Chad met in Accra. The ministers welcomed the vote.")
    assert who(record, "The ministers", 2) == {"ministers of Mali", "ministers of Chad"}


@pytest.mark.parametrize(("capital", "country"), [("Kinshasa", "COD"), ("Brazzaville", "COG")])
def test_an_adjective_of_two_states_is_of_the_one_that_the_text_names(read: Read, capital: str, country: str) -> None:
    record = read(f"{capital} was calm on Monday. The Congolese army fired on rebels.")
    assert named(record, "The Congolese army").country == country


def test_officials_in_a_capital_are_of_its_state(read: Read) -> None:
    record = read("Officials in Belgrade declined to comment. Norway and Chad waited.")
    assert named(record, "Officials in Belgrade").country == "SRB"


def test_a_body_is_of_the_place_where_it_is_based(read: Read) -> None:
    record = read("The Oslo-based Nordlys Institute objected. Mali and Chad waited.")
    assert named(record, "Nordlys Institute").country == "NOR"


def test_a_secretary_general_is_of_the_body(read: Read) -> None:
    record = read("NATO Secretary General Jaap de Hoop Scheffer arrived in Cairo.")
    assert named(record, "Jaap de Hoop Scheffer").country == "IGO"


@pytest.mark.parametrize("published", [None, "2013-12-01"])
def test_a_holder_in_another_spelling(read: Read, published: str | None) -> None:
    record = read("Ukraine's police stood by. Critics blame president Viktor Yanukovich.", published=published)
    assert named(record, "Viktor Yanukovych").country == "UKR"


def test_a_name_ends_before_the_party(read: Read) -> None:
    text = "Yvette Cooper of the Labour Party objected. The Labour Party in Britain agreed."
    record = read(text, published="2019-08-29")
    assert who(record, "Yvette Cooper") == {"Yvette Cooper"}


def test_the_regime_in_a_capital_is_that_states(read: Read) -> None:
    record = read("The Kremlin urged the regime in Kiev to talk. Norway and Chad waited.", published="2014-05-12")
    assert who(record, "the regime in Kiev") == {"Government of Ukraine"}


def test_a_ministry_is_not_another_ministry(read: Read) -> None:
    record = read(
        "Ukraine's health ministry counted the wounded. The units have left, according to the defence ministry."
    )
    assert who(record, "Ukraine's health ministry").isdisjoint(who(record, "the defence ministry"))


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("Chadian security forces arrested two men.", "Chadian security forces", "MIL"),
        ("Chadian navy officials denied it.", "Chadian navy officials", "MIL"),
        ("Suspected Islamic militants attacked Chad.", "Suspected Islamic militants", "REB"),
        ("Chad met the rebel negotiators.", "the rebel negotiators", "REB"),
        ("U.N. officials warned Chad.", "U.N. officials", "IGO"),
        ("European negotiators left Chad.", "European negotiators", "IGO"),
    ],
)
def test_sectors_of_people_without_a_name(read: Read, text: str, name: str, sector: str) -> None:
    assert named(read(text), name).sector == sector


def test_a_body_of_states_is_of_none_of_them(read: Read) -> None:
    record = read(
        "Russia is pushing Ukraine to join the Customs Union. The Paris Club met Russia and Ukraine in Moscow."
    )
    assert named(record, "Customs Union").country == "IGO"
    assert named(record, "Paris Club").country == "IGO"


def test_a_rank_is_nobody(read: Read) -> None:
    record = read("The Chadian army spokesman, Major General Olaf Brandvik, blamed Malian troops for it.")
    assert "Major General" not in names(record)
    assert named(record, "Olaf Brandvik").country != "MLI"


def test_a_minister_in_an_official_text(read: Read) -> None:
    text = "It noted the statement by the Minister of Foreign Affairs of Kenya, Musalia Mudavadi, on Sudan."
    assert who(read(text, published="2024-05-08"), "the Minister of Foreign Affairs of Kenya, Musalia Mudavadi")


def test_who_summons_an_envoy_is_of_another_state(read: Read) -> None:
    text = "Chad closed the border. Chad and Malian troops differ. The prime minister summoned the Chadian ambassador."
    assert named(read(text), "The prime minister").country != "TCD"


def test_union_leaders_are_civil_society(read: Read) -> None:
    assert named(read("The union leader Ann Hall met Chad's envoy."), "Ann Hall").sector == "CVL"


@pytest.mark.parametrize("namesake", ["Jill Biden", "Hunter Biden"])
def test_the_presidents_relative_is_not_the_president(read: Read, namesake: str) -> None:
    record = read(f"{namesake} came to Oslo. President Biden stayed in the United States.", published="2022-03-03")
    assert who(record, "President Biden") == {"Joe Biden"}
    assert who(record, namesake) == {namesake}


def test_a_title_beside_the_bare_surname_tells_the_holder(read: Read) -> None:
    text = "Ukraine's police stood by. Critics say Viktor Yanukovich is to blame. President Yanukovich disagreed."
    record = read(text, published="2013-12-01")
    assert who(record, "Viktor Yanukovich") == {"Viktor Yanukovych"}
