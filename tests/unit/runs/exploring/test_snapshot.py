"""A snapshot is kept while the file stays as it is, and made anew when it changes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import connect
from detente.errors import ArchiveError
from detente.runs.exploring import snapshot as module
from detente.runs.exploring.snapshot import SnapshotKeeper
from tests.unit.archive.builders import plain_record, store

if TYPE_CHECKING:
    from pathlib import Path


def _grow(path: Path) -> None:
    with closing(connect(path)) as connection:
        store(connection, plain_record("Another text of the day."), origin="d.txt")


def test_the_same_until_the_archive_grows(path: Path) -> None:
    keeper = SnapshotKeeper(path)
    first = keeper.current()
    assert keeper.current() is first
    _grow(path)
    assert keeper.current() is not first
    assert keeper.current().ask("SELECT count(*) AS n FROM article") == [{"n": 3}]


def test_a_large_archive_is_shown_as_it_was_while_it_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    keeper = SnapshotKeeper(path)
    first = keeper.current()
    _grow(path)
    assert keeper.current() is first


def test_answers_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = SnapshotKeeper(path).current()
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    made: list[int] = []
    for key in (1, 2, 1, 3, 2):
        snapshot.keep(key, lambda key=key: made.append(key))  # type: ignore[misc]
    assert made == [1, 2, 3, 2]


def test_an_archive_that_is_gone_says_so(path: Path) -> None:
    keeper = SnapshotKeeper(path)
    keeper.current()
    for file in path.parent.glob("news.sqlite*"):
        file.unlink()
    with pytest.raises(ArchiveError, match="there is no archive"):
        keeper.current()
