"""Pages are held as long as the archive is as it was, for whoever asks for the same address."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import connect
from detente.views.web import made
from tests.unit.archive.builders import plain_record, store

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_browser_that_has_a_page_gets_it_again_only_when_the_archive_has_changed(
    client: TestClient, archive: Path
) -> None:
    first = client.get("/search?kind=event&min_confidence=0")
    has_it = {"if-none-match": first.headers["etag"]}
    again = client.get("/search?kind=event&min_confidence=0", headers=has_it)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get("/search?kind=statement&min_confidence=0", headers=has_it).status_code == 200
    assert client.get("/home.json").json()["counts"]["articles"] == 2
    with closing(connect(archive)) as connection:
        store(connection, plain_record("Norland accused Vestland."), origin="new.txt")
    assert client.get("/home.json").json()["counts"]["articles"] == 3


def test_a_page_that_was_made_is_not_made_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = client.get("/actors.csv")
    monkeypatch.setattr("detente.views.web.pages.explore.actors.make_actors_page", None)
    held = client.get("/actors.csv")
    assert held.content == shown.content
    assert held.headers["content-disposition"] == shown.headers["content-disposition"]
    with pytest.raises(TypeError):
        client.get("/actors.csv?name=x")


def test_the_oldest_pages_go_first(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST_BYTES", 1)
    client.get("/actors.csv")
    monkeypatch.setattr("detente.views.web.pages.explore.actors.make_actors_page", None)
    with pytest.raises(TypeError):
        client.get("/actors.csv")


def test_a_problem_is_not_held(client: TestClient) -> None:
    answer = client.get("/issue?issue=zeppelins")
    assert answer.status_code == 404
    assert "etag" not in answer.headers
