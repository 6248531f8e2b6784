"""Clauses, phrases, places and what lies ahead, as far as grammar tells: on parses made by hand."""

from __future__ import annotations

import pytest

from detente.reading.grammar import clauses, phrases, syntax
from detente.reading.grammar.ahead import is_ahead
from detente.reading.grammar.located import is_located
from tests.reading_scenes import make_doc, parsed


def texts(words: object) -> str:
    return " ".join(word.text for word in words)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("notation", "word", "ahead"),
    [
        # "They plan to meet on Friday": the infinitive of a word that looks ahead.
        ("They/PRP/nsubj/1 plan/VBP/ROOT/1 to/TO/aux/3 meet/VB/xcomp/1 on/IN/prep/3 Friday/NNP/pobj/4", 5, True),
        # The participle itself looks ahead, though the sentence's verb does not.
        (
            "Talks=talk/NNS/nsubj/4 scheduled=schedule/VBN/acl/0 for/IN/prep/1 Monday/NNP/pobj/2 "
            "failed=fail/VBD/ROOT/4",
            3,
            True,
        ),
        ("Mali/NNP/nsubj/2 will/MD/aux/2 sign/VB/ROOT/2 on/IN/prep/2 Friday/NNP/pobj/3", 4, True),
        ("Mali/NNP/nsubj/1 signed=sign/VBD/ROOT/1 on/IN/prep/1 Friday/NNP/pobj/2", 3, False),
        # What would have been lies behind.
        (
            "Mali/NNP/nsubj/3 would/MD/aux/3 have/VB/aux/3 signed=sign/VBN/ROOT/3 on/IN/prep/3 Friday/NNP/pobj/4",
            5,
            False,
        ),
    ],
)
def test_what_lies_ahead(notation: str, word: int, ahead: bool) -> None:
    assert is_ahead(make_doc(parsed(notation))[word]) is ahead


@pytest.mark.parametrize(
    ("notation", "word", "located"),
    [
        ("He/PRP/nsubj/1 flew=fly/VBD/ROOT/1 to/IN/prep/1 Paris/NNP/pobj/2", 3, True),
        ("He/PRP/nsubj/1 wrote=write/VBD/ROOT/1 to/IN/prep/1 Paris/NNP/pobj/2", 3, False),
        ("Guns=gun/NNS/nsubj/1 shelled=shell/VBD/ROOT/1 Kyiv/NNP/dobj/1", 2, True),
        ("Mali/NNP/nsubj/1 sued=sue/VBD/ROOT/1 Paris/NNP/dobj/1", 2, False),
        ("The/DT/det/1 streets=street/NNS/nsubj/4 of/IN/prep/1 Cairo/NNP/pobj/2 emptied=empty/VBD/ROOT/4", 3, True),
        ("The/DT/det/1 offer/NN/nsubj/4 of/IN/prep/1 Cairo/NNP/pobj/2 failed=fail/VBD/ROOT/4", 3, False),
        ("He/PRP/nsubj/1 spoke=speak/VBD/ROOT/1 in/IN/prep/1 Paris/NNP/pobj/2", 3, True),
    ],
)
def test_where_a_town_would_stand(notation: str, word: int, located: bool) -> None:
    assert is_located(make_doc(parsed(notation))[word]) is located


SAID = (
    "The/DT/det/1 ban/NN/nsubj/3 will/MD/aux/3 stay/VB/ccomp/7 ,/,/punct/7 the/DT/det/6 envoy/NN/nsubj/7 "
    "said=say/VBD/ROOT/7 ././punct/7"
)


def test_a_clause_ends_where_an_attribution_begins() -> None:
    doc = make_doc(parsed(SAID))
    assert texts(clauses.tokens_of(doc[3])) == "The ban will stay"
    assert clauses.begins_attribution(doc, 5)
    assert not clauses.begins_attribution(doc, 0)
    assert texts(clauses.without_attribution(list(doc), doc[3])) == "The ban will stay"


def test_the_head_and_subject_of_a_clause() -> None:
    doc = make_doc(parsed(SAID))
    assert clauses.clause_head(doc[0]) == doc[3]
    assert clauses.subject(doc[3]) == doc[1]
    assert clauses.has_modal(doc[3])
    assert not clauses.has_modal(doc[7])


@pytest.mark.parametrize(
    ("notation", "word", "asked"),
    [
        ("Did=do/VBD/aux/2 Chad/NNP/nsubj/2 attack/VB/ROOT/2 Mali/NNP/dobj/2 ?/./punct/2", 2, True),
        (
            "Did=do/VBD/aux/2 Chad/NNP/nsubj/2 ask/VB/ROOT/2 Mali/NNP/dobj/2 to/TO/aux/5 attack/VB/xcomp/2 ?/./punct/2",
            5,
            True,
        ),
        ("Why/WRB/advmod/3 did=do/VBD/aux/3 Chad/NNP/nsubj/3 attack/VB/ROOT/3 Mali/NNP/dobj/3 ?/./punct/3", 3, False),
        ("Chad/NNP/nsubj/1 attacked=attack/VBD/ROOT/1 Mali/NNP/dobj/1 ?/./punct/1", 1, False),
        ("Never/RB/neg/3 did=do/VBD/aux/3 Chad/NNP/nsubj/3 attack/VB/ROOT/3 Mali/NNP/dobj/3 ././punct/3", 3, False),
    ],
)
def test_what_is_asked_is_not_told(notation: str, word: int, asked: bool) -> None:
    assert clauses.is_asked(make_doc(parsed(notation))[word]) is asked


