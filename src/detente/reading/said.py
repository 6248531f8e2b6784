"""Which statement holds which words: asked by events and by every reader of the substance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.records import count_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import Span, Statement


class Said:
    """Finds the innermost statement around a span.

    Args:
        statements: All statements of the article, in the order of the text.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_key = {statement.key: statement for statement in statements}
        self._sizes = [count_chars(statement.content) for statement in statements]
        self._statements = tuple(statements)
        parts = ((part, order) for order, statement in enumerate(statements) for part in statement.content)
        self._parts = sorted(parts, key=lambda part: (part[0].start, -part[0].end))

    def around(self, span: Span) -> Statement | None:
        """Return the statement that holds more than half of `span`, the shortest if several do; None if none does.

        What holds the cue of a statement is not said in it: "If Chad says that it will go" is not in what Chad says.
        """
        shared: dict[int, int] = {}
        for part, order in self._parts:
            if part.start >= span.end:
                break
            if part.end > span.start:
                shared[order] = shared.get(order, 0) + min(part.end, span.end) - max(part.start, span.start)
        held = [
            (self._sizes[order], order)
            for order, most in shared.items()
            if 2 * most > span.end - span.start and not any(map(span.contains, self._statements[order].cue))
        ]
        return self._statements[min(held)[1]] if held else None

    def key_around(self, span: Span) -> str | None:
        """Return the key of the statement that `around` finds, or None."""
        found = self.around(span)
        return None if found is None else found.key

    def statement(self, key: str) -> Statement:
        """Return the statement with this key.

        Raises:
            KeyError: There is none.
        """
        return self._by_key[key]

    def within(self, span: Span) -> tuple[Statement, ...]:
        """Return the statements whose content overlaps `span`, in the order of the text."""
        found = dict.fromkeys(order for part, order in self._parts if part.overlaps(span))
        return tuple(self._statements[order] for order in found)
