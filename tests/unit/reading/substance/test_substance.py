"""The substance: conditions, interpretations, questions, positions and commitments of whole texts."""

from __future__ import annotations

import pytest

from detente.reading.substance.scoring import load_scorer
from detente.records import Record
from tests.conftest import Read

pytestmark = pytest.mark.model


def _conditions(record: Record) -> list[tuple[str, str]]:
    return [(record.words(c.condition), record.words(c.on)) for c in record.conditions]


@pytest.mark.parametrize(
    ("text", "condition", "on"),
    [
        ("Peru will reopen the port if Chile pays the fine.", "if Chile pays the fine", "Peru will reopen the port"),
        (
            "Any new treaty must be based on equal rights, Ghana said.",
            "must be based on equal rights",
            "Any new treaty",
        ),
        (
            "Without a census there can be no vote, Chad said.",
            "Without a census",
            "there can be no vote",
        ),
        (
            "Fiji made the visit conditional on a full apology.",
            "conditional on a full apology",
            "the visit",
        ),
        (
            "For Oman, the obstacle to peace is the blockade of the port.",
            "the blockade of the port",
            "peace",
        ),
        ("Chad must disarm the militia or face sanctions, Mali said.", "disarm the militia", "face sanctions"),
        ("The pact must be ratified by both houses, Peru said.", "must be ratified by both houses", "The pact"),
        ("Peru said if Chile fails to pay, the court should act.", "if Chile fails to pay", "the court should act"),
    ],
)
def test_a_condition_has_what_is_asked_and_what_hangs_on_it(read: Read, text: str, condition: str, on: str) -> None:
    assert (condition, on) in _conditions(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Reporters asked if the minister of Peru would resign.",
        "Kenya spoke as if the war were over.",
        "The envoy of Mali spoke on condition of anonymity.",
        "If it rains, the parade in Lima will be held indoors.",
        "Norway provided ten boats for the port of Dakar.",
        "All times are local unless otherwise stated.",
        "Ghana and Togo argued until dawn.",
        "The state agency of Oman did not mention if the boats had left.",
        "The minister of Togo plans to visit Mali on Monday when he will meet its leader.",
        "Oman said it would know by May if the threat has passed or not.",
        "Niger asked Benin to answer as soon as possible.",
        "Police in Lima arrested a man linked to the raid.",
        "Peru said it would not recognise the vote, hours after the envoy of Chile urged both sides to talk.",
    ],
)
def test_what_only_looks_like_a_condition_is_none(read: Read, text: str) -> None:
    assert read(text).conditions == ()


def test_what_hangs_on_a_condition_ends_where_the_words_of_the_speaker_end(read: Read) -> None:
    record = read(
        "If Chad agreed to a truce, Mali would open the road to Timbuktu, its minister Otto Brandt said on Monday."
    )
    assert ("If Chad agreed to a truce", "Mali would open the road to Timbuktu") in _conditions(record)


def test_of_the_speakers_themselves_nothing_is_asked(read: Read) -> None:
    record = read("Peru and Chile have threatened to cut the aid for Togo unless it lifts the ban by May.")
    (condition,) = record.conditions
    asked = None if condition.addressee is None else record.actor(condition.addressee).country
    assert asked in {None, "TGO"}


def test_a_body_of_a_government_stands_not_against_its_head(read: Read) -> None:
    record = read(
        "Prime Minister Albin Kurti of Kosovo flew home. Serbia accused Kurti of a breach. "
        "Kurti's office rejected the accusation."
    )
    own = {a.key for a in record.actors if a.name == "Albin Kurti"}
    assert own
    assert not [p for p in record.positions if record.actor(p.actor).kind == "organization" and p.toward in own]


def test_who_sets_a_condition_and_of_whom_it_is_asked(read: Read) -> None:
    record = read("Ghana said it would lift the ban if Togo released the sailors by Friday.", published="2024-03-06")
    (condition,) = record.conditions
    assert condition.holder is not None
    assert record.actor(condition.holder).country == "GHA"
    assert condition.addressee is not None
    assert record.actor(condition.addressee).country == "TGO"
    assert condition.said_in == record.statements[0].key
    assert condition.deadline is not None
    assert condition.deadline.end == "2024-03-08"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Togo threatened to boycott the summit if Benin takes the chair.", "threat"),
        ("Togo could reduce its force if Benin accepts the truce.", "offer"),
    ],
)
def test_what_follows_tells_an_offer_from_a_threat(read: Read, text: str, direction: str) -> None:
    assert [c.direction for c in read(text).conditions] == [direction]


def test_nobody_is_asked_for_what_is_done_to_him(read: Read) -> None:
    (condition,) = read("Kenya will send troops if Chad is attacked.").conditions
    assert condition.addressee is None


