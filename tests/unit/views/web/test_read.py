"""An article of one's own: read within bounds, shown, added on request, and never anything that runs."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.errors import SourceError
from detente.runs import reading_room
from detente.runs.local import ReadingOptions
from detente.runs.reading_room import Given, ReadingBounds, ReadingRoom
from detente.runs.workers import TaskResult
from detente.sources import Limits
from detente.sources.given import read_given_address, read_given_bytes
from detente.views.web import ServeOptions, create_app
from detente.views.web.desk import Desk
from detente.views.web.forms import refuse_if_read_only
from detente.views.web.pages.read import make_read_page
from tests.unit.archive.builders import plain_record
from tests.unit.views.web.conftest import HERE, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from detente.sources import Found


class _Pool:
    """Reads in this process with no parser, so that the tests are about the page."""

    def __init__(self, *_: object) -> None:
        self.ended = False

    def submit(self, work: Callable[..., Any], given: Given, options: ReadingOptions, bounds: ReadingBounds) -> _Pool:
        self.value = work(given, options, bounds)
        return self

    def result(self, _seconds: float) -> Any:
        return self.value

    def stop(self) -> None:
        self.ended = True


@pytest.fixture
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(task: Any, _options: ReadingOptions) -> TaskResult:
        record = plain_record(task.text)
        return TaskResult(record.article, record, (), None)

    monkeypatch.setattr(reading_room, "ReadingPool", _Pool)
    monkeypatch.setattr(reading_room, "read_task", read)


@pytest.mark.usefixtures("_light")
def test_pasted_text_is_read_and_not_kept_until_it_is_added(client: TestClient, archive: Path) -> None:
    sent = client.post("/read", data={"text": "Maria Olsen met the envoys.\r\n\r\nThey parted."})
    assert sent.status_code == 303
    shown = client.get(sent.headers["location"])
    assert "Maria Olsen met the envoys." in shown.text
    assert "Add to the archive" in shown.text
    assert _count(archive) == 2
    added = client.post(sent.headers["location"])
    assert added.headers["location"] == "/article/3"
    assert client.get("/article/3.json").json()["record"]["article"]["text"].count("\r") == 0
    assert client.get(f"{sent.headers['location']}.json").json()["article"] == 3
    assert client.post(sent.headers["location"]).headers["location"] == "/article/3"
    assert _count(archive) == 3


@pytest.mark.usefixtures("_light")
def test_markup_of_a_pasted_article_is_text(client: TestClient) -> None:
    sent = client.post("/read", data={"text": HOSTILE})
    html = client.get(sent.headers["location"]).text
    assert "alert(" in html
    assert "<script>alert" not in html
    assert "<img" not in html


@pytest.mark.usefixtures("_light")
def test_a_file_is_read_by_its_content(client: TestClient) -> None:
    page = (
        b"<html><title>t</title><article><h1>Talks in Sund</h1><p>"
        + b"The ministers met in Sund on Monday. " * 9
        + b"</p>"
    )
    sent = client.post("/read", files={"file": ("a.html", page)})
    assert "The ministers met" in client.get(sent.headers["location"]).text


@pytest.mark.usefixtures("_light")
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"data": {"text": "  "}}, "Nothing was given."),
        ({"files": {"file": ("empty.txt", b"")}}, "empty.txt is empty."),
        ({"data": {"text": "word " * 30_000}}, "150,000 characters"),
        ({"data": {"address": "file:///etc/passwd"}}, "neither an http nor an https address"),
        ({"data": {"address": "ftp://news.example/a"}}, "neither an http nor an https address"),
        ({"data": {"text": "It met.", "published": "next week"}}, "is no day"),
        ({"files": {"file": ("a.csv", b"title,text\na,b\n")}}, "may hold many articles"),
        ({"files": {"file": ("a.zip", b"PK\x03\x04" + bytes(40))}}, "may hold many articles"),
        ({"files": {"file": ("a.txt", bytes(range(256)) * 8)}}, ""),
    ],
)
def test_what_cannot_be_read_says_why_and_keeps_what_was_typed(client: TestClient, sent: Any, told: str) -> None:
    answer = client.post("/read", **sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'role="alert"' in answer.text


def test_too_many_at_once_are_told_to_come_back() -> None:
    room = ReadingRoom(ReadingOptions(), ReadingBounds(most_waiting=0))
    assert room._seats.acquire(blocking=False)
    with pytest.raises(SourceError, match="wait to be read"):
        room.read(Given(text="It met."))


def test_an_inner_machine_is_not_asked_for_others() -> None:
    with pytest.raises(SourceError, match="inner network"):
        read_given_address("http://127.0.0.1:1/article", Limits(timeout_seconds=2), inner=False)


def test_a_file_with_several_articles_is_left_to_the_command_line() -> None:
    found: Found = read_given_bytes(b"The ministers met in Sund.", "note.txt", Limits())
    assert found.text == "The ministers met in Sund."
    with pytest.raises(SourceError, match="may hold many"):
        read_given_bytes(b'{"text": "a"}\n{"text": "b"}\n', "many.jsonl", Limits())


def test_the_form_says_how_much_is_read(client: TestClient) -> None:
    assert "100,000 characters" in client.get("/read").text
    assert make_read_page(ReadingBounds(most_chars=7)).most_chars == 7


def test_what_is_no_longer_kept_says_so(client: TestClient) -> None:
    answer = client.get("/given/abc")
    assert answer.status_code == 404
    assert "no longer kept" in answer.text


@pytest.mark.usefixtures("_light")
def test_nothing_is_added_where_the_archive_is_open_for_reading_only(archive: Path) -> None:
    options = ServeOptions(archive=archive, read_only=True)
    client = TestClient(create_app(options), base_url=HERE, follow_redirects=False)
    sent = client.post("/read", data={"text": "Maria Olsen met the envoys."})
    assert "Add to the archive" not in client.get(sent.headers["location"]).text
    assert client.post(sent.headers["location"]).status_code == 404
    assert _count(archive) == 2
    with pytest.raises(Exception, match="reading only"):
        refuse_if_read_only(Desk(options))


def _count(archive: Path) -> int:
    with closing(connect(archive)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
