"""Event networks: who deals with whom, in cooperation and in conflict, and which blocs that makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.events import NEEDS, Selection, events_sql
from detente.analysis.networks.communities import COLUMNS, DRAWS, divide
from detente.analysis.references import cite
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tie = Literal["net", "cooperation", "conflict", "all"]

TIES: Final = ("net", "cooperation", "conflict", "all")
#: Distinct events that a network takes.
FLOOR: Final = 20
_COUNTED: Final = "tellings of events"
_COLUMNS: Final = (
    ("source", "Who acts."),
    ("target", "Toward whom."),
    ("weight", "The tie: cooperation less conflict (net), or the events that were asked for."),
    ("verbal_cooperation", "Distinct events, weighted where that was chosen."),
    ("material_cooperation", "Likewise."),
    ("verbal_conflict", "Likewise."),
    ("material_conflict", "Likewise."),
    ("intensity", "Mean Goldstein value of the events, -10 to 10; empty if none has one."),
)
_TEXTS: Final = ("source", "target")
_CAUTION: Final = (
    "Reports are counted, not what happened: who is written about has more ties. A tie says nothing of who began, and "
    "two that are reported together need not be close."
)


@dataclass(frozen=True, slots=True)
class EventNetworkOptions:
    """What is asked of an event network.

    Attributes:
        tie: What makes the weight: cooperation less conflict (net), one of them, or all events.
        least_events: Actors with fewer events are left out.
        most_actors: So many actors at most, those with the most events.
        selection: Which events count.
    """

    tie: Tie = "net"
    least_events: int = 1
    most_actors: int = 60
    selection: Selection = field(default_factory=Selection)

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            UsageError: There are fewer than two actors, or no such tie.
        """
        if self.most_actors < 2:
            raise UsageError("a network takes two actors")
        if self.tie not in TIES:
            raise UsageError(f"there is no tie {self.tie!r}", hint=f"There are: {', '.join(TIES)}.")

    def describe(self) -> str:
        """Return the choices in words, for the method of a result."""
        return (
            f"tie {self.tie}, the {self.most_actors} actors with the most events, each with {self.least_events} or "
            f"more; {self.selection.describe()}"
        )


def measure_event_network(dyads: pa.Table, options: EventNetworkOptions) -> Outcome:
    """Return who deals with whom: a row for each source and target, the heaviest ties first.

    Args:
        dyads: The table `dyads`, with the columns `events.NEEDS`.
        options: What makes a tie.

    Raises:
        UsageError: A column is missing.
    """
    question = f"Who deals with whom? {options.tie}"
    events = _events(dyads, options)
    if len(events) < FLOOR:
        return _too_few("event network", question, len(events))
    weight = {
        "net": "coop - conf", "cooperation": "coop", "conflict": "conf", "all": "coop + conf",
    }[options.tie]  # fmt: skip
    sql = f"""
        SELECT source, target, {weight} AS weight, c1 AS verbal_cooperation, c2 AS material_cooperation,
               c3 AS verbal_conflict, c4 AS material_conflict, intensity
        FROM (SELECT source, target, c1 + c2 AS coop, c3 + c4 AS conf, * EXCLUDE (source, target) FROM
              (SELECT source, target, {
        ", ".join(f"coalesce(sum(weight) FILTER (quad = {quad}), 0.0) AS c{quad}" for quad in (1, 2, 3, 4))
    },
                      avg(intensity) AS intensity FROM events GROUP BY source, target))
        WHERE weight <> 0 OR {options.tie == "net"} ORDER BY abs(weight) DESC, c1 + c2 + c3 + c4 DESC, source, target"""
    table = ask(sql, {"events": events})
    schema = pa.schema([(name, pa.string() if name in _TEXTS else pa.float64()) for name, _ in _COLUMNS])
    reference, citation = cite("schrodt2012")
    n = int(sum(events.column("tellings").to_pylist()))
    return Result(
        measure="event network",
        question=question,
        table=table.cast(schema),
        columns=_COLUMNS,
        estimate=None,
        estimate_of="",
        interval=None,
        n=n,
        n_distinct=len(events),
        counted=_COUNTED,
        controls=(),
        floor=FLOOR,
        method=options.describe(),
        caution=_CAUTION,
        reference=reference,
        citation=citation,
        chart=Chart("matrix", "target", "source", value="weight", y_label=_LABELS[options.tie]),
    )


