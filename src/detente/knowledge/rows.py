"""Rows of the small tables that ship with Détente, with their columns checked and errors that name file and line.

Such a table is a text file of UTF-8 under `knowledge/`: lines that begin with "#" are notes, the first other line names
the columns, cells are parted by tabs, and "-" is an empty cell. The large tables of who is who are `IndexedTable`s.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

_Word = TypeVar("_Word", bound=str)

_EMPTY = "-"


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """One row of a table.

    Attributes:
        table: Folder and file, such as "plover/patterns.tsv".
        line: The row's line in the file, from 1.
        cells: Column → text of the cell; "-" where it is empty.
    """

    table: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return the text of a cell.

        Raises:
            KnowledgeError: It is empty.
        """
        cell = self.cells[column]
        if cell == _EMPTY:
            raise self.error(f"{column} is empty")
        return cell

    def maybe(self, column: str) -> str | None:
        """Return the text of a cell, or None if it is empty."""
        cell = self.cells[column]
        return None if cell == _EMPTY else cell

    def listed(self, column: str, separator: str | None = None) -> tuple[str, ...]:
        """Return the parts of a cell, in order; none if it is empty.

        Args:
            column: The column.
            separator: What parts them; None for blanks.
        """
        return tuple((self.maybe(column) or "").split(separator)) if self.maybe(column) else ()

    def one_of(self, column: str, allowed: Collection[_Word]) -> _Word:
        """Return the text of a cell, which must be one of these words.

        Raises:
            KnowledgeError: It is empty, or another word.
        """
        return self.known(self.text(column), allowed, column)

    def maybe_one_of(self, column: str, allowed: Collection[_Word]) -> _Word | None:
        """Return the text of a cell, which must be one of these words, or None if it is empty.

        Raises:
            KnowledgeError: It is another word.
        """
        cell = self.maybe(column)
        return None if cell is None else self.known(cell, allowed, column)

    def known(self, word: str, allowed: Collection[_Word], what: str) -> _Word:
        """Return a word of this row if it is one of those that are allowed.

        Args:
            word: The word.
            allowed: All words that may stand there.
            what: What the word is, for the message: "place", "type".

        Raises:
            KnowledgeError: It is none of them. The hint names the nearest, or all if they are few.
        """
        for one in allowed:
            if one == word:
                return one
        near: list[str] = difflib.get_close_matches(word, list[str](allowed), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(sorted(allowed))}."
        raise self.error(f"no {what} {word!r}", hint=hint)

    def error(self, problem: str, *, hint: str | None = None) -> KnowledgeError:
        """Return the error that says what is wrong with this row, and where the row stands."""
        return KnowledgeError(f"{self.table}, line {self.line}: {problem}", hint=hint)


def shipped(folder: str) -> Traversable:
    """Return a folder of tables under `knowledge/`: "plover", "substance", "words"."""
    return resources.files("detente.knowledge").joinpath(folder)


def read_rows(folder: Traversable, name: str, columns: Sequence[str]) -> tuple[KnowledgeRow, ...]:
    """Return the rows of a table, in order.

    Args:
        folder: Where it lies.
        name: Its file.
        columns: The columns that it must have, in this order.

    Raises:
        KnowledgeError: It has other columns, or a row has more or fewer cells; the message names file and line.
    """
    return tuple(_iter_rows(f"{folder.name}/{name}", folder.joinpath(name).read_text(encoding="utf-8"), columns))


def _iter_rows(table: str, text: str, columns: Sequence[str]) -> Iterator[KnowledgeRow]:
    header: tuple[str, ...] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = tuple(line.split("\t"))
        if header is None:
            header = cells
            if header != tuple(columns):
                wanted = ", ".join(columns)
                raise KnowledgeError(f"{table}, line {number}: the columns are {', '.join(header)} instead of {wanted}")
            continue
        if len(cells) != len(columns):
            raise KnowledgeError(
                f"{table}, line {number}: {len(cells)} cells for {len(columns)} columns",
                hint="Cells are parted by one tab each; an empty cell is a hyphen.",
            )
        if "" in cells:
            raise KnowledgeError(
                f"{table}, line {number}: nothing stands in the column {columns[cells.index('')]}",
                hint="An empty cell is a hyphen.",
            )
        yield KnowledgeRow(table, number, dict(zip(columns, cells, strict=True)))


def only_once(rows: Iterable[KnowledgeRow], *columns: str) -> tuple[KnowledgeRow, ...]:
    """Return the rows, no two of which may agree in these columns.

    Raises:
        KnowledgeError: Two agree; the message names the lines of both.
    """
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        if key in seen:
            raise row.error(f"{' '.join(key)!r} stands in line {seen[key]} already")
        seen[key] = row.line
        kept.append(row)
    return tuple(kept)


def read_lists(folder: Traversable, name: str, labels: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the word lists of a table with the columns list, words (parted by blanks) and example.

    A list may have several rows.

    Args:
        folder: Where it lies.
        name: Its file.
        labels: The names of all its lists.

    Raises:
        KnowledgeError: A list is not known, has no row, or has a word twice; the message names file and line.
    """
    lists: dict[str, set[str]] = {label: set() for label in labels}
    for row in read_rows(folder, name, ("list", "words", "example")):
        label = row.one_of("list", labels)
        for word in row.listed("words"):
            if word in lists[label]:
                raise row.error(f"{word!r} stands in the list {label!r} already")
            lists[label].add(word)
    if missing := sorted(label for label, words in lists.items() if not words):
        raise KnowledgeError(f"{folder.name}/{name}: the list {missing[0]!r} has no row")
    return {label: frozenset(words) for label, words in lists.items()}
