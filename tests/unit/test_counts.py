"""Counts in words."""

from __future__ import annotations

from detente.counts import say_count


def test_one_and_many() -> None:
    assert say_count(1, "article") == "1 article"
    assert say_count(0, "article") == "0 articles"
    assert say_count(1200, "story", "stories") == "1,200 stories"
