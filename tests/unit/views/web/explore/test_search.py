"""The search page: facets lead on, parts are taken away again, the list can be had as CSV and BibTeX."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from detente.views.web.pages.explore.search import SearchPage

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_json_holds_the_fields_of_the_page(client: TestClient) -> None:
    fields = {field.name for field in dataclasses.fields(SearchPage)}
    for address in ("/search.json", "/api/search"):
        assert set(client.get(address).json()) == fields


def test_a_facet_leads_to_as_many_as_it_counts(client: TestClient) -> None:
    page = client.get("/search.json?min_confidence=0").json()
    for facet in page["facets"]:
        for entry in facet["entries"]:
            found = client.get(entry["address"].replace("/search", "/search.json", 1)).json()
            assert found["distinct"] == entry["count"], entry


def test_a_part_is_taken_away(client: TestClient) -> None:
    page = client.get("/search.json?actor=Pavel%20Orlin&news=true&min_confidence=0").json()
    addresses = {part["name"]: part["address"] for part in page["chosen"]}
    assert addresses["news only"] == "/search?actor=Pavel+Orlin&min_confidence=0.0"
    assert addresses["actor"] == "/search?min_confidence=0.0&news=true"


def test_empty_fields_of_the_form_are_not_asked(client: TestClient) -> None:
    assert client.get("/search?q=&actor=&since=&until=").status_code == 200


def test_unknown_parameters_are_refused(client: TestClient) -> None:
    answer = client.get("/search.json?who=Orlin")
    assert answer.status_code == 400
    assert answer.json()["error"] == "there is no parameter who"


def test_the_whole_list_is_csv_and_bibtex(client: TestClient) -> None:
    lines = client.get("/search.csv?source=NOR").text.splitlines()
    assert lines[0].startswith("kind,article,key,id,date,type,status,source")
    assert len(lines) == 49
    bib = client.get("/search.bib?min_confidence=0")
    assert bib.headers["content-type"].startswith("application/x-bibtex")
    assert bib.text.count("@misc{") == 1


def test_words_lead_to_the_article(client: TestClient) -> None:
    html = client.get("/search?actor=Pavel%20Orlin&min_confidence=0").text
    assert 'href="/article/1#e1"' in html
    assert "<mark>" in html


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    assert "Nothing was found" in client.get("/search?q=zeppelin").text
