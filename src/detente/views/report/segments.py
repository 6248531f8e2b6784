"""Cuts a text wherever a claim's words begin or end, so that overlapping and nested claims can be marked flat."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.views.outline import Card, Mark, SpanRole


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which no claim's words begin or end.

    Attributes:
        start: First code point.
        end: Code point after the last.
        claims: Anchor and role of every claim whose words cover the stretch, the shortest words first.
        opens: Those of `claims` with words that begin here.
    """

    start: int
    end: int
    claims: tuple[tuple[str, SpanRole], ...]
    opens: tuple[tuple[str, SpanRole], ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        """The claims here, each once, the one with the shortest words first."""
        return tuple(dict.fromkeys(anchor for anchor, _ in self.claims))


def cut_segments(length: int, cards: Iterable[Card], cuts: Iterable[int] = ()) -> tuple[Segment, ...]:
    """Return segments that cover a text of `length` code points from first to last, none empty, none overlapping.

    Args:
        length: Length of the text.
        cards: The claims with their places in the text.
        cuts: Further places to cut at, such as the bounds of blocks; those outside the text are left out.
    """
    opening: dict[int, list[tuple[str, Mark]]] = defaultdict(list)
    closing: dict[int, list[tuple[str, Mark]]] = defaultdict(list)
    for card in cards:
        for mark in card.marks:
            opening[mark.span.start].append((card.anchor, mark))
            closing[mark.span.end].append((card.anchor, mark))
    bounds = sorted({0, length, *opening, *closing, *(cut for cut in cuts if 0 < cut < length)})
    active: dict[tuple[str, Mark], None] = {}
    segments = []
    for start, end in itertools.pairwise(bounds):
        for closed in closing[start]:
            del active[closed]
        active |= dict.fromkeys(opening[start])
        here = sorted(active, key=_specificity)
        claims = tuple((anchor, mark.role) for anchor, mark in here)
        opens = tuple((anchor, mark.role) for anchor, mark in here if mark.span.start == start)
        segments.append(Segment(start, end, claims, opens))
    return tuple(segments)


def _specificity(claim: tuple[str, Mark]) -> tuple[int, str]:
    anchor, mark = claim
    return mark.span.end - mark.span.start, anchor
