"""One claim at a time: a decision is written once, signed, undone on request, and never on what changed meanwhile."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.archive.review import select_all_edits
from detente.runs import reviewing
from detente.views.web import ServeOptions, create_app
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response

    from detente.archive.review import Edit


@pytest.fixture
def anna(client: TestClient) -> TestClient:
    client.post("/review", data={"verb": "name", "coder": "anna"})
    return client


def _task(client: TestClient, query: str = "") -> dict[str, Any]:
    task: dict[str, Any] = client.get(f"/review.json{query}").json()["task"]
    return task


def _decide(client: TestClient, task: dict[str, Any], verb: str, **more: str | list[str]) -> Response:
    form = {"verb": verb, "coder": "anna", "article": str(task["article"]), "key": task["key"], "seen": task["seen"]}
    for field in task["fields"]:
        form[f"field-{field['name']}"] = field["values"]
    return client.post("/review", data=form | more)


def _edits(archive: Path) -> tuple[Edit, ...]:
    with closing(connect(archive)) as connection:
        return select_all_edits(connection)


def test_who_decides_is_asked_first(client: TestClient) -> None:
    assert client.get("/review.json").json()["coder"] == ""
    assert re.search(r'value="accept"[^>]*disabled', client.get("/review").text)


def test_a_claim_is_accepted_and_the_next_one_comes(anna: TestClient, archive: Path) -> None:
    task = _task(anna)
    answer = _decide(anna, task, "accept")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?")
    (edit,) = _edits(archive)
    assert (edit.action, edit.coder, edit.article) == ("accept", "anna", task["article"])
    assert _task(anna)["key"] != task["key"]


def test_what_was_typed_is_a_correction(anna: TestClient, archive: Path) -> None:
    task = _task(anna, "?kind=event")
    other = "denied" if ["denied"] not in [f["values"] for f in task["fields"]] else "actual"
    _decide(anna, task, "accept", **{"field-status": other, "why": "the text says so"})
    (edit,) = _edits(archive)
    assert (edit.action, dict(edit.new), edit.why) == ("correct", {"status": other}, "the text says so")


def test_a_claim_is_rejected_and_the_rejection_undone(anna: TestClient, archive: Path) -> None:
    task = _task(anna)
    _decide(anna, task, "reject")
    row = anna.get("/review.json").json()["rows"][0]
    assert (row["action"], row["is_undone"]) == ("reject", False)
    anna.post("/review", data={"verb": "undo", "coder": "anna", "edit": str(row["number"])})
    assert anna.get("/review.json").json()["rows"][0]["is_undone"] is True
    assert _task(anna)["key"] == task["key"]
    assert [edit.action for edit in _edits(archive)] == ["reject", "undo"]


def test_a_skipped_claim_is_passed_over(anna: TestClient, archive: Path) -> None:
    task = _task(anna)
    answer = _decide(anna, task, "skip")
    following = anna.get(answer.headers["location"].replace("/review", "/review.json")).json()["task"]
    assert (following["article"], following["key"]) != (task["article"], task["key"])
    assert _edits(archive) == ()


def test_a_claim_that_somebody_changed_meanwhile_is_shown_again(anna: TestClient, archive: Path) -> None:
    task = _task(anna, "?kind=event")
    with closing(connect(archive)) as connection:
        claim = reviewing.find_claim(connection, f"{task['article']}:{task['key']}")
        reviewing.correct_claim(connection, claim, {"status": ["possible"]}, reviewing.sign("bert"))
    answer = _decide(anna, task, "accept")
    assert "changed=" in answer.headers["location"]
    assert [edit.coder for edit in _edits(archive)] == ["bert"]


def test_a_value_that_means_nothing_is_refused_with_the_choices(anna: TestClient, archive: Path) -> None:
    answer = _decide(anna, _task(anna, "?kind=event"), "accept", **{"field-status": "perhaps"})
    assert answer.status_code == 422
    assert "Choose one of" in answer.text
    assert _edits(archive) == ()


def test_second_coding_does_not_show_what_others_said(anna: TestClient, archive: Path) -> None:
    task = _task(anna, "?kind=event")
    _decide(anna, task, "accept", **{"field-status": "possible"})
    bert = TestClient(create_app(ServeOptions(archive=archive, coder="bert")), base_url=HERE, follow_redirects=False)
    shown = _task(bert, "?second=true&kind=event")
    assert shown["key"] == task["key"]
    assert shown["fields"] == task["fields"]


def test_a_page_for_reading_only_writes_nothing(archive: Path) -> None:
    options = ServeOptions(archive=archive, coder="anna", read_only=True)
    reader = TestClient(create_app(options), base_url=HERE, follow_redirects=False)
    assert _decide(reader, _task(reader), "accept").status_code == 404
    assert _edits(archive) == ()


def test_another_site_decides_nothing(anna: TestClient, archive: Path) -> None:
    answer = anna.post("/review", data={"verb": "undo"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert _edits(archive) == ()


def test_what_was_typed_stays_when_a_value_is_refused(anna: TestClient, archive: Path) -> None:
    task = _task(anna, "?kind=event")
    answer = _decide(anna, task, "accept", **{"kind": "event", "field-cameo": "9999", "why": "see line two"})
    assert answer.status_code == 422
    assert 'value="9999"' in answer.text
    assert 'value="see line two"' in answer.text
    assert _edits(archive) == ()


def test_a_flag_is_left_for_others_and_the_next_claim_comes(anna: TestClient, archive: Path) -> None:
    task = _task(anna)
    answer = _decide(anna, task, "flag", why="who is meant?")
    assert f"{task['article']}%3A{task['key']}" in answer.headers["location"]
    (edit,) = _edits(archive)
    assert (edit.action, edit.why) == ("flag", "who is meant?")
    assert _decide(anna, task, "flag").status_code == 422
