"""The word lists of this room: tab-separated files in `data/`, read once."""

from __future__ import annotations

import functools
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def load_word_list(name: str) -> tuple[tuple[str, str], ...]:
    """Return the rows of one word list.

    Args:
        name: The file's name in `data/`, without its ending.

    Returns:
        (first column, second column) for each row, in the order of the file; lines that begin with # and blank
        lines are left out.

    Raises:
        KnowledgeError: A row does not have two columns.
    """
    source = resources.files("detente.text").joinpath("data", f"{name}.tsv")
    rows = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 2:
            raise KnowledgeError(f"text/data/{name}.tsv line {number} has {len(columns)} columns, not 2")
        rows.append((columns[0], columns[1]))
    return tuple(rows)


@functools.cache
def load_word_classes(name: str) -> Mapping[str, str]:
    """Return one word list as word → class, words as the file writes them."""
    return MappingProxyType(dict(load_word_list(name)))


@functools.cache
def words_of_class(name: str, kind: str) -> frozenset[str]:
    """Return the words of one class of a word list, as the file writes them."""
    return frozenset(word for word, its_kind in load_word_list(name) if its_kind == kind)
