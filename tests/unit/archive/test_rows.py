"""Records to rows and back, and what the database refuses by itself."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import TYPE_CHECKING

import pytest

from detente.archive.database import transaction
from detente.archive.kept import keep_record, machine_record
from detente.archive.layout import CLAIMS
from detente.archive.rows import delete_claims, select_record, select_reviews
from tests.unit.archive.builders import full_record, store

if TYPE_CHECKING:
    pass


def test_a_record_comes_back_as_it_went_in(connection: sqlite3.Connection) -> None:
    record = full_record()
    number = store(connection, record)
    assert select_record(connection, number) == record
    assert select_reviews(connection, number) == {"s1": "accepted"}


def test_every_field_of_the_full_record_is_filled() -> None:
    record = full_record()
    for name in ("actors", "gaps", *(layout.table for layout in CLAIMS)):
        for field in dataclasses.fields(getattr(record, name)[0]):
            values = [getattr(claim, field.name) for claim in getattr(record, name)]
            assert any(value not in {None, ()} for value in values), f"{name}.{field.name}"


def test_the_tables_have_exactly_the_columns_of_the_records(connection: sqlite3.Connection) -> None:
    beside = {"article", "review", "words"}
    for layout in CLAIMS:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({layout.table})")]
        assert sorted(set(columns) - beside) == sorted(layout.columns), layout.table
        assert ("words" in columns) == layout.has_words


def test_deleting_the_claims_leaves_the_article_and_nothing_else(connection: sqlite3.Connection) -> None:
    number = store(connection, full_record())
    with transaction(connection):
        delete_claims(connection, number)
    for table in ("actors", "claim_days", "claim_places", "gaps", *(layout.table for layout in CLAIMS)):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)


@pytest.mark.parametrize(
    "row",
    [
        ("INSERT INTO gaps (article, n, gap_kind, span_start, span_end, words) "
         "VALUES (1, 9, 1, 0, 7, 'harbour' || char(31))"),
        ("INSERT INTO actors (article, key, identity, mentions, words) "
         "VALUES (1, 'a9', 1, '{\"n\":[0,7]}', 'Olsen' || char(31))"),
        ("INSERT INTO statements (article, key, kind, content_start, content_end, words) "
         "VALUES (1, 's9', 'direct', 0, 7, 'Harbour talks' || char(31))"),
        ("INSERT INTO statements (article, key, kind, content_start, content_end, words) "
         "VALUES (1, 's9', 'direct', 0, 9999, 'Harbour' || char(31))"),
        ("INSERT INTO events (article, key, type, status, background, trigger_start, trigger_end) "
         "VALUES (1, 'e9', 'AID', 'actual', 0, 0, 7)"),
        ("INSERT INTO claim_days (article, key, start, \"end\", precision, words_start, words_end, words) "
         "VALUES (1, 's2', '2025-03-10', '2025-03-10', 'day', 0, 7, 'Monday' || char(31))"),
    ],
)  # fmt: skip
def test_the_database_refuses_a_quotation_that_is_not_the_text(connection: sqlite3.Connection, row: str) -> None:
    store(connection, full_record())
    with pytest.raises(sqlite3.IntegrityError, match=r"are not the text at its place|is not within the text"):
        connection.execute(row)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE articles SET text = 'Another text'", "never change"),
        ("UPDATE statements SET content_end = content_end + 1", "never moved"),
        ("UPDATE actors SET mentions = '{}'", "never moved"),
        ("UPDATE events SET type = 'PARTY'", "CHECK constraint"),
        ("UPDATE events SET status = NULL", "NOT NULL constraint"),
        ("UPDATE conditions SET holder = 'a99'", "FOREIGN KEY constraint"),
        (
            "INSERT INTO statements (article, key, kind, speakers, words) VALUES (1, 's9', 'direct', '[\"a9\"]', '')",
            "names an actor that the article does not have",
        ),
        ("UPDATE articles SET published = 'Monday'", "CHECK constraint"),
    ],
)
def test_the_database_refuses_what_breaks_a_record(connection: sqlite3.Connection, change: str, message: str) -> None:
    store(connection, full_record())
    with pytest.raises(sqlite3.IntegrityError, match=message):
        connection.execute(change)


def test_a_kept_record_is_the_same_record(connection: sqlite3.Connection) -> None:
    record = full_record()
    number = store(connection, record)
    assert machine_record(connection, number) is None
    for _ in range(2):
        with transaction(connection):
            keep_record(connection, number, record, "edited", run=None)
    assert machine_record(connection, number) == record
    assert connection.execute("SELECT count(*) FROM kept_records").fetchone() == (1,)
