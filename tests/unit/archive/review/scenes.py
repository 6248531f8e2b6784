"""An archive with one article in it, and who reviews it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from detente.archive.database import transaction
from detente.archive.makers import find_maker
from detente.archive.review import Signature, reapply
from detente.archive.rows import delete_claims, insert_article, insert_claims
from detente.records import Record, Run
from tests.unit.archive.builders import make_article

if TYPE_CHECKING:
    import sqlite3

ANNA = Signature("anna", "2025-03-11T09:00:00+00:00", "as the text says")
BEN = Signature("ben", "2025-03-12T10:30:00+00:00")


def file_record(connection: sqlite3.Connection, record: Record) -> int:
    """File a new article's record as a run does, and return its number."""
    with transaction(connection):
        _start_run(connection)
        number = insert_article(connection, record.article)
        insert_claims(connection, number, record)
        _note_maker(connection, number, record)
    return number


def read_again(connection: sqlite3.Connection, number: int, record: Record) -> None:
    """File another reading of an article as a run does."""
    with transaction(connection):
        applied = reapply(connection, number, record)
        delete_claims(connection, number)
        insert_claims(connection, number, applied.record, applied.reviews)
        _note_maker(connection, number, record)


def _start_run(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO runs (run, kind, state, settings, started) "
        "VALUES (1, 'add', 'running', '{}', '2025-03-10T00:00:00+00:00')"
    )


def _note_maker(connection: sqlite3.Connection, number: int, record: Record) -> None:
    maker = find_maker(connection, record.run)
    connection.execute("UPDATE articles SET maker = ?, run = 1 WHERE article = ?", (maker, number))


def bare_record(text: str, **parts: object) -> Record:
    """Return the record of an article with this text: empty but for `parts`."""
    made = Record.empty(make_article(text), Run("0.0.test", {}, "1" * 64))
    return dataclasses.replace(made, **parts)  # type: ignore[arg-type]
