"""Printed lines, and the units of text that they make up.

A file has one line a paragraph, or lines wrapped at some width with blank lines between paragraphs. A unit is
one paragraph, title, rule or other stretch that belongs together, whichever way it was printed.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

#: Everything that ends a printed line: CRLF, LF, CR, vertical tab, form feed, file, group and record separator,
#: next line, and Unicode's own line and paragraph separators.
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

#: Characters without width that may stand at the edge of a line: soft hyphen, zero-width space and joiners,
#: directional marks, word joiner, byte order mark.
NO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

#: Lines of a wrapped text are at most this long; mail and agency wires wrap at 65 to 80.
_MOST_WRAPPED_CHARS = 110
_LEAST_WRAPPED_CHARS = 30

_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, title, rule or other stretch of whole lines.

    Attributes:
        start: Its first character that can be seen.
        end: One past its last character that can be seen.
        lines: How many printed lines it has.
        after_blank: Whether a blank line or the beginning of the text stands before it.
    """

    start: int
    end: int
    lines: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indented: bool
    after_blank: bool


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return (start, end) moved inwards past white space and characters without width."""
    while start < end and (text[start].isspace() or text[start] in NO_WIDTH):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in NO_WIDTH):
        end -= 1
    return start, end


def _find_lines(text: str, start: int, end: int) -> list[_Line]:
    """Return the lines of `text[start:end]` that hold something to see."""
    found: list[_Line] = []
    after_blank = True
    line_start = start
    breaks = [(m.start(), m.end()) for m in LINE_BREAK.finditer(text, start, end)]
    for line_end, next_start in [*breaks, (end, end)]:
        first, last = trim(text, line_start, line_end)
        if first < last:
            found.append(_Line(first, last, first - line_start >= 2, after_blank))
            # a form feed or a paragraph separator parts paragraphs as a blank line does
            after_blank = text[line_end:next_start] in {"\x0c", "\u2029"}
        else:
            after_blank = True
        line_start = next_start
    return found


def _first_word_length(text: str, line: _Line) -> int:
    cut = line.start
    while cut < line.end and not text[cut].isspace():
        cut += 1
    return cut - line.start


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Return the width at which the text is wrapped, or None if its lines are whole paragraphs.

    A greedy wrapper breaks where the next word would not have fitted. That holds by chance for few pairs of
    lines, so that the share of pairs for which it holds tells wrapped text from short paragraphs.
    """
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if not b.after_blank]
    if not pairs:
        return None
    width = max(max(a.end - a.start, b.end - b.start) for a, b in pairs)
    if not _LEAST_WRAPPED_CHARS <= width <= _MOST_WRAPPED_CHARS:
        return None
    # the short last line of a paragraph tells nothing: the next line begins another
    pairs = [(a, b) for a, b in pairs if _breaks_greedily(text, a, b, width) or not _ends_sentence(text, a)]
    fitting = sum(_breaks_greedily(text, a, b, width) for a, b in pairs)
    # a paragraph that goes on begins its next line with a small letter more often than not
    running = sum(text[b.start].islower() and not _ends_sentence(text, a) for a, b in pairs)
    if fitting >= 0.75 * len(pairs) and running >= max(1, 0.3 * len(pairs)):
        return width
    return None


def _ends_sentence(text: str, line: _Line) -> bool:
    return _SENTENCE_END.search(text, max(line.start, line.end - 8), line.end) is not None


def _breaks_greedily(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Tell whether the first word of `following` would not have fitted on `line`."""
    slack = width // 10  # wrappers differ in how they count indents, hyphens and wide characters
    return line.end - line.start + 1 + _first_word_length(text, following) > width - slack


def find_units(text: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """Return the units of `text[start:end]` in their order; they never overlap, and hold all that can be seen."""
    lines = _find_lines(text, start, len(text) if end is None else end)
    width = _wrap_width(text, lines)
    units: list[Unit] = []
    for i, line in enumerate(lines):
        joined = (
            width is not None
            and i > 0
            and not line.after_blank
            and not (line.indented and not lines[i - 1].indented)
            and _breaks_greedily(text, lines[i - 1], line, width)
            and any(c.isalnum() for c in text[line.start : line.end])
            and any(c.isalnum() for c in text[lines[i - 1].start : lines[i - 1].end])
        )
        if joined:
            last = units[-1]
            units[-1] = Unit(last.start, line.end, last.lines + 1, last.after_blank)
        else:
            units.append(Unit(line.start, line.end, 1, line.after_blank))
    return units
