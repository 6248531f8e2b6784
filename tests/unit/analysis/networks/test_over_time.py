"""Windows and kernels by hand, polarisation and phases that were planted or that chance made, the backbone."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.analysis.networks.backbone import measure_backbone, spectral_loss
from detente.analysis.networks.discourse import NetworkOptions, collect_entries
from detente.analysis.networks.phases import measure_phases, network_distances
from detente.analysis.networks.polarisation import measure_polarisation, polarise
from detente.analysis.networks.signed import balance, find_communities, modularity, split_camps
from detente.analysis.networks.windows import WindowOptions, cut_windows, measure_windows, tie_window, weigh_distance
from detente.analysis.result import NotEnough, Result
from detente.errors import UsageError
from tests.unit.analysis.networks.test_discourse import SMALL, camps, table

PLAIN = NetworkOptions(aggregation="congruence", normalisation="none")


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [
        ("uniform", [0.5, 0.5, 0.5, 0.0]),
        ("triangular", [1.0, 0.5, 0.0, 0.0]),
        ("epanechnikov", [0.75, 0.5625, 0.0, 0.0]),
        ("gaussian", [0.39894, 0.35207, 0.24197, 0.05399]),
    ],
)
def test_kernels_by_hand_and_the_same_on_both_sides(kernel: str, expected: list[float]) -> None:
    for sign in (1, -1):
        found = weigh_distance(sign * np.array([0.0, 0.5, 1.0, 2.0]), kernel)  # type: ignore[arg-type]
        assert found == pytest.approx(np.array(expected), abs=1e-5)


def test_a_window_ties_with_the_root_of_both_weights() -> None:
    said = table(("A", "x", True, 14, "d1"), ("B", "x", True, 17, "d2"), ("A", "x", True, 200, "d3"))
    (first, *_) = cut_windows(collect_entries(said, PLAIN), WindowOptions(days=10, kernel="epanechnikov"))
    assert first.middle == date(2024, 1, 16)  # A on the 15th, u = .2; B on the 18th, u = .4
    weights = [0.75 * (1 - 0.2**2), 0.75 * (1 - 0.4**2)]
    assert tie_window(first.entries, PLAIN)[0, 1] == pytest.approx(np.sqrt(weights[0] * weights[1]))
    two = NetworkOptions(two_mode=True, normalisation="none")
    assert tie_window(first.entries, two).ravel() == pytest.approx(weights)
    assert first.inside == 2


def test_windows_give_the_ties_of_each() -> None:
    result = measure_windows(camps(sides=True), PLAIN, WindowOptions(days=20, every="week"))
    assert isinstance(result, Result)
    assert result.chart is not None
    assert (result.chart.kind, result.chart.value) == ("tiles", "weight")
    assert len({row["window"] for row in result.table.to_pylist()}) == 5
    assert isinstance(measure_windows(SMALL, PLAIN, WindowOptions()), NotEnough)


def test_wrong_windows_are_refused() -> None:
    with pytest.raises(UsageError, match="two days"):
        WindowOptions(days=1)
    with pytest.raises(UsageError, match="no kernel"):
        WindowOptions(kernel="boxcar")  # type: ignore[arg-type]
    years = table(("A", "x", True, 0, "d1"), ("B", "x", True, 500, "d2"))
    with pytest.raises(UsageError, match="more than 400"):
        list(cut_windows(collect_entries(years, PLAIN), WindowOptions(every="day")))


def test_two_camps_of_a_balanced_network_are_found() -> None:
    draw = np.random.default_rng(3)
    sides = draw.permutation([1.0] * 6 + [-1.0] * 5)
    ties = np.outer(sides, sides) * np.triu(draw.random((11, 11)), 1)
    ties += ties.T
    camps_found = split_camps(ties)
    assert balance(ties, camps_found) == pytest.approx(1)
    assert (np.where(camps_found == camps_found[0], sides[0], -sides[0]) == sides).all()
    assert len(set(split_camps(np.abs(ties)).tolist())) == 1, "where all are friends there is one camp"


def test_the_split_is_the_best_of_all_on_small_networks() -> None:
    draw = np.random.default_rng(5)
    found, best = [], []
    for _ in range(30):
        ties = np.triu(draw.normal(size=(7, 7)), 1)
        ties += ties.T
        found.append(balance(ties, split_camps(ties)))
        every = [np.array([(number >> bit) & 1 for bit in range(7)]) for number in range(64)]
        best.append(max(balance(ties, one) for one in every))
    assert np.mean(np.isclose(found, best)) > 0.8
    assert np.array(best) - np.array(found) == pytest.approx(0, abs=0.03)


def test_negative_ties_part_what_positive_ones_would_join() -> None:
    ties = np.array([[0.0, 1, 1, 0], [1, 0, -3, 1], [1, -3, 0, 1], [0, 1, 1, 0]])
    groups = find_communities(ties)
    assert groups[1] != groups[2]
    assert modularity(ties, groups) > 0


def test_polarisation_by_hand() -> None:
    said = table(("A", "x", True, 0, "1"), ("B", "x", True, 0, "2"), ("C", "x", False, 0, "3"))
    found, split = polarise(collect_entries(said, PLAIN), PLAIN)
    assert (found, split.tolist()) == (1.0, [0, 0, 1])
    also = table(*[("A", "x", True, 0, "1"), ("B", "x", True, 0, "2"), ("C", "x", False, 0, "3")],
                 ("A", "y", True, 0, "4"), ("C", "y", True, 0, "5"))  # fmt: skip
    # congruence AB 1, AC 1; conflict AC 1, BC 1: whichever way, one of four does not fit
    assert polarise(collect_entries(also, PLAIN), PLAIN)[0] == pytest.approx(0.75)


def test_planted_camps_are_polarised_and_dealt_ones_are_not() -> None:
    asked, windows = NetworkOptions(), WindowOptions(days=40)
    real = measure_polarisation(camps(sides=True), asked, windows)
    assert isinstance(real, Result)
    assert real.estimate is not None
    assert real.interval is not None
    assert real.estimate > 0.7
    assert real.controls[0].p == 0.01
    row = real.table.to_pylist()[0]
    assert row["polarisation"] > row["chance_high"]
    assert row["smaller_camp"] in {"; ".join(f"A{n:02}" for n in half) for half in (range(6), range(6, 12))}
    chance = measure_polarisation(camps(sides=False), asked, windows)
    assert isinstance(chance, Result)
    assert (chance.controls[0].p or 0) > 0.05
    assert isinstance(measure_polarisation(SMALL, asked, windows), NotEnough)


def shift(*, planted: bool) -> list[tuple[str, str, bool, int, str]]:
    """Return statements of a year: in its second half all speak of other things, or not."""
    draw, rows = np.random.default_rng(2), []
    for number in range(900):
        day, actor = int(draw.integers(0, 360)), int(draw.integers(0, 8))
        late = planted and day >= 180
        group = actor % 2 if late else actor // 4
        rows.append((
            f"A{actor}",
            f"{'late' if late else 'early'}{group}{int(draw.integers(2))}",
            True,
            day,
            str(number),
        ))
    return rows


def test_a_planted_transition_is_found_and_none_where_there_is_none() -> None:
    windows = WindowOptions(days=30)
    found = measure_phases(table(*shift(planted=True)), PLAIN, windows)
    assert isinstance(found, Result)
    rows = found.table.to_pylist()
    assert [row["state"] for row in rows if row["window"].month not in {6, 7}] == [1] * 5 + [2] * 5
    assert found.controls[0].p == 0.01
    nothing = measure_phases(table(*shift(planted=False)), PLAIN, windows)
    assert isinstance(nothing, Result)
    assert (nothing.controls[0].p or 0) > 0.01
    assert isinstance(measure_phases(SMALL, PLAIN, windows), NotEnough)


def test_distances_of_networks_by_hand() -> None:
    one = np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 0]])
    other = np.array([[0.0, 0, 0], [0, 0, 1], [0, 1, 0]])
    assert network_distances([one, other], "absdiff")[0, 1] == pytest.approx(2)
    assert network_distances([one, other], "spectral")[0, 1] == pytest.approx(0), "the same but for the names"


def test_the_backbone_leaves_out_first_what_changes_nothing() -> None:
    rows = [(f"A{actor}", f"c{group}", True, 0, f"{actor}{group}") for actor in range(6) for group in (actor // 3,)]
    rows += [(f"A{actor}", "all", True, 0, f"all{actor}") for actor in range(6)]
    rows += [(f"A{actor}", f"own{actor}", True, 0, f"own{actor}") for actor in range(6)]
    rows += [("A0", "own0", True, day, f"more{day}") for day in range(4)]
    found = measure_backbone(table(*rows), PLAIN)
    assert isinstance(found, Result)
    order = [row["concept"] for row in found.table.to_pylist()]
    assert {concept[:3] for concept in order[-6:]} == {"own"}, "what one alone speaks of ties nobody"
    losses = [row["loss"] for row in found.table.to_pylist()]
    assert losses[-6:] == pytest.approx([0] * 6)
    assert found.estimate is not None
    assert (found.controls[0].estimate or 0) > found.estimate
    with pytest.raises(UsageError, match="more than 200"):
        measure_backbone(table(*((f"A{n % 5}", f"c{n}", True, 0, str(n)) for n in range(201))), PLAIN)


def test_spectral_loss_is_none_for_the_same_shape_and_large_for_another() -> None:
    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = 1
    pair = np.zeros((5, 5))
    pair[0, 1] = pair[1, 0] = 1
    assert spectral_loss(star, 3 * star) == pytest.approx(0)
    assert spectral_loss(star, pair) > 0.5
