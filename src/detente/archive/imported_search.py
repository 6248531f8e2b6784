"""Searching the events of other data sets in an archive: by actors, places, types, codes and publishers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.search import parse_terms
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.archive.search import Bounds

#: The columns whose words are searched.
_SEARCHED = (
    "event", "type", "mode", "cameo", "source", "source_country", "target", "target_country", "place", "place_country",
    "publisher", "url",
)  # fmt: skip
_SHOWN = ("import", "line", "event", "date", "type", "mode", "cameo", "source", "source_country", "target",
          "target_country", "place", "publisher", "url")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedHit:
    """One row of an event of another data set: where it was taken from, what it says; None for what it does not say."""

    import_: int
    line: int
    event: str
    date: str | None
    type: str | None
    mode: str | None
    cameo: str | None
    source: str | None
    source_country: str | None
    target: str | None
    target_country: str | None
    place: str | None
    publisher: str | None
    url: str | None


def search_imported(connection: sqlite3.Connection, query: str, *, bounds: Bounds, limit: int) -> list[ImportedHit]:
    """Return the imported events that hold all words of a query, the newest first.

    Every row is looked at, which takes about a second for a million. Words are compared without case and accents.

    Args:
        connection: The archive.
        query: Words, phrases in quotation marks, and words with a minus that must not be there.
        bounds: Days of the events, and words of their publisher.
        limit: How many are wanted at most.

    Raises:
        UsageError: There is nothing to look for.
    """
    terms = parse_terms(query)
    tests, values = bounds.as_sql()
    tests = tests.replace("a.published", "date").replace("a.source", "publisher")
    sql = (
        f"SELECT {', '.join(_SHOWN)}, {', '.join(_SEARCHED)} FROM imported_dyads WHERE TRUE{tests} "
        "ORDER BY date DESC, import, rowid"
    )
    found: list[ImportedHit] = []
    for row in connection.execute(sql, values):
        if len(found) == limit:
            break
        words = " \n ".join(str(cell) for cell in row[len(_SHOWN) :] if cell is not None)
        if terms.hold_in(words):
            found.append(ImportedHit(*row[: len(_SHOWN)]))
    return found


def find_imported(connection: sqlite3.Connection, event: str) -> list[dict[str, object]]:
    """Return all rows of an imported event, what each says by the names of the columns.

    Args:
        connection: The archive.
        event: Its id, such as "gdelt:1234567890".

    Raises:
        UsageError: There is none.
    """
    cursor = connection.execute(
        "SELECT imports.path, imported_dyads.* FROM imported_dyads JOIN imports USING (import) WHERE event = ? "
        "ORDER BY import, imported_dyads.rowid",
        (event,),
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    if not rows:
        raise UsageError(f"there is no imported event {event}", hint="detente search --imported finds them.")
    return rows


def iter_imports(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, int, int]]:
    """Yield number, path, kind, time, rows and malformed lines of each import, in their order."""
    yield from connection.execute("SELECT import, path, kind, imported, rows, malformed FROM imports ORDER BY import")
