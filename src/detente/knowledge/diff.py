"""What an update of the tables changes: for `detente knowledge diff`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from pathlib import Path

# Tables that are compared, and how many columns name a row; the rest is what may change.
_TABLES = (
    ("entities.tsv", 1),
    ("roles.tsv", 6),
    ("blocs.tsv", 3),
    ("places.tsv", 1),
    ("agents.tsv", 1),
    ("countries.tsv", 1),
    ("names.tsv", 3),
)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs.

    Attributes:
        table: File name of the table.
        key: The columns that name the row.
        old: The other columns before, or None if the row is new.
        new: The other columns after, or None if the row is gone.
    """

    table: str
    key: tuple[str, ...]
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None


def diff_tables(old: Path, new: Path) -> tuple[RowChange, ...]:
    """Compare two folders of built tables.

    Args:
        old: The folder before.
        new: The folder after.

    Returns:
        All rows that were added, removed or changed, by table and key.

    Raises:
        KnowledgeError: A table is missing in one of the folders.
    """
    changes: list[RowChange] = []
    for name, width in _TABLES:
        before, after = _read(old / name, width), _read(new / name, width)
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) != after.get(key):
                changes.append(RowChange(name, key, before.get(key), after.get(key)))
    return tuple(changes)


def _read(path: Path, width: int) -> dict[tuple[str, ...], tuple[str, ...]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(
            f"{path}: {error.strerror}", hint="name a folder with tables that Détente built"
        ) from error
    rows = (tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("^"))
    return {row[:width]: row[width:] for row in rows}
