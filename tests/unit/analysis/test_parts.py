"""What the measures stand on: questions in SQL, periods, references, and the panel of dyads by day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from detente.analysis.engine import ask, require
from detente.analysis.events import Selection, make_dyads
from detente.analysis.panel import make_panel
from detente.analysis.periods import Every, iter_periods, next_period, period_of
from detente.analysis.references import cite, references
from detente.errors import InternalError, UsageError
from tests.unit.analysis.samples import FIRST, event


def test_a_question_takes_its_values_apart_from_its_words() -> None:
    table = pa.table({"name": ["a", "b'; DROP TABLE t; --"], "n": [1, 2]})
    found = ask("SELECT n FROM t WHERE name = ?", {"t": table}, ["b'; DROP TABLE t; --"])
    assert found.to_pydict() == {"n": [2]}
    with pytest.raises(InternalError, match="cannot be answered"):
        ask("SELECT nothing FROM t", {"t": table})
    with pytest.raises(InternalError):
        ask("SELECT * FROM t", {})  # a table is known for one question only


def test_columns_that_are_missing_are_named() -> None:
    require(pa.table({"a": [1], "b": [2]}), frozenset({"a"}), "follow")
    with pytest.raises(UsageError, match="follow needs the columns b, c,"):
        require(pa.table({"a": [1]}), frozenset({"a", "c", "b"}), "follow")


@pytest.mark.parametrize(
    ("every", "first", "after"),
    [
        ("day", date(2024, 12, 31), date(2025, 1, 1)),
        ("week", date(2024, 12, 30), date(2025, 1, 6)),
        ("month", date(2024, 12, 1), date(2025, 1, 1)),
        ("year", date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_period_holds_its_day_and_the_next_begins_behind_it(every: Every, first: date, after: date) -> None:
    assert period_of(date(2024, 12, 31), every) == first
    assert next_period(first, every) == after
    listed = list(iter_periods(date(2024, 12, 31), date(2026, 2, 3), every))
    assert listed[0] == first
    assert all(next_period(one, every) == other for one, other in itertools.pairwise(listed))
    assert listed[-1] <= date(2026, 2, 3) < next_period(listed[-1], every)


def test_every_work_can_be_cited_as_text_and_as_bibtex() -> None:
    text, bibtex = cite("rice1925", "mcfadden1974")
    assert "; McFadden" in text
    assert bibtex.count("@misc{") == 2
    assert all(one.bibtex.startswith(f"@misc{{{key},\n") for key, one in references().items())


def _rows() -> list[dict[str, object]]:
    rows = [
        event(0, "AAA", "BBB", 4), event(0, "AAA", "BBB", 4), event(2, "BBB", "AAA", 2), event(1, "AAA", "CCC", 3),
    ]  # fmt: skip
    kinds = ["FIGHT", "FIGHT", "AID", "ACCUSE"]
    return [
        row | {"event": f"e{n}", "told": f"e{n}", "type": kind}
        for n, (row, kind) in enumerate(zip(rows, kinds, strict=True))
    ]


def test_a_panel_counts_what_each_did_to_the_other_by_day() -> None:
    panel = make_panel(make_dyads(_rows()), Selection())
    assert panel is not None
    at = {pair: number for number, pair in enumerate(panel.dyads)}
    forth, back = at["AAA", "BBB"], at["BBB", "AAA"]
    assert (panel.first, panel.n_distinct) == (FIRST, 4)
    assert panel.reverse[forth] == back
    assert panel.counts["fights"][forth].tolist() == [2, 0, 0]
    assert panel.counts["cooperation"][back].tolist() == [0, 0, 1]
    assert panel.counts["accusations"][at["AAA", "CCC"]].tolist() == [0, 1, 0]
    assert panel.activity[forth].tolist() == [2, 0, 1]
    assert set(np.unique(panel.likely["fights"])) == {0, 1}


def test_a_panel_of_some_dyads_knows_the_other_way_among_these_only() -> None:
    panel = make_panel(make_dyads(_rows()), Selection())
    assert panel is not None
    kept = panel.keep(np.array([pair != ("BBB", "AAA") for pair in panel.dyads]))
    assert ("BBB", "AAA") not in kept.dyads
    assert kept.reverse[kept.dyads.index(("AAA", "BBB"))] == -1
    only = make_panel(make_dyads(_rows()), Selection(), ("AAA", "CCC"))
    assert only is not None
    assert set(only.dyads) <= {("AAA", "CCC"), ("CCC", "AAA")}
    assert make_panel(make_dyads([]), Selection()) is None
    assert FIRST + timedelta(days=2) == date(2024, 1, 3)
