"""What moved: which dyads have more, or fewer, events lately than before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.events import NEEDS, QUADS, Selection, events_sql
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, NotEnough, Outcome, Result
from detente.analysis.statistics.rates import adjust_fdr, ratio_interval, ratio_p
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A dyad and class with fewer events in both stretches together is not compared.
FLOOR: Final = 5
_COLUMNS: Final = (
    ("source", "Who acts."),
    ("target", "Toward whom."),
    ("class", "Quad class."),
    ("ratio", "Rate lately over the rate before, both per 1,000 events of all sides."),
    ("low", "Lower end of its exact 95 % interval."),
    ("high", "Upper end of its 95 % interval."),
    ("lately", "Distinct events of the last days."),
    ("before", "Distinct events of the days before."),
    ("q", "False discovery rate over all dyads and classes compared (Benjamini-Hochberg)."),
    ("name", "Sides and class, for the picture."),
)
_KINDS: Final = {
    **dict.fromkeys(("source", "target", "class", "name"), pa.string()),
    **dict.fromkeys(("lately", "before"), pa.int64()),
}


@dataclass(frozen=True, slots=True)
class MovedOptions:
    """What is asked of `measure_moved`.

    Attributes:
        days: Length of the last stretch, up to the last day with an event.
        before: Length of the stretch before that it is compared with.
        selection: Which events count.
    """

    days: int = 30
    before: int = 365
    selection: Selection = field(default_factory=Selection)

    def __post_init__(self) -> None:
        """Check the lengths.

        Raises:
            UsageError: One is below a day.
        """
        if min(self.days, self.before) < 1:
            raise UsageError("a stretch is one day or more")


def measure_moved(dyads: pa.Table, options: MovedOptions) -> Outcome:
    """Return the dyads and classes whose share of the news rose or fell, the surest first.

    Ratio of two Poisson rates with all events of each stretch as exposure, exact given the sum of both counts; p values
    corrected for the number of dyads looked at. A dyad with fewer than five events in both stretches is left out.

    Raises:
        UsageError: A column is missing.
    """
    require(dyads, NEEDS, "what moved")
    question = f"What moved in the last {options.days} days, against the {options.before} before?"
    inner, parameters = events_sql(options.selection)
    last = ask(f"SELECT max(date) AS day FROM ({inner})", {"dyads": dyads}, parameters).column("day").to_pylist()[0]
    if last is None:
        return NotEnough("moved", question, 0, FLOOR, "distinct events", "There is no event with a day.")
    cut, start = last - timedelta(days=options.days), last - timedelta(days=options.days + options.before)
    sql = f"""
        SELECT source, target, quad, count(*) FILTER (date > ?) AS lately, count(*) FILTER (date <= ?) AS before,
               sum(tellings)::BIGINT AS tellings
        FROM ({inner}) WHERE date > ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    counted = ask(sql, {"dyads": dyads}, [cut, cut, *parameters, start]).to_pylist()
    totals = (sum(row["lately"] for row in counted), sum(row["before"] for row in counted))
    rows = [row for row in counted if row["lately"] + row["before"] >= FLOOR]
    if not rows or min(totals) == 0:
        most = max((row["lately"] + row["before"] for row in counted), default=0)
        why = f"There are {sum(totals):,} events in all, but no dyad and class has {FLOOR} in both stretches together."
        if rows:
            empty = "earlier" if totals[0] else "last"
            why = f"There are {sum(totals):,} events in all; the {empty} stretch has none."
        counted_as = "distinct events of the busiest dyad and class"
        return NotEnough("moved", question, min(most, FLOOR - 1), FLOOR, counted_as, f"{why} Take longer stretches.")
    found = list(_compare(rows, (float(totals[0]), float(totals[1]))))
    for row, q in zip(found, adjust_fdr([row["q"] for row in found]), strict=True):
        row["q"] = q
    found.sort(key=lambda row: (row["q"], -abs(np.log(max(row["ratio"], 1e-9))), row["name"]))
    reference, citation = cite("przyborowski1940", "benjamini1995")
    return Result(
        measure="moved",
        question=question,
        table=pa.Table.from_pylist(found, schema=pa.schema([(k, _KINDS.get(k, pa.float64())) for k, _ in _COLUMNS])),
        columns=_COLUMNS,
        estimate=float(sum(row["q"] <= 0.05 for row in found)),
        estimate_of=f"of {len(found):,} dyads and classes moved, at a false discovery rate of .05",
        interval=None,
        n=max(sum(row["tellings"] for row in counted), sum(totals)),
        n_distinct=sum(totals),
        counted="tellings of events",
        controls=(
            Control("expected false findings", 0.05 * sum(row["q"] <= 0.05 for row in found), None, None,
                    "How many of those that moved did not, on average."),
        ),
        floor=FLOOR,
        method=f"exact conditional Poisson, all events of each stretch as exposure; {options.selection.describe()}",
        caution=(
            "More of the news is not more of the world: a dyad moves when others fall silent. Events come in "
            "bursts, and "
            "intervals take them for independent: what one summit day made is not yet a change."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("points", "name", "ratio", "low", "high", baseline=1.0, y_label="rate lately / before"),
    )  # fmt: skip


def _compare(rows: list[dict[str, Any]], totals: tuple[float, float]) -> Iterator[dict[str, Any]]:
    for row in rows:
        counts = (row["lately"], row["before"])
        interval = ratio_interval(counts, totals)
        rates = (counts[0] / totals[0], counts[1] / totals[1])
        yield {
            "source": row["source"], "target": row["target"], "class": QUADS[row["quad"] - 1],
            "ratio": rates[0] / rates[1] if rates[1] else float("inf"), "low": interval.low, "high": interval.high,
            "lately": counts[0], "before": counts[1], "q": ratio_p(counts, totals),
            "name": f"{row['source']} to {row['target']}, {QUADS[row['quad'] - 1]}",
        }  # fmt: skip
