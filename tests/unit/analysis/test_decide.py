"""Power and decisions: against every coalition listed, and against what is known of the two councils."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from detente.analysis.choices import SCHEMA
from detente.analysis.decide import (
    BodyPosition,
    DecidingBody,
    DecisionOptions,
    Rule,
    measure_decision,
    position_of,
    positions_of_choices,
    rule_named,
    rules,
)
from detente.analysis.result import Result
from detente.analysis.statistics.power import Game, measure_power, pass_probability
from detente.errors import UsageError

COUNCIL = ("CHN", "FRA", "GBR", "RUS", "USA", *(f"E{number:02}" for number in range(10)))
UNSC = DecidingBody(rule_named("unsc"), COUNCIL, frozenset(COUNCIL[:5]))
EU = tuple(sorted(
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN "
    "SWE".split()
))  # fmt: skip


def random_game(seed: int) -> Game:
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 9))
    weights = tuple(int(weight) for weight in draw.integers(0, 20, n))
    clauses = tuple(
        (int(draw.integers(0, n + 1)), int(draw.integers(0, sum(weights) + 2))) for _ in range(draw.integers(1, 4))
    )
    vetoes = tuple(int(member) for member in draw.choice(n, int(draw.integers(0, 3)), replace=False))
    return Game(weights, clauses, vetoes)


@pytest.mark.parametrize("seed", range(40))
def test_indices_and_probabilities_are_those_of_all_coalitions_listed(seed: int) -> None:
    game = random_game(seed)
    n = len(game.weights)
    listed = [set(c) for size in range(n + 1) for c in itertools.combinations(range(n), size)]
    wins = {frozenset(c) for c in listed if game.wins(tuple(sorted(c)))}
    power = measure_power(game)
    assert power.winning == len(wins)
    for member in range(n):
        turned = [c for c in listed if member not in c and frozenset(c) not in wins and frozenset(c | {member}) in wins]
        orders = sum(math.factorial(len(c)) * math.factorial(n - len(c) - 1) for c in turned)
        assert power.swings[member] == len(turned)
        assert power.shapley[member] == pytest.approx(orders / math.factorial(n))
    chances = np.random.default_rng(seed).random(n)
    exact = sum(math.prod(chances[m] if m in c else 1 - chances[m] for m in range(n)) for c in wins)
    assert pass_probability(game, chances) == pytest.approx(exact)


def test_the_security_council_is_exact() -> None:
    power = measure_power(Game((0,) * 15, ((9, 0),), (0, 1, 2, 3, 4)))
    assert power.winning == 848
    assert power.shapley[0] == pytest.approx(421 / 2145, abs=1e-15)
    assert power.shapley[14] == pytest.approx(4 / 2145, abs=1e-15)
    assert (power.swings[0], power.swings[14]) == (848, 84)


def test_the_qualified_majority_against_dynamic_programming() -> None:
    """Count winning coalitions by members and population in another way: a table of sums, thousands rounded."""
    body = DecidingBody(rule_named("eu-qmv"), EU)
    result = measure_decision(body)
    assert isinstance(result, Result)
    power = {row["member"]: row for row in result.table.to_pylist()}
    assert sum(row["shapley"] for row in power.values()) == pytest.approx(1)
    assert sum(row["banzhaf"] for row in power.values()) == pytest.approx(1)
    assert result.estimate == pytest.approx(17_787_201 / 2**27, abs=1e-12)
    assert power["DEU"]["shapley"] == max(row["shapley"] for row in power.values())
    # the blocking minority of four: three members can never block, whatever their population
    three = {member: BodyPosition(0.0) for member in ("DEU", "FRA", "ITA")}
    assert measure_decision(body, three, DecisionOptions(usual=1.0)).estimate == pytest.approx(1)  # type: ignore[union-attr]
    assert measure_decision(body, three | {"ESP": BodyPosition(0.0)}, DecisionOptions(usual=1.0)).estimate == 0  # type: ignore[union-attr]
    # fourteen of 27 are too few, fifteen small ones lack the population
    small = dict.fromkeys(sorted(power, key=lambda m: power[m]["weight"])[:15], BodyPosition(1.0))
    assert measure_decision(body, small, DecisionOptions(usual=0.0)).estimate == 0  # type: ignore[union-attr]


def test_an_abstention_is_no_veto_and_no_vote_for() -> None:
    for_all = dict.fromkeys(COUNCIL, BodyPosition(1.0))
    assert measure_decision(UNSC, for_all | {"RUS": BodyPosition(0.0, 1.0)}).estimate == 1  # type: ignore[union-attr]
    assert measure_decision(UNSC, for_all | {"RUS": BodyPosition(0.0)}).estimate == 0  # type: ignore[union-attr]
    abstain = dict.fromkeys(COUNCIL[:7], BodyPosition(0.0, 1.0))
    assert measure_decision(UNSC, for_all | abstain).estimate == 0  # type: ignore[union-attr]


def test_constructive_abstention_lets_pass_until_a_third_abstains() -> None:
    body = DecidingBody(rule_named("eu-unanimity"), EU)
    small = ("CYP", "EST", "LUX", "LVA", "MLT", "SVN", "LTU", "HRV", "IRL", "SVK")
    large = ("DEU", "FRA", "ITA", "ESP", "CYP", "EST", "LUX", "LVA", "MLT")
    assert measure_decision(body, dict.fromkeys(small, BodyPosition(0, 1)), DecisionOptions(usual=1)).estimate == 1  # type: ignore[union-attr]
    assert measure_decision(body, dict.fromkeys(large, BodyPosition(0, 1)), DecisionOptions(usual=1)).estimate == 0  # type: ignore[union-attr]
    assert measure_decision(body, {"HUN": BodyPosition(0)}, DecisionOptions(usual=1)).estimate == 0  # type: ignore[union-attr]


def test_what_if_one_changes_is_in_the_table() -> None:
    result = measure_decision(UNSC, dict.fromkeys(COUNCIL, BodyPosition(0.9)))
    assert isinstance(result, Result)
    for row in result.table.to_pylist():
        assert row["pivotal"] == pytest.approx(row["if_for"] - row["if_against"])
        assert result.estimate == pytest.approx(0.9 * row["if_for"] + 0.1 * row["if_against"])


def test_positions_from_reports_have_an_interval() -> None:
    rows = [
        {"call": str(n), "date": None, "bloc": None, "member": "FRA", "choice": "for", "count": 1} for n in range(7)
    ]
    found = positions_of_choices(pa.Table.from_pylist(rows, schema=SCHEMA))
    assert found == {"FRA": BodyPosition(0.8, 0.1, 7)}
    result = measure_decision(UNSC, found, DecisionOptions(usual=0.9))
    assert isinstance(result, Result)
    assert result.interval is not None
    assert result.interval.low < (result.estimate or 0) < result.interval.high


def test_a_choice_counts_as_much_as_it_weighs() -> None:
    rows = [{"member": "FRA", "choice": choice, "count": 1, "weight": weight}
            for choice, weight in (("for", 0.5), ("for", 1.0), ("against", 0.5))]  # fmt: skip
    assert positions_of_choices(pa.Table.from_pylist(rows)) == {"FRA": BodyPosition(0.5, 0.2, 2.0)}


def test_what_if_stands_beside_what_it_was_without() -> None:
    for_all = dict.fromkeys(COUNCIL, BodyPosition(1.0))
    changed = measure_decision(UNSC, for_all, DecisionOptions(what_if={"RUS": position_of("against")}))
    assert isinstance(changed, Result)
    assert changed.estimate == 0
    assert (changed.controls[0].name, changed.controls[0].estimate) == ("without the what-if", 1)
    assert "what if: RUS against" in changed.method
    plain = measure_decision(UNSC, for_all)
    assert isinstance(plain, Result)
    assert [control.name for control in plain.controls] == ["everybody undecided"]


@pytest.mark.parametrize("choice", ["perhaps", "1.5", -0.1, None])
def test_what_is_no_position_is_said(choice: Any) -> None:
    with pytest.raises(UsageError, match=r"no choice|no probabilities"):
        position_of(choice)
    with pytest.raises(UsageError, match="no probability"):
        DecisionOptions(usual=2.0)


def test_what_cannot_be_is_said() -> None:
    with pytest.raises(UsageError, match="no rule"):
        rule_named("eu")
    with pytest.raises(UsageError, match="not in UN Security Council"):
        measure_decision(UNSC, {"DEU": BodyPosition(1.0)})
    with pytest.raises(UsageError, match="no probabilities"):
        BodyPosition(0.8, 0.4)
    with pytest.raises(UsageError, match="members"):
        Game((1,) * 31, ((1, 1),))


def test_every_rule_has_a_source_and_a_day() -> None:
    assert set(rules()) == {"eu-qmv", "eu-qmv-reinforced", "eu-simple", "eu-unanimity", "unsc"}
    for rule in rules().values():
        assert isinstance(rule, Rule)
        assert len(rule.source) > 40
        assert rule.since[:2] in {"19", "20"}
