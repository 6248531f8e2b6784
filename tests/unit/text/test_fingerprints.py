"""Shingles and sketches: what they are made of, and what is left of them in a copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.text.fingerprints import SKETCH_SIZE, containment, shingles, sketch


def words(count: int, seed: int) -> list[str]:
    """Return words that no other seed has."""
    return [f"w{seed}n{i}" for i in range(count)]


def test_the_numbers_never_change_since_archives_keep_them() -> None:
    assert sketch("The envoys left the port.") == (-6897891057725750541, -2168656785275122690, 2155724336033016315)


@pytest.mark.parametrize(
    "same",
    [
        "THE ENVOYS LEFT THE PORT",
        "«The envoys», left — the\n\nport…",
        "Thé envoys left the po\u0301rt.",
        "The envoys_left the port",
    ],
)
def test_case_marks_and_line_breaks_make_no_difference(same: str) -> None:
    assert shingles(same) == shingles("The envoys left the port.")


def test_words_in_another_order_are_other_shingles() -> None:
    assert not shingles("one two three") & shingles("three two one")
    assert not shingles("one two three") & shingles("two one three")


@pytest.mark.parametrize("text", ["", "two words", " … \n — ", "one\u0301"])
def test_fewer_than_three_words_have_no_shingle(text: str) -> None:
    assert shingles(text) == frozenset()
    assert sketch(text) == ()


def test_a_triple_that_stands_twice_counts_once() -> None:
    assert len(shingles("a b c a b c")) == 3
    assert len(sketch("a b c a b c")) == 3


@given(st.text(max_size=300))
def test_a_sketch_is_the_lowest_shingles_of_any_text(text: str) -> None:
    assert sketch(text) == tuple(sorted(shingles(text))[:SKETCH_SIZE])


def test_half_a_surrogate_is_no_word_and_does_no_harm() -> None:
    assert shingles("one two \ud800 three") == shingles("one two three")


def test_every_number_fits_a_column_of_sqlite() -> None:
    found = shingles(" ".join(words(2_000, seed=1)))
    assert len(found) > 1_990
    assert all(-(2**63) <= number < 2**63 for number in found)
    assert min(found) < 0 < max(found)


def test_a_half_keeps_about_half_of_the_sketch() -> None:
    kept = []
    for seed in range(50):
        article = words(400, seed)
        kept.append(len(set(sketch(" ".join(article))) & set(sketch(" ".join(article[:200])))))
    assert 0.4 * SKETCH_SIZE < sum(kept) / len(kept) < 0.6 * SKETCH_SIZE
    assert min(kept) >= 4


def test_containment_is_a_share_of_the_smaller() -> None:
    assert containment({1, 2, 3, 4}, {3, 4, 5}) == pytest.approx(2 / 3)
    assert containment({3, 4}, {1, 2, 3, 4}) == 1.0
    assert containment(set(), {1}) == 0.0
    assert containment(set(), set()) == 0.0
