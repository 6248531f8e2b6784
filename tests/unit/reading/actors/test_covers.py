"""Which mentions lie inside others."""

from __future__ import annotations

from detente.reading.actors.read import _Covers
from detente.records import Span


def test_a_stretch_is_held_by_a_longer_one_and_not_by_itself() -> None:
    covers = _Covers([Span(0, 10), Span(12, 15), Span(12, 20)])
    assert [covers.hold(Span(*span)) for span in [(0, 10), (0, 4), (6, 10), (12, 15), (12, 20), (11, 13)]] == [
        False, True, True, True, False, False,
    ]  # fmt: skip


def test_it_is_the_same_as_asking_each() -> None:
    spans = [Span(start, start + size) for start in range(0, 40, 3) for size in (1, 4, 9)]
    covers = _Covers(spans[::2])
    for span in spans:
        assert covers.hold(span) == any(other != span and other.contains(span) for other in spans[::2])
