"""What every hand-made record of the tests needs: where words stand in a text."""

from __future__ import annotations

from detente.records import Span


def where(text: str, words: str, nth: int = 0) -> Span:
    """Return where some words stand in a text, for the n-th time from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))
