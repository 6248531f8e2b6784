"""Which statement holds which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import Span, Statement


class Said:
    """Finds the innermost statement around a span.

    Args:
        statements: All statements of the article.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_key = {statement.key: statement for statement in statements}
        spans = [(span, sum(c.end - c.start for c in s.content), s.key) for s in statements for span in s.content]
        self._spans = sorted(spans, key=lambda item: (item[0].start, -item[0].end))

    def around(self, span: Span) -> str | None:
        """Return the key of the statement with the shortest content that contains `span`, or None."""
        held = [(size, key) for content, size, key in self._spans if content.contains(span)]
        return min(held)[1] if held else None

    def statement(self, key: str) -> Statement:
        """Return the statement with this key.

        Raises:
            KeyError: There is none.
        """
        return self._by_key[key]

    def within(self, span: Span) -> tuple[Statement, ...]:
        """Return the statements whose content overlaps `span`, in the order of the text."""
        keys = dict.fromkeys(key for content, _, key in self._spans if content.overlaps(span))
        return tuple(self._by_key[key] for key in keys)
