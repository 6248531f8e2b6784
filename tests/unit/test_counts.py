"""Counts in words."""

from __future__ import annotations

from detente.counts import say_count, say_kind


def test_one_and_many() -> None:
    assert say_count(1, "article") == "1 article"
    assert say_count(0, "article") == "0 articles"
    assert say_count(1200, "story", "stories") == "1,200 stories"


def test_the_name_of_a_kind_fits_its_count() -> None:
    assert say_kind(1, "articles") == "1 article"
    assert say_kind(1, "entities") == "1 entity"
    assert say_kind(1200, "entities") == "1,200 entities"
    assert say_kind(0, "gaps") == "0 gaps"
