"""Pages without their programs, styles and drawings, which are most of a page's weight."""

from __future__ import annotations

import re

_PROGRAM = re.compile(r"<(script|style|svg|noscript|template|iframe)\b([^<>]{0,4000})>", re.IGNORECASE)


def without_programs(text: str) -> str:
    """Return a page without programs, styles and drawings, in one pass over it.

    Structured data ("application/ld+json") is kept: it holds days.
    """
    kept: list[str] = []
    at = 0
    lower = text.lower() if len(text.lower()) == len(text) else text
    while (match := _PROGRAM.search(text, at)) is not None:
        closing = lower.find(f"</{match[1].lower()}", match.end())
        end = closing if closing >= 0 else len(text)
        close_end = text.find(">", end)
        end = close_end + 1 if close_end >= 0 else len(text)
        is_data = match[1].lower() == "script" and "ld+json" in match[2].lower()
        kept.append(text[at:end] if is_data else text[at : match.start()])
        at = end
    kept.append(text[at:])
    return "".join(kept)
