"""What looks like a statement and says nothing; who says what the verb stands before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.reading.attribution import Attribution
from detente.reading.statements.unsaid import says_nothing
from tests.reading_scenes import Scene, parsed

if TYPE_CHECKING:
    from detente.records import Record
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "No government has ever accepted the council's rule.",
        "Nobody threatens Norway with sanctions.",
        "Has the minister told Chad's envoy that he opposes the raid?",
        "Norway signed a treaty with Chad on Monday.",
    ],
)
def test_no_one_says_anything(read: Read, text: str) -> None:
    assert read(text).statements == ()


def test_a_question_behind_a_label_is_nobodys_word(read: Read) -> None:
    record = read(
        "Q: Will you sign?\n\nAnn Hall: We will sign it in May.\n\nQ: Would you talk to Chad?\n\nAnn Hall: No, never."
    )
    assert all(speakers == {"Ann Hall"} for speakers in _speakers(record))


def test_the_label_of_a_title_says_nothing(read: Read) -> None:
    record = read("Norwegian Trade Ministry: weekly bulletin on the course of the talks\n\nThe talks went on in Oslo.")
    assert record.statements == ()


def _speakers(record: Record) -> list[set[str]]:
    return [{record.actor(key).name for key in s.speakers} for s in record.statements]


def test_a_person_who_ends_the_sentence_behind_the_verb_speaks(read: Read) -> None:
    text = (
        '"Today we act," said Under Secretary of Trade for Fisheries and Shipping Otto R. Brandt. "We keep our word."'
    )
    record = read(text)
    (statement,) = record.statements
    assert record.words(statement.source).endswith("Otto R. Brandt")


def test_a_person_behind_a_comma_speaks_and_not_his_body(read: Read) -> None:
    record = read("African Union Chairman, President Otto Brandt, on Monday said talks with Chad would go on.")
    assert _speakers(record) == [{"Otto Brandt"}]


def test_a_question_that_is_answered_is_no_part_of_the_answer(read: Read) -> None:
    record = read(
        "In response to a question about reports that Norway will lend Chad money, Otto Brandt said he was not aware."
    )
    contents = [record.words(s.content) for s in record.statements if s.speakers and "said" in record.words(s.cue)]
    assert contents == ["he was not aware"]


@pytest.mark.parametrize(
    ("notation", "is_nothing"),
    [
        ("Nobody/NN/nsubj/1 denied=deny/VBD/ROOT/1 it/PRP/dobj/1", True),
        ("Peru/NNP/nsubj/1 denied=deny/VBD/ROOT/1 it/PRP/dobj/1", False),
        ("Peru/NNP/nsubj/1 signed=sign/VBD/ROOT/1 it/PRP/dobj/1", True),
    ],
)
def test_on_a_parse_made_by_hand(notation: str, is_nothing: bool) -> None:
    one = Scene(parsed(notation), {})
    source, cue, content = (one.document.span_of(one.document.sentences[0], word) for word in one.words)
    assert says_nothing(one.document, Attribution((source,), (cue,), (content,), 0.5)) is is_nothing


def test_a_title_names_states_without_and(read: Read) -> None:
    record = read("Norway, Chad agree to stop the raids\n\nThe raids went on for weeks.")
    assert {"Norway", "Chad"} in _speakers(record)


@pytest.mark.parametrize(
    "text",
    [
        "A source, who asked not to be named because he may not speak, came from Chad.",
        "Otto Brandt deserves credit for having changed his mind.",
        "Norway should prove him wrong.",
        "Treasury Sanctions Network Supplying Chad\n\nThe firms are in Chad.",
    ],
)
def test_what_is_done_or_asked_for_cover_says_nothing(read: Read, text: str) -> None:
    assert not read(text, published="2026-03-06").statements
