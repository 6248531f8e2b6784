"""Every page as HTML, JSON and CSV: the same data, and nothing of an article that runs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from detente.views.web.pages import PAGES as PAGES_OF_THE_APP
from detente.views.web.pages.about import AboutPage
from detente.views.web.pages.article import ArticlePage
from detente.views.web.pages.articles import ArticlesPage
from detente.views.web.pages.home import HomePage
from detente.views.web.pages.read import ReadPage
from detente.views.web.pages.review import ReviewPage

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PAGES: list[tuple[str, type[Any]]] = [
    ("/home", HomePage),
    ("/articles", ArticlesPage),
    ("/article/1", ArticlePage),
    ("/review", ReviewPage),
    ("/read", ReadPage),
    ("/about", AboutPage),
]


@pytest.mark.parametrize(("path", "page"), PAGES)
def test_json_holds_the_fields_of_the_page(reader: TestClient, path: str, page: type[Any]) -> None:
    fields = {field.name for field in dataclasses.fields(page)}
    for address in (f"{path}.json", f"/api{path}"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert set(answer.json()) == fields


def test_the_api_describes_every_page(reader: TestClient) -> None:
    described = reader.get("/api/openapi.json").json()["paths"]
    first = [page.router.routes[0] for page in PAGES_OF_THE_APP]
    # a dossier is a file to take along, and no page with data behind it
    assert {f"/api{route.path.removesuffix('.json')}" for route in first if route.include_in_schema} <= set(described)


def test_words_are_searched(reader: TestClient) -> None:
    found = reader.get("/articles.json?q=embargo").json()["rows"]
    assert [row["article"] for row in found] == [1]
    assert "embargo" in found[0]["excerpt"]


def test_csv_holds_the_rows_and_no_formula(reader: TestClient) -> None:
    lines = reader.get("/articles.csv").text.splitlines()
    assert lines[0] == "article,id,published,source,title,excerpt"
    assert len(lines) == 3


def test_a_page_without_rows_has_no_csv(reader: TestClient) -> None:
    answer = reader.get("/article/1.csv")
    assert answer.status_code == 404
    assert answer.json()["hint"] == "Ask for .json instead."


def test_unknown_parameters_are_refused(reader: TestClient) -> None:
    answer = reader.get("/articles.json?words=strait")
    assert answer.status_code == 400
    assert answer.json()["error"] == "there is no parameter words"
    assert reader.get("/articles?words=strait").status_code == 400


@pytest.mark.parametrize("path", ["/article/77", "/article/77.json", "/article/..%2f..%2fetc", "/nowhere"])
def test_what_is_not_there_says_so(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/articles", "/article/2"])
def test_markup_of_an_article_is_text(reader: TestClient, path: str) -> None:
    html = reader.get(path).text
    assert "alert(" in html
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "\u202e" not in html


def test_an_archive_that_is_gone_says_so(client: TestClient, archive: Any) -> None:
    archive.unlink()
    answer = client.get("/home.json")
    assert answer.status_code == 503
    assert "there is no archive" in answer.json()["error"]
