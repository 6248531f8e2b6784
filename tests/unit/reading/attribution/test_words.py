"""Words, their offsets and their pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.attribution.words import CLOSES, INSIDE, MAX_PIECES, OPENS, OUTSIDE, WordReader

VOCABULARY = {
    piece: number
    for number, piece in enumerate([
        "[PAD]",
        "[UNK]",
        "the",
        "minister",
        "said",
        "un",
        "##believ",
        "##able",
        "##ly",
        "cafe",
        "'",
        '"',
        ".",
        "-",
    ])
}


@pytest.fixture
def reader() -> WordReader:
    return WordReader(VOCABULARY)


def test_offsets_point_into_the_unchanged_text(reader: WordReader) -> None:
    text = "\u00dcber: \u201cCafe\u0301s\u201d \U0001f30d\u2014the 2nd U.S. plan"
    words = reader.read(text, 0, len(text))
    shown = [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert shown == ["Über", ":", "“", "Cafe\u0301s", "”", "🌍", "—", "the", "2nd", "U", ".", "S", ".", "plan"]


def test_a_paragraph_is_read_with_offsets_of_the_whole_text(reader: WordReader) -> None:
    text = "Heading\n\nThe minister said."
    words = reader.read(text, 9, len(text))
    assert words.starts[0] == 9
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == ["The", "minister", "said", "."]


def test_accents_and_case_choose_the_same_pieces(reader: WordReader) -> None:
    plain, accented = reader.read("cafe", 0, 4), reader.read("CAFÉ", 0, 4)
    assert plain.pieces == accented.pieces == ((9, 0, 0),)
    assert plain.shapes != accented.shapes


def test_long_words_keep_their_first_two_pieces_and_their_last(reader: WordReader) -> None:
    words = reader.read("unbelievablely", 0, 14)
    assert words.pieces == ((5, 6, 8),)


def test_words_outside_the_vocabulary_are_unknown(reader: WordReader) -> None:
    assert reader.read("xyzzy " + "q" * 5000, 0, 5006).pieces == ((1, 0, 0), (1, 0, 0))


@pytest.mark.parametrize("marks", ['""', "“”", "«»"])
def test_quotation_states(reader: WordReader, marks: str) -> None:
    text = f"said {marks[0]}the cafe{marks[1]} the"
    assert reader.read(text, 0, len(text)).quotes == (OUTSIDE, OPENS, INSIDE, INSIDE, CLOSES, OUTSIDE)


def test_a_quotation_that_stays_open_runs_to_the_end(reader: WordReader) -> None:
    assert reader.read("“the cafe", 0, 9).quotes == (OPENS, INSIDE, INSIDE)


@given(st.text(max_size=80))
def test_any_text_gives_ascending_words_without_white_space(text: str) -> None:
    words = WordReader(VOCABULARY).read(text, 0, len(text))
    last = 0
    for start, end, pieces in zip(words.starts, words.ends, words.pieces, strict=True):
        assert last <= start < end <= len(text)
        assert not any(c.isspace() for c in text[start:end])
        assert len(pieces) == MAX_PIECES
        last = end
    covered = sum(end - start for start, end in zip(words.starts, words.ends, strict=True))
    assert covered == sum(not c.isspace() for c in text)
