"""Tables, triggers, views and indexes of a file, held against those that this version of Détente makes."""

from __future__ import annotations

import functools
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from detente.archive.database import connect_as_it_is, migrate, migrations
from detente.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a table, a trigger, a view or an index is there for, for the person who misses one.
_PURPOSE = {
    "trigger": "it guards what was filed",
    "view": "queries use it",
    "index": "without it searching is slow, or what is told apart by it can come twice",
    "table": "what it held is gone",
}


def iter_schema_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is missing, what is not as Détente makes it, and what other hands have added.

    Args:
        connection: An archive of this version's format, or of an earlier one.
    """
    expected = _pristine_objects(connection.execute("PRAGMA user_version").fetchone()[0])
    found = _objects(connection)
    for name, (kind, sql) in expected.items():
        if name not in found:
            yield f"the {kind} {name} is missing: {_PURPOSE[kind]}"
        elif found[name] != (kind, sql):
            yield f"the {kind} {name} is not as Détente makes it"
    for name, (kind, _) in found.items():
        if name not in expected:
            yield f"the {kind} {name} was added by other hands"


@functools.lru_cache(maxsize=8)
def _pristine_objects(number: int) -> dict[str, tuple[str, str]]:
    """Return the objects of an archive of this format as the migrations make them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as pristine:
        migrate(pristine, Path(":memory:"), up_to=number)
        return _objects(pristine)


def find_early_problems(path: Path) -> tuple[str, ...]:
    """Return what is wrong with the tables of an archive of an earlier format, before it is brought up to date.

    To bring it up to date makes guards anew that somebody had taken away; then nothing would tell of it. Empty for an
    archive of this version's format, and where nothing can be told.
    """
    try:
        with closing(connect_as_it_is(path)) as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if not 0 < found < migrations()[-1][0]:
                return ()
            return tuple(iter_schema_problems(connection))
    except (ArchiveError, sqlite3.Error):
        return ()  # opening it will say what is wrong


def _objects(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return kind and SQL of everything that has a name of its own."""
    rows = connection.execute(
        "SELECT name, type, ifnull(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {name: (kind, " ".join(sql.split())) for name, kind, sql in rows}
