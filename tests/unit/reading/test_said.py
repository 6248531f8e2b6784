"""Which statement holds which words."""

from __future__ import annotations

import dataclasses

from detente.reading.said import Said
from detente.records import Span, Statement


def _statement(key: str, *content: Span) -> Statement:
    return Statement(key, (), (), (), (), content, "indirect", None, None, None, None, None)


OUTER = _statement("s1", Span(10, 100))
INNER = _statement("s2", Span(40, 60))
BROKEN = _statement("s10", Span(120, 140), Span(160, 180))
SAID = Said((OUTER, INNER, BROKEN))


def test_innermost_statement_is_found() -> None:
    assert SAID.around(Span(45, 50)) is INNER
    assert SAID.around(Span(20, 30)) is OUTER
    assert SAID.around(Span(0, 5)) is None


def test_more_than_half_must_be_inside() -> None:
    assert SAID.around(Span(55, 63)) is INNER
    assert SAID.around(Span(55, 70)) is OUTER
    assert SAID.around(Span(0, 20)) is None


def test_parts_of_one_statement_count_together() -> None:
    assert SAID.around(Span(130, 170)) is None
    assert SAID.around(Span(125, 179)) is BROKEN
    assert SAID.key_around(Span(165, 170)) == "s10"


def test_of_equal_ones_the_first_counts() -> None:
    twins = Said((_statement("s9", Span(0, 10)), _statement("s10", Span(0, 10))))
    assert twins.key_around(Span(2, 4)) == "s9"


def test_what_holds_a_cue_is_not_said_by_it() -> None:
    wanting = dataclasses.replace(_statement("s1", Span(20, 60)), cue=(Span(10, 19),))
    assert Said((wanting,)).around(Span(5, 60)) is None
    assert Said((wanting,)).around(Span(20, 60)) is wanting


def test_what_overlaps_is_listed_in_order() -> None:
    assert SAID.within(Span(50, 130)) == (OUTER, INNER, BROKEN)
    assert SAID.statement("s2") is INNER
