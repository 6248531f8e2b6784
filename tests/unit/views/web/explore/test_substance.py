"""Conditions and interpretations: each row leads to its words, facets lead on, readers meet them where they look."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EVERY = "min_confidence=0"


def test_a_condition_says_what_is_asked_of_whom_and_what_hangs_on_it(full: TestClient) -> None:
    page = full.get(f"/conditions.json?{EVERY}").json()
    row = next(row for row in page["rows"] if row["on"] == "stays open")
    assert row["condition"] == "if Vestland withdraws its fleet by Friday"
    assert (row["direction"], row["of"], row["deadline"] is not None) == ("offer", None, True)
    html = full.get(f"/conditions?{EVERY}").text
    assert '<mark class="part-condition">if Vestland withdraws its fleet by Friday</mark>' in html
    assert '<mark class="part-on">stays open</mark>' in html


def test_an_interpretation_says_as_what_an_act_is_read(full: TestClient) -> None:
    page = full.get(f"/interpretations.json?{EVERY}").json()
    row = next(row for row in page["rows"] if row["of"] == "the blockade")
    assert (row["affirmed"], row["denied"], row["condition"]) == ("a threat", "a drill", None)
    assert '<mark class="part-denied">a drill</mark>' in full.get(f"/interpretations?{EVERY}").text


@pytest.mark.parametrize("listed", ["conditions", "interpretations"])
def test_a_row_leads_to_its_words_and_the_list_can_be_taken_along(full: TestClient, listed: str) -> None:
    page = full.get(f"/{listed}.json?{EVERY}").json()
    assert page["found"] == len(page["rows"]) > 0
    for row in page["rows"]:
        address, _, key = row["address"].partition("#")
        assert re.search(rf'id="[^"]*{key}"', full.get(address).text), row["address"]
    rows = list(csv.DictReader(io.StringIO(full.get(f"/{listed}.csv?{EVERY}").text)))
    assert [row["id"] for row in rows] == [row["id"] for row in page["rows"]]


@pytest.mark.parametrize("kind", ["condition", "interpretation"])
def test_search_and_the_list_count_the_same(full: TestClient, kind: str) -> None:
    found = full.get(f"/search.json?kind={kind}&{EVERY}").json()
    assert found["distinct"] == full.get(f"/{kind}s.json?{EVERY}").json()["found"]


def test_the_list_says_what_it_rests_on_and_what_it_does_not_mean(full: TestClient) -> None:
    html = full.get(f"/conditions?{EVERY}").text
    assert "What it does not mean." in html
    assert "Source: news.sqlite" in html
    assert "detente.Archive(&#34;news.sqlite&#34;).table(&#34;conditions&#34;)" in html


def test_narrowing_to_a_direction_keeps_the_question(full: TestClient) -> None:
    html = full.get(f"/conditions?{EVERY}&type=offer&source=NOR").text
    assert 'name="type" value="offer"' in html
    assert full.get(f"/conditions.json?{EVERY}&type=threat").json()["found"] == 0
    assert full.get("/conditions.json?type=bribe").status_code == 400


def test_an_actor_and_an_issue_show_them(full: TestClient) -> None:
    line = next(row for row in full.get(f"/conditions.json?{EVERY}").json()["rows"] if row["on"] == "stays open")
    actor = full.get("/actor.json", params={"name": line["holder"]}).json()
    assert actor["profile"]["conditions"] == 1
    assert actor["conditions"]["rows"] == [line]
    assert "Conditions it set last" in full.get("/actor", params={"name": line["holder"]}).text
    issue = full.get("/issue?issue=troop+presence")
    assert "Conditions in the same articles" in issue.text
    listed = full.get("/conditions.json?issue=troop+presence").json()
    assert [row["id"] for row in listed["rows"]] == [line["id"]]