def test_a_condition_that_threatens_binds_the_act_it_threatens(read: Read) -> None:
    record = read('"If Togo lands troops, we will attack its ports," the president of Ghana said.')
    (condition,) = record.conditions
    assert condition.direction == "threat"
    bound = [event for event in record.events if event.key in condition.binds]
    assert bound
    assert all(event.status == "conditional" for event in bound if event.type == "ASSAULT")


def test_a_condition_that_bears_on_nothing_leaves_a_gap(read: Read) -> None:
    record = read("Kenya called foreign bases on the lake a red line.")
    assert [record.words(c.condition) for c in record.conditions] == ["foreign bases on the lake"]
    assert [gap.reason for gap in record.gaps if gap.stage == "conditions"] == ["no_bearing"]


def test_a_reading_affirms_one_thing_and_denies_another(read: Read) -> None:
    record = read("Togo sees the parade not as a festival but as a threat.")
    (reading,) = record.interpretations
    assert [record.words(span) for span in reading.affirmed] == ["a threat"]
    assert [record.words(span) for span in reading.denied] == ["a festival"]
    assert record.words(reading.of) == "the parade"
    assert reading.holder is not None
    assert record.actor(reading.holder).country == "TGO"


def test_a_denied_and_an_affirmed_reading_of_one_act_are_one(read: Read) -> None:
    record = read("Ghana denied that the patrol was a provocation, calling it a routine exercise.")
    (reading,) = record.interpretations
    assert [record.words(span) for span in reading.affirmed] == ["a routine exercise"]
    assert [record.words(span) for span in reading.denied] == ["a provocation"]


@pytest.mark.parametrize(
    "text",
    [
        "He served as ambassador of Chile to Peru.",
        "The president of Ghana called the president of Togo on Sunday.",
        "Kenya called elections for May.",
        "The parliament of Fiji considered the bill on Tuesday.",
    ],
)
def test_what_only_looks_like_a_reading_is_none(read: Read, text: str) -> None:
    assert read(text).interpretations == ()


def test_an_open_question_has_its_alternatives_and_actors(read: Read) -> None:
    record = read("Whether Ghana will sign the treaty or walk away remains to be seen.")
    (question,) = record.questions
    assert [record.words(span) for span in question.alternatives] == ["Ghana will sign the treaty", "walk away"]
    assert [record.actor(key).country for key in question.actors] == ["GHA"]


@pytest.mark.parametrize(
    "text",
    [
        '"Is this how Ghana treats a friend?" he asked.',
        "Asked whether he would resign, the minister of Togo said no.",
        "There is no question that Togo broke the treaty.",
        "It is clear that both sides want a deal.",
    ],
)
def test_what_is_not_left_open_is_no_question(read: Read, text: str) -> None:
    assert read(text).questions == ()


def test_what_a_question_asks_has_not_happened(read: Read) -> None:
    record = read("Whether Peru signs the pact or leaves the talks remains to be seen.")
    assert {event.status for event in record.events} == {"possible"}
    assert record.positions == ()


def _positions(record: Record) -> set[tuple[str | None, str, str]]:
    return {(record.actor(p.actor).country, p.issue, p.stance) for p in record.positions}


def test_a_position_rests_on_evidence(read: Read) -> None:
    record = read("Ghana condemned the raid by Togo.")
    (position,) = [p for p in record.positions if record.actor(p.actor).country == "GHA"]
    assert position.stance == "against"
    assert position.evidence


def test_to_call_for_an_end_is_to_stand_against(read: Read) -> None:
    assert ("GHA", "sanctions", "against") in _positions(read("Ghana called for the lifting of sanctions on Togo."))
    assert ("GHA", "sanctions", "for") in _positions(read("Ghana called for sanctions on Togo."))


def test_praise_is_for_whatever_follows(read: Read) -> None:
    record = read("Norway commended Kenya for its role in bringing the war in Chad to an end.")
    assert {p.stance for p in record.positions if record.actor(p.actor).country == "NOR"} == {"for"}


def test_who_condemns_an_expulsion_does_not_oppose_relations_between_states(read: Read) -> None:
    record = read("Peru condemned the decision of Chile to expel two of its diplomats.")
    assert ("PER", "diplomatic_relations", "against") not in _positions(record)


def test_a_meeting_is_no_position(read: Read) -> None:
    assert read("The ministers of Ghana and Togo met in Lome.").positions == ()


def test_a_member_that_leaves_its_blocs_line_dissents(read: Read) -> None:
    record = read(
        "The European Union imposed sanctions on Belarus. Hungary called for the lifting of sanctions on Belarus. "
        "Poland imposed sanctions on Belarus.",
        published="2024-03-06",
    )
    dissent = {record.actor(p.actor).country: p.dissent for p in record.positions}
    assert dissent == {"IGO": False, "HUN": True, "POL": False}


