"""An archive from elsewhere: nothing of it runs, and a page that was opened for reading only leaves it as it is."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from detente.archive import Archive, connect
from detente.archive.database import can_distrust
from detente.errors import ArchiveError
from detente.views.web import ServeOptions, create_app
from detente.views.web.server import run_server
from tests.unit.archive.builders import plain_record, store
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    from pathlib import Path

_PATHS = ("/", "/articles", "/articles?q=spoke", "/article/1", "/history/1", "/earlier/1", "/review", "/adjudicate")
_ATTACK = '<script>alert(1)</script><img src=x onerror=alert(2)> "onmouseover=alert(3) \u202efed'


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return an archive in which whatever can be named holds markup; its own guards were taken out to get it in."""
    path = tmp_path / "from-elsewhere.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, plain_record(f"The minister spoke. {_ATTACK}"), origin=_ATTACK)
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE articles SET title = ?, source = ?", (_ATTACK, _ATTACK))
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.commit()
    return path


def test_nothing_of_a_hostile_archive_is_markup(hostile: Path) -> None:
    client = TestClient(create_app(ServeOptions(archive=hostile, read_only=True)), base_url=HERE)
    for path in _PATHS:
        html = client.get(path).text
        assert "<script>alert" not in html, path
        assert "<img" not in html, path
        assert '"onmouseover' not in html, path
        assert "\u202e" not in html, path
    assert "<script>" in client.get("/articles.csv").text


def test_a_page_for_reading_only_leaves_the_file_as_it_is(hostile: Path) -> None:
    before = _digest(hostile)
    client = TestClient(create_app(ServeOptions(archive=hostile, read_only=True)), base_url=HERE)
    for path in _PATHS:
        assert client.get(path).status_code == 200, path
    assert _digest(hostile) == before


def test_functions_of_a_foreign_schema_are_not_trusted_where_sqlite_lets_our_own_through(hostile: Path) -> None:
    with closing(connect(hostile, read_only=True)) as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone()[0] == (0 if can_distrust() else 1)
        assert connection.execute("PRAGMA cell_size_check").fetchone()[0] == 1
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("SELECT load_extension('evil')")
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("ATTACH 'other.sqlite' AS other")


def test_an_archive_of_the_present_format_is_read_without_being_written(hostile: Path) -> None:
    before = _digest(hostile)
    with Archive(hostile) as archive:
        assert len(archive) == 1
    assert _digest(hostile) == before


def test_an_older_archive_is_refused_for_reading_only(hostile: Path) -> None:
    with closing(sqlite3.connect(hostile)) as connection:
        connection.execute("PRAGMA user_version = 3")
    before = _digest(hostile)
    with pytest.raises(ArchiveError, match="older format"):
        run_server(ServeOptions(archive=hostile, read_only=True), ready=lambda _: None)
    assert _digest(hostile) == before
