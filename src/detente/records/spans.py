"""Where in the text: half-open intervals of Unicode code points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Span(NamedTuple):
    """A half-open interval `[start, end)` of code points into an article's text."""

    start: int
    end: int

    def words(self, text: str) -> str:
        """Return the characters of `text` that this span covers, exactly as printed."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def trimmed(self, text: str) -> Span:
        """Return this span without white space at either end; an all-blank span becomes empty."""
        start, end = self
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span that covers all of `spans`.

    Raises:
        ValueError: `spans` is empty.
    """
    listed = list(spans)
    return Span(min(s.start for s in listed), max(s.end for s in listed))


def count_chars(spans: Iterable[Span]) -> int:
    """Return how many characters some spans have together; what two of them share counts twice."""
    return sum(span.end - span.start for span in spans)
