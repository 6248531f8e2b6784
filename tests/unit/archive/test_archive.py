"""The archive as users of the library see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive import Archive
from detente.archive.stories import join_story
from detente.errors import UsageError
from tests.unit.archive.builders import TEXT, full_record, make_article, store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(connection: sqlite3.Connection, path: Path) -> Iterator[Archive]:
    import dataclasses  # noqa: PLC0415 - only this test needs it

    record = full_record()
    store(connection, record, origin="a.txt")
    store(connection, record, origin="b.txt")
    copy = dataclasses.replace(record, article=make_article(TEXT + " Reporting by the harbour desk."))
    second = store(connection, copy, origin="c.txt")
    join_story(connection, second, 1)
    with Archive(path) as opened:
        yield opened


def test_an_article_is_found_by_number_and_by_the_beginning_of_its_id(archive: Archive) -> None:
    id_ = full_record().article.id
    assert archive.find("1") == archive.find(id_) == archive.find(id_[:8]) == 1


@pytest.mark.parametrize("name", ["9", "zzzzzz", "0000000", "", "abc"])
def test_an_article_that_is_not_there_is_said_to_be_missing(archive: Archive, name: str) -> None:
    with pytest.raises(UsageError, match="no article"):
        archive.find(name)


def test_events_of_a_story_are_counted_once_and_their_tellings_kept(archive: Archive) -> None:
    events = archive.events().to_pylist()
    assert len(events) == 4
    assert len({event["told"] for event in events}) == 2
    assert archive.counts()["distinct events"] == 2
    (story,) = archive.stories()
    assert [member.copied for member in story.articles] == [0, 2]
    assert story.events == 2


def test_the_views_say_the_same_as_the_tables(archive: Archive) -> None:
    told = archive.query("SELECT told FROM events_wide ORDER BY event_id").column("told").to_pylist()
    assert sorted(told) == sorted(archive.events().column("told").to_pylist())
    rows = archive.query("SELECT speakers, cue, content, confidence FROM statements_wide WHERE article = 1").to_pylist()
    assert rows[0] == {
        "speakers": "Maria Olsen",
        "cue": "said",
        "content": "“Our door,” … “stays open if Vestland withdraws its fleet by Friday.”",
        "confidence": 0.91,
    }
    quoted = archive.query('SELECT article, start, "end", words FROM quotes').to_pylist()
    texts = {1: TEXT, 2: TEXT + " Reporting by the harbour desk."}
    assert len(quoted) > 20
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["words"] for row in quoted)


def test_every_view_can_be_read(archive: Archive) -> None:
    names = archive.query("SELECT name FROM sqlite_master WHERE type = 'view'").column("name").to_pylist()
    assert len(names) > 12
    assert all(archive.query(f"SELECT * FROM {name}").num_rows for name in names)


def test_a_text_found_in_two_places_is_one_article_with_two_appearances(archive: Archive) -> None:
    assert len(archive) == 2
    assert [found.origin for found in archive.appearances(1)] == ["a.txt", "b.txt"]


def test_what_is_filed_comes_with_story_and_reviews(archive: Archive) -> None:
    first, second = archive.filed()
    assert (first.leads, second.leads, second.story) == (True, False, 1)
    assert second.told["e1"] == f"{first.record.article.id}:e1"
    assert first.reviews == {"s1": "accepted"}


@pytest.mark.parametrize(
    "sql", ["DELETE FROM articles", "nonsense", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", "", "SELECT ?"]
)
def test_a_query_that_cannot_be_answered_is_explained(archive: Archive, sql: str) -> None:
    with pytest.raises(UsageError, match="this query"):
        archive.query(sql)


def test_a_query_with_parameters_gives_an_arrow_table(archive: Archive) -> None:
    table = archive.query("SELECT key, key, confidence, 1.5 AS x, NULL AS y FROM events WHERE type = ?", ["REJECT"])
    assert table.column_names == ["key", "key_2", "confidence", "x", "y"]
    assert table.to_pylist()[0]["key"] == "e2"
