"""Correcting in the reader: one claim, a missing one, a known or a new actor, the history, and two people at once."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.archive.review import look, select_edits
from detente.errors import UsageError
from detente.knowledge import load_knowledge
from detente.records import Article
from detente.runs import ReadingOptions, reviewing
from detente.runs.naming import suggest
from detente.runs.own_actor import OfficeTime, note_office
from detente.runs.told_edits import tell_edit
from detente.views.web import ServeOptions, create_app
from detente.views.web.judging import tell_edits
from detente.views.web.pages.correct.claim import make_claim_page
from detente.views.web.pages.correct.history import make_history_page
from detente.views.web.pages.correct.missing import make_missing_page
from detente.views.web.pages.correct.who import WhoQuery, make_who_page
from detente.views.web.pages.earlier import make_earlier_page
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

    from detente.records import Record


@pytest.fixture
def connection(archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(archive)) as opened:
        yield opened


@pytest.fixture
def anna(archive: Path) -> TestClient:
    return TestClient(create_app(ServeOptions(archive=archive, coder="Anna")), base_url=HERE, follow_redirects=False)


def _claim(client: TestClient, key: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(f"/claim/1/{key}.json").json()
    return page


def _send(client: TestClient, page: dict[str, Any], verb: str = "accept", **typed: Any) -> Response:
    form: dict[str, Any] = {"verb": verb, "seen": page["seen"], "newest": str(page["newest"])}
    form |= {f"field-{field['name']}": field["values"] for field in page["fields"]}
    return client.post(
        f"/claim/{page['article']}/{page['key']}", data=form | {f"field-{k}": v for k, v in typed.items()}
    )


def _record(connection: sqlite3.Connection) -> Record:
    return look(connection, 1).record


def test_fields_are_corrected_and_the_reader_shows_the_claim(anna: TestClient, connection: sqlite3.Connection) -> None:
    answer = _send(anna, _claim(anna, "e1"), type="CONSULT", status="possible")
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/1#e1")
    event = next(event for event in _record(connection).events if event.key == "e1")
    assert (event.type, event.status) == ("CONSULT", "possible")
    page = anna.get("/article/1.json").json()
    assert page["reviews"]["e1"] == "corrected"
    assert page["last_edit"] == page["edits"] == 1
    assert "corrected" in anna.get("/article/1").text


def test_a_known_actor_comes_into_the_article_with_the_role_of_its_day(
    anna: TestClient, connection: sqlite3.Connection
) -> None:
    _send(anna, _claim(anna, "e1"), sources=["Q3052772"])
    record = _record(connection)
    event = next(event for event in record.events if event.key == "e1")
    (source,) = (actor for actor in record.actors if actor.key in event.sources)
    assert (source.entity, source.name, source.kind, source.country) == ("Q3052772", "Emmanuel Macron", "person", "FRA")
    assert [edit.action for edit in select_edits(connection, 1)] == ["add", "correct"]
    _send(anna, _claim(anna, "e2"), sources=["Q3052772"])
    assert [edit.action for edit in select_edits(connection, 1)] == ["add", "correct", "correct"]


def test_a_new_actor_is_named_on_the_way(anna: TestClient, connection: sqlite3.Connection) -> None:
    _send(anna, _claim(anna, "e1"), targets=["new group: Harbour Council"])
    actor = next(actor for actor in _record(connection).actors if actor.name == "Harbour Council")
    assert (actor.kind, actor.entity) == ("group", None)


def test_a_claim_is_deleted_undone_and_redone(anna: TestClient, connection: sqlite3.Connection) -> None:
    _send(anna, _claim(anna, "e1"), "reject")
    assert all(event.key != "e1" for event in _record(connection).events)
    assert anna.get("/claim/1/e1").status_code == 404
    (row,) = anna.get("/history/1.json").json()["rows"]
    anna.post("/history/1", data={"edit": row["number"], "verb": "undo"})
    assert any(event.key == "e1" for event in _record(connection).events)
    assert anna.get("/article/1.json").json()["last_edit"] is None
    anna.post("/history/1", data={"edit": row["number"], "verb": "redo"})
    assert all(event.key != "e1" for event in _record(connection).events)
    html = anna.get("/history/1").text
    assert html.count("Anna") == 3
    assert "Redo" not in html


def test_the_second_of_two_sees_what_changed_and_keeps_what_was_typed(anna: TestClient, archive: Path) -> None:
    ben = TestClient(create_app(ServeOptions(archive=archive, coder="Ben")), base_url=HERE, follow_redirects=False)
    page = _claim(anna, "e1")
    _send(ben, _claim(ben, "e1"), status="possible")
    answer = _send(anna, page, type="CONSULT")
    assert answer.status_code == 409
    assert "This changed while it was on your screen" in answer.text
    assert re.search(r"Ben: <strong>correct</strong>[\s\S]*?<ins>possible</ins>", answer.text.replace("\n", ""))
    assert re.search(r'value="CONSULT" selected', answer.text)
    assert [row["coder"] for row in anna.get("/history/1.json").json()["rows"]] == ["Ben"]


def test_a_value_that_means_nothing_is_refused_and_kept_in_the_form(anna: TestClient) -> None:
    answer = _send(anna, _claim(anna, "e1"), trigger="words that are not there")
    assert answer.status_code == 422
    assert "The text has no" in answer.text
    assert 'value="words that are not there"' in answer.text
    assert anna.get("/history/1.json").json()["rows"] == []


def test_words_that_were_left_alone_keep_their_place(anna: TestClient, connection: sqlite3.Connection) -> None:
    """What stands several times in the text need not be told again by whoever changes something else of the field."""
    statement = _record(connection).statements[0]
    page = _claim(anna, statement.key)
    words = next(field["values"] for field in page["fields"] if field["name"] == "content")
    _send(anna, page, content=[*words, "0-3"])
    after = next(s for s in _record(connection).statements if s.key == statement.key)
    assert set(statement.content) < set(after.content)


def test_who_signs_is_asked_and_remembered(client: TestClient) -> None:
    page = _claim(client, "e1")
    assert "must be signed" in _send(client, page).text
    answer = client.post("/claim/1/e1", data={"verb": "accept", "seen": page["seen"], "coder": "Cleo"})
    assert answer.status_code == 303
    assert client.get("/claim/1/e1.json").json()["coder"] == "Cleo"


def test_a_missing_claim_is_added_with_its_words(anna: TestClient, connection: sqlite3.Connection) -> None:
    before = len(_record(connection).events)
    actor = _record(connection).actors[0].key
    form = {"kind": "event", "field-type": "CONSULT", "field-status": "actual", "field-sources": actor}
    assert "needs" in anna.post("/missing/1", data=form).text.lower() or before == len(_record(connection).events)
    answer = anna.post("/missing/1", data=form | {"field-trigger": "0-6"})
    assert re.fullmatch(r"/article/1#e\d+", answer.headers["location"])
    assert len(_record(connection).events) == before + 1


def test_a_missing_actor_comes_with_its_words_and_its_time_in_office(tmp_path: Path, archive: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text("name\tkind\tcountry\toffice\tstart\tend\n", encoding="utf-8")
    options = ServeOptions(archive=archive, coder="Anna", reading=ReadingOptions(actors=table))
    client = TestClient(create_app(options), base_url=HERE, follow_redirects=False)
    form = {"kind": "actor", "field-name": "Maria Olsen", "field-kind": "person", "field-country": "NOR"}
    form |= {"field-role": "foreign minister", "words": "0-6", "start": "2024-05"}
    assert client.post("/missing/1", data=form | {"end": "2023"}).status_code == 422
    assert "Maria" not in table.read_text(encoding="utf-8")
    assert client.post("/missing/1", data=form).status_code == 303
    assert table.read_text(encoding="utf-8").splitlines()[1] == "Maria Olsen\tperson\tNOR\tforeign minister\t2024-05\t"
    rows = client.get("/who/1.json?q=olsen").json()["rows"]
    assert rows[0]["name"] == "Maria Olsen"
    with closing(connect(archive)) as connection:
        actor = next(actor for actor in _record(connection).actors if actor.name == "Maria Olsen")
        assert [tuple(mention.span) for mention in actor.mentions] == [(0, 6)]


def test_an_actor_table_without_the_columns_stays_as_it_was(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text("name\tkind\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column start"):
        note_office(table, {"name": "Maria Olsen", "kind": "person"}, OfficeTime("2024", "", ""))
    assert table.read_text(encoding="utf-8") == "name\tkind\n"


def test_names_are_suggested_for_the_day(connection: sqlite3.Connection) -> None:
    record = _record(connection)
    page = make_who_page(record, load_knowledge(), WhoQuery(q="macro"))
    known = next(row for row in page.rows if row.origin == "knowledge")
    assert (known.value, known.name) == ("Q3052772", "Emmanuel Macron")
    assert next(row.value for row in page.rows if row.origin == "new") == "new person: macro"
    assert [row.origin for row in suggest(record, load_knowledge(), "")] == ["article"] * min(8, len(record.actors))


def test_pages_without_scripts_hold_the_same_forms(anna: TestClient) -> None:
    for path in ("/claim/1/e1", "/missing/1?kind=actor", "/claim/1/e1?part=form", "/missing/1?part=form"):
        html = anna.get(path).text
        assert 'class="correct"' in html
        assert ("<html" in html) == ("part" not in path)


def test_nothing_is_written_on_a_page_for_reading_only(archive: Path) -> None:
    options = ServeOptions(archive=archive, coder="Anna", read_only=True)
    client = TestClient(create_app(options), base_url=HERE, follow_redirects=False)
    assert "Correct" not in client.get("/article/1").text
    for path, form in (
        ("/claim/1/e1", {"verb": "accept"}),
        ("/missing/1", {"kind": "event"}),
        ("/history/1", {"edit": "1"}),
    ):
        assert client.post(path, data=form).status_code == 404
    assert client.get("/history/1.json").json()["rows"] == []


def test_readings_are_compared(anna: TestClient, connection: sqlite3.Connection) -> None:
    _send(anna, _claim(anna, "e1"), status="possible")
    page = make_earlier_page(connection, "1")
    assert next(row.made_by for row in page.rows) == "people’s edits"
    (change,) = page.rows[0].changes
    assert (change.kind, change.table) == ("changed", "events")
    assert [field[0] for field in change.fields] == ["status"]
    assert "possible" in anna.get("/earlier/1").text


def test_the_pages_are_what_their_makers_say(connection: sqlite3.Connection) -> None:
    signed = reviewing.sign("Anna")
    reviewing.correct_claim(connection, reviewing.find_claim(connection, "1:e1"), {"status": ["possible"]}, signed)
    page = make_claim_page(connection, "1", "e1", "Anna", since=0)
    assert page.rows == page.meanwhile == make_history_page(connection, "1", "Anna").rows == tell_edits(connection, 1)
    assert tell_edit(select_edits(connection, 1)[0], _record(connection))[0][2] == "possible"
    assert make_missing_page(connection, "1", "actor", "").own_actors is None
    with pytest.raises(UsageError, match="no kind of claim"):
        make_missing_page(connection, "1", "rumour", "")
    assert isinstance(_record(connection).article, Article)
