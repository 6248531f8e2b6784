"""Tables of markers: words that open a condition, a rival reading or a question, one row a marker.

The tables lie in `knowledge/substance/`.
"""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING

from detente.knowledge.rows import read_lists, read_rows, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.knowledge.rows import KnowledgeRow
    from detente.reading.grammar.tokens import Doc

#: The word lists of each table. The readers ask for all of them, and for no others.
WORD_LISTS: Mapping[str, frozenset[str]] = MappingProxyType({
    "condition_words.tsv": frozenset(
        "approving asking barrier base ceiling contain contingent futility harm hinge link obligation onus promise "
        "requirement requirer setting suffering threat weather".split()
    ),
    "reading_words.tsv": frozenset(
        "act as-verb aside bare-adjective call-verb charge compare-verb denial equals evokes excuse "
        "judging-participle of-verb opening purpose role-noun scheming tells".split()
    ),
    "stance_words.tsv": frozenset(
        "accepting against-cue blame-word for-cue own-part praise-word praising refusing reverser".split()
    ),
})


@functools.cache
def load_table(name: str, columns: tuple[str, ...]) -> tuple[KnowledgeRow, ...]:
    """Return the rows of a shipped table, in order.

    Args:
        name: File name in `knowledge/substance/`.
        columns: The names of its columns.

    Raises:
        KnowledgeError: It has other columns; the message names file and line.
    """
    return read_rows(shipped("substance"), name, columns)


@functools.cache
def load_words(name: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a shipped table with the columns list, words (parted by blanks), example.

    Args:
        name: A table of `WORD_LISTS`.

    Raises:
        KnowledgeError: A list is not known, has no row, or has a word twice.
    """
    return read_lists(shipped("substance"), name, WORD_LISTS[name])


def matches_at(doc: Doc, place: int, words: tuple[str, ...]) -> bool:
    """Tell whether the tokens from `place` on are these lower-case words."""
    if place + len(words) > len(doc):
        return False
    return all(doc[place + i].lower_ == word for i, word in enumerate(words))
