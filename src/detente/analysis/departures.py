"""Who leaves the line of a bloc, how often, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.choices import CHOICES, NEEDS
from detente.analysis.engine import ask, require
from detente.analysis.references import cite
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.analysis.statistics.pelt import PoissonCost, find_changes
from detente.analysis.statistics.rates import adjust_fdr, ratio_interval, ratio_p, share_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: A member with fewer calls is not judged.
FLOOR: Final = 20
#: A new stretch lasts so many calls at least.
_SHORTEST: Final = 10
_COLUMNS: Final = (
    ("bloc", "The bloc."),
    ("member", "The member."),
    ("away", "Share of the calls in which the member chose otherwise than most of the others in the bloc, 0 to 1."),
    ("low", "Lower end of its 95 % interval."),
    ("high", "Upper end of its 95 % interval."),
    ("calls", "Calls in which the member chose and the others had a line."),
    ("since", "First day of the last stretch in which the member leaves the line more or less often than before; empty "
     "if nothing changed."),
    ("before", "Share away before that day."),
    ("after", "Share away from that day on."),
    ("ratio", "after / before."),
    ("ratio_low", "Lower end of its 95 % interval."),
    ("ratio_high", "Upper end of its 95 % interval."),
    ("q", "False discovery rate of the change, over all members (Benjamini-Hochberg); optimistic, for the day was "
     "chosen to make the change large."),
)  # fmt: skip
_KINDS: Final = {"bloc": pa.string(), "member": pa.string(), "calls": pa.int64(), "since": pa.date32()}
_SCHEMA: Final = pa.schema([(name, _KINDS.get(name, pa.float64())) for name, _ in _COLUMNS])


def measure_departures(choices: pa.Table, *, about: str = "roll calls", chosen: str = "") -> Outcome:
    """Return how often each member leaves the line of its bloc, and since when more or less often than before.

    The line of a call is what most of the *other* members chose; a tie is no line. The days are found by PELT with a
    Poisson cost and the penalty 3 log n over the member's calls in their order.

    Args:
        choices: A table of choices with blocs and members.
        about: What the choices are, in words.
        chosen: Which of them count, and how much, in words, for the method.

    Returns:
        A row for each member with 20 calls or more, who leaves most often first.

    Raises:
        UsageError: A column is missing.
    """
    require(choices, NEEDS, "departures")
    question = f"Who leaves the line of the bloc in {about}, and since when?"
    rows = list(_members(choices))
    n = sum(row["calls"] for row in rows)
    if not rows:
        why = f"A member is judged from {FLOOR} calls on in which the others had a line."
        return NotEnough("departures", question, 0, 1, "members", why)
    changed = [row for row in rows if row["since"] is not None]
    for row, q in zip(changed, adjust_fdr([row["q"] for row in changed]), strict=True):
        row["q"] = q
    rows.sort(key=lambda row: (-row["away"], row["bloc"], row["member"]))
    reference, citation = cite("killick2012", "clopper1934", "benjamini1995")
    return Result(
        measure="departures",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=None,
        estimate_of="",
        interval=None,
        n=n,
        n_distinct=len(rows),
        counted="choices of members (distinct: members)",
        controls=(),
        floor=FLOOR,
        method="line: plurality of the other members; PELT, Poisson cost, penalty 3 log n, 10 calls or more a stretch"
        + (f"; {chosen}" if chosen else ""),
        caution=(
            "To leave the line is not to leave the bloc: a member can vote against a text and for the policy. Calls of "
            "one afternoon are not independent, so intervals are too narrow."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("points", "member", "away", "low", "high", by="bloc", y_label="share of calls away from the line"),
    )


def _members(choices: pa.Table) -> Iterator[dict[str, Any]]:
    sums = ", ".join(f"count(*) FILTER (choice = '{one}') OVER same - (choice = '{one}')::INT AS n_{one}"
                     for one in CHOICES)  # fmt: skip
    sql = f"""
        SELECT bloc, member, date, choice, n_for, n_against, n_abstain FROM
            (SELECT bloc, member, date, call, choice, {sums} FROM choices
             WHERE bloc IS NOT NULL AND member IS NOT NULL AND choice IN {CHOICES}
             WINDOW same AS (PARTITION BY bloc, call))
        ORDER BY bloc, member, date, call"""
    table = ask(sql, {"choices": choices})
    others = np.column_stack([table.column(f"n_{one}").to_numpy() for one in CHOICES]).reshape(-1, 3)
    ordered = np.sort(others, axis=1)
    has_line = ordered[:, 2] > ordered[:, 1]
    own = np.array([CHOICES.index(choice) for choice in table.column("choice").to_pylist()], dtype=int)
    away = others.argmax(axis=1) != own
    keys = list(zip(table.column("bloc").to_pylist(), table.column("member").to_pylist(), strict=True))
    days = table.column("date").to_pylist()
    places: dict[tuple[str, str], list[int]] = {}
    for number in np.flatnonzero(has_line):
        places.setdefault(keys[number], []).append(int(number))
    for (bloc, member), at in places.items():
        if len(at) >= FLOOR:
            yield {"bloc": bloc, "member": member, **_judge(away[at].astype(float), [days[number] for number in at])}


def _judge(away: NDArray[np.float64], days: list[Any]) -> dict[str, Any]:
    """Return a member's share away, and the last change of it."""
    times, calls = int(away.sum()), len(away)
    interval = share_interval(times, calls)
    found = dict.fromkeys(("since", "before", "after", "ratio", "ratio_low", "ratio_high", "q"))
    cuts = find_changes(PoissonCost(away, np.ones(calls)), penalty=3 * float(np.log(calls)), shortest=_SHORTEST)
    if cuts:
        start = cuts[-2] if len(cuts) > 1 else 0
        before, after = away[start : cuts[-1]], away[cuts[-1] :]
        counts, lengths = (int(after.sum()), int(before.sum())), (float(len(after)), float(len(before)))
        ratio = ratio_interval(counts, lengths)
        found |= {
            "since": days[cuts[-1]],
            "before": float(before.mean()),
            "after": float(after.mean()),
            "ratio": float(after.mean() / before.mean()) if before.any() else None,
            "ratio_low": ratio.low,
            "ratio_high": ratio.high if np.isfinite(ratio.high) else None,
            "q": ratio_p(counts, lengths),
        }
    return {"away": times / calls, "low": interval.low, "high": interval.high, "calls": calls, **found}
