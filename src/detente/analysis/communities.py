"""Which actors stand together: communities of a network, how stable they are, and whether there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.discourse import FLOOR, NetworkOptions, Stances, count_stances, tie_actors
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHUFFLES: Final = 99
_DRAWS: Final = 100
_COLUMNS: Final = (
    ("community", "Number of the community, the largest first."),
    ("actor", "The actor."),
    ("stability", "Share of bootstrap draws in which the actor stands with another of its community, mean over these."),
    ("statements", "Stances of the actor, duplicates left out."),
)


def find_communities(ties: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the community of each node: modularity raised by moving nodes and merging groups (Blondel et al. 2008).

    Nodes are visited in their order and move only for a gain, so that the result is the same every time.

    Args:
        ties: Symmetric, not negative, A × A.

    Examples:
        >>> one = np.ones((3, 3)) - np.eye(3)
        >>> find_communities(np.kron(np.eye(2), one)).tolist()
        [0, 0, 0, 1, 1, 1]
    """
    groups, network = np.arange(len(ties)), ties.copy()
    while True:
        moved = _move_nodes(network)
        names, moved = np.unique(moved, return_inverse=True)
        groups = moved[groups]
        if len(names) == len(network):
            break
        inside = np.eye(len(names))[moved]
        network = inside.T @ network @ inside
    order = {group: at for at, group in enumerate(dict.fromkeys(groups.tolist()))}
    return np.array([order[group] for group in groups.tolist()], dtype=np.int64)


def modularity(ties: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Return Σ over groups of (ties inside / all) - (degrees / all)² (Newman and Girvan 2004); 0 without ties."""
    whole = ties.sum()
    if whole == 0:
        return 0.0
    same = groups[:, None] == groups[None, :]
    degrees = ties.sum(axis=1)
    return float((np.where(same, ties - np.outer(degrees, degrees) / whole, 0)).sum() / whole)


def measure_communities(statements: pa.Table, options: NetworkOptions, *, seed: int = 1) -> Outcome:
    """Return communities by shared stances, with the stability of each membership.

    The network is of positive ties. The estimate is the modularity. Stability: stances drawn anew with replacement,
    100 times. Control: the stances on each concept dealt anew among those who speak of it, 99 times, so that who speaks
    of what stays and only sides are random: where the real modularity does not exceed these, nobody stands together.

    Raises:
        UsageError: A column is missing.
    """
    stances = count_stances(statements, options)
    question = "Who stands together, by what they say?"
    kept = int((stances.agree + stances.disagree).sum())
    if kept < FLOOR or len(stances.actors) < 4:
        why = f"It takes {FLOOR} stances of 4 actors; here are {len(stances.actors)} actors."
        return NotEnough("communities", question, kept, FLOOR, "stances, duplicates left out", why)
    draw = np.random.default_rng(seed)
    ties = np.maximum(tie_actors(stances, options), 0)
    groups = find_communities(ties)
    together = _together(stances, options, draw)
    found = modularity(ties, groups)
    chance = [_chance(stances, options, draw) for _ in range(_SHUFFLES)]
    low, high = (float(end) for end in np.quantile(chance, (0.025, 0.975)))
    rows = _rows(stances, groups, together)
    reference, citation = cite("leifeld2017", "blondel2008", "newman2004")
    return Result(
        measure="communities",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_schema()),
        columns=_COLUMNS,
        estimate=found,
        estimate_of="modularity of the communities, 0 (none) to 1",
        interval=None,
        n=stances.n,
        n_distinct=min(kept, stances.n),
        counted="statements (distinct: without duplicates)",
        controls=(
            Control("sides dealt anew on each concept", float(np.mean(chance)),
                    Interval(low, high, 0.95, "99 shuffles"),
                    float((1 + sum(one >= found for one in chance)) / (1 + _SHUFFLES)),
                    "Modularity that comes from who speaks of what. A large p: the sides that are taken divide "
                    "nobody."),
        ),
        floor=FLOOR,
        method=(
            f"positive ties, {options.aggregation}, {options.normalisation}, duplicates {options.duplicates}; "
            f"modularity by "
            f"moving nodes and merging (Louvain); stability by {_DRAWS} bootstrap draws"
        ),
        caution=(
            "Communities are found in any network, also in one of chance: compare with the control, and trust a "
            "membership "
            "no more than its stability. They are groups of stances in the news, not alliances."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("bars", "actor", "stability", by="community", y_label="stability of the membership"),
    )  # fmt: skip


def _move_nodes(ties: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return groups after moving single nodes while modularity rises."""
    groups, whole, degrees = np.arange(len(ties)), ties.sum(), ties.sum(axis=1)
    if whole == 0:
        return groups
    totals, changed = degrees.copy(), True
    while changed:
        changed = False
        for node in range(len(ties)):
            own = groups[node]
            totals[own] -= degrees[node]
            links = np.bincount(groups, ties[node], len(ties))
            links[own] -= ties[node, node]
            gains = links - degrees[node] * totals / whole
            best = int(np.argmax(gains))
            if gains[best] <= gains[own] + 1e-12:
                best = int(own)
            totals[best] += degrees[node]
            changed |= best != own
            groups[node] = best
    return groups


def _chance(stances: Stances, options: NetworkOptions, draw: np.random.Generator) -> float:
    """Return the modularity with the stances on each concept dealt anew among its speakers."""
    agree, named = np.zeros_like(stances.agree), (stances.agree + stances.disagree).astype(int)
    for concept, total in enumerate(stances.agree.sum(axis=0).astype(int)):
        agree[:, concept] = draw.multivariate_hypergeometric(named[:, concept], total)
    dealt = Stances(stances.actors, stances.concepts, agree, named - agree, stances.n)
    ties = np.maximum(tie_actors(dealt, options), 0)
    return modularity(ties, find_communities(ties))


def _together(stances: Stances, options: NetworkOptions, draw: np.random.Generator) -> NDArray[np.float64]:
    """Return in which share of bootstrap draws each two actors stand in one community, A × A."""
    counts = np.concatenate([stances.agree.ravel(), stances.disagree.ravel()]).astype(int)
    together = np.zeros((len(stances.actors), len(stances.actors)))
    for _ in range(_DRAWS):
        drawn = draw.multinomial(counts.sum(), counts / counts.sum()).astype(float)
        agree, disagree = (part.reshape(stances.agree.shape) for part in np.split(drawn, 2))
        anew = Stances(stances.actors, stances.concepts, agree, disagree, stances.n)
        groups = find_communities(np.maximum(tie_actors(anew, options), 0))
        together += groups[:, None] == groups[None, :]
    shares: NDArray[np.float64] = together / _DRAWS
    return shares


def _rows(stances: Stances, groups: NDArray[np.int64], together: NDArray[np.float64]) -> list[dict[str, Any]]:
    sizes = np.bincount(groups)
    rank = {int(group): at + 1 for at, group in enumerate(np.argsort(-sizes, kind="stable"))}
    activity = (stances.agree + stances.disagree).sum(axis=1)
    rows = []
    for at, actor in enumerate(stances.actors):
        others = (groups == groups[at]) & (np.arange(len(groups)) != at)
        rows.append({
            "community": rank[int(groups[at])],
            "actor": actor,
            "stability": float(together[at, others].mean()) if others.any() else None,
            "statements": int(activity[at]),
        })
    return sorted(rows, key=lambda row: (row["community"], -(row["stability"] or 0), row["actor"]))


def _schema() -> pa.Schema:
    return pa.schema([
        ("community", pa.int64()),
        ("actor", pa.string()),
        ("stability", pa.float64()),
        ("statements", pa.int64()),
    ])
