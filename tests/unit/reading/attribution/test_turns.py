"""Turns of a conversation and signed quotations. All sentences are made up."""

from __future__ import annotations

import pytest

from detente.reading.attribution.turns import Turn, find_turns

INTERVIEW = (
    "KOVAR: The talks will go on, of course.",
    "HALL: But who is going to pay for them?",
    "PRESIDENT KOVAR: We have not spoken about money yet.",
    "Outside, it rained.",
)


def turns(*paragraphs: str) -> list[tuple[str, str, str]]:
    text, places = "", []
    for paragraph in paragraphs:
        places.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return [words(turn, text) for turn in find_turns(text, places)]


def words(turn: Turn, text: str) -> tuple[str, str, str]:
    return turn.source.words(text), turn.cue.words(text), turn.content.words(text)


def test_a_conversation_is_read_turn_by_turn() -> None:
    assert turns(*INTERVIEW) == [
        ("KOVAR", ":", "The talks will go on, of course."),
        ("HALL", ":", "But who is going to pay for them?"),
        ("PRESIDENT KOVAR", ":", "We have not spoken about money yet."),
    ]


def test_names_in_lower_letters_and_other_alphabets_are_labels_too() -> None:
    found = turns(
        "Анна Ковар: Мы готовы говорить дальше.", "Hall: And when will that be?", "Ковар: Уже на этой неделе."
    )
    assert [source for source, _, _ in found] == ["Анна Ковар", "Hall", "Ковар"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Update: This story has been changed since.", "Correction: The minister is Anna Kovar."),
        ("Ruritania: The king and his ministers meet.", "So it goes on."),
        ("HALL: 547.", "KOVAR: 46.", "HALL: 1,769."),
        ("it was so: he had not come at all", "it was so: she had not come either"),
    ],
)
def test_a_label_alone_a_table_and_nameless_turns_are_none(paragraphs: tuple[str, ...]) -> None:
    assert turns(*paragraphs) == []


def test_what_stands_in_brackets_at_a_label_is_none_of_the_words() -> None:
    found = turns(
        "Ann Hall (Oslo North) (Lab): We will not pay for that.",
        "MINISTER KOVAR: (Through an interpreter) The talks go on.",
        "Ann Hall: Then who is going to pay?",
    )
    assert [(source, content) for source, _, content in found] == [
        ("Ann Hall", "We will not pay for that."),
        ("MINISTER KOVAR", "The talks go on."),
        ("Ann Hall", "Then who is going to pay?"),
    ]


def test_of_question_and_answer_only_the_answer_is_a_turn() -> None:
    found = turns("Q: Will you sign the treaty now?", "A: We will not sign it.", "Q: And later on in the year?")
    assert [source for source, _, _ in found] == ["A"]


@pytest.mark.parametrize("dash", ["\u2015", "\u2014", "\u2013", "--"])
def test_a_quotation_is_signed_by_the_name_under_it(dash: str) -> None:
    assert turns(f"“The bridge must open again.” {dash} Anna Kovar, minister of works") == [
        ("Anna Kovar", dash, "“The bridge must open again.”")
    ]


def test_a_dash_within_a_sentence_signs_nothing() -> None:
    assert turns("“The bridge” — Kovar's own — must open again.", "The bridge must open — Kovar", "”— Kovar") == []


def test_a_very_long_paragraph_is_read_to_its_end() -> None:
    assert turns("“" + "A " * 200_000, "“" + "”— " * 100_000, "A." * 100_000 + ":") == []
