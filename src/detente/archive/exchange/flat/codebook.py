"""The codebook of the flat tables: every column with its meaning and values, from the records' own docstrings."""

from __future__ import annotations

import inspect
import re
import typing
from typing import TYPE_CHECKING, Final, Literal

from detente import records
from detente.archive import filed
from detente.archive.exchange.flat.table_list import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.archive.exchange.flat.table_list import Column, FlatTable

_HEAD = """# Codebook

Made by Détente {version}, {created}. Every table is one file; rows are joined by the ids.

- Offsets count characters (Unicode code points) from 0 in the column `text` of `articles`; the end is the character
  after the last. `text[start:end]` is the quoted words where there is one stretch.
- An empty cell means that the text does not say, or that the tables of who is who do not hold it. Nothing is guessed.
- Several values in one cell are joined by “; ”, in the same order in neighbouring columns.
- CSV only: text that begins with `=`, `+`, `-`, `@`, an apostrophe, a tab or a line end has an apostrophe before it, so
  that no spreadsheet takes it for a formula. To undo this, drop one apostrophe from the beginning of text cells.
  Numbers and dates are never touched.
"""

_FIELD: Final = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def write_codebook(*, created: str, version: str, tables: tuple[FlatTable, ...] = TABLES) -> str:
    """Return the codebook as Markdown.

    Args:
        created: The day of the export.
        version: Détente's version.
        tables: The tables to describe.
    """
    return "\n".join((_HEAD.format(created=created, version=version), *(_describe_table(table) for table in tables)))


def _describe_table(table: FlatTable) -> str:
    lines = [f"## {table.name}", "", table.meaning + " One row each.", ""]
    lines += ["| column | kind | meaning | values |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(_cells(column)) + " |" for column in table.columns]
    return "\n".join(lines) + "\n"


def _cells(column: Column) -> Iterator[str]:
    yield f"`{column.name}`"
    yield column.kind
    yield meaning_of(column).replace("|", "\\|").replace("\n", " ")
    yield ", ".join(f"`{value}`" for value in values_of(column))


def meaning_of(column: Column) -> str:
    """Return what a column means: its own words, or those of the docstring that it names."""
    named = re.fullmatch(r"(\w+)\.(\w+)", column.meaning)
    if named is None:
        return column.meaning
    docstring = inspect.getdoc(_class(named[1])) or ""
    words = re.sub(r"\s+", " ", dict(_FIELD.findall(docstring))[named[2]])
    # What is None in a record is an empty cell in a table.
    return re.sub(r"\bNone\b", "empty", words)


def values_of(column: Column) -> tuple[str, ...]:
    """Return the values that can stand in a column; () if they are not a closed list."""
    if isinstance(column.values, tuple):
        return column.values
    name, field = column.values.split(".")
    return tuple(_literals(typing.get_type_hints(_class(name))[field]))


def _literals(hint: object) -> Iterator[str]:
    if typing.get_origin(hint) is Literal:
        yield from typing.get_args(hint)
    else:
        for part in typing.get_args(hint):
            yield from _literals(part)


def _class(name: str) -> type:
    found = getattr(records, name, None) or getattr(filed, name)
    return typing.cast("type", found)
