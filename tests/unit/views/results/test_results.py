"""A result on its way out: nothing is dropped, and the same result gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from detente.analysis.result import Chart, Control, Interval, NotEnough, Result
from detente.errors import UsageError
from detente.views.results import as_csv, draw, render_outcome, result_as_json

TOO_FEW = NotEnough("relations", "AAA toward BBB", 3, 10, "distinct events", "Take more.")


def make_result(chart: Chart | None = None) -> Result:
    return Result(
        measure="sample",
        question="does \x1b[31mAAA lead?",
        table=pa.table({
            "name": ["delegation of AAA", "BBB\x1b[2J", "delegation of AAA"],
            "other": ["X", "X", "Y"],
            "value": [1.25, math.inf, -0.5],
            "low": [1.0, None, -1.0],
            "high": [2.0, None, 0.0],
            "day": [date(2025, 1, 1), date(2025, 3, 1), date(2025, 3, 1)],
            "then": [None, date(2025, 5, 1), None],
        }),
        columns=tuple((name, f"The {name}.") for name in ("name", "other", "value", "low", "high", "day", "then")),
        estimate=0.25,
        estimate_of="of something",
        interval=Interval(0.1, math.inf, 0.95, "by hand"),
        n=12,
        n_distinct=9,
        counted="tellings of events",
        controls=(Control("backwards", 1.1, None, 0.04, "Should be 1."),),
        floor=5,
        method="counting",
        caution="Means little.",
        reference="Nobody (1900)",
        citation="@misc{nobody}",
        chart=chart,
    )


CHARTS = [
    Chart("lines", "name", "value", "low", "high", by="other", y_label="value"),
    Chart("lines", "value", "value", y_label="value", x_label="value", diagonal=True),
    Chart("points", "name", "value", "low", "high", baseline=1.0, y_label="value"),
    Chart("bars", "name", "value", by="other", y_label="value"),
    Chart("matrix", "other", "name", value="value", y_label="value"),
    Chart("tiles", "day", "name", by="other", value="value", y_label="value"),
    Chart("timeline", "day", "name", by="other", value="other", marks=(("then", "answered"),)),
]


def test_the_terminal_says_all_of_it_and_sends_no_escape() -> None:
    text = render_outcome(make_result(CHARTS[0]), width=80)
    for part in ("0.250", "0.100 to ∞", "n 12 tellings of events, 9 distinct", "backwards: 1.1  p 0.040", "counting",
                 "Means little.", "Nobody (1900)"):  # fmt: skip
        assert part in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_screen_passes_over_rows_in_which_nothing_happened_and_says_so() -> None:
    table = pa.table({"name": ["AAA", "BBB", "CCC"], "events": [2, 0, 1]})
    result = replace(make_result(), table=table, columns=(("name", "Who."), ("events", "How many.")), shown_if="events")
    text = render_outcome(result, width=80)
    assert "BBB" not in text
    assert "… and 1 row without events" in text
    assert "BBB" in as_csv(result)


def test_an_empty_table_is_told_and_not_drawn() -> None:
    empty = replace(make_result(CHARTS[2]), table=make_result().table.slice(0, 0))
    assert "no rows" in render_outcome(empty, width=80)
    with pytest.raises(UsageError, match="nothing to draw"):
        draw(empty, "svg")


def test_columns_that_do_not_fit_are_named() -> None:
    assert "columns high" in " ".join(render_outcome(make_result(), width=40).split())
    assert "… and 1 row:" in render_outcome(make_result(), width=80, rows=2)


def test_json_has_everything_and_no_infinity() -> None:
    found = json.loads(result_as_json(make_result()))
    expected = {"name": "BBB\x1b[2J", "other": "X", "value": None, "low": None, "high": None}
    assert found["rows"][1] == expected | {"day": "2025-03-01", "then": "2025-05-01"}
    assert found["interval"] == {"low": 0.1, "high": None, "level": 0.95, "method": "by hand"}
    assert (found["n"], found["n_distinct"], found["caution"]) == (12, 9, "Means little.")
    assert found["controls"][0]["p"] == 0.04


def test_csv_is_the_table() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(make_result()))))
    assert [row["value"] for row in rows] == ["1.25", "", "-0.5"]


def test_too_few_data_is_an_answer_everywhere_but_in_a_picture() -> None:
    assert "Not enough data: 3 distinct events, and it takes 10." in render_outcome(TOO_FEW, width=80)
    assert json.loads(result_as_json(TOO_FEW))["enough"] is False
    assert as_csv(TOO_FEW) == "n,floor,why\n3,10,Take more.\n"
    with pytest.raises(UsageError, match="3 distinct events"):
        draw(TOO_FEW, "svg")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_result_gives_the_same_picture(chart: Chart, form: str) -> None:
    first, second = (draw(make_result(chart), form) for _ in range(2))  # type: ignore[arg-type]
    assert first == second
    assert first.startswith(b"<?xml" if form == "svg" else b"\x89PNG")
    if form == "svg":
        assert b"Means little." in first
        assert b"n = 12 tellings of events, 9 distinct" in first


def test_a_timeline_has_what_is_marked_first_and_says_how_much_it_leaves_out() -> None:
    table = pa.table({
        "name": [f"N{number:02}" for number in range(40)], "day": [date(2025, 1, 1)] * 40,
        "then": [None] * 38 + [date(2025, 2, 1)] * 2,
    })  # fmt: skip
    chart = Chart("timeline", "day", "name", marks=(("then", "answered"),))
    columns = tuple((name, f"The {name}.") for name in table.schema.names)
    picture = draw(replace(make_result(chart), table=table, columns=columns), "svg").decode()
    assert "20 of 40; first those with a day to mark" in picture
    assert ">N39<" in picture
    assert ">N17<" in picture
    assert ">N18<" not in picture


def test_tiles_have_a_row_for_each_pair() -> None:
    picture = draw(make_result(Chart("tiles", "day", "name", by="other", value="value")), "svg").decode()
    assert "delegation of AAA – X" in picture
    assert "delegation of AAA – Y" in picture


def test_without_a_chart_there_is_nothing_to_draw() -> None:
    with pytest.raises(UsageError, match="no picture"):
        draw(make_result(), "svg")


def test_a_result_that_leaves_something_unsaid_is_refused() -> None:
    sample = make_result()
    fields = {name: getattr(sample, name) for name in Result.__slots__}
    with pytest.raises(ValueError, match="described"):
        Result(**fields | {"columns": ()})
    with pytest.raises(ValueError, match="distinct"):
        Result(**fields | {"n": 1})
    with pytest.raises(ValueError, match="name"):
        Result(**fields | {"estimate_of": ""})
