"""Who is let in, and what every answer forbids the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from detente.errors import UsageError
from detente.views.web import ServeOptions, create_app
from detente.views.web.access import MOST_BODY_BYTES
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

TOKEN = "a-token-nobody-guesses"  # noqa: S105 - of this test only


@pytest.fixture(scope="module")
def guarded_app(kept_archive: Path) -> FastAPI:
    return create_app(ServeOptions(archive=kept_archive, token=TOKEN))


@pytest.fixture
def guarded(guarded_app: FastAPI) -> TestClient:
    """Return a program that has no cookie yet."""
    return TestClient(guarded_app, base_url=HERE, follow_redirects=False)


@pytest.mark.parametrize("host", ["127.0.0.1:8753", "localhost", "[::1]:8753"])
def test_the_names_of_this_machine_are_answered(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.news.example", "10.0.0.4", ""])
def test_a_foreign_name_that_points_here_is_not_answered(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://news.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 405),
        ({"origin": HERE}, 405),
        ({}, 405),
    ],
)
def test_only_this_page_may_change_something(reader: TestClient, headers: dict[str, str], status: int) -> None:
    """The home page takes no changes: whoever gets as far as being told so (405) was let in."""
    assert reader.post("/", headers=headers).status_code == status


def test_a_large_body_is_refused(reader: TestClient) -> None:
    assert reader.post("/", content=b"x" * (MOST_BODY_BYTES + 1)).status_code == 413


def test_without_the_token_nobody_is_let_in(guarded: TestClient) -> None:
    assert guarded.get("/").status_code == 401
    assert guarded.get("/?token=wrong").status_code == 401
    assert guarded.get("/", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_the_token_in_the_address_becomes_a_cookie(guarded: TestClient) -> None:
    answer = guarded.get(f"/articles?q=strait&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/articles?q=strait"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert guarded.get(answer.headers["location"]).status_code == 200


def test_the_token_never_leads_to_another_host(guarded: TestClient) -> None:
    answer = guarded.get(f"//news.example/?token={TOKEN}")
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith("//")


def test_a_program_with_the_token_is_let_in(guarded: TestClient) -> None:
    assert guarded.get("/home.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/article/1", "/nowhere", "/home.json"])
def test_every_answer_forbids_what_the_page_does_not_need(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    # a page that shows the same to everybody is asked for again each time; of articles the browser keeps nothing
    assert headers["cache-control"] == ("private, no-cache" if path in {"/", "/home.json"} else "no-store")


def test_other_machines_need_a_token(archive: Path) -> None:
    with pytest.raises(UsageError, match="other machines"):
        ServeOptions(archive=archive, host="0.0.0.0")  # noqa: S104 - refused, which is the test


def test_a_short_token_is_refused(archive: Path) -> None:
    with pytest.raises(UsageError, match="guessed"):
        ServeOptions(archive=archive, token="1234")  # noqa: S106 - refused, which is the test
