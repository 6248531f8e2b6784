"""Texts and records of an archive, one article after the other."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING

from detente.archive.kept import machine_record, restore_record
from detente.archive.review.apply import apply_edits, live_edits
from detente.archive.review.log import select_edits
from detente.archive.review.model import ON_RECORDS
from detente.archive.rows import select_record, select_reviews
from detente.archive.seals import check_seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Record


def iter_article_problems(connection: sqlite3.Connection, unsealed: list[int]) -> Iterator[str]:
    """Yield what is wrong with texts, records, edits and kept records.

    Args:
        connection: The archive.
        unsealed: Takes the articles whose record has no seal, and nothing else wrong with it.
    """
    numbers = [row[0] for row in connection.execute("SELECT article FROM articles ORDER BY article")]
    for number in numbers:
        problem = None
        try:
            for problem in _iter_problems_of(connection, number):
                yield problem
            if problem is None and check_seal(connection, number) == "none":
                unsealed.append(number)
        except sqlite3.OperationalError as error:
            if "no such" in str(error):  # a table is gone, which is said once
                raise
            yield f"article {number} cannot be read: {error}"
        except Exception as error:  # noqa: BLE001 - whatever damage makes of a record is what this is here to tell
            yield f"the record of article {number} does not hold together: {type(error).__name__}: {error}"
    yield from _iter_kept_problems(connection)


def _iter_problems_of(connection: sqlite3.Connection, number: int) -> Iterator[str]:
    id_, text = connection.execute("SELECT id, text FROM articles WHERE article = ?", (number,)).fetchone()
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != id_:
        yield f"the text of article {number} is not the one that was filed: its sha256 differs from its id"
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM appearances WHERE article = ?)", (number,)).fetchone()[0]:
        yield f"where article {number} was found is not there"
    record = select_record(connection, number)
    if record is None:
        return
    if check_seal(connection, number) == "broken":
        yield f"the record of article {number} is not the one that was filed: rows were changed, added or deleted"
    yield from _iter_edit_problems(connection, number, record)


def _iter_edit_problems(connection: sqlite3.Connection, number: int, record: Record) -> Iterator[str]:
    edits = select_edits(connection, number)
    machine = machine_record(connection, number)
    is_edited = any(edit.action in ON_RECORDS for edit in live_edits(edits))
    if is_edited and machine is None:
        yield f"article {number} was edited, and what the machine read in it is no longer kept"
        return
    reviews = select_reviews(connection, number)
    if machine is None:
        if reviews:
            yield f"claims of article {number} are marked as reviewed, and there is no edit that did so"
        return
    applied = apply_edits(machine, edits)
    if applied.record != record:
        yield f"the record of article {number} is not what the machine's record and people's edits make"
    elif {key: mark for key, mark in applied.reviews.items() if not key.startswith("a")} != reviews:  # actors have none
        yield f"the review marks of article {number} are not what people's edits make"


def _iter_kept_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for kept, number in connection.execute("SELECT kept, article FROM kept_records ORDER BY kept").fetchall():
        try:
            restore_record(connection, kept)
        except sqlite3.DatabaseError as error:
            yield f"the kept record {kept} of article {number} cannot be read: {error}"
        except Exception as error:  # noqa: BLE001 - as above
            yield f"the kept record {kept} of article {number} is damaged: {type(error).__name__}: {error}"
