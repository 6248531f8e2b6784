"""Discourse networks by hand, communities against networkx, and sides that chance dealt."""

from __future__ import annotations

from datetime import date, timedelta

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from detente.analysis.networks.communities import measure_communities
from detente.analysis.networks.discourse import (
    SCHEMA,
    NetworkOptions,
    Stances,
    collect_entries,
    make_stances,
    measure_concepts,
    measure_matrix,
    measure_network,
    tie_actors,
)
from detente.analysis.networks.signed import find_communities, modularity
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError

DAY = date(2024, 1, 1)


def table(*rows: tuple[str, str, bool, int, str]) -> pa.Table:
    """Return statements from (actor, concept, agrees, day, document)."""
    return pa.Table.from_pylist(
        [
            {"actor": actor, "concept": concept, "agrees": agrees, "date": DAY + timedelta(day), "document": document}
            for actor, concept, agrees, day, document in rows
        ],
        schema=SCHEMA,
    )


def count_stances(statements: pa.Table, options: NetworkOptions) -> Stances:
    """Return how often each actor agrees and disagrees with each concept."""
    return make_stances(collect_entries(statements, options))


#: A and B agree on x, differ on y; C speaks of y alone. A says the first twice in one document.
SMALL = table(
    ("A", "x", True, 0, "d1"), ("A", "x", True, 0, "d1"), ("A", "y", True, 1, "d2"),
    ("B", "x", True, 2, "d3"), ("B", "y", False, 2, "d3"), ("C", "y", False, 40, "d4"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("aggregation", "normalisation", "expected"),
    [
        ("ignore", "none", {"AB": 2, "AC": 1, "BC": 1}),
        ("congruence", "none", {"AB": 1, "AC": 0, "BC": 1}),
        ("conflict", "none", {"AB": 1, "AC": 1, "BC": 0}),
        ("subtract", "none", {"AB": 0, "AC": -1, "BC": 1}),
        ("ignore", "average", {"AB": 1, "AC": 2 / 3, "BC": 2 / 3}),
        ("ignore", "jaccard", {"AB": 2 / 3, "AC": 1 / 3, "BC": 1 / 2}),
        ("congruence", "jaccard", {"AB": 1 / 3, "AC": 0, "BC": 1 / 2}),
        ("ignore", "cosine", {"AB": 2 / 4, "AC": 1 / 2, "BC": 1 / 2}),
        ("subtract", "cosine", {"AB": 0, "AC": -1 / 2, "BC": 1 / 2}),
        ("ignore", "salton", {"AB": 1, "AC": 1 / np.sqrt(2), "BC": 1 / np.sqrt(2)}),
    ],
)
def test_ties_between_actors_by_hand(aggregation: str, normalisation: str, expected: dict[str, float]) -> None:
    options = NetworkOptions(aggregation=aggregation, normalisation=normalisation)  # type: ignore[arg-type]
    ties = tie_actors(count_stances(SMALL, options), options)
    assert ties == pytest.approx(ties.T)
    names = "ABC"
    for pair, weight in expected.items():
        assert ties[names.index(pair[0]), names.index(pair[1])] == pytest.approx(weight)


def test_ties_to_concepts_by_hand() -> None:
    for normalisation, expected in (
        ("none", [[1, 1], [1, -1], [0, -1]]),
        ("activity", [[1 / 2, 1 / 2], [1 / 2, -1 / 2], [0, -1]]),
        ("prominence", [[1 / 2, 1 / 3], [1 / 2, -1 / 3], [0, -1 / 3]]),
    ):
        options = NetworkOptions(two_mode=True, normalisation=normalisation)  # type: ignore[arg-type]
        assert tie_actors(count_stances(SMALL, options), options) == pytest.approx(np.array(expected))


@pytest.mark.parametrize(("duplicates", "times"), [("all", 3), ("document", 2), ("week", 2), ("month", 2), ("once", 1)])
def test_the_same_stance_counts_as_often_as_was_chosen(duplicates: str, times: int) -> None:
    said = table(("A", "x", True, 0, "d1"), ("A", "x", True, 0, "d1"), ("A", "x", True, 40, "d2"))
    found = count_stances(said, NetworkOptions(duplicates=duplicates))  # type: ignore[arg-type]
    assert found.agree.tolist() == [[times]]


def test_with_ignore_the_stance_makes_no_difference_to_what_is_the_same() -> None:
    said = table(("A", "x", True, 0, "d1"), ("A", "x", False, 0, "d1"))
    counts = {}
    for aggregation in ("ignore", "subtract"):
        found = count_stances(said, NetworkOptions(aggregation=aggregation))
        counts[aggregation] = float(found.agree.sum() + found.disagree.sum())
    assert counts == {"ignore": 1, "subtract": 2}


def test_combine_says_which_stances_were_taken() -> None:
    options = NetworkOptions(two_mode=True, aggregation="combine", normalisation="none")
    both = table(("A", "x", True, 0, "d1"), ("A", "x", False, 1, "d2"), ("B", "y", False, 2, "d3"))
    assert tie_actors(count_stances(both, options), options).tolist() == [[3, 0], [0, 2]]


def test_a_statement_counts_as_much_as_its_weight() -> None:
    said = table(("A", "x", True, 0, "d1"), ("A", "x", True, 1, "d2"))
    weighted = said.set_column(5, "weight", pa.array([0.5, 0.75]))
    assert count_stances(weighted, NetworkOptions()).agree.tolist() == [[1.25]]


def test_for_and_against_by_concept_and_the_whole_matrix() -> None:
    bars = measure_concepts(camps(sides=True), NetworkOptions())
    assert isinstance(bars, Result)
    rows = bars.table.to_pylist()
    assert [row["choice"] for row in rows[:2]] == ["for", "against"]
    assert rows[0]["share"] + rows[1]["share"] == pytest.approx(1)
    assert sum(row["statements"] for row in rows) == bars.n_distinct
    matrix = measure_matrix(camps(sides=True), NetworkOptions(normalisation="none"))
    assert isinstance(matrix, Result)
    assert matrix.table.schema.names == ["actor", *(f"A{number:02}" for number in range(12))]
    values = np.array([list(row.values())[1:] for row in matrix.table.to_pylist()])
    assert values == pytest.approx(values.T)


def test_rare_actors_and_concepts_are_left_out() -> None:
    found = count_stances(SMALL, NetworkOptions(least_statements=2))
    assert (found.actors, found.concepts) == (("A", "B"), ("x", "y"))


def camps(*, sides: bool, seed: int = 1) -> pa.Table:
    """Return statements of twelve actors on eight concepts, in two camps or each as it likes."""
    draw, rows = np.random.default_rng(seed), []
    for actor in range(12):
        for number, concept in enumerate(draw.integers(0, 8, 30)):
            loyal = (actor < 6) == (concept % 2 == 0)
            agrees = bool(draw.random() < (0.9 if loyal else 0.1)) if sides else bool(draw.random() < 0.5)
            rows.append((f"A{actor:02}", f"c{concept}", agrees, number, f"{actor}-{number}"))
    return table(*rows)


def test_two_camps_are_found_and_stable() -> None:
    result = measure_communities(camps(sides=True), NetworkOptions())
    assert isinstance(result, Result)
    groups = {row["actor"]: row["community"] for row in result.table.to_pylist()}
    assert {groups[f"A{number:02}"] for number in range(6)} | {groups[f"A{number:02}"] for number in range(6, 12)} == {
        1,
        2,
    }
    assert len({groups[f"A{number:02}"] for number in range(6)}) == 1
    assert min(row["stability"] for row in result.table.to_pylist()) > 0.8
    assert result.controls[0].p == 0.01


def test_without_sides_chance_does_as_well() -> None:
    result = measure_communities(camps(sides=False), NetworkOptions())
    assert isinstance(result, Result)
    assert (result.controls[0].p or 0) > 0.05


def test_modularity_is_that_of_networkx_and_the_communities_are_as_good() -> None:
    graph = nx.karate_club_graph()
    ties = nx.to_numpy_array(graph)
    groups = find_communities(ties)
    parts = [set(np.flatnonzero(groups == group).tolist()) for group in range(groups.max() + 1)]
    assert modularity(ties, groups) == pytest.approx(nx.community.modularity(graph, parts))
    assert modularity(ties, groups) > 0.38  # the best known has .42 without weights, .44 with


def test_two_camps_lie_beyond_what_dealt_sides_give_and_random_sides_do_not() -> None:
    found = [measure_communities(camps(sides=sides), NetworkOptions()) for sides in (True, False)]
    real, chance = (one.controls[0] for one in found if isinstance(one, Result))
    assert real.p == 0.01
    assert (chance.p or 0) > 0.05


def test_few_statements_make_no_network() -> None:
    assert isinstance(measure_network(SMALL, NetworkOptions()), NotEnough)
    assert isinstance(measure_communities(SMALL, NetworkOptions()), NotEnough)
    result = measure_network(camps(sides=True), NetworkOptions())
    assert isinstance(result, Result)
    assert len(result.table) <= 12 * 11 / 2


def test_choices_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(UsageError, match="between actors"):
        NetworkOptions(two_mode=True, aggregation="conflict", normalisation="none")
    with pytest.raises(UsageError, match="combine is of two modes"):
        NetworkOptions(aggregation="combine")
    with pytest.raises(UsageError, match="no normalisation"):
        NetworkOptions(normalisation="prominence")
