"""Earlier readings of an article, what each later one changed, and the articles that tell the same story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.archive.changes import compare_records
from detente.archive.filing import find_named_article
from detente.archive.kept import restore_record
from detente.archive.review import look, machine_reading
from detente.records import CLAIM_KINDS
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import NoParameters

if TYPE_CHECKING:
    import sqlite3

    from detente.records import Record

router = APIRouter()

#: Readings that are compared: the last ones.
MOST_READINGS = 10


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """What a reading changed: "new", "gone" or "changed", the kind of claim, its words, and the fields that differ."""

    kind: str
    table: str
    words: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EarlierReading:
    """A reading of the article.

    Attributes:
        made_by: What made it, such as "Détente 0.2".
        until: The day on which a later one took its place, or None for the present one.
        claims: How many claims it has.
        changes: What it changed against the reading before it; against the machine's for people's edits.
    """

    made_by: str
    until: str | None
    claims: int
    changes: tuple[ReadingChange, ...]


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """All readings of an article.

    Attributes:
        title: The page's title.
        article: The article's number.
        of: The article's title.
        rows: The readings, the present one with people's edits first.
    """

    title: str
    article: int
    of: str
    rows: tuple[EarlierReading, ...]


def make_earlier_page(connection: sqlite3.Connection, article: str) -> EarlierPage:
    """Return the readings of an article and what each changed.

    Raises:
        UsageError: There is no such article, or it has no record.
    """
    number = find_named_article(connection, article)
    kept = connection.execute(
        "SELECT kept, substr(ended, 1, 10) FROM kept_records LEFT JOIN runs USING (run) "
        "WHERE article = ? AND why = 'replaced' ORDER BY kept DESC LIMIT ?",
        (number, MOST_READINGS),
    ).fetchall()
    machine, shown = machine_reading(connection, number), look(connection, number).record
    readings: list[tuple[str, str | None, Record]] = [(f"Détente {machine.run.version}", None, machine)]
    if shown != machine:
        readings.insert(0, ("people’s edits", None, shown))
    for key, until in kept:
        record = restore_record(connection, key)
        readings.append((f"Détente {record.run.version}", until, record))
    rows = tuple(
        EarlierReading(neutralise(made), until, _claims(record), _changes(readings[i + 1][2], record))
        if i + 1 < len(readings)
        else EarlierReading(neutralise(made), until, _claims(record), ())
        for i, (made, until, record) in enumerate(readings)
    )
    of = neutralise(shown.article.title or "Without a title")
    return EarlierPage("Readings", number, of, rows)


def _claims(record: Record) -> int:
    return sum(len(getattr(record, kind.collection)) for kind in CLAIM_KINDS)


def _changes(old: Record, new: Record) -> tuple[ReadingChange, ...]:
    return tuple(
        ReadingChange(
            change.kind,
            change.table,
            neutralise(change.words),
            tuple((name, neutralise(before), neutralise(after)) for name, before, after in change.fields),
        )
        for change in compare_records(old, new)
    )


@page_routes(router, "/earlier/{article}", page=EarlierPage, about="All readings of an article, and what each changed.")
def earlier(request: Request, article: str, query: NoParameters) -> Response:  # noqa: ARG001 - refused by its type
    """Answer with the readings of an article."""
    with desk_of(request).connection() as connection:
        return answer(request, make_earlier_page(connection, article), "earlier.html.j2")
