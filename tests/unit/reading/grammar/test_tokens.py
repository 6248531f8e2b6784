"""A sentence of ours says what spaCy's says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.vocab import Vocab

from detente.reading.grammar.tokens import TokenMaker
from detente.reading.parse import DEFAULT_PIPELINE
from detente.reading.rows import rows_of

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    "The two ministers whom Norland's king had sent to Havn on 3 May said, “No talks.”",
    "See https://example.org/talks  for  five Reasons why the accord, signed in haste, fails.",
    "He ’ll go.",
    "Yes",
    "",
]
STRINGS = ("text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "i", "idx")
FLAGS = ("is_space", "is_punct", "is_quote", "is_title", "like_num", "like_url")


@cache
def _pipeline() -> Language:
    return spacy.load(DEFAULT_PIPELINE)


@pytest.mark.model
@pytest.mark.parametrize("text", TEXTS)
def test_it_says_what_spacy_says(text: str) -> None:
    theirs = _pipeline()(text)
    ours = TokenMaker().make(rows_of(theirs))
    assert (len(ours), ours.text) == (len(theirs), text)
    assert [(e.label_, e.start, e.end, e.text) for e in ours.ents] == [
        (e.label_, e.start, e.end, e.text) for e in theirs.ents
    ]
    for mine, its in zip(ours, theirs, strict=True):
        assert all(getattr(mine, name) == getattr(its, name) for name in (*STRINGS, *FLAGS))
        assert (len(mine), mine.head.i, mine.morph_) == (len(its), its.head.i, str(its.morph) or "_")
        assert (mine.left_edge.i, mine.right_edge.i) == (its.left_edge.i, its.right_edge.i)
        for name in ("children", "lefts", "rights", "subtree", "ancestors"):
            assert [t.i for t in getattr(mine, name)] == [t.i for t in getattr(its, name)], name


def _by_hand(heads: list[int]) -> SpacyDoc:
    words = [f"w{place}" for place in range(len(heads))]
    return SpacyDoc(Vocab(), words=words, heads=heads, deps=["dep"] * len(words))


def test_arcs_that_cross_have_edges_too() -> None:
    theirs = _by_hand([2, 3, 2, 2, 1])
    ours = TokenMaker().make(rows_of(theirs))
    assert [(t.left_edge.i, t.right_edge.i) for t in ours] == [(0, 0), (1, 4), (0, 4), (1, 4), (4, 4)]
    assert [t.i for t in ours[2].subtree] == [0, 2, 1, 4, 3]


def test_the_neighbour_before_the_first_word_is_none() -> None:
    ours = TokenMaker().make(rows_of(_by_hand([0, 0])))
    assert ours[1].nbor(-1) is ours[0]
    with pytest.raises(IndexError):
        ours[0].nbor(-1)
    with pytest.raises(IndexError):
        ours[1].nbor()


def test_a_slice_is_a_tuple_and_words_are_the_same_objects() -> None:
    ours = TokenMaker().make(rows_of(_by_hand([0, 0, 1])))
    assert ours[1:] == (ours[1], ours[2])
    assert ours[2].head is ours[1]
    assert ours[0] < ours[1]


def test_a_name_has_its_words() -> None:
    theirs = _by_hand([0, 0, 1])
    theirs.set_ents([SpacySpan(theirs, 1, 3, label="ORG")])
    (entity,) = TokenMaker().make(rows_of(theirs)).ents
    assert (entity.label_, entity.text, [t.i for t in entity.tokens]) == ("ORG", "w1 w2", [1, 2])
