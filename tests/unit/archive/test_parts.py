"""The small parts of the archive, each by itself: answers as Arrow, feeds, totals of runs, checks."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pyarrow as pa

from detente.archive.arrow import to_arrow
from detente.archive.checks.articles import iter_article_problems
from detente.archive.checks.schema import find_early_problems, iter_schema_problems
from detente.archive.checks.sums import iter_digest_problems, iter_sum_problems
from detente.archive.feeds import select_feeds, store_feed
from detente.archive.totals import run_totals
from tests.unit.archive.builders import full_record, plain_record, store

if TYPE_CHECKING:
    from pathlib import Path


def test_a_column_has_the_type_of_what_stands_in_it() -> None:
    cursor = sqlite3.connect(":memory:").execute(
        "SELECT 1, 1.5, 'a', x'00', NULL, 1 UNION ALL SELECT 2, 2, 'b', x'01', NULL, 'mixed'"
    )
    table = to_arrow(["whole", "part", "text", "bytes", "nothing", "whole"], cursor)
    assert table.schema.names == ["whole", "part", "text", "bytes", "nothing", "whole_2"]
    assert table.schema.types == [pa.int64(), pa.float64(), pa.string(), pa.binary(), pa.null(), pa.string()]
    assert table.column("whole_2").to_pylist() == ["1", "mixed"]


def test_a_feed_is_kept_from_visit_to_visit(connection: sqlite3.Connection) -> None:
    for etag, seen in (("one", ("a",)), (None, ("a", "ü"))):
        store_feed(connection, "https://a.example/feed", etag=etag, last_modified="Monday", seen=seen)
    assert select_feeds(connection) == {"https://a.example/feed": (None, "Monday", ("a", "ü"))}


def test_a_run_is_counted_with_the_reasons_of_its_failures(connection: sqlite3.Connection) -> None:
    store(connection, full_record(), marked=False)
    run = connection.execute("SELECT max(run) FROM runs").fetchone()[0]
    connection.execute("UPDATE runs SET read = 1, failed = 3 WHERE run = ?", (run,))
    connection.executemany(
        "INSERT INTO failures (run, origin, stage, reason, hint) VALUES (?, ?, 'source', ?, 'Look.')",
        [(run, "a", "no text"), (run, "b", "no text"), (run, "c", "too large")],
    )
    totals = run_totals(connection, run)
    assert (totals["read"], totals["failed"], totals["copies"], totals["articles"]) == (1, 3, 0, 1)
    assert totals["dayless"] == connection.execute("SELECT sum(published IS NULL) FROM articles").fetchone()[0]
    assert totals["reasons"] == (("source", "no text", 2, "Look."), ("source", "too large", 1, "Look."))


def _all_problems(connection: sqlite3.Connection) -> list[str]:
    checks = (iter_schema_problems(connection), iter_sum_problems(connection), iter_digest_problems(connection),
              iter_article_problems(connection, []))  # fmt: skip
    return [problem for check in checks for problem in check]


def test_a_whole_archive_has_no_problem(connection: sqlite3.Connection) -> None:
    store(connection, full_record(), marked=False)
    store(connection, plain_record("Nothing is said here."), origin="b.txt")
    assert _all_problems(connection) == []


def test_each_check_names_what_it_looks_after(connection: sqlite3.Connection) -> None:
    store(connection, full_record(), marked=False)
    for trigger in ("identities_stay", "identities_name_stays", "articles_text_stays", "events_stay"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("CREATE TABLE other (x)")
    connection.execute("UPDATE identities SET country = 'SWE' WHERE name = 'Vestland'")
    connection.execute("UPDATE articles SET text = text || '!'")
    connection.execute("UPDATE runs SET failed = 2")
    found = "\n".join(_all_problems(connection))
    for words in (
        "the trigger events_stay is missing: it guards what was filed",
        "the table other was added by other hands",
        "of identities was changed: it differs from its own digest",
        "the text of article 1 is not the one that was filed",
        "counts 2 failures, and 0 are there",
    ):
        assert words in found


def test_an_archive_of_this_format_has_no_early_problem(connection: sqlite3.Connection, tmp_path: Path) -> None:
    connection.execute("DROP TRIGGER events_stay")
    assert find_early_problems(tmp_path / "news.sqlite") == ()
    assert find_early_problems(tmp_path / "none.sqlite") == ()
