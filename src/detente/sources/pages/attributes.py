"""Elements with very many attributes: the parser takes the square of their number."""

from __future__ import annotations

import re

#: Attributes of one element that are kept. Pages have up to some dozens; 3,000 take the parser half a second.
MOST_ATTRIBUTES = 300
#: No element with more attributes than that fits into a page as short as this.
_SHORT_CHARS = 2 * MOST_ATTRIBUTES

_TAG = re.compile(r"<[A-Za-z][^\s>/]*+")
_ATTRIBUTE = re.compile(r"""[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")


def without_excess(markup: str) -> str:
    """Return a page with the first 300 attributes of each element, in one pass over it."""
    if len(markup) < _SHORT_CHARS:
        return markup
    kept: list[str] = []
    at = 0
    begin = _TAG.search(markup)
    while begin is not None:
        end, cut = _read_attributes(markup, begin.end())
        if cut < end:
            kept.append(markup[at:cut])
            at = end
        begin = _TAG.search(markup, end)
    kept.append(markup[at:])
    return "".join(kept)


def _read_attributes(markup: str, at: int) -> tuple[int, int]:
    """Return where the attributes from `at` on end, and where those that are kept do."""
    cut, count = at, 0
    while (attribute := _ATTRIBUTE.match(markup, at)) is not None:
        at = attribute.end()
        count += 1
        if count <= MOST_ATTRIBUTES:
            cut = at
    return at, cut
