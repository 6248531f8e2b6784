"""Phase transitions: when a whole network passes from one state into another (Masuda and Holme 2019)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from detente.analysis.networks.discourse import COUNTED, NetworkOptions, collect_entries
from detente.analysis.networks.windows import WindowOptions, cut_windows, tie_window
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.networks.discourse import Entries
    from detente.analysis.networks.windows import Window

Distance = Literal["absdiff", "spectral"]

DISTANCES: Final = ("absdiff", "spectral")
#: Windows with a network that it takes.
FLOOR: Final = 6
_MOST_STATES: Final = 6
_SHUFFLES: Final = 99
_COLUMNS: Final = (
    ("window", "Middle day of the window."),
    ("state", "Number of the state, in the order in which they come; empty where the window has no tie."),
    ("moved", "Distance of its network from that of the window before, 0 to 2."),
    ("changes", "Whether the state is another than in the window before."),
    ("stances", "Stances within the window."),
)
_SCHEMA: Final = pa.schema([
    ("window", pa.date32()), ("state", pa.int64()), ("moved", pa.float64()), ("changes", pa.bool_()),
    ("stances", pa.int64()),
])  # fmt: skip


def measure_phases(
    statements: pa.Table,
    options: NetworkOptions,
    windows: WindowOptions,
    *,
    distance: Distance = "absdiff",
    seed: int = 1,
) -> Outcome:
    """Return the states that a network passes through.

    Each window's ties (without sign) are made to sum to 1. Distance of two windows: the sum of absolute differences
    (absdiff), or that of the eigenvalues of their Laplacians, made to sum to 1 and ordered (spectral). Average linkage;
    as many states, 2 to 6, as give the largest mean silhouette, which is the estimate. Control: the days of the stances
    dealt anew, 99 times: the same stances without a history.

    Raises:
        UsageError: A column is missing, or there are too many windows.
    """
    question = f"Which states does the network pass through? {distance}"
    entries = collect_entries(statements, options)
    found = _divide(entries, options, windows, distance) if len(entries) else None
    if found is None:
        n = 0 if not len(entries) else sum(window.inside > 0 for window in cut_windows(entries, windows))
        why = "Fewer windows with a network have no history. Narrower windows (--window), or a longer stretch."
        return NotEnough("phases", question, min(n, FLOOR - 1), FLOOR, "windows with a network", why)
    draw = np.random.default_rng(seed)
    anew = (replace(entries, day=draw.permutation(entries.day)) for _ in range(_SHUFFLES))
    others = (_divide(sample, options, windows, distance) for sample in anew)
    chance = [one.silhouette for one in others if one is not None]
    many = len(set(found.states))
    reference, citation = cite("masuda2019", "rousseeuw1987", "leifeld2017")
    ends = [float(end) for end in np.quantile(chance, (0.025, 0.975))] if chance else []
    control = Control(
        "days dealt anew",
        float(np.mean(chance)) if chance else None,
        Interval(ends[0], ends[1], 0.95, f"{len(chance)} shuffles") if chance else None,
        (1 + sum(one >= found.silhouette for one in chance)) / (1 + len(chance)),
        "The same stances without a history. A large p: the states are no more than noise.",
    )
    return Result(
        measure="phases",
        question=question,
        table=pa.Table.from_pylist(_rows(found), schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=found.silhouette if many > 1 else None,
        estimate_of=f"mean silhouette of {many} states, -1 to 1 (well apart)" if many > 1 else "",
        interval=None,
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(control,),
        floor=FLOOR,
        method=(
            f"{distance} distance, average linkage, states by silhouette; {windows.describe()}; {options.describe()}"
        ),
        caution=(
            "States are found in any sequence: compare with the control. Neighbouring windows share stances and are "
            "alike by construction. That a state changes does not say what changed it."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("lines", "window", "moved", y_label="distance from the window before"),
    )


def _rows(found: _History) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before = None
    for number, window in enumerate(found.cut):
        at = found.kept.index(number) if number in found.kept else None
        state = None if at is None else found.states[at]
        rows.append({
            "window": window.middle,
            "state": state,
            "moved": float(found.distances[at, at - 1]) if at else None,
            "changes": None if state is None or before is None else state != before,
            "stances": window.inside,
        })
        before = before if state is None else state
    return rows


def network_distances(networks: list[NDArray[np.float64]], distance: Distance) -> NDArray[np.float64]:
    """Return the distances between networks of the same actors, T × T.

    Examples:
        >>> one, other = np.array([[0.0, 1], [1, 0]]), np.array([[0.0, 3], [3, 0]])
        >>> network_distances([one, other], "absdiff").tolist()
        [[0.0, 0.0], [0.0, 0.0]]
    """
    sized = [np.abs(ties) / max(float(np.abs(ties).sum()), 1e-300) for ties in networks]
    rows: NDArray[np.float64] = np.array([ties.ravel() if distance == "absdiff" else _spectrum(ties) for ties in sized])
    apart: NDArray[np.float64] = np.abs(rows[:, None, :] - rows[None, :, :]).sum(axis=2)
    return apart


def _spectrum(ties: NDArray[np.float64]) -> NDArray[np.float64]:
    square = ties if ties.shape[0] == ties.shape[1] else ties @ ties.T
    values = np.linalg.eigvalsh(np.diag(square.sum(axis=1)) - square)
    return np.asarray(values / max(float(values.sum()), 1e-300), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _History:
    """States of the windows that have a network: silhouette, state of each, their numbers, distances; all windows."""

    silhouette: float
    states: tuple[int, ...]
    kept: tuple[int, ...]
    distances: NDArray[np.float64]
    cut: tuple[Window, ...]


def _divide(entries: Entries, options: NetworkOptions, windows: WindowOptions, distance: Distance) -> _History | None:
    cut = list(cut_windows(entries, windows))
    networks = [tie_window(window.entries, options) for window in cut]
    kept = [at for at, ties in enumerate(networks) if ties.any()]
    if len(kept) < FLOOR:
        return None
    distances = network_distances([networks[at] for at in kept], distance)
    tree = linkage(squareform(distances, checks=False), "average")
    best, states = -1.0, np.ones(len(kept), dtype=int)
    for many in range(2, min(_MOST_STATES, len(kept) - 1) + 1):
        tried = fcluster(tree, many, "maxclust")
        value = silhouette(distances, tried)
        if value > best + 1e-12:
            best, states = value, tried
    order = {state: at + 1 for at, state in enumerate(dict.fromkeys(states.tolist()))}
    return _History(best, tuple(order[state] for state in states.tolist()), tuple(kept), distances, tuple(cut))


def silhouette(distances: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Return the mean silhouette (Rousseeuw 1987): (b - a) / max(a, b); 0 for one that is alone in its group.

    Examples:
        >>> far = np.array([[0.0, 1, 9], [1, 0, 9], [9, 9, 0]])
        >>> round(silhouette(far, np.array([1, 1, 2])), 3)
        0.593
    """
    values = []
    for at, group in enumerate(groups):
        own = (groups == group) & (np.arange(len(groups)) != at)
        others = [distances[at, groups == other].mean() for other in set(groups.tolist()) - {int(group)}]
        if not own.any() or not others:
            values.append(0.0)
            continue
        inside, outside = float(distances[at, own].mean()), float(min(others))
        values.append((outside - inside) / max(inside, outside) if max(inside, outside) else 0.0)
    return float(np.mean(values))
