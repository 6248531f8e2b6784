"""Pronouns, descriptions and the first person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import named, names, who

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model

_MEETING = "Polish foreign minister Otto Brandt met Swedish envoy Karin Lindqvist. "


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        (_MEETING + "He smiled.", "He", "Otto Brandt"),
        (_MEETING + "She smiled.", "She", "Karin Lindqvist"),
        (_MEETING + "She thanked him.", "him", "Otto Brandt"),
        ("Hungary left the pact. It had warned of this.", "It", "Hungary"),
        ("Hungary defended its decision.", "its", "Hungary"),
    ],
)
def test_pronoun(read: Read, text: str, pronoun: str, name: str) -> None:
    assert who(read(text), pronoun) == {name}


def test_object_is_not_the_subject(read: Read) -> None:
    record = read("Otto Brandt met Paul Meyer. He praised him.")
    assert who(record, "He") == {"Otto Brandt"}
    assert who(record, "him") == {"Paul Meyer"}


def test_they_means_both(read: Read) -> None:
    record = read("Otto Brandt and Karin Lindqvist met. They agreed.")
    assert who(record, "They") == {"Otto Brandt", "Karin Lindqvist"}


@pytest.mark.parametrize("text", ["It is possible that talks fail.", "Poland spoke. It remains to be seen who won."])
def test_empty_it_means_nobody(read: Read, text: str) -> None:
    assert who(read(text), "It") == set()


def test_it_as_an_object_means_a_thing(read: Read) -> None:
    assert who(read("Poland drafted a text. Hungary rejected it."), "it") == set()


def test_it_with_an_adjective_for_somebody(read: Read) -> None:
    assert who(read("Poland said it was ready to talk."), "it") == {"Poland"}


def test_he_without_anybody_is_a_gap(read: Read) -> None:
    record = read("He smiled.")
    assert [gap.reason for gap in record.gaps if gap.stage == "actors"] == ["unresolved_pronoun"]


def test_he_is_no_woman_and_no_state(read: Read) -> None:
    record = read("Karin Lindqvist flew to Poland. He smiled.")
    assert who(record, "He") == set()


def test_he_in_a_quotation_is_not_the_speaker(read: Read) -> None:
    record = read("Paul Meyer left early. “He had enough,” Otto Brandt said.")
    assert who(record, "He") == {"Paul Meyer"}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Poland and Hungary met. The two countries agreed.", "The two countries", {"Poland", "Hungary"}),
        ("Poland and Hungary met. Both sides agreed.", "sides", {"Poland", "Hungary"}),
        ("Poland and Hungary met. The neighbours agreed.", "The neighbours", {"Poland", "Hungary"}),
        ("Otto Brandt met Paul Meyer. The two leaders agreed.", "The two leaders", {"Otto Brandt", "Paul Meyer"}),
    ],
)
def test_sets_just_spoken_of(read: Read, text: str, words: str, expected: set[str]) -> None:
    assert who(read(text), words) == expected


def test_counterparts_are_those_listed(read: Read) -> None:
    record = read(
        "Polish minister Otto Brandt and his Greek and French counterparts, Nikos Lambros and Luc Morel, met in Oslo. "
        "They agreed."
    )
    assert who(record, "They") == {"Otto Brandt", "Nikos Lambros", "Luc Morel"}
    assert (named(record, "Nikos Lambros").country, named(record, "Luc Morel").country) == ("GRC", "FRA")


def test_set_of_another_number_is_not_taken_up(read: Read) -> None:
    assert not who(read("Poland and Hungary met. The three countries agreed."), "The three countries") & {
        "Poland", "Hungary",
    }  # fmt: skip


def test_the_ministry_is_not_the_government(read: Read) -> None:
    record = read("The Polish government resigned. The ministry closed.")
    assert "Government of Poland" not in who(record, "The ministry")


def test_his_government(read: Read) -> None:
    record = read("Polish President Otto Brandt spoke. His government was silent.")
    assert who(record, "His government") == {"Government of Poland"}


def test_his_country(read: Read) -> None:
    record = read("Polish President Otto Brandt met Hungary's envoy. He said his country would wait.")
    assert who(record, "his country") == {"Poland"}


def test_the_group_is_the_armed_group(read: Read) -> None:
    assert who(read("Hezbollah fired rockets. The group warned of more."), "The group") == {"Hezbollah"}


def test_title_of_another_country_is_not_taken_up(read: Read) -> None:
    record = read("Polish President Otto Brandt spoke. The Swedish president was silent.")
    assert "Otto Brandt" not in who(record, "The Swedish president")


def test_vice_president_is_not_the_president(read: Read) -> None:
    record = read("Polish President Otto Brandt spoke. Vice President Karl Odum listened. The president left.")
    assert who(record, "The president") == {"Otto Brandt"}


def test_who_after_a_name_speaks_for_it(read: Read) -> None:
    record = read("Otto Brandt, who said that talks had failed, left.")
    speakers = {key for statement in record.statements for key in statement.speakers}
    assert named(record, "Otto Brandt").key in speakers


def test_first_person_is_the_speaker(read: Read) -> None:
    record = read("“I will not yield, and we will win,” Polish President Otto Brandt said.", published="2024-05-06")
    assert who(record, "I") == {"Otto Brandt"}
    assert who(record, "we") == {"Otto Brandt"}


def test_our_country_is_the_state(read: Read) -> None:
    record = read("“They attacked our country,” Polish President Otto Brandt said.", published="2024-05-06")
    assert who(record, "our country") == {"Poland"}


def test_we_of_a_spokesperson_is_the_government(read: Read) -> None:
    record = read("“We are open to talks,” said Otto Brandt, spokesman for the Polish government.")
    assert who(record, "We") == {"Government of Poland"}


def test_our_troops_have_the_speakers_country(read: Read) -> None:
    record = read("“Our troops are ready,” Polish President Otto Brandt said.", published="2024-05-06")
    assert named(record, "Our troops").country == "POL"


def test_first_person_outside_of_quotations_is_nobody(read: Read) -> None:
    assert names(read("We will see whether I am right.")) == set()


def test_he_is_not_the_one_to_whom_he_speaks(read: Read) -> None:
    record = read('Otto Brandt left. Speaking to Paul Weber of the Tribune, he said: "It is over."')
    assert who(record, "he", nth=2) == {"Otto Brandt"}
    assert [record.words(s.content) for s in record.statements if s.cue] == ['"It is over."']


def test_he_is_the_subject_of_the_sentence_before_and_not_of_its_content(read: Read) -> None:
    record = read("Otto Brandt said that Paul Weber was wrong. He added that talks would go on.")
    assert who(record, "He") == {"Otto Brandt"}


def test_surname_that_nothing_settles_stops_the_pronoun(read: Read) -> None:
    text = "Kim Il Sop and Kim Yo Ran met President Otto Brandt. Kim was late. He must yield."
    assert who(read(text), "He") == set()


def test_we_of_a_rebel_spokesman_is_not_the_government(read: Read) -> None:
    text = "“We will fight on,” said Otto Brandt, a rebel spokesman in Mali. The government of Mali rejected it."
    assert who(read(text), "We") == {"Otto Brandt"}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Norwegians fear Chad.", "Norwegians", "Norwegians"),
        ("Many Norwegians fear Chad.", "Norwegians", "Norwegians"),
        ("The Norwegians fear Chad.", "The Norwegians", "Norway"),
    ],
)
def test_people_are_not_their_state_unless_all_of_them(read: Read, text: str, words: str, name: str) -> None:
    assert who(read(text), words) == {name}


def test_a_name_ends_before_a_description_that_names_another(read: Read) -> None:
    record = read("Ann Hall, a critic of Swedish envoy Karin Lindqvist, spoke in Oslo.")
    assert who(record, "Ann Hall") == {"Ann Hall"}
    assert who(record, "Swedish envoy Karin Lindqvist") == {"Karin Lindqvist"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway spoke of arms. It was unclear why the foreign country wanted them.", "the foreign country"),
        ("Chad spoke of arms. The kingdom would pay.", "The kingdom"),
    ],
)
def test_another_is_not_the_last_one_spoken_of(read: Read, text: str, words: str) -> None:
    assert who(read(text), words).isdisjoint({"Norway", "Chad"})


def test_the_president_is_not_the_prime_minister_just_named(read: Read) -> None:
    record = read(
        "The President spoke today with Prime Minister Narendra Modi of India. "
        "The President welcomed the decision of India.",
        published="2024-05-07",
    )
    (welcomed,) = [s for s in record.statements if record.words(s.cue) == "welcomed"]
    assert {record.actor(key).name for key in welcomed.speakers} == {"The President"}


def test_both_sides_are_not_those_who_urge_them(read: Read) -> None:
    record = read("Norway and Sweden welcomed the truce. Norway urged both sides to accept observers.")
    assert who(record, "both sides").isdisjoint({"Norway", "Sweden"})


def test_the_two_countries_hold_talks_still(read: Read) -> None:
    record = read("Norway and Chad met in Oslo. Norway said the two countries would meet again.")
    assert who(record, "the two countries") == {"Norway", "Chad"}


@pytest.mark.parametrize("text", ["No Cypriot government accepted the army.", "No government has recognised Chad."])
def test_no_government_is_nobody(read: Read, text: str) -> None:
    assert not any("overnment" in actor.name for actor in read(text, published="2024-05-07").actors)


def test_to_bring_to_justice_leads_to_no_judge(read: Read) -> None:
    record = read("Chad will bring to justice the men who killed five engineers, he added.")
    assert "justice" not in {actor.name for actor in record.actors}


def test_what_somebody_is_blamed_for_is_not_what_he_commands(read: Read) -> None:
    record = read("Chad blamed a militia commander for the February raid.")
    assert who(record, "a militia commander") == {"a militia commander"}


def test_a_list_of_states_behind_ministers_means_all_of_them(read: Read) -> None:
    record = read(
        "We, the Ministers of Foreign Affairs of the Republic of Chad, Norway and the Kingdom of Sweden, met in Oslo. "
        "We condemn the raid on Mali."
    )
    (condemn,) = [s for s in record.statements if record.words(s.cue) == "condemn"]
    assert sorted(record.actor(key).country or "" for key in condemn.speakers) == ["NOR", "SWE", "TCD"]


def test_the_president_who_thanks_another_is_not_the_other(read: Read) -> None:
    record = read(
        "President Otto Brandt of Norway spoke today with President Idris Mbaye of Chad. "
        "The President thanked President Mbaye for the talks."
    )
    (thanked,) = [s for s in record.statements if record.words(s.cue) == "thanked"]
    assert {record.actor(key).name for key in thanked.speakers} == {"Otto Brandt"}


def test_both_countries_are_the_two_whose_people_were_named_together(read: Read) -> None:
    record = read(
        "Chadian and Malian troops traded fire on Monday. Chad said that Mali had begun it, and Mali that Chad had. "
        "China said that it was worried. Norway, which has threatened both countries with tariffs, was silent."
    )
    assert who(record, "countries") == {"Chad", "Mali"}


def test_both_men_are_the_two_named_and_not_who_speaks_with_them(read: Read) -> None:
    record = read(
        "President Idris Mbaye of Chad recalled an envoy. Prime Minister Otto Brandt of Norway wrote to the council. "
        "Paul Lind, a mediator from Sweden, spoke with both men."
    )
    assert who(record, "men") == {"Idris Mbaye", "Otto Brandt"}


def test_the_two_governments_are_no_third_power(read: Read) -> None:
    record = read(
        "Chadian and Malian troops traded fire on Monday. The two governments blamed each other, and Chad and Mali "
        "closed their border."
    )
    assert who(record, "The two governments") == {"Chad", "Mali"}


def test_the_council_is_the_security_council_that_was_named(read: Read) -> None:
    record = read("The Security Council met on Monday. Chad called on the Council to condemn the raid on Mali.")
    assert who(record, "the Council") == {"UN Security Council"}
