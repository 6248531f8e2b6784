"""Tables of markers: words that open a condition, a rival reading or a question, one row a marker.

The tables lie in `knowledge/substance/`. A line that begins with "#" is a note; columns are parted by tabs.
"""

from __future__ import annotations

import functools
import importlib.resources
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PLACE = "substance"


@functools.cache
def load_table(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a shipped table, in order.

    Args:
        name: File name in `knowledge/substance/`.
        columns: How many columns each row has.

    Raises:
        KnowledgeError: A row has another number of columns; the message names file and line.
    """
    text = importlib.resources.files("detente.knowledge").joinpath(_PLACE, name).read_text(encoding="utf-8")
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if len(cells) != columns:
            raise KnowledgeError(f"{_PLACE}/{name}, line {number}: {len(cells)} columns instead of {columns}")
        rows.append(cells)
    return tuple(rows)


@functools.cache
def load_words(name: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a shipped table with the columns list, words (parted by blanks), example.

    Raises:
        KnowledgeError: A row is not of that form.
    """
    lists: dict[str, frozenset[str]] = {}
    for label, words, _ in load_table(name, 3):
        lists[label] = lists.get(label, frozenset()) | frozenset(words.split())
    return lists


def matches_at(doc: Doc, place: int, words: tuple[str, ...]) -> bool:
    """Tell whether the tokens from `place` on are these lower-case words."""
    if place + len(words) > len(doc):
        return False
    return all(doc[place + i].lower_ == word for i, word in enumerate(words))
