"""The API: one shape of errors, nothing unknown let through, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from detente.views.web import ServeOptions, create_app
from detente.views.web.pages import PAGES
from detente.views.web.problems import Problem
from tests.unit.views.web.conftest import HERE, make_archive

if TYPE_CHECKING:
    from fastapi import FastAPI

_FIELDS = {"status", "title", "error", "hint", "ok"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Return the page of an archive with a calm and a hostile article."""
    return create_app(ServeOptions(archive=make_archive(tmp_path_factory.mktemp("api") / "news.sqlite")))


def test_every_page_is_described_with_its_errors(app: FastAPI) -> None:
    described = TestClient(app, base_url=HERE).get("/api/openapi.json").json()
    assert set(described["components"]["schemas"]["Problem"]["properties"]) == _FIELDS == set(Problem.__slots__)
    for path, asked in described["paths"].items():
        answers = asked["get"]["responses"]
        assert {"200", "400", "404"} <= set(answers), path
        assert "422" not in answers, path
    assert len(described["paths"]) >= len(PAGES)


@pytest.mark.parametrize("path", ["/api/home", "/api/article/1", "/api/articles", "/api/review", "/api/claim/1/e1"])
def test_unknown_parameters_are_refused_everywhere(app: FastAPI, path: str) -> None:
    answer = TestClient(app, base_url=HERE).get(path, params={"no_such": "1"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "there is no parameter no_such"


def test_articles_come_a_page_at_a_time(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.views.web.pages.articles.ROWS_A_PAGE", 1)
    client = TestClient(app, base_url=HERE)
    first = client.get("/api/articles").json()
    second = client.get(f"/api{first['next']}").json()
    assert [len(page["rows"]) for page in (first, second)] == [1, 1]
    assert second["next"] is None
    assert first["rows"] != second["rows"]
