"""For and against over time: how many of the positions on an issue, of those reported in a period, are for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from detente.analysis.choices import ARTICLES_NEED, POSITIONS_NEED, pick_positions
from detente.analysis.engine import ask, require
from detente.analysis.events import Selection
from detente.analysis.references import cite
from detente.analysis.result import Chart, Interval, NotEnough, Outcome, Result
from detente.analysis.statistics.rates import share_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.periods import Every

#: Fewer positions than this say nothing of an issue.
FLOOR: Final = 10
_COLUMNS: Final = (
    ("period", "First day of the period."),
    ("share", "Share of the positions for the issue among those for and against, 0 to 1; empty without any."),
    ("low", "Lower end of its 95 % interval."),
    ("high", "Upper end of its 95 % interval."),
    ("for", "Positions for the issue."),
    ("against", "Positions against it."),
    ("mixed", "Mixed positions, which the share leaves out."),
    ("actors", "Distinct actors among them."),
)
_KINDS: Final = {"period": pa.date32(), **dict.fromkeys(("share", "low", "high"), pa.float64())}
_SCHEMA: Final = pa.schema([(name, _KINDS.get(name, pa.int64())) for name, _ in _COLUMNS])


def measure_stances(
    positions: pa.Table, articles: pa.Table, issue: str, *, every: Every = "month", selection: Selection | None = None
) -> Outcome:
    """Return the share of the positions on an issue that are for it, by period.

    Share = for / (for + against) with the exact interval of Clopper and Pearson (1934). Positions of copies of an
    article are left out.

    Args:
        positions: The table `positions`.
        articles: The table `articles`, for the days.
        issue: Name of the issue.
        every: Length of a period.
        selection: Confidence, review and days; None for the usual ones.

    Raises:
        UsageError: A column is missing.
    """
    require(positions, POSITIONS_NEED | {"actor"}, "stances")
    require(articles, ARTICLES_NEED, "stances")
    rows = list(_count(positions, articles, issue, every, selection or Selection()))
    question = f"How many of the positions on {issue.replace('_', ' ')} are for it, by {every}?"
    yes, no, mixed = (sum(row[name] for row in rows) for name in ("for", "against", "mixed"))
    if yes + no < FLOOR:
        why = "It takes positions for or against it, in articles with a day. A lower confidence has more."
        return NotEnough("stances", question, yes + no, FLOOR, "positions for or against", why)
    whole = share_interval(yes, yes + no)
    reference, citation = cite("clopper1934")
    return Result(
        measure="stances",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=yes / (yes + no),
        estimate_of="share of the positions for the issue, all periods together",
        interval=Interval(whole.low, whole.high, 0.95, "exact, Clopper and Pearson"),
        n=yes + no + mixed,
        n_distinct=yes + no + mixed,
        counted="positions, one an actor, issue and article",
        controls=(),
        floor=FLOOR,
        method=f"for / (for + against) by {every} of the report; {(selection or Selection()).describe()}",
        caution=(
            "Positions that are reported, not those that are held: who speaks often counts often, and an actor whom "
            "nobody quotes has none. Reports of one day are not independent, so intervals are too narrow."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("lines", "period", "share", "low", "high", baseline=0.5, y_label="share for, 0 to 1"),
    )


def _count(
    positions: pa.Table, articles: pa.Table, issue: str, every: Every, selection: Selection
) -> Iterator[dict[str, Any]]:
    picked, values = pick_positions(selection)
    wanted = [*picked, "a.published IS NOT NULL", "p.issue = ?"]
    counts = ", ".join(f"count(*) FILTER (stance = '{one}') AS \"{one}\"" for one in ("for", "against", "mixed"))
    sql = f"""
        SELECT date_trunc('{every}', a.published)::DATE AS period, {counts}, count(DISTINCT p.actor) AS actors
        FROM positions AS p JOIN articles AS a USING (article) WHERE {" AND ".join(wanted)} GROUP BY 1 ORDER BY 1"""
    for row in ask(sql, {"positions": positions, "articles": articles}, [*values, issue]).to_pylist():
        decided = row["for"] + row["against"]
        interval = share_interval(row["for"], decided) if decided else None
        yield {
            **row,
            "share": row["for"] / decided if decided else None,
            "low": interval.low if interval else None,
            "high": interval.high if interval else None,
        }
