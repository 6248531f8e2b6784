"""The API: whatever is asked, no server error, one shape of errors, nothing unknown let through, a page at a time."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from detente.archive import connect
from detente.views.web import ServeOptions, create_app
from detente.views.web.pages import PAGES
from detente.views.web.problems import Problem
from tests.unit.archive.builders import plain_record, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.conftest import HERE, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

schemathesis: Any = pytest.importorskip("schemathesis", reason="needs schemathesis")
_LOCAL = {"host": "127.0.0.1"}
_FIELDS = {"status", "title", "error", "hint", "ok"}


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    """Return the page of an archive with a calm and a hostile article."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.sqlite"
        with closing(connect(path, create=True)) as connection:
            store(connection, make_strait())
            store(connection, plain_record(HOSTILE), origin="hostile.txt")
        yield create_app(ServeOptions(archive=path))


def test_no_question_brings_a_server_error(app: Any) -> None:
    """Schemathesis asks everything that the description allows, and much that it does not."""
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=_LOCAL)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:

        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers=_LOCAL)
            assert answer.status_code < 500, answer.text
            if answer.status_code >= 400:
                assert set(answer.json()) == _FIELDS

        ask()


def test_every_page_is_described_with_its_errors(app: Any) -> None:
    described = TestClient(app, base_url=HERE).get("/api/openapi.json").json()
    assert set(described["components"]["schemas"]["Problem"]["properties"]) == _FIELDS == set(Problem.__slots__)
    for path, asked in described["paths"].items():
        answers = asked["get"]["responses"]
        assert {"200", "400", "404"} <= set(answers), path
        assert "422" not in answers, path
    assert len(described["paths"]) >= len(PAGES)


@pytest.mark.parametrize("path", ["/api/home", "/api/article/1", "/api/articles", "/api/review", "/api/claim/1/e1"])
def test_unknown_parameters_are_refused_everywhere(app: Any, path: str) -> None:
    answer = TestClient(app, base_url=HERE).get(path, params={"no_such": "1"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "there is no parameter no_such"


def test_articles_come_a_page_at_a_time(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.views.web.pages.articles.ROWS_A_PAGE", 1)
    client = TestClient(app, base_url=HERE)
    first = client.get("/api/articles").json()
    second = client.get(f"/api{first['next']}").json()
    assert [len(page["rows"]) for page in (first, second)] == [1, 1]
    assert second["next"] is None
    assert first["rows"] != second["rows"]
