"""When did the relations of two sides change, and which events made the change?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.events import QUADS, pick_events
from detente.analysis.periods import period_of
from detente.analysis.references import cite
from detente.analysis.relations import RelationsOptions, Series, make_series
from detente.analysis.result import Chart, Control, NotEnough, Outcome, Result
from detente.analysis.statistics.pelt import PoissonCost, find_changes
from detente.analysis.statistics.rates import adjust_fdr, dispersion, ratio_interval, ratio_p

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: Periods and distinct events that it takes.
LEAST_PERIODS: Final = 8
FLOOR: Final = 20
_SHUFFLES: Final = 199
_SHOWN_EVENTS: Final = 5
_COLUMNS: Final = (
    ("class", "Quad class."),
    ("since", "First day of the period from which the level is another."),
    ("before", "Rate in the stretch before: events per 1,000 of all sides, or per period."),
    ("after", "Rate in the stretch from that period on."),
    ("ratio", "after / before; infinite where nothing was before."),
    ("low", "Lower end of its exact 95 % interval."),
    ("high", "Upper end of its 95 % interval."),
    ("q", "False discovery rate over all changes; optimistic, for the day was chosen to make the change large."),
    ("events_before", "Distinct events of the stretch before."),
    ("events_after", "Distinct events of the stretch after."),
    ("behind", "Ids of the most told events of the first period with any after the change, joined by “; ”."),
    ("name", "Class and day, for the picture."),
)  # fmt: skip
_KINDS: Final = {
    **dict.fromkeys(("class", "behind", "name"), pa.string()),
    **dict.fromkeys(("events_before", "events_after"), pa.int64()),
    "since": pa.date32(),
}


def measure_changes(dyads: pa.Table, options: RelationsOptions, *, attention: pa.Table | None = None) -> Outcome:
    """Return the days on which the rate of a quad class between two sides changed, with the events behind.

    PELT with a Poisson cost and the attention of each period as exposure; the cost is divided by the dispersion φ
    (where above 1), so that bursts are not taken for changes; penalty 3 log P, P periods; stretches of two or more.

    Args:
        dyads: The table `dyads`, with the columns `events.NEEDS`.
        options: Whose relations; `weigh` of the selection is not meant for this.
        attention: As for `measure_relations`.

    Raises:
        UsageError: A column is missing.
    """
    series = make_series(dyads, options, attention=attention)
    who = f"{options.source or 'everybody'} {'and' if options.both else 'toward'} {options.target or 'everybody'}"
    question = f"When did the relations of {who} change, by {options.every}?"
    n = int(np.ceil(series.counts.sum())) if series is not None else 0
    if series is None or n < FLOOR or len(series.periods) < LEAST_PERIODS:
        periods = 0 if series is None else len(series.periods)
        help_ = "Take shorter ones." if n >= FLOOR else "Other names, a longer stretch, or --both give more events."
        why = f"It takes {LEAST_PERIODS} periods and {FLOOR} events; here are {periods} periods and {n} events. {help_}"
        if n >= FLOOR:
            return NotEnough("changes", question, periods, LEAST_PERIODS, "periods", why)
        return NotEnough("changes", question, n, FLOOR, "distinct events", why)
    exposure = series.attention / 1000 if options.normalise == "attention" else np.ones(len(series.periods))
    rows = list(_rows(series, exposure, _pick(dyads, options), options))
    for row, q in zip(rows, adjust_fdr([row["q"] for row in rows]), strict=True):
        row["q"] = q
    rows.sort(key=lambda row: (row["since"], row["class"]))
    reference, citation = cite("killick2012", "przyborowski1940", "benjamini1995")
    return Result(
        measure="changes",
        question=question,
        table=pa.Table.from_pylist(rows, schema=pa.schema([(k, _KINDS.get(k, pa.float64())) for k, _ in _COLUMNS])),
        columns=_COLUMNS,
        estimate=float(len(rows)),
        estimate_of="changes found in the four classes",
        interval=None,
        n=max(int(series.tellings.sum()), n),
        n_distinct=n,
        counted="tellings of events",
        controls=(_shuffled(series, exposure, len(rows), options.seed),),
        floor=FLOOR,
        method=(
            "PELT, Poisson cost over attention, divided by the dispersion, penalty 3 log P, stretches of two "
            "periods or "
            f"more; exact conditional intervals; {options.selection.describe()}"
        ),
        caution=(
            "A change of what is reported. The day is the best cut of this series, not a date of history; the events "
            "behind are those most told, not causes. Where shuffled periods have as many changes, there is none."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("points", "name", "ratio", "low", "high", baseline=1.0, y_label="rate after / before"),
    )


def _cuts(counts: NDArray[np.float64], exposure: NDArray[np.float64]) -> tuple[int, ...]:
    if not counts.any():
        return ()
    factor = max(1.0, dispersion(counts, exposure))
    cost = PoissonCost(counts, exposure, dispersion=factor)
    return find_changes(cost, penalty=3 * float(np.log(len(counts))))


def _rows(
    series: Series, exposure: NDArray[np.float64], events: list[dict[str, Any]], options: RelationsOptions
) -> Iterator[dict[str, Any]]:
    for number, name in enumerate(QUADS):
        counts = series.counts[:, number]
        edges = [0, *_cuts(counts, exposure), len(counts)]
        for start, cut, end in zip(edges, edges[1:], edges[2:], strict=False):
            both = (counts[cut:end].sum(), counts[start:cut].sum())
            shares = (float(exposure[cut:end].sum()), float(exposure[start:cut].sum()))
            if min(shares) <= 0:
                continue
            whole = (round(both[0]), round(both[1]))
            ratio = ratio_interval(whole, shares)
            before, after = both[1] / shares[1], both[0] / shares[0]
            yield {
                "class": name, "since": series.periods[cut], "before": before, "after": after,
                "ratio": after / before if before else float("inf"), "low": ratio.low, "high": ratio.high,
                "q": ratio_p(whole, shares), "events_before": whole[1], "events_after": whole[0],
                "behind": _behind(series, number + 1, (cut, end), events, options),
                "name": f"{name} since {series.periods[cut].isoformat()}",
            }  # fmt: skip


def _pick(dyads: pa.Table, options: RelationsOptions) -> list[dict[str, Any]]:
    """Return the events between the two sides."""
    pairs = dict.fromkeys([(options.source, options.target), *([(options.target, options.source)] * options.both)])
    picked = (pick_events(dyads, options.selection, source=source, target=target) for source, target in pairs)
    return [event for events in picked for event in events.to_pylist()]


def _behind(
    series: Series, quad: int, stretch: tuple[int, int], events: list[dict[str, Any]], options: RelationsOptions
) -> str | None:
    """Return the most told events of the first period of a stretch that has any."""
    cut, end = stretch
    with_any = (series.periods[at] for at in range(cut, end) if series.counts[at, quad - 1])
    period = next(with_any, None)
    listed = [event for event in events if event["quad"] == quad and period_of(event["date"], options.every) == period]
    listed.sort(key=lambda event: (-event["tellings"], event["date"], event["event"]))
    return "; ".join(dict.fromkeys(event["event"] for event in listed[:_SHOWN_EVENTS])) or None


def _shuffled(series: Series, exposure: NDArray[np.float64], found: int, seed: int) -> Control:
    """Return the control: how many changes there are when the periods come in another order."""
    draw, changes = np.random.default_rng(seed), []
    for _ in range(_SHUFFLES):
        order = draw.permutation(len(exposure))
        changes.append(sum(len(_cuts(series.counts[order, quad], exposure[order])) for quad in range(len(QUADS))))
    return Control(
        "periods in another order: changes",
        float(np.mean(changes)),
        None,
        float((1 + sum(many >= found for many in changes)) / (1 + _SHUFFLES)),
        f"How many changes chance finds in the same periods; the series has {found}. A large p: no change to speak of.",
    )
