"""Which actors stand together: communities of a network, how stable they are, and whether there are any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.networks.discourse import COUNTED, FLOOR, NetworkOptions, collect_entries, make_stances, too_few
from detente.analysis.networks.discourse import tie_actors as tie_stances
from detente.analysis.networks.signed import find_communities, modularity
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: Shuffles of the control, and draws of the bootstrap.
SHUFFLES: Final = 99
DRAWS: Final = 100
#: Columns of the table.
COLUMNS: Final = (
    ("community", "Number of the community, the largest first."),
    ("actor", "The actor."),
    ("stability", "Share of bootstrap draws in which the actor stands with another of its community, mean over these; "
     "empty for one that stands alone."),
    ("statements", "Statements or events of the actor that count."),
)  # fmt: skip
_SCHEMA: Final = pa.schema([
    ("community", pa.int64()), ("actor", pa.string()), ("stability", pa.float64()), ("statements", pa.int64()),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """A network divided into communities.

    Attributes:
        table: A row for each actor, `COLUMNS`.
        modularity: What lies inside communities beyond what degrees alone would give.
        control: The same where chance deals the sides.
    """

    table: pa.Table
    modularity: float
    control: Control


def divide(
    actors: tuple[str, ...],
    activity: NDArray[np.float64],
    ties: NDArray[np.float64],
    *,
    drawn: Callable[[np.random.Generator], NDArray[np.float64]],
    dealt: Callable[[np.random.Generator], NDArray[np.float64]],
    seed: int,
) -> Division:
    """Return the communities of a network, with the stability of each membership and the control.

    Args:
        actors: A names.
        activity: How many observations each has, A.
        ties: A × A, symmetric; may be negative.
        drawn: Gives the ties of a bootstrap sample.
        dealt: Gives the ties with the sides dealt anew.
        seed: Of both.
    """
    draw = np.random.default_rng(seed)
    groups = find_communities(ties)
    found = modularity(ties, groups)
    together = np.zeros_like(ties)
    for _ in range(DRAWS):
        of_sample = find_communities(drawn(draw))
        together += of_sample[:, None] == of_sample[None, :]
    # over the weight of the real ties: where dealt sides cancel each other, little weight is left, and all of it fits
    whole = float(np.abs(ties).sum()) or 1.0
    chance = [
        modularity(one, find_communities(one)) * float(np.abs(one).sum()) / whole
        for one in (dealt(draw) for _ in range(SHUFFLES))
    ]
    low, high = (float(end) for end in np.quantile(chance, (0.025, 0.975)))
    control = Control(
        "sides dealt anew", float(np.mean(chance)), Interval(low, high, 0.95, f"{SHUFFLES} shuffles"),
        float((1 + sum(one >= found for one in chance)) / (1 + SHUFFLES)),
        "What lies inside communities of dealt sides, over the weight of the real ties: what comes from who speaks of "
        "what, or deals with whom. A large p: the sides that are taken divide nobody.",
    )  # fmt: skip
    rows = _rows(actors, activity, groups, together / DRAWS)
    return Division(pa.Table.from_pylist(rows, schema=_SCHEMA), found, control)


def measure_communities(statements: pa.Table, options: NetworkOptions, *, seed: int = 1) -> Outcome:
    """Return communities by shared stances, with the stability of each membership.

    The network is that of the options; with subtract, ties may be negative, and modularity is signed. Stability:
    stances drawn anew with replacement, 100 times. Control: the stances on each concept dealt anew among
    those who speak of it, 99 times, so that who speaks of what stays and only sides are random.

    Raises:
        UsageError: A column is missing.
    """
    question = "Who stands together, by what they say?"
    entries = collect_entries(statements, options)
    if few := too_few("communities", question, entries, actors=4):
        return few
    stances = make_stances(entries)
    division = divide(
        entries.actors,
        (stances.agree + stances.disagree).sum(axis=1),
        tie_stances(stances, options),
        drawn=lambda draw: tie_stances(make_stances(entries.drawn(draw)), options),
        dealt=lambda draw: tie_stances(make_stances(entries.dealt(draw)), options),
        seed=seed,
    )
    reference, citation = cite("leifeld2017", "blondel2008", "newman2004", "gomez2009")
    return Result(
        measure="communities",
        question=question,
        table=division.table,
        columns=COLUMNS,
        estimate=division.modularity,
        estimate_of="modularity of the communities, 0 (none) to 1",
        interval=None,
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(division.control,),
        floor=FLOOR,
        method=(
            f"{options.describe()}; modularity by moving nodes and merging (Louvain), signed; stability by {DRAWS} "
            "bootstrap draws"
        ),
        caution=(
            "Communities are found in any network, also in one of chance: compare with the control, and trust a "
            "membership no more than its stability. They are groups of stances in the news, not alliances."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("bars", "actor", "stability", by="community", y_label="stability of the membership"),
    )


def _rows(
    actors: tuple[str, ...], activity: NDArray[np.float64], groups: NDArray[np.int64], together: NDArray[np.float64]
) -> list[dict[str, Any]]:
    sizes = np.bincount(groups)
    rank = {int(group): at + 1 for at, group in enumerate(np.argsort(-sizes, kind="stable"))}
    rows = []
    for at, actor in enumerate(actors):
        others = (groups == groups[at]) & (np.arange(len(groups)) != at)
        rows.append({
            "community": rank[int(groups[at])],
            "actor": actor,
            "stability": float(together[at, others].mean()) if others.any() else None,
            "statements": round(activity[at]),
        })
    return sorted(rows, key=lambda row: (row["community"], -(row["stability"] or 0), row["actor"]))
