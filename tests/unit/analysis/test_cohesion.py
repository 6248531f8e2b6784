"""Unity and division: the indices by hand, blocs on the day, who leaves, and what chance would make."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from detente.analysis.choices import SCHEMA, choices_of_events, choices_of_positions, join_blocs
from detente.analysis.cohesion import CohesionOptions, measure_cohesion
from detente.analysis.departures import measure_departures
from detente.analysis.events import Selection, make_dyads
from detente.analysis.result import NotEnough, Result
from detente.analysis.statistics import agreement
from detente.errors import UsageError
from tests.unit.analysis.samples import event

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("index", "counts", "expected"),
    [
        (agreement.agreement_index, (10, 0, 0), 1.0),
        (agreement.agreement_index, (4, 4, 4), 0.0),
        (agreement.agreement_index, (5, 5, 0), 0.25),  # (5 - 2.5) / 10
        (agreement.agreement_index, (0, 1, 9), 0.85),  # (9 - 0.5) / 10
        (agreement.rice_index, (9, 1, 90), 0.8),
        (agreement.rice_index, (3, 3, 0), 0.0),
        (agreement.attina_index, (6, 2, 2), 0.2),  # (6 - 4) / 10
        (agreement.attina_index, (1, 1, 1), -1 / 3),
        (agreement.entropy_cohesion, (7, 0, 0), 1.0),
        (agreement.entropy_cohesion, (2, 2, 2), 0.0),
        (agreement.entropy_cohesion, (3, 1, 0), 1 - 0.5623351446188083 / np.log(3)),
    ],
)
def test_the_indices_by_hand(index: Callable[..., Any], counts: tuple[int, ...], expected: float) -> None:
    assert index(np.array([counts], dtype=float))[0] == pytest.approx(expected)


def test_rice_is_undefined_where_all_abstain() -> None:
    assert np.isnan(agreement.rice_index(np.array([[0.0, 0.0, 5.0]]))[0])


def votes(rows: list[tuple[int, str, str]], bloc: str | None = None) -> pa.Table:
    """Return choices from (number of the call, member, choice)."""
    return pa.Table.from_pylist(
        [
            {"call": f"c{call:03}", "date": DAY + timedelta(days=call), "bloc": bloc, "member": member,
             "choice": choice, "count": 1}
            for call, member, choice in rows
        ],
        schema=SCHEMA,
    )  # fmt: skip


def members(*names: str, **bounds: date | None) -> pa.Table:
    rows = [{"bloc": "b", "member": name, "start": bounds.get("start"), "end": bounds.get("end")} for name in names]
    schema = pa.schema([("bloc", pa.string()), ("member", pa.string()), ("start", pa.date32()), ("end", pa.date32())])
    return pa.Table.from_pylist(rows, schema=schema)


def test_the_mean_and_what_is_contested() -> None:
    united = [(call, name, "for") for call in range(10) for name in "ABCD"]
    split = [(call, name, "for" if name in "AB" else "against") for call in range(10, 20) for name in "ABCD"]
    result = measure_cohesion(votes(united + split, "b"), CohesionOptions())
    assert isinstance(result, Result)
    row = result.table.to_pylist()[0]
    assert (row["agreement"], row["unanimous"], row["contested"], row["contested_calls"]) == (0.625, 0.5, 0.25, 10)
    assert row["low"] < 0.625 < row["high"]
    assert (result.n, result.n_distinct) == (80, 20)


def test_absence_and_small_calls_do_not_count() -> None:
    rows = [(call, name, "for") for call in range(12) for name in "ABC"]
    rows += [(0, "D", "absent"), (50, "A", "for"), (50, "B", "against")]
    result = measure_cohesion(votes(rows, "b"), CohesionOptions())
    assert isinstance(result, Result)
    assert (result.estimate, result.n_distinct, result.n) == (1.0, 12, 36)


def test_members_count_while_they_are_members() -> None:
    rows = [(call, "A", "for") for call in range(30)]
    kept = join_blocs(votes(rows), members("A", start=DAY + timedelta(days=10), end=DAY + timedelta(days=19)))
    assert kept.column("date").to_pylist() == [DAY + timedelta(days=call) for call in range(10, 20)]


def test_a_bloc_like_everybody_is_no_more_united_than_chance() -> None:
    draw = np.random.default_rng(1)
    names = [f"m{number}" for number in range(40)]
    rows = [(call, name, ("for", "against")[int(draw.random() < 0.3)]) for call in range(60) for name in names]
    everybody = votes(rows)
    ordinary = measure_cohesion(join_blocs(everybody, members(*names[:8])), CohesionOptions(), others=everybody)
    assert isinstance(ordinary, Result)
    assert 0.02 < (ordinary.controls[0].p or 0) < 0.98
    loyal = [(call, name, "for" if name in names[:8] else choice) for call, name, choice in rows]
    united = measure_cohesion(join_blocs(votes(loyal), members(*names[:8])), CohesionOptions(), others=votes(loyal))
    assert isinstance(united, Result)
    assert (united.estimate, united.controls[0].p) == (1.0, 0.01)


def test_who_leaves_the_line_and_since_when() -> None:
    rows = [(call, name, "for") for call in range(80) for name in "ABCD"]
    rows += [(call, "E", "against" if call >= 50 else "for") for call in range(80)]
    result = measure_departures(votes(rows, "b"))
    assert isinstance(result, Result)
    first, *others = result.table.to_pylist()
    assert (first["member"], first["away"], first["since"]) == ("E", 30 / 80, DAY + timedelta(days=50))
    assert (first["before"], first["after"]) == (0.0, 1.0)
    assert first["q"] < 0.001
    assert all(row["away"] == 0 and row["since"] is None for row in others)


def test_sure_positions_outweigh_unsure_ones() -> None:
    position = {"article": "a", "toward": "Xland", "toward_country": "XXX", "issue": "aid", "actor_country": "AAA",
                "review": None, "leads": True}  # fmt: skip
    rows = [
        {**position, "stance": "for", "confidence": 0.9},
        *[{**position, "stance": "against", "confidence": 0.4}] * 2,
    ]
    positions, articles = pa.Table.from_pylist(rows), pa.table({"article": ["a"], "published": [DAY]})
    (plain,) = choices_of_positions(positions, articles, selection=Selection(min_confidence=0)).to_pylist()
    (weighed,) = choices_of_positions(
        positions, articles, selection=Selection(min_confidence=0, weigh=True)
    ).to_pylist()
    assert (plain["choice"], plain["weight"]) == ("against", 1.0)
    assert (weighed["choice"], weighed["weight"]) == ("for", pytest.approx(1.7 / 3))
    reviewed = pa.Table.from_pylist([rows[0], {**rows[1], "review": "accepted"}, rows[2]])
    (checked,) = choices_of_positions(reviewed, articles, selection=Selection(min_confidence=0, weigh=True)).to_pylist()
    assert checked["choice"] == "against", "what a person has looked at counts as one"


def test_which_choices_count_stands_in_the_method() -> None:
    table = votes([(call, name, "for") for call in range(20) for name in "ABC"], "b")
    found = measure_cohesion(table, CohesionOptions(chosen="each weighted by its confidence"))
    assert isinstance(found, Result)
    assert found.method.endswith("; each weighted by its confidence")


def test_too_few_calls() -> None:
    few = votes([(call, name, "for") for call in range(9) for name in "ABC"], "b")
    assert isinstance(measure_cohesion(few, CohesionOptions()), NotEnough)
    assert isinstance(measure_departures(few), NotEnough)
    with pytest.raises(UsageError, match="two members"):
        measure_cohesion(few, CohesionOptions(least_members=1))


def test_events_and_positions_become_choices() -> None:
    dyads = make_dyads([event(1, "AAA", "XXX", 1), event(2, "AAA", "XXX", 4), event(3, "BBB", "XXX", 3)])
    found = {row["member"]: row["choice"] for row in choices_of_events(dyads, "XXX").to_pylist()}
    assert found == {"AAA": "abstain", "BBB": "against"}
    position = {"article": "a", "toward": "Xland", "toward_country": "XXX", "issue": "sanctions", "confidence": None,
                "review": None, "leads": True}  # fmt: skip
    positions = pa.Table.from_pylist([
        {**position, "actor_country": "AAA", "stance": "for"},
        {**position, "actor_country": "AAA", "stance": "for", "confidence": 0.9},
        {**position, "actor_country": "AAA", "stance": "against", "confidence": 0.1},
        {**position, "actor_country": "BBB", "stance": "mixed"},
        {**position, "actor_country": "-", "stance": "for"},
        {**position, "actor_country": "CCC", "stance": "for", "leads": False},
        {**position, "actor_country": "CCC", "stance": "for", "toward": "The Guild", "toward_country": "-"},
    ])
    articles = pa.table({"article": ["a"], "published": [DAY]})
    rows = choices_of_positions(positions, articles).to_pylist()
    assert [(row["call"], row["member"], row["choice"]) for row in rows] == [
        ("sanctions toward The Guild in 2024-01-01", "CCC", "for"),
        ("sanctions toward XXX in 2024-01-01", "AAA", "for"),
        ("sanctions toward XXX in 2024-01-01", "BBB", "abstain"),
    ]
