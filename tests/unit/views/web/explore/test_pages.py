"""Each exploring page: its fields are its JSON, its table is its CSV, its numbers lead to as many claims."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.views.web import ServeOptions, create_app
from detente.views.web.pages.explore.actor import ActorPage
from detente.views.web.pages.explore.actors import ActorsPage
from detente.views.web.pages.explore.bloc import BlocPage
from detente.views.web.pages.explore.dyad import DyadPage
from detente.views.web.pages.explore.issue import IssuePage
from detente.views.web.pages.explore.ledger import LedgerPage
from detente.views.web.pages.explore.network import NetworkPage
from detente.views.web.pages.explore.runs import RunsPage
from detente.views.web.pages.explore.substance import SubstancePage
from detente.views.web.pages.explore.world_map import MapPage
from detente.views.web.pages.home import HomePage
from tests.unit.archive.builders import plain_record, store
from tests.unit.views.web.conftest import HERE, make_archive

if TYPE_CHECKING:
    from pathlib import Path

PAGES: list[tuple[str, str, type[Any]]] = [
    ("/home", "", HomePage),
    ("/actors", "", ActorsPage),
    ("/actor", "?name=Pavel%20Orlin", ActorPage),
    ("/actor", "?name=NOR", ActorPage),
    ("/actor", "?name=Nobody", ActorPage),
    ("/dyad", "", DyadPage),
    ("/dyad", "?one=NOR&other=SWE", DyadPage),
    ("/bloc", "?bloc=eu", BlocPage),
    ("/bloc", "?bloc=FRA,DEU,ITA&issue=sanctions&every=all", BlocPage),
    ("/issue", "", IssuePage),
    ("/issue", "?issue=talks+with+Karsk", IssuePage),
    ("/network", "", NetworkPage),
    ("/network", "?by=actor&tone=conflict", NetworkPage),
    ("/map", "", MapPage),
    ("/commitments", "?min_confidence=0", LedgerPage),
    ("/questions", "?min_confidence=0", LedgerPage),
    ("/conditions", "?min_confidence=0&source=NOR", SubstancePage),
    ("/interpretations", "?min_confidence=0", SubstancePage),
    ("/runs", "", RunsPage),
]


@pytest.mark.parametrize(("path", "query", "page"), PAGES)
def test_a_page_is_html_json_and_csv(full: TestClient, path: str, query: str, page: type[Any]) -> None:
    html = full.get(("/" if path == "/home" else path) + query)
    assert html.status_code == 200, html.text
    assert "<h1" in html.text
    fields = {field.name for field in dataclasses.fields(page)}
    assert set(full.get(f"{path}.json{query}").json()) == fields
    assert set(full.get(f"/api{path}{query}").json()) == fields
    assert full.get(f"{path}.csv{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/actor?name=NOR", "/dyad", "/bloc", "/issue", "/network", "/map", "/commitments", "/conditions", "/runs"]
)
def test_a_parameter_that_is_not_there_is_refused(full: TestClient, path: str) -> None:
    address = path.replace("?", ".json?", 1) if "?" in path else f"{path}.json?"
    answer = full.get(f"{address}&colour=red")
    assert answer.status_code == 400
    assert answer.json()["error"] == "there is no parameter colour"


def test_the_command_of_a_ledger_asks_for_the_same(full: TestClient) -> None:
    asked = "/commitments.json?min_confidence=0&within=90&state=open&reviewed_only=true"
    assert full.get(asked).json()["frame"]["command"] == (
        "detente ledger --reviewed-only --archive news.sqlite --state open --min-confidence 0 --within 90"
    )
    plain = full.get("/questions.json").json()["frame"]["command"]
    assert plain == "detente ledger --questions --archive news.sqlite"


def test_the_numbers_of_an_actor_lead_to_as_many_claims(full: TestClient) -> None:
    profile = full.get("/actor.json?name=NOR").json()["profile"]
    for kind, side, count in (
        ("event", "source", profile["acts"]),
        ("event", "target", profile["concerns"]),
        ("statement", "source", profile["statements"]),
        ("position", "source", profile["positions"]),
    ):
        assert full.get(f"/search.json?kind={kind}&{side}=NOR").json()["distinct"] == count, (kind, side)
    assert profile["acts"] >= 48


def test_the_numbers_of_a_dyad_lead_to_as_many_events(full: TestClient) -> None:
    page = full.get("/dyad.json?one=NOR&other=SWE").json()
    assert page["counts"][0]["total"] == 48
    for name, count, address in page["counts"][0]["classes"]:
        assert full.get(address.replace("/search", "/search.json", 1)).json()["distinct"] == count, name


def test_who_names_no_two_sides_is_offered_the_busiest_pairs(full: TestClient) -> None:
    pairs = full.get("/dyad.json").json()["busiest"]
    assert [pair["events"] for pair in pairs] == sorted((pair["events"] for pair in pairs), reverse=True)
    first = pairs[0]
    assert first["labels"] == ["Norway", "Sweden"]
    counts = full.get(first["address"].replace("/dyad", "/dyad.json", 1)).json()["counts"]
    assert sum(way["total"] for way in counts) == first["events"]
    assert f'<a href="{first["address"].replace("&", "&amp;")}">Norway and Sweden</a>' in full.get("/dyad").text
    assert full.get("/dyad.json?one=SWE").json()["busiest"] == [
        pair for pair in pairs if "SWE" in (pair["one"], pair["other"])
    ]
    assert full.get("/dyad.json?one=NOR&other=SWE").json()["busiest"] == []


def test_a_row_of_a_figure_leads_to_its_events(full: TestClient) -> None:
    figure = full.get("/dyad.json?one=NOR&other=SWE").json()["figures"][0]
    for row, link in zip(figure["rows"][:8], figure["links"], strict=False):
        if row["events"]:
            found = full.get(link.replace("/search", "/search.json", 1)).json()
            assert found["distinct"] == row["events"]
        else:
            assert link is None


def test_the_table_of_each_figure_is_csv(full: TestClient) -> None:
    header = {
        table: full.get(f"/dyad.csv?one=NOR&other=SWE&table={table}").text.splitlines()[0]
        for table in ("forth", "back")
    }
    assert header["forth"].startswith("period,class,events")
    assert header["back"] == ""  # nothing is reported in that direction, so there is no figure


def test_a_bloc_and_an_issue_that_are_not_there_say_so(full: TestClient) -> None:
    assert full.get("/bloc.json?bloc=hanse").status_code == 404
    assert "no position is about" in full.get("/issue.json?issue=weather").json()["error"]


def test_the_network_is_a_graph_that_gephi_reads(full: TestClient) -> None:
    import xml.etree.ElementTree as ET  # noqa: PLC0415 - our own answer

    root = ET.fromstring(full.get("/network.gexf").text)  # noqa: S314 - our own answer
    spaces = {"g": "http://gexf.net/1.3"}
    nodes = {node.get("id") for node in root.findall(".//g:node", spaces)}
    edges = root.findall(".//g:edge", spaces)
    assert {"NOR", "SWE"} <= nodes
    assert {edge.get("source") for edge in edges} | {edge.get("target") for edge in edges} <= nodes


def test_dots_lie_at_capitals(full: TestClient) -> None:
    dots = {row["country"]: row for row in full.get("/map.json").json()["rows"]}
    assert dots["NOR"]["capital"] == "Oslo"
    assert round(dots["NOR"]["latitude"]) == 60


def test_commitments_stand_with_their_words(full: TestClient) -> None:
    rows = full.get("/commitments.json?min_confidence=0").json()["rows"]
    assert all(row["address"].startswith("/article/") and row["words"] for row in rows)


def test_home_leads_to_the_last_articles(full: TestClient) -> None:
    page = full.get("/home.json").json()
    assert page["rows"][0]["article"] == 3
    assert page["still"]
    assert "<script>alert" not in full.get("/").text


def test_an_article_without_a_title_is_shown_by_whole_words(tmp_path: Path) -> None:
    path = make_archive(tmp_path / "news.sqlite")
    with closing(connect(path)) as connection:
        store(connection, plain_record("Negotiators of Norland went home. " * 20), origin="untitled.txt")
    client = TestClient(create_app(ServeOptions(archive=path)), base_url=HERE)
    title = client.get("/home.json").json()["rows"][0]["title"]
    assert len(title) <= 110
    assert title.endswith(" home. …")


def test_an_issue_of_uncertain_positions_says_so(full: TestClient) -> None:
    assert "Only uncertain positions" in full.get("/issue?issue=troop+presence").text
    assert full.get("/issue?issue=zeppelins").status_code == 404