def test_marks_and_joining_words_at_the_ends_go() -> None:
    doc = make_doc(parsed("and/CC/cc/2 he/PRP/nsubj/2 left=leave/VBD/ROOT/2 ,/,/punct/2 but/CC/cc/2"))
    assert texts(clauses.trimmed(list(doc))) == "he left"
    assert clauses.tokens_between(doc, 3, 5) == []


PHRASE = (
    "Both/DT/predet/4 the/DT/det/4 former/JJ/amod/4 foreign/JJ/amod/4 minister/NN/nsubj/7 of/IN/prep/4 "
    "Mali/NNP/pobj/5 left=leave/VBD/ROOT/7"
)


def test_a_phrase_is_its_head_with_what_stands_before_it() -> None:
    doc = make_doc(parsed(PHRASE))
    assert texts(phrases.phrase_tokens(doc[4])) == "the former foreign minister"
    assert texts(phrases.tail_tokens(doc[4], frozenset({"of"}))) == "of Mali"
    assert phrases.of_phrase(doc[4]) == doc[6]
    assert [head.text for head in phrases.phrase_heads(doc)] == ["minister", "Mali"]
    assert phrases.is_definite(doc[4])
    assert not phrases.is_indefinite(doc[4])


def test_several_and_whose() -> None:
    doc = make_doc(parsed("his/PRP$/poss/1 envoy/NN/nsubj/4 and/CC/cc/1 guard/NN/conj/1 left=leave/VBD/ROOT/4"))
    assert phrases.is_plural(doc[1])
    assert phrases.possessor(doc[1]) == doc[0]
    assert [one.text for one in phrases.joined(doc[1])] == ["envoy", "guard"]


def test_the_subject_of_an_infinitive_is_that_of_the_verb_above() -> None:
    doc = make_doc(parsed("Mali/NNP/nsubj/1 agreed=agree/VBD/ROOT/1 to/TO/aux/3 meet/VB/xcomp/1 Chad/NNP/dobj/3"))
    assert phrases.subject_of(doc[3]) == doc[0]


def test_agents_and_patients_change_places_in_the_passive() -> None:
    doc = make_doc(
        parsed("Peru/NNP/nsubjpass/2 was=be/VBD/auxpass/2 accused=accuse/VBN/ROOT/2 by/IN/agent/2 Chile/NNP/pobj/3")
    )
    assert syntax.is_passive(doc[2])
    assert syntax.agents(doc[2], frozenset()) == [doc[4]]
    assert syntax.patients(doc[2], frozenset()) == [doc[0]]


def test_whom_one_urges_is_who_is_to_act() -> None:
    doc = make_doc(parsed("Peru/NNP/nsubj/1 urged=urge/VBD/ROOT/1 Mali/NNP/dobj/1 to/TO/aux/4 leave/VB/xcomp/1"))
    assert syntax.agents(doc[4], frozenset({"urge"})) == [doc[2]]
    assert syntax.agents(doc[4], frozenset()) == [doc[0]]
    assert syntax.complements(doc[1]) == [doc[4]]


def test_children_in_some_dependencies() -> None:
    doc = make_doc(parsed("Mali/NNP/nsubj/1 left=leave/VBD/ROOT/1 Chad/NNP/dobj/1"))
    assert syntax.children(doc[1], frozenset({"dobj"})) == [doc[2]]


def test_a_relative_pronoun_stands_for_the_noun_before_it() -> None:
    doc = make_doc(
        parsed("Mali/NNP/nsubj/4 ,/,/punct/0 which/WDT/nsubj/3 left=leave/VBD/relcl/0 returned=return/VBD/ROOT/4")
    )
    assert syntax.agents(doc[3], frozenset()) == [doc[0]]


def test_what_stands_behind_each_preposition() -> None:
    doc = make_doc(parsed("talks=talk/NNS/ROOT/0 with/IN/prep/0 Mali/NNP/pobj/1 on/IN/prep/0 trade/NN/pobj/3"))
    assert {word: texts(found) for word, found in syntax.by_preposition(doc[0]).items()} == {
        "with": "Mali",
        "on": "trade",
    }
    assert texts(syntax.prepositional(doc[0], ("on", "with"))) == "Mali trade"


def test_the_head_of_a_stretch_is_the_word_that_hangs_on_none_of_the_others() -> None:
    words = make_doc(parsed("the/DT/det/2 new/JJ/amod/2 offer/NN/nsubj/3 failed=fail/VBD/ROOT/3"))
    assert clauses.head_of(words[:3]).text == "offer"
    assert clauses.head_of(words[:]).text == "failed"
    assert clauses.head_of(words[:2]).text == "the"
