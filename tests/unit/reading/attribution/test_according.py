"""The rule for "according to"."""

from __future__ import annotations

import numpy as np

from detente.reading.attribution.according import According, complete, favour
from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment
from detente.reading.attribution.linking import Linked, WordLayout
from detente.reading.attribution.windows import Features, featurize
from detente.reading.attribution.words import WordReader

CONTENT_TAGS = slice(5, 7)
READER = WordReader({"[UNK]": 1, "according": 7, "to": 8, ".": 1012})


def read(text: str) -> Features:
    return featurize([READER.read(text, 0, len(text))], None)


def layout(*sentences: int) -> WordLayout:
    numbers = np.array(sentences)
    zeros = np.zeros_like(numbers)
    return WordLayout(numbers, zeros, zeros, np.repeat(np.arange(len(numbers))[:, None], 3, axis=1), zeros.astype(bool))


def test_finds_the_pair_whatever_its_case() -> None:
    table = read("It rains according to them. According to plan. Go according the to")
    assert According(7, 8).rows(table).tolist() == [2, 6]


def test_favours_the_cue_and_what_it_governs() -> None:
    table = read("it rains according to the old man .")
    table.heads[:, 0] = [1, 1, 1, 2, 6, 6, 3, 1]
    scores = np.zeros((8, 7), np.float32)
    favour([2], table, (0, 8), scores)
    assert np.argmax(scores[2:7], 1).tolist() == [1, 2, 3, 4, 4]
    assert not scores[:2].any()
    # The source ends where its phrase does.
    assert np.flatnonzero(scores[7]).tolist() == [4]
    assert scores[7, 4] < 0


def test_the_rest_of_a_sentence_that_begins_with_it_is_favoured_as_content() -> None:
    table = read("So . According to her, “he said that it fell.” Yes .")
    #             0  1 2         3  4  56 7  8    9    10 11 12 13 14 15
    table.heads[:, 0] = [0, 0, 8, 2, 3, 8, 8, 8, 8, 11, 11, 8, 8, 8, 14, 14]
    scores = np.zeros((16, 7), np.float32)
    favour([2], table, (0, 16), scores)
    assert np.argmax(scores[2:5], 1).tolist() == [1, 2, 3]
    assert np.argmax(scores[6:12], 1).tolist() == [5, 6, 6, 6, 6, 6]
    assert not scores[:2].any()
    assert not scores[12:].any()


def test_a_sentence_without_a_comma_favours_nothing_behind_it() -> None:
    table = read("According to her it fell . They left .")
    table.heads[:, 0] = [4, 0, 1, 4, 4, 4, 7, 7, 7]
    scores = np.zeros((9, 7), np.float32)
    favour([0], table, (0, 9), scores)
    assert not scores[:, CONTENT_TAGS].any()


def test_heads_that_run_in_a_circle_end_the_sentence() -> None:
    table = read("According to her, he said that it fell .")
    table.heads[:, 0] = [6, 0, 1, 6, 5, 4, 5, 6, 6, 6]
    scores = np.zeros((10, 7), np.float32)
    favour([0], table, (0, 10), scores)
    assert np.argmax(scores[:3], 1).tolist() == [1, 2, 3]


def test_a_pair_that_the_window_cuts_is_left_alone() -> None:
    table = read("it rains according to them")
    scores = np.zeros((3, 7), np.float32)
    favour([2], table, (0, 3), scores)
    assert not scores.any()


def test_the_rest_of_the_sentence_becomes_the_content() -> None:
    table = read("so . according to them , the old bridge fell .")
    linked = Linked((Fragment(CUE, 2, 4), Fragment(SOURCE, 4, 5)), (1.0, 0.9))
    made = complete(linked, layout(0, 0, *[1] * 9), table.flags[:, 0])
    assert made.fragments[-1] == Fragment(CONTENT, 6, 10)
    assert len(made.links) == 3


def test_what_has_a_content_or_no_source_or_no_rest_stays() -> None:
    shapes = read("they fell according to them").flags[:, 0]
    whole = Linked((Fragment(CONTENT, 0, 2), Fragment(CUE, 2, 4), Fragment(SOURCE, 4, 5)), (0.8, 1.0, 0.9))
    bare = Linked((Fragment(CUE, 2, 4),), (1.0,))
    short = Linked(whole.fragments[1:], whole.links[1:])
    for linked in (whole, bare, short):
        assert complete(linked, layout(0, 0, 0, 0, 0), shapes) == linked
