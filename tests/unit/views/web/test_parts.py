"""What the pages are made of: addresses, commands, cells, frames, figures, navigation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from pydantic import ValidationError
from starlette.routing import Route

from detente.analysis.result import Chart, NotEnough
from detente.views.web.figures import make_figure
from detente.views.web.frames import frame_of, keep_drawn, make_frame, write_cell, write_number, write_sentence
from detente.views.web.pages import PAGES
from detente.views.web.pages.explore.asking import ExploreQuery, link
from detente.views.web.pages.explore.common import (
    claim_link,
    command,
    events_link,
    name_countries,
    name_side,
    period_ends,
    period_link,
    ties_command,
)
from detente.views.web.shell import PLACES
from tests.unit.views.results.test_results import TOO_FEW, make_result


def test_an_address_leaves_out_what_is_not_asked_and_escapes_the_rest() -> None:
    assert link("/search") == "/search"
    assert link("/search", q="a&b=c", news=True, since=None, actor="") == "/search?q=a%26b%3Dc&news=true"


class _Query(ExploreQuery):
    q: str = ""
    least: int = 1


def test_a_question_is_an_address_and_back() -> None:
    query = _Query.model_validate({"q": "grain", "least": ""})
    assert query.address("/search") == "/search?q=grain"
    assert query.address("/search", q=None, least=3) == "/search?least=3"
    with pytest.raises(ValidationError, match="colour"):
        _Query.model_validate({"colour": "red"})


def test_a_command_can_be_pasted_into_a_shell_whatever_the_names_hold() -> None:
    assert command("my news.sqlite", "relations", "a'; rm -rf /", every=None, since="2025-01-01") == (
        """detente relations 'a'"'"'; rm -rf /' --archive 'my news.sqlite' --since 2025-01-01"""
    )
    told = ties_command("a.sqlite", "conflict", date(2025, 1, 1), None, by="actor", least=2)
    assert "--tie conflict" in told
    assert "--from 2025-01-01" in told
    assert "--to" not in told
    assert "--min-count 2" in told


def test_a_row_leads_to_the_events_that_it_counts() -> None:
    row = {"period": "2024-12-30", "class": "material conflict", "events": 3}
    address = period_link(row, "NOR", None, "week")
    assert address is not None
    assert address == events_link("NOR", None, quad=4, since="2024-12-30", until="2025-01-05")
    assert "status=actual" in address
    assert period_link(row | {"events": 0}, "NOR", None, "week") is None
    assert period_ends("2024-02-01", "month") == ("2024-02-01", "2024-02-29")


def test_a_claim_without_a_number_leads_nowhere() -> None:
    assert claim_link("abc:e3", {"abc": 7}) == "/article/7#e3"
    assert claim_link("abd:e3", {"abc": 7}) is None
    assert claim_link(None, {"abc": 7}) is None


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, "–"), (True, "yes"), (0.12345, "0.123"), (12, "12"), ("a", "a"), (float("nan"), "nan")],
)
def test_a_cell_is_short(value: object, cell: str) -> None:
    assert write_cell(value) == cell


@pytest.mark.parametrize(
    ("value", "like", "written"),
    [
        (0.406, None, "0.406"),
        (0.0781, 0.406, "0.078"),
        (1.8, 2.09, "1.80"),
        (-10, None, "−10.0"),
        (-0.0001, 2.09, "0.00"),
        (0, None, "0.00"),
        (12345.6, None, "12,346"),
        (0.0000012, None, "0.000001"),
        (2.5, float("inf"), "2.50"),
        (float("inf"), 1, "∞"),
        (float("-inf"), 1, "−∞"),
        (float("nan"), None, "–"),
    ],
)
def test_a_number_has_the_decimals_of_the_one_beside_it(value: float, like: float | None, written: str) -> None:
    assert write_number(value, like) == written


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("there is no article 77", "There is no article 77."),
        ("a.pdf is a PDF document, not text", "a.pdf is a PDF document, not text."),
        ("What is it?", "What is it?"),
    ],
)
def test_what_went_wrong_is_a_sentence(told: str, sentence: str) -> None:
    assert write_sentence(told) == sentence


def test_a_question_calls_countries_by_their_names() -> None:
    asked = replace(make_result(), question="NOR toward Oslo NORTH, by month")
    assert name_countries(asked, "NOR", "Oslo NORTH").question == "Norway toward Oslo NORTH, by month"
    assert name_countries(TOO_FEW, "NOR").question == TOO_FEW.question
    assert [name_side(side) for side in ("NOR", "ZZZ", "Pavel Orlin", "")] == ["Norway", "ZZZ", "Pavel Orlin", "all"]


def test_a_frame_holds_all_of_a_result_and_why_there_is_none() -> None:
    result = make_result(Chart("lines", "name", "value", "low", "high", y_label="value"))
    frame, rows = make_frame(result, "detente sample")
    assert (frame.enough, frame.command, len(rows)) == (True, "detente sample", 3)
    assert {"estimate", "interval", "n", "controls", "method", "caution", "reference"} <= set(frame.described)
    assert frame.columns["low"] == "The low."
    assert keep_drawn(rows, frame.chart or {})[0].keys() == {"name", "value", "low", "high"}
    too_few = frame_of(TOO_FEW, "detente sample")
    assert isinstance(TOO_FEW, NotEnough)
    assert (too_few.enough, too_few.columns, too_few.chart) == (False, {}, None)


def test_a_figure_has_a_link_for_each_row_or_none_at_all() -> None:
    figure = make_figure("forth", make_result(), "detente sample", "/a.csv", link=lambda row: f"/{row['other']}")
    assert figure.links == ("/X", "/X", "/Y")
    assert make_figure("forth", make_result(), "detente sample", "/a.csv").links == ()
    assert pa.table({"a": figure.links}).num_rows == len(figure.rows)


def test_the_navigation_leads_to_pages_that_there_are() -> None:
    paths = {route.path for page in PAGES for route in page.router.routes if isinstance(route, Route)}
    assert {address for _, address, _ in PLACES} <= paths