_LABELS: Final = {
    "net": "cooperative less conflictual events", "cooperation": "cooperative events",
    "conflict": "conflictual events", "all": "events",
}  # fmt: skip


def measure_event_blocs(dyads: pa.Table, options: EventNetworkOptions, *, seed: int = 1) -> Outcome:
    """Return blocs without votes: communities of the signed network of cooperation less conflict.

    The tie of two is their cooperative events less their conflictual ones, in both directions; communities by signed
    modularity. Stability: events drawn anew with replacement. Control: which of the events are cooperative dealt anew,
    so that who deals with whom how often stays.

    Args:
        dyads: The table `dyads`.
        options: Which events and actors; the tie is net.
        seed: Of draws and shuffles.

    Raises:
        UsageError: A column is missing.
    """
    question = "Which blocs do cooperation and conflict make?"
    events = _events(dyads, options)
    names = sorted({*events.column("source").to_pylist(), *events.column("target").to_pylist()})
    if len(events) < FLOOR or len(names) < 4:
        return _too_few("blocs", question, len(events))
    at = {name: number for number, name in enumerate(names)}
    ends = np.array([[at[one], at[other]] for one, other in zip(
        events.column("source").to_pylist(), events.column("target").to_pylist(), strict=True)])  # fmt: skip
    sign = np.where(events.column("quad").to_numpy() <= 2, 1.0, -1.0)
    weight = events.column("weight").to_numpy()

    def tie(ends: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        ties = np.zeros((len(names), len(names)))
        np.add.at(ties, (ends[:, 0], ends[:, 1]), values)
        both: NDArray[np.float64] = ties + ties.T
        return both

    def drawn(draw: np.random.Generator) -> NDArray[np.float64]:
        chosen = draw.integers(0, len(sign), len(sign))
        return tie(ends[chosen], (sign * weight)[chosen])

    activity = tie(ends, np.ones(len(sign))).sum(axis=1)
    division = divide(
        tuple(names), activity, tie(ends, sign * weight),
        drawn=drawn, dealt=lambda draw: tie(ends, draw.permutation(sign) * weight), seed=seed,
    )  # fmt: skip
    reference, citation = cite("gomez2009", "blondel2008")
    return Result(
        measure="blocs",
        question=question,
        table=division.table,
        columns=COLUMNS,
        estimate=division.modularity,
        estimate_of="signed modularity of the blocs, 0 (none) to 1",
        interval=None,
        n=int(sum(events.column("tellings").to_pylist())),
        n_distinct=len(events),
        counted=_COUNTED,
        controls=(division.control,),
        floor=FLOOR,
        method=f"signed modularity by moving nodes and merging; stability by {DRAWS} bootstrap draws of events; "
               f"{options.describe()}",
        caution=(
            "Blocs are found in any network, also in one of chance: compare with the control, and trust a membership "
            "no more than its stability. They are groups of reported dealings, not alliances."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("bars", "actor", "stability", by="community", y_label="stability of the membership"),
    )  # fmt: skip


def _events(dyads: pa.Table, options: EventNetworkOptions) -> pa.Table:
    """Return the events between the actors that take part, a row for each event, source and target."""
    require(dyads, NEEDS, "an event network")
    inner, values = events_sql(options.selection)
    sql = f"""
        WITH picked AS ({inner}),
        busy AS (
            SELECT name, count(DISTINCT told) AS many
            FROM (SELECT source AS name, told FROM picked UNION ALL SELECT target, told FROM picked)
            GROUP BY name HAVING many >= ? ORDER BY many DESC, name LIMIT ?)
        SELECT told, source, target, quad, intensity, weight, tellings FROM picked
        WHERE source IN (SELECT name FROM busy) AND target IN (SELECT name FROM busy)
        ORDER BY told, source, target"""
    return ask(sql, {"dyads": dyads}, [*values, options.least_events, options.most_actors])


def _too_few(measure: str, question: str, n: int) -> NotEnough:
    why = "Fewer events make no network. A longer stretch, a lower confidence, or --by actor has more."
    return NotEnough(measure, question, min(n, FLOOR - 1), FLOOR, "distinct events between four actors", why)
