"""Whose words a text is by its form: titles that name who speaks, "We, …", labels of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.reading.actors.asking import who

if TYPE_CHECKING:
    from detente.records import Record
    from tests.conftest import Read

pytestmark = pytest.mark.model


def _speakers_of(record: Record, cue: str) -> set[str]:
    """Return the names of those who speak by the statements with this cue."""
    keys = {k for s in record.statements if record.words(s.cue) == cue for k in s.speakers}
    return {record.actor(key).name for key in keys}


@pytest.mark.parametrize(
    "title",
    [
        "Remarks by Foreign Minister Otto Brandt of Norway",
        "Opening statement of Norwegian Foreign Minister Otto Brandt at the conference",
        "Norwegian Foreign Minister Otto Brandt's speech in Bamako",
    ],
)
def test_first_person_belongs_to_whom_the_title_names(read: Read, title: str) -> None:
    record = read(f"{title}\n\nI welcome the truce in Mali. We urge Chad to respect it.")
    assert _speakers_of(record, "welcome") == {"Otto Brandt"}
    assert _speakers_of(record, "urge") == {"Otto Brandt"}


def test_title_of_a_report_gives_no_voice(read: Read) -> None:
    record = read("Norway's speech angers Chad\n\nWe will see whether it matters.")
    assert who(record, "We") == set()


def test_we_the_ministers_of_three_states_are_all_of_them(read: Read) -> None:
    record = read(
        "JOINT STATEMENT OF THE FOREIGN MINISTERS OF THE RIVER TRIANGLE\n\nWe, the Foreign Ministers of Chad, Mali and "
        "Niger, met in Oslo to confirm our support for Togo.\n\nWe condemn the raid of the rebels on Togo."
    )
    condemned = next(s for s in record.statements if record.words(s.cue) == "condemn")
    assert {record.actor(key).country for key in condemned.speakers} == {"TCD", "MLI", "NER"}


def test_who_asks_without_a_name_is_nobody_and_leaves_nothing_open(read: Read) -> None:
    record = read(
        "Press briefing\n\nOslo, 3 June 2024\n\nQ: Chad's foreign minister said on Sunday that Mali had closed the "
        "border. How will Norway respond?\n\nOtto Brandt: Norway urges Mali to open the border. We have offered talks."
        "\n\nQ: Will the minister travel to Bamako?\n\nOtto Brandt: I have nothing to announce."
    )
    assert record.article.published == "2024-06-03"
    said = next(s for s in record.statements if record.words(s.cue) == "said")
    assert record.words(said.source) == "Chad's foreign minister"
    assert {record.actor(key).country for key in said.speakers} == {"TCD"}
    assert record.questions == ()
    assert _speakers_of(record, ":") == {"Otto Brandt"}


def test_we_is_whom_it_is_said_to_be(read: Read) -> None:
    record = read("We, the foreign ministers of Chad and Mali, condemn the raid. We call on the rebels to leave.")
    assert {a.country for a in record.actors if a.key in record.statements[-1].speakers} == {"TCD", "MLI"}
    assert {a.name for a in record.actors if a.key in record.statements[-1].speakers} == {
        "foreign ministers of Chad",
        "foreign ministers of Mali",
    }


_BRIEFING = """Press briefing by Spokesperson Nora Lindqvist

Q: Did Norway expel the two envoys on Monday?

A: We expelled both of them. We call on Chad to end this.

Q: And will you expel more of them?

A: I will not speculate on that today."""


def test_answers_are_those_of_whom_the_title_names(read: Read) -> None:
    record = read(_BRIEFING)
    assert _speakers_of(record, ":") == {"Nora Lindqvist"}
    assert _speakers_of(record, "call on") == {"Nora Lindqvist"}
    assert who(record, "I") == {"Nora Lindqvist"}


def test_label_in_capitals_is_the_one_of_this_surname(read: Read) -> None:
    text = """Department briefing with Deputy Spokesperson Otto Brandt

MR. BRANDT: We welcome the accord between Chad and Mali.

QUESTION: Will they keep it this time?

MR. BRANDT: We urge both sides to keep it."""
    assert _speakers_of(read(text), "welcome") == {"Otto Brandt"}


_QUOTED = """“The bridge is open again,” Foreign Minister Nora Lindqvist said. “It took two winters.

“The road is another matter. We have asked three times.

“If Chad opens the gate, we will pay for the lamps.”

Talks go on in Bamako."""


def test_quotation_over_paragraphs_is_one_statement(read: Read) -> None:
    record = read(_QUOTED)
    (statement,) = [s for s in record.statements if record.words(s.cue) == "said"]
    assert "we will pay for the lamps" in record.words(statement.content)
    assert [condition.holder for condition in record.conditions] == [statement.speakers[0]]
    assert not [gap for gap in record.gaps if gap.reason == "unbalanced_quotation"]


def test_quotation_that_never_closes_is_still_told(read: Read) -> None:
    record = read("“The bridge is open, Otto Brandt said.\n\nTalks go on in Bamako.")
    assert [gap.reason for gap in record.gaps if gap.stage == "text"] == ["unbalanced_quotation"]


def test_a_joint_statement_is_of_all_whom_its_lead_names(read: Read) -> None:
    lead = "Below is what was issued as a joint statement by the Governments of Peru and Kenya, and the African Union."
    record = read(f"Joint Statement on Chad\n\n{lead}\n\nWe welcome the ceasefire in Chad.")
    assert {"Kenya", "African Union"} <= _speakers_of(record, "welcome")


def test_ministers_of_a_joint_statement_are_not_their_states(read: Read) -> None:
    record = read("Joint statement of the foreign ministers of Norway and Peru\n\nWe condemn the arrests in Chad.")
    assert not _speakers_of(record, "condemn") & {"Norway", "Peru"}
    assert len(_speakers_of(record, "condemn")) == 2


def test_a_line_under_the_title_says_who_spoke_the_text(read: Read) -> None:
    record = read(
        "Preliminary statement of the observers\n\n"
        "Delivered by the head of the group, Otto Brandt, Oslo, 3 May 2024\n\n"
        "We praise the people of Chad. We call on the government of Chad to publish the results."
    )
    assert _speakers_of(record, "call on") == {"Otto Brandt"}
