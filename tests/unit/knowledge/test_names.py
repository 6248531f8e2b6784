"""Names in a text: boundaries, case, longest match, possessives."""

from __future__ import annotations

import pytest

from detente.knowledge import Knowledge
from detente.knowledge.folding import fold_name


def _found(knowledge: Knowledge, text: str) -> list[str]:
    return [text[match.start : match.end] for match in knowledge.find_names(text)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Côte d’Ivoire", "cote divoire"),
        ("U.S.", "us"),
        ("Kim Jong-un", "kim jong un"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Lars Løkke Rasmussen", "lars lokke rasmussen"),
    ],
)
def test_folding_drops_case_marks_and_joints(name: str, key: str) -> None:
    assert fold_name(name) == key


def test_longest_name_wins_and_possessive_stays_out(knowledge: Knowledge) -> None:
    assert _found(knowledge, "South Sudan's envoy and Vladimir Putin’s aide left.") == [
        "South Sudan",
        "Vladimir Putin",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They told us who won.", []),
        ("The US won.", ["US"]),
        ("The U.S. won.", ["U.S."]),
        ("The who is who of Vienna.", ["Vienna"]),
        ("al-Shabaab and Al-Shabab", ["al-Shabaab", "Al-Shabab"]),
        ("western leaders met", ["western leaders"]),
        ("PUTIN TO VISIT CHINA", ["PUTIN", "CHINA"]),
        ("a turkey and a jordan", []),
        ("the Kremlin-backed plan", ["Kremlin"]),
    ],
)
def test_case_and_boundaries(knowledge: Knowledge, text: str, names: list[str]) -> None:
    assert _found(knowledge, text) == names


def test_offsets_refer_to_the_whole_text(knowledge: Knowledge) -> None:
    text = "Nothing here. Then Emmanuel Macron spoke. Then Xi Jinping."
    (match,) = knowledge.find_names(text, 14, 40)
    assert text[match.start : match.end] == "Emmanuel Macron"


def test_word_in_capital_line_needs_support(knowledge: Knowledge) -> None:
    (match,) = knowledge.find_names("US RESUMES TALKS WITH NOBODY")
    assert match.needs_support
    assert not knowledge.find_names("The US resumes talks.")[0].needs_support


def test_spellings_of_one_person_meet(knowledge: Knowledge) -> None:
    spellings = ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy")
    ids = {knowledge.find_names(name)[0].entity_ids[0] for name in spellings}
    assert len(ids) == 1


def test_an_article_is_no_reason_to_cut_a_longer_name(knowledge: Knowledge) -> None:
    text = "A fellow of the Atlantic Council wrote in The Atlantic."
    assert [text[m.start : m.end] for m in knowledge.find_names(text)] == ["Atlantic Council", "The Atlantic"]


def test_false_friends_stay_apart(knowledge: Knowledge) -> None:
    salman = knowledge.find_names("Mohammed bin Salman")[0].entity_ids[0]
    zayed = knowledge.find_names("Mohammed bin Zayed")[0].entity_ids[0]
    assert salman != zayed
    macron = knowledge.find_names("Emmanuel Macron")[0].entity_ids[0]
    assert all(macron not in match.entity_ids for match in knowledge.find_names("Emmanuel Marcon"))


def test_name_with_two_readings_keeps_both(knowledge: Knowledge) -> None:
    match = knowledge.find_names("Moscow")[0]
    assert match.kind == "capital"
    assert match.sense("place") is not None
    assert knowledge.entity(match.entity_ids[0]).country == "RUS"


def test_west_is_a_group_only_alone(knowledge: Knowledge) -> None:
    assert [match.kind for match in knowledge.find_names("He blamed the West for it.")] == ["vague"]
    assert all(match.sense("vague") is None for match in knowledge.find_names("He left the West Wing."))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kano state voted.", ["Kano state"]),
        ("Kano State voted.", ["Kano State"]),
        ("kano state voted.", []),
        ("O'Brien, Paris-based Zelensky, x_Paris.", ["O'Brien", "Paris", "Zelensky"]),
    ],
)
def test_small_letters_after_the_first_word_and_odd_starts(knowledge: Knowledge, text: str, names: list[str]) -> None:
    assert _found(knowledge, text) == names


def test_part_of_a_text_is_searched_like_the_whole(knowledge: Knowledge) -> None:
    text = "Paris, Madrid and Rome"
    assert [(m.start, m.end) for m in knowledge.find_names(text, 1, len(text))] == [(7, 13), (18, 22)]
    assert [m.start for m in knowledge.find_names(text, 7, 13)] == [7]
