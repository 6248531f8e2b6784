"""Adjudication: what each coder says side by side, a decision that is an edit, and agreement as it was before."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.archive.review import ADJUDICATED, look, select_all_edits
from detente.errors import UsageError
from detente.runs import reviewing
from detente.runs.adjudicating import adjudicate, agreement, iter_adjudicable
from detente.views.web import ServeOptions, create_app
from detente.views.web.pages.correct.adjudicate import AdjudicateQuery, make_adjudicate_page
from tests.unit.views.web.conftest import HERE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def connection(archive: Path) -> Iterator[sqlite3.Connection]:
    """Return an archive in which Anna and Ben judged e1 differently, e2 alike, and Anna alone e3."""
    with closing(connect(archive)) as opened:
        _judge(opened, "Anna", e1={"status": ["possible"]}, e2={"status": ["possible"]}, e3={"status": ["denied"]})
        _judge(opened, "Ben", e1={"status": ["denied"], "targets": ["none"]}, e2={"status": ["possible"]})
        yield opened


def _judge(connection: sqlite3.Connection, coder: str, **values: dict[str, list[str]]) -> None:
    for key, written in values.items():
        claim = reviewing.find_claim(connection, f"1:{key}", blind=True)
        reviewing.correct_claim(connection, claim, written, reviewing.sign(coder))


def _event(connection: sqlite3.Connection, key: str) -> Any:
    return next((event for event in look(connection, 1).record.events if event.key == key), None)


def test_a_column_a_coder_and_the_record_on_top(connection: sqlite3.Connection) -> None:
    (claim,) = make_adjudicate_page(connection, AdjudicateQuery(show="differing", after=0), "Cleo").claims
    assert (claim.key, claim.coders) == ("e1", ("Anna", "Ben"))
    status = next(field for field in claim.fields if field.field == "status")
    assert (status.now, status.values, status.differs) == ("denied", ("possible", "denied"), True)
    assert [c.key for c in make_adjudicate_page(connection, AdjudicateQuery(show="all", after=0), "").claims] == [
        "e1",
        "e2",
    ]


def test_a_decision_takes_a_column_and_counts_as_no_coding(connection: sqlite3.Connection) -> None:
    before = agreement(connection)
    targets = next(view for view in next(iter_adjudicable(connection)).coders if view.coder == "Anna").values["targets"]
    adjudicate(connection, 1, "e1", "Anna", reviewing.sign("Cleo"))
    assert _event(connection, "e1").status == "possible"
    names = {actor.key: actor.name for actor in look(connection, 1).record.actors}
    assert ", ".join(sorted(names[key] for key in _event(connection, "e1").targets)) == targets
    assert select_all_edits(connection)[-1].why == f"{ADJUDICATED} as Anna"
    assert agreement(connection) == before
    item = next(iter_adjudicable(connection))
    assert (item.decided_by, [view.coder for view in item.coders]) == ("Cleo", ["Anna", "Ben"])


def test_a_rejection_can_be_taken_and_undone(connection: sqlite3.Connection) -> None:
    reviewing.reject_claim(connection, reviewing.find_claim(connection, "1:e3", blind=True), reviewing.sign("Dora"))
    adjudicate(connection, 1, "e3", "Anna", reviewing.sign("Cleo"))
    assert _event(connection, "e3").status == "denied"
    adjudicate(connection, 1, "e3", "Dora", reviewing.sign("Cleo"))
    assert _event(connection, "e3") is None
    reviewing.undo_edit(connection, None, reviewing.sign("Cleo"))
    assert _event(connection, "e3").status == "denied"
    with pytest.raises(UsageError, match="has not judged"):
        adjudicate(connection, 1, "e3", "Nobody", reviewing.sign("Cleo"))


@pytest.mark.usefixtures("connection")
def test_the_page_decides_and_its_table_has_a_column_a_coder(archive: Path) -> None:
    options = ServeOptions(archive=archive, coder="Cleo")
    client = TestClient(create_app(options), base_url=HERE, follow_redirects=False)
    header = client.get("/adjudicate.csv").text.splitlines()[0]
    assert header == "article,key,words,field,now,Anna,Ben"
    answer = client.post("/adjudicate", data={"article": "1", "key": "e1", "take": "Ben"})
    assert answer.headers["location"] == "/adjudicate?show=differing#1-e1"
    html = client.get("/adjudicate").text
    assert "decided by Cleo" in html
    assert "not enough data" in html
    assert client.post("/adjudicate", data={"article": "x", "key": "e1", "take": "Ben"}).status_code == 404
