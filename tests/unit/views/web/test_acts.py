"""Besides judging a claim: it is flagged or settled, and actors are told apart or made one; each is signed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.archive.review import look, select_all_edits
from detente.views.web import ServeOptions, create_app
from detente.views.web.pages.correct.acts import VERBS
from tests.unit.archive.builders import full_record, store
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response


@pytest.fixture
def anna(archive: Path) -> TestClient:
    with closing(connect(archive)) as connection:
        store(connection, full_record(), origin="full.txt")  # article 3: with every kind of claim
    return TestClient(create_app(ServeOptions(archive=archive, coder="Anna")), base_url=HERE, follow_redirects=False)


def _act(client: TestClient, key: str, verb: str, **form: Any) -> Response:
    answer: Response = client.post(f"/act/3/{key}", data={"verb": verb, **form})
    return answer


def test_a_flag_is_seen_at_the_claim_and_in_the_article_and_is_taken_back(anna: TestClient) -> None:
    answer = _act(anna, "e1", "flag", why="which fleet?")
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/3#e1")
    (flag,) = anna.get("/claim/3/e1.json").json()["flags"]
    assert (flag["reason"], flag["coder"], flag["key"]) == ("which fleet?", "Anna", "e1")
    assert [one["key"] for one in anna.get("/article/3.json").json()["flags"]] == ["e1"]
    assert "which fleet?" in anna.get("/article/3").text
    assert anna.get("/claim/3/e2.json").json()["flags"] == []
    assert "e1" not in anna.get("/article/3.json").json()["reviews"]
    anna.post("/history/3", data={"edit": flag["edit"], "verb": "undo"})
    assert anna.get("/article/3.json").json()["flags"] == []


def test_a_flag_without_a_reason_is_refused_in_place(anna: TestClient) -> None:
    answer = _act(anna, "e1", "flag", why=" ")
    assert answer.status_code == 422
    assert "A flag needs a reason." in answer.text


def test_an_entry_of_the_ledger_is_settled_and_the_ledger_comes_back(anna: TestClient) -> None:
    ledger = "/questions?min_confidence=0"
    first = anna.get(ledger.replace("?", ".json?")).json()["rows"][0]
    action = first["address"].replace("/article/", "/act/").replace("#", "/")
    assert f'<form method="post" action="{action}">' in anna.get(ledger).text
    answer = anna.post(action, data={"verb": "settle", "state": "unclear", "by": "3:e2", "back": ledger})
    assert (answer.status_code, answer.headers["location"]) == (303, ledger)
    states = {row["id"]: row["state"] for row in anna.get(ledger.replace("?", ".json?")).json()["rows"]}
    assert states[first["id"]] == "unclear"
    assert _act(anna, "m1", "settle", state="lapsed").headers["location"] == "/article/3#m1"


def test_what_settles_must_be_there_and_what_was_typed_stays(anna: TestClient) -> None:
    answer = _act(anna, "m1", "settle", state="lapsed", by="3:e99", why="as I read it")
    assert answer.status_code == 422
    assert "3:e99 is no event" in answer.text
    for typed in ('value="3:e99"', 'value="as I read it"', "<option selected>lapsed</option>"):
        assert typed in answer.text


@pytest.mark.parametrize("back", ["//evil.example/commitments", "https://evil.example/", "/commitmentsx", "/dossier"])
def test_a_form_sends_nobody_elsewhere(anna: TestClient, back: str) -> None:
    assert _act(anna, "e1", "flag", why="x", back=back).headers["location"] == "/article/3#e1"


def test_two_actors_are_made_one(anna: TestClient, archive: Path) -> None:
    page = anna.get("/claim/3/a1.json").json()
    assert {other["name"] for other in page["others"]} == {"Vestland", "Government of Norway"}
    assert _act(anna, "a1", "merge", other="a3").status_code == 303
    with closing(connect(archive)) as connection:
        assert [actor.key for actor in look(connection, 3).record.actors] == ["a1", "a2"]
    assert _act(anna, "a1", "merge", other="").status_code == 422


def test_an_actor_is_split_by_its_mentions(anna: TestClient, archive: Path) -> None:
    page = anna.get("/claim/3/a1.json").json()
    assert len(page["mentions"]) > 1
    last = page["mentions"][-1]
    assert _act(anna, "a1", "split", mention=[last["place"]], name="Somebody else").status_code == 303
    with closing(connect(archive)) as connection:
        actors = {actor.name: actor for actor in look(connection, 3).record.actors}
        assert [edit.action for edit in select_all_edits(connection)] == ["split_actor"]
    assert [f"{m.start}-{m.end}" for m in actors["Somebody else"].mentions] == [last["place"]]
    assert last["place"] not in [f"{m.start}-{m.end}" for m in actors["Maria Olsen"].mentions]


def test_nothing_else_can_be_done(anna: TestClient, archive: Path) -> None:
    refused = _act(anna, "e1", "explode")
    assert refused.status_code == 422
    assert ", ".join(VERBS) in refused.text
    closed = TestClient(create_app(ServeOptions(archive=archive, coder="Anna", read_only=True)), base_url=HERE)
    assert closed.post("/act/3/e1", data={"verb": "flag", "why": "x"}).status_code == 404
    assert "/act/3/m1" not in closed.get("/commitments?min_confidence=0").text


def test_the_name_that_commitments_had_leads_to_them(anna: TestClient) -> None:
    for old, new in (("/promises?state=open", "/commitments?state=open"), ("/promises.csv", "/commitments.csv")):
        answer = anna.get(old)
        assert (answer.status_code, answer.headers["location"]) == (308, new)
