"""The queue that is kept gives what the queue itself gives, whatever was decided, undone or added meanwhile."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import pytest

from detente.archive.review import QueueAhead, queue, queue_ahead
from detente.archive.review.queue import select_rows
from detente.errors import UsageError
from detente.runs import reviewing
from tests.unit.archive.builders import full_record, make_article
from tests.unit.archive.review.scenes import file_record, read_again

if TYPE_CHECKING:
    import sqlite3

    from detente.records import Record

SIGNED = reviewing.sign("Anna")


def _record(number: int) -> Record:
    """Return a record with every kind of claim, of a text of its own."""
    record = full_record()
    more = " ".join(f"Report {number} went on at length." for _ in range(number))
    article = make_article(f"{record.article.text}\n\n{more}", title=record.article.title)
    return dataclasses.replace(record, article=article)


@pytest.fixture
def asked_anew(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the times that a whole queue was asked for, with three articles filed and twelve rows held."""
    for number in range(1, 4):
        file_record(connection, _record(number))
    times: list[int] = []

    def counted(*asked: object, **more: object) -> object:
        if more.get("articles") is None:
            times.append(1)
        return select_rows(*asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queue_ahead, "HELD_ROWS", 12)
    monkeypatch.setattr(queue_ahead, "select_rows", counted)
    return times


def _told(connection: sqlite3.Connection, ahead: QueueAhead | None, limit: int) -> list[tuple[int, str]]:
    items = queue(connection, limit) if ahead is None else ahead.first(connection, limit)
    return [(item.article, item.anchor.key) for item in items]


@pytest.mark.parametrize("seed", range(4))
def test_it_gives_what_the_queue_gives(connection: sqlite3.Connection, asked_anew: list[int], seed: int) -> None:
    draw, ahead = random.Random(seed), QueueAhead()  # noqa: S311 - draws steps, no secrets
    for step in range(24):
        article, key = draw.choice(_told(connection, None, 50))
        claim = reviewing.find_claim(connection, f"{article}:{key}")
        what = draw.choice(["accept", "reject", "undo", "undo", "file"] if step else ["accept"])
        if what == "accept":
            reviewing.accept_claim(connection, claim, SIGNED)
        elif what == "reject":
            reviewing.reject_claim(connection, claim, SIGNED)
        elif what == "undo":
            _undo(connection)
        elif step % 4 == 0:
            file_record(connection, _record(10 + step))
        for limit in (1, 5):
            assert _told(connection, ahead, limit) == _told(connection, None, limit), (seed, step, what)
    assert len(asked_anew) < 24


def _undo(connection: sqlite3.Connection) -> None:
    try:
        reviewing.undo_edit(connection, None, SIGNED)
    except UsageError as error:
        assert "no edit to undo" in error.message


def test_decisions_alone_ask_for_the_whole_once(connection: sqlite3.Connection, asked_anew: list[int]) -> None:
    ahead = QueueAhead()
    for _ in range(3):
        article, key = _told(connection, ahead, 1)[0]
        reviewing.accept_claim(connection, reviewing.find_claim(connection, f"{article}:{key}"), SIGNED)
    assert len(asked_anew) == 1


def test_an_article_that_was_read_again_is_asked_anew(connection: sqlite3.Connection, asked_anew: list[int]) -> None:
    ahead = QueueAhead()
    article, key = _told(connection, ahead, 1)[0]
    bare = dataclasses.replace(_record(article), interpretations=(), questions=(), commitments=(), positions=())
    read_again(connection, article, bare)
    assert _told(connection, ahead, 5) == _told(connection, None, 5)
    assert (article, key) is not None
    assert asked_anew


def test_an_unknown_kind_is_refused(connection: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="is no kind of claim"):
        QueueAhead().first(connection, 1, ("actors",))