def test_without_a_day_those_dissent_who_never_left_the_bloc(read: Read) -> None:
    record = read(
        "The European Union imposed sanctions on Belarus. Hungary called for the lifting of sanctions on Belarus. "
        "Britain called for the lifting of sanctions on Belarus."
    )
    assert {record.actor(p.actor).country: p.dissent for p in record.positions} == {
        "IGO": False,
        "HUN": True,
        "GBR": False,
    }


def test_members_who_ask_their_bloc_to_undo_its_act_stand_against_its_line(read: Read) -> None:
    record = read(
        "The European Union imposed sanctions on Belarus. Hungary and Slovakia called for easing the sanctions on "
        "Belarus.",
        published="2025-03-06",
    )
    stances = {
        (record.actor(p.actor).country, record.actor(p.toward).country, p.stance, p.dissent)
        for p in record.positions
        if p.toward is not None
    }
    assert stances == {
        ("IGO", "BLR", "against", False), ("HUN", "BLR", "against", True), ("SVK", "BLR", "against", True),
    }  # fmt: skip


def test_without_the_blocs_line_nobody_leaves_it(read: Read) -> None:
    record = read(
        "European Union ministers met in Brussels. Hungary called for easing the sanctions on Belarus.",
        published="2025-03-06",
    )
    assert not any(p.dissent for p in record.positions)


def test_substance_has_a_confidence_and_what_is_kept_passes_the_threshold(read: Read) -> None:
    record = read(
        "Ghana condemned the raid by Togo. Peru will reopen the port if Chile pays the fine. Mali called the vote a "
        "farce. Whether Mali will vote again remains to be seen."
    )
    for kind, table in (
        ("conditions", "conditions"),
        ("interpretations", "interpretations"),
        ("questions", "questions"),
    ):
        claims = getattr(record, kind)
        assert claims
        assert all(load_scorer(table).kept <= (claim.confidence or 0) <= 1 for claim in claims)
    assert record.positions
    assert all(0 < (position.confidence or 0) <= 1 for position in record.positions)


def test_nobody_is_for_and_against_the_same_other(read: Read) -> None:
    record = read(
        "Ghana praised Togo for its patience. Hours later Ghana condemned Togo for a raid and imposed sanctions on it. "
        "Ghana also signed a treaty with Togo."
    )
    held = [(position.actor, position.toward) for position in record.positions]
    assert len(set(held)) == len(held)


def test_nobody_stands_for_or_against_his_own_government(read: Read) -> None:
    record = read("Belarusian President Alexander Lukashenko said that he supports his government.")
    assert all(p.toward is None or record.actor(p.toward).country != "BLR" for p in record.positions)


def test_a_conditional_act_is_a_commitment_with_its_condition(read: Read) -> None:
    record = read("Ghana said it would lift the ban if Togo released the sailors by Friday.", published="2024-03-06")
    bound = {key for condition in record.conditions for key in condition.binds}
    assert bound
    entries = [m for m in record.commitments if m.event in bound]
    assert entries
    assert entries[0].conditions == (record.conditions[0].key,)
    assert record.actor(entries[0].actor).country == "GHA"
    assert entries[0].deadline is not None


def test_reading_twice_gives_the_same(read: Read) -> None:
    text = "Peru will reopen the port if Chile pays. Whether Chile pays remains to be seen."
    assert read(text) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "If Chad won, Norwegian taxpayers might be left with the bill.",
        "If Chad wins, the cost to Norway would dwarf the sums at stake.",
    ],
)
def test_what_a_text_only_considers_nobody_sets_or_is_asked_for(read: Read, text: str) -> None:
    (condition,) = read(text).conditions
    assert (condition.holder, condition.addressee, condition.direction) == (None, None, None)


def test_as_long_as_it_takes_is_no_condition(read: Read) -> None:
    assert not read("Otto Brandt said Norway would stand by Chad for as long as it takes.").conditions


def test_what_a_third_party_wants_of_somebody_shows_no_stance_of_theirs(read: Read) -> None:
    record = read("Otto Brandt of Norway urged Chad and Mali to observe a truce over the holidays.")
    assert not [p for p in record.positions if record.actor(p.actor).country in {"TCD", "MLI"}]


def test_an_issue_is_not_read_off_the_name_of_a_body(read: Read) -> None:
    record = read("Turkey has urged the Syrian Democratic Forces to lay down their arms.", published="2026-03-06")
    assert "democracy" not in {position.issue for position in record.positions}


def test_a_second_act_has_an_issue_of_its_own(read: Read) -> None:
    record = read("Norway has criticised Chad for buying Malian oil and in August imposed a tariff on its goods.")
    assert "tariffs" not in {p.issue for p in record.positions if p.stance == "against"}
