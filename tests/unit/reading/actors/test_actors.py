"""Who is who in an article: mentions, titles, countries, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.knowledge import load_knowledge
from detente.reading.actors import read_actors
from detente.reading.document import Document
from detente.reading.parse import Parser
from detente.text import make_article
from tests.unit.reading.actors.asking import mentions, named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("The foreign minister, Otto Brandt, left.", "The foreign minister, Otto Brandt", "Otto Brandt"),
        ("Otto Brandt, the Polish minister, left.", "Otto Brandt, the Polish minister", "Otto Brandt"),
        ("Swedish Ambassador to Mali Karin Lindqvist left.", "Swedish Ambassador to Mali Karin Lindqvist",
         "Karin Lindqvist"),
        ("Otto Brandt, spokesman for the Polish government, left.",
         "Otto Brandt, spokesman for the Polish government", "Otto Brandt"),
        ("A Republican, Walter Odum, voiced support.", "A Republican, Walter Odum", "Walter Odum"),
    ],
)  # fmt: skip
def test_title_and_apposition_are_one_mention(read: Read, text: str, mention: str, name: str) -> None:
    record = read(text, published="2024-05-06")
    assert mentions(record, named(record, name)) == [mention]


def test_mention_inside_a_longer_mention_is_left_out(read: Read) -> None:
    record = read("Poland rejected the offer. Poland's foreign minister, Otto Brandt, told reporters.")
    assert mentions(record, named(record, "Poland")) == ["Poland"]


def test_cast_still_knows_what_stands_inside_a_mention() -> None:
    document = Document(make_article("Poland rejected it. Poland's foreign minister, Otto Brandt, left."), Parser())
    cast = read_actors(document, load_knowledge(), None)
    sentence = document.sentences[1]
    poland = document.parsed(sentence)[0]
    assert [cast.actor(key).name for key in cast.of_token(sentence, poland)] == ["Poland"]


def test_actor_that_only_stands_inside_mentions_keeps_the_first(read: Read) -> None:
    record = read("Poland's foreign minister, Otto Brandt, spoke.")
    assert mentions(record, named(record, "Poland")) == ["Poland"]


def test_adjective_in_a_title_is_no_mention_of_the_state(read: Read) -> None:
    assert names(read("Polish troops shelled the town.")) == {"Polish troops"}


def test_country_and_sector_from_the_owner(read: Read) -> None:
    record = read("Meridian Air is Iranian. Iranian airline Meridian Air grew. Meridian's director, Dara Amini, spoke.")
    amini = named(record, "Dara Amini")
    assert (amini.country, amini.sector, amini.role) == ("IRN", "BUS", "director")


def test_relative_has_the_country_but_not_the_office(read: Read) -> None:
    record = read(
        "Polish President Otto Brandt and his son, Paul Brandt, arrived. Brandt spoke.", published="2024-05-06"
    )
    son = named(record, "Paul Brandt")
    assert (son.country, son.sector, son.role) == ("POL", None, None)
    assert who(record, "Brandt", 3) == {"Otto Brandt"}


def test_institution_of_a_clearly_dominant_country(read: Read) -> None:
    text = (
        "Polish President Otto Brandt signed the law. Poland had waited for it. The Polish government was pleased. "
        "Warsaw said so. Poland's parliament had passed it. Prosecutors and the Senate were against it."
    )
    record = read(text, published="2024-05-06")
    assert named(record, "Prosecutors").country == "POL"
    assert named(record, "Senate" if "Senate" in names(record) else "the Senate").country == "POL"


def test_government_of_the_only_country(read: Read) -> None:
    record = read("Polish opposition leader Otto Brandt spoke in Poland. He called on the government to resign.")
    assert named(record, "Government of Poland").country == "POL"


@pytest.mark.parametrize(
    "text",
    [
        "The defence minister, Inga Halvorsen, threatened Poland with an embargo on Tuesday.",
        "On Tuesday the foreign minister, Inga Halvorsen, met with Poland over the pipeline.",
    ],
)
def test_nobody_is_of_the_state_that_is_dealt_with(read: Read, text: str) -> None:
    assert named(read(text), "Inga Halvorsen").country is None


def test_no_country_is_guessed_between_two(read: Read) -> None:
    record = read("Poland and Hungary quarrelled. Poland threatened Hungary. Prosecutors said that it was over.")
    assert named(record, "Prosecutors").country is None


def test_unnamed_people_are_of_the_country_that_all_is_about(read: Read) -> None:
    text = "Poland sent troops. Clashes went on in eastern Poland on Monday. Rebels killed six soldiers in Gdansk."
    assert named(read(text), "Rebels").country == "POL"


def test_foreign_groups_and_named_strangers_are_given_no_country(read: Read) -> None:
    text = "Poland spoke. Clashes went on in eastern Poland. Foreign governments met Ann Odum and rejected the plan."
    record = read(text)
    assert named(record, "Foreign governments").country is None
    assert named(record, "Ann Odum").country is None


@pytest.mark.parametrize(("noun", "sector"), [("opposition", "OPP"), ("police", "GOV"), ("army", "MIL")])
def test_bodies_become_actors(read: Read, noun: str, sector: str) -> None:
    record = read(f"The {noun} rejected the plan.")
    assert [a.sector for a in record.actors] == [sector]


def test_groups_that_act_become_actors(read: Read) -> None:
    record = read("Poland urged its allies to act. The signatories refused. Sympathizers of Hezbollah marched.")
    assert {"its allies", "The signatories", "Sympathizers of Hezbollah"} <= names(record)


def test_allies_of_a_country_are_not_of_that_country(read: Read) -> None:
    assert named(read("Tehran's allies rejected the plan."), "Tehran's allies").country is None


def test_backed_by_a_country_is_not_of_that_country(read: Read) -> None:
    record = read("Soldiers fought an Iranian-backed militia.")
    assert named(record, "an Iranian-backed militia").country is None


def test_joint_adjectives_give_two_actors(read: Read) -> None:
    record = read("The French and German ministers called for a truce.")
    assert sorted(a.country or "" for a in record.actors) == ["DEU", "FRA"]


def test_who_is_only_cited_is_no_actor(read: Read) -> None:
    assert read("A diplomat said that critics were pleased, a source added.").statements[0].speakers == ()


def test_names_joined_by_the_recogniser_are_split(read: Read) -> None:
    record = read("The barrier to better Putin Europe ties was the war.", published="2024-05-06")
    assert "Putin Europe" not in names(record)


def test_unknown_namesake_is_nobody_known(read: Read) -> None:
    record = read("Svetla Putin, a baker, won the prize.", published="2024-05-06")
    assert [a.entity for a in record.actors] == [None]


def test_list_shares_the_title_before_it(read: Read) -> None:
    record = read("The letter was sent by Senators Alan Reyes, Bo Lindqvist, and Carla Odum.")
    assert {named(record, name).sector for name in ("Alan Reyes", "Bo Lindqvist", "Carla Odum")} == {"LEG"}


def test_role_is_that_of_the_day(read: Read) -> None:
    roles = [
        named(read("Angela Merkel spoke.", published=day), "Angela Merkel").role for day in ("2010-06-01", "2023-06-01")
    ]
    assert roles == ["chancellor of Germany", "former chancellor of Germany"]


def test_the_text_says_former(read: Read) -> None:
    actor = named(read("Former President Barack Obama urged calm.", published="2024-05-06"), "Barack Obama")
    assert (actor.role, actor.sector) == ("former President", None)


def test_office_holder_of_the_day(read: Read) -> None:
    record = read("The German chancellor spoke.", published="2010-06-01")
    assert who(record, "The German chancellor") == {"Angela Merkel"}


def test_spokesperson_of_an_organisation_has_its_sector(read: Read) -> None:
    actor = named(read("Omar Haddad, a spokesman for Hezbollah, spoke."), "Omar Haddad")
    assert (actor.country, actor.sector) == ("LBN", "REB")


def test_web_address_is_a_medium_of_its_country(read: Read) -> None:
    actor = named(read("Otto Brandt told Kurier.com.br that he would go."), "Kurier.com.br")
    assert (actor.country, actor.sector) == ("BRA", "MED")
