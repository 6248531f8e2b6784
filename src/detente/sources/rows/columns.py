"""Which column of a table holds the text, the day, the title: by name, else by what is in it."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

from detente.errors import SourceError, UsageError
from detente.sources.days import find_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.sources.collection import ColumnChoice

ColumnRole = Literal["text", "date", "title", "url", "source"]
ROLES: tuple[ColumnRole, ...] = get_args(ColumnRole)

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")

#: Cells on average this long are text, not names, codes or titles.
_LEAST_TEXT_CHARS = 100
#: So many of the cells of a column must be days for it to be one of days.
_LEAST_DAYS = 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are read.

    Attributes:
        names: The column of each role; a role without one is left out.
        guessed: Roles whose column nobody named.
        by_content: Roles whose column was told by what is in it, not by its name.
    """

    names: Mapping[ColumnRole, str]
    guessed: frozenset[ColumnRole]
    by_content: frozenset[ColumnRole]

    def describe(self) -> str | None:
        """Return what was guessed, for the person; None if nothing was."""
        told = [role for role in ("text", "date") if role in self.guessed]
        if not told:
            return None
        parts = [
            f"{role} from column {self.names[role]!r}" + (" (by its content)" if role in self.by_content else "")
            for role in told
            if role in self.names
        ]
        if "date" in told and "date" not in self.names:
            parts.append("no column with dates")
        flags = ", ".join(f"--{role}-column" for role in told)
        return f"{', '.join(parts)} (guessed; choose with {flags})"


def choose_columns(
    columns: Sequence[str], sample: Sequence[Mapping[str, object]], choice: ColumnChoice, *, origin: str
) -> Columns:
    """Return the columns of a table that are read.

    Args:
        columns: All columns, in their order.
        sample: Some rows: column → cell.
        choice: What the user named.
        origin: The table's name, for messages.

    Raises:
        UsageError: A column that the user named does not exist.
        SourceError: No column looks like text.
    """
    chosen: dict[ColumnRole, str] = {}
    guessed: set[ColumnRole] = set()
    by_content: set[ColumnRole] = set()
    for role in ROLES:
        named = getattr(choice, role)
        if named is not None:
            chosen[role] = _named(named, columns, role, origin)
    for role in ROLES:
        if role in chosen:
            continue
        guessed.add(role)
        free = [column for column in columns if column not in chosen.values()]
        name = _by_name(role, free, sample)
        if name is None:
            name = _by_content(role, free, sample)
            by_content |= {role} if name else set()
        if name is not None:
            chosen[role] = name
    if "text" not in chosen:
        raise SourceError(
            f"{origin}: no column looks like the text of articles; there are {_list(columns)}",
            hint="Name it with --text-column.",
        )
    return Columns(chosen, frozenset(guessed), frozenset(by_content))


def _named(name: str, columns: Sequence[str], role: str, origin: str) -> str:
    if name in columns:
        return name
    alike = [column for column in columns if _plain(column) == _plain(name)]
    if len(alike) == 1:
        return alike[0]
    raise UsageError(
        f"{origin} has no column {name!r}; there are {_list(columns)}", hint=f"Name one of them with --{role}-column."
    )


def _by_name(role: ColumnRole, columns: Sequence[str], sample: Sequence[Mapping[str, object]]) -> str | None:
    """Return the column with the best name. One that is empty throughout is passed over for a worse name."""
    plain: dict[str, str] = {}
    for column in columns:
        if not sample or any(cell is not None and cell != "" for row in sample for cell in (row.get(column),)):
            plain.setdefault(_plain(column), column)
    return next((plain[name] for name in _names()[role] if name in plain), None)


def _by_content(role: ColumnRole, columns: Sequence[str], sample: Sequence[Mapping[str, object]]) -> str | None:
    if role == "text":
        lengths = {column: _mean_chars(column, sample) for column in columns}
        best = max(columns, key=lambda column: lengths[column], default=None)  # the first of equals
        if best is not None and lengths[best] >= _LEAST_TEXT_CHARS:
            return best
        plain = {_plain(column): column for column in reversed(columns)}
        return next((plain[name] for name in _names()["text_poor"] if name in plain), None)
    if role == "date":
        others = _names()["other_days"]
        days = [c for c in columns if _plain(c) not in others and _share_of_days(c, sample) >= _LEAST_DAYS]
        return days[0] if len(days) == 1 else None  # two columns of days: nobody knows which is that of publication
    return None


def _mean_chars(column: str, sample: Sequence[Mapping[str, object]]) -> float:
    cells = [cell for row in sample if isinstance(cell := row.get(column), str)]
    return sum(map(len, cells)) / len(sample) if cells else 0.0


def _share_of_days(column: str, sample: Sequence[Mapping[str, object]]) -> float:
    cells = [cell for row in sample if (cell := row.get(column)) is not None and cell != ""]
    # bare numbers are counts more often than seconds since 1970
    days = sum(not isinstance(cell, int | float) and find_day(cell, "day first") is not None for cell in cells)
    return days / len(cells) if cells else 0.0


def _plain(name: str) -> str:
    return _OTHER_SIGNS.sub("_", _HUMP.sub("_", name.strip()).lower()).strip("_")


def _list(columns: Sequence[str]) -> str:
    shown = ", ".join(repr(column[:60]) for column in columns[:40])
    return shown + (f" and {len(columns) - 40} more" if len(columns) > 40 else "")


@functools.cache
def _names() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("detente.sources").joinpath("data/columns.toml").read_text(encoding="utf-8")
    return {role: tuple(names) for role, names in tomllib.loads(text).items()}
