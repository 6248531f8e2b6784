"""How two sides deal with each other over time: cooperation and conflict in words and in deeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.events import NEEDS, QUADS, Selection, events_sql
from detente.analysis.periods import Every, iter_periods
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result
from detente.analysis.statistics.rates import dispersion, poisson_ends, weighted_ends
from detente.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

Normalise = Literal["attention", "none"]

#: Fewer distinct events than this make no series.
FLOOR: Final = 10
_PER: Final = 1000
#: Weighted events (per 1,000) that a smoothed rate rests on: one event five standard deviations of the kernel away has
#: less, and so far from any report there is no rate to tell.
_LEAST_EXPOSURE: Final = 1e-9
_DRAWS: Final = 2000
_ROWS_AT_ONCE: Final = 512
_REFERENCES: Final = ("schrodt2012", "goldstein1992", "garwood1936", "fay1997")
_COUNTED: Final = "tellings of events"
_CAUTION: Final = (
    "Reports are counted, not what happened: a series falls when editors look elsewhere. Dividing by all events "
    "reported in the period takes out how much was reported, not what was. Intervals assume that events come one by "
    "one; where the dispersion is far above 1 they are too narrow."
)
_COLUMNS: Final = (
    ("period", "First day of the period."),
    ("class", "Quad class: cooperation or conflict, in words (verbal) or deeds (material)."),
    ("events", "Distinct events of this class from the source to the target; weighted where that was chosen."),
    ("tellings", "How often they are told."),
    ("attention", "Distinct events of all sides in the period: what the rate is divided by."),
    ("value", "Events per 1,000 events of all sides (attention), or events."),
    ("low", "Lower end of its 95 % interval."),
    ("high", "Upper end of its 95 % interval."),
    ("smooth", "The same, smoothed over neighbouring periods by a Gaussian kernel."),
    ("smooth_low", "Lower end of its 95 % interval."),
    ("smooth_high", "Upper end of its 95 % interval."),
    ("share", "Share of the class among the dyad's events of the period, 0 to 1; empty without events."),
    ("intensity", "Mean Goldstein value, -10 to 10, of the dyad's events of the period, all classes; empty without."),
)


@dataclass(frozen=True, slots=True)
class RelationsOptions:
    """What is asked of `measure_relations`.

    Attributes:
        source: Who acts, or None for everybody.
        target: Toward whom, or None for everybody.
        both: Whether the other direction counts too.
        every: Length of a period.
        normalise: "attention" divides by all events of the period, "none" counts.
        bandwidth: Standard deviation of the kernel in periods; 0 does not smooth.
        selection: Which events count.
        seed: Of the bootstrap.
    """

    source: str | None = None
    target: str | None = None
    both: bool = False
    every: Every = "month"
    normalise: Normalise = "attention"
    bandwidth: float = 1.5
    selection: Selection = field(default_factory=Selection)
    seed: int = 1

    def __post_init__(self) -> None:
        """Check that somebody is asked about.

        Raises:
            UsageError: Neither side is given, or the bandwidth is negative.
        """
        if self.source is None and self.target is None:
            raise UsageError(
                "whose relations?",
                hint="Name a source, a target, or both. What moved of all dyads: detente relations --moved.",
            )
        if self.bandwidth < 0:
            raise UsageError(f"a bandwidth is 0 or more periods, not {self.bandwidth:g}")


@dataclass(frozen=True, slots=True)
class Series:
    """One dyad by period and class, with zeros where nothing happened.

    Attributes:
        periods: First day of each period, ascending, P of them.
        counts: Distinct events (or their weights), P × 4 quad classes.
        tellings: How often they are told, P × 4.
        attention: Distinct events of all sides, P.
        intensity: Sum of the Goldstein values of the dyad's events, P.
        rated: How many of the dyad's events have a value, P.
    """

    periods: tuple[date, ...]
    counts: NDArray[np.float64]
    tellings: NDArray[np.int64]
    attention: NDArray[np.float64]
    intensity: NDArray[np.float64]
    rated: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CountedDyad:
    """The sums that a series is made of, for whoever keeps them and need not count again.

    Attributes:
        rows: Columns period (its first day), quad, events (distinct ones), tellings, intensity (the sum of the
            Goldstein values) and rated (how many events have one); a row for each period and class that has events.
        attention: All events by period, as `count_attention` gives them.
    """

    rows: pa.Table
    attention: pa.Table


def measure_relations(
    dyads: pa.Table | CountedDyad, options: RelationsOptions, *, attention: pa.Table | None = None
) -> Outcome:
    """Return the series of a dyad or an actor: the four quad classes by period.

    The value of a class in a period is v = 1000 k / a, k its distinct events and a those of all sides (attention), or
    k itself. Its interval is Garwood's for k. The smoothed value is Σ wᵢkᵢ / Σ wᵢaᵢ over the periods, w a Gaussian
    kernel, with the interval of Fay and Feuer. The estimate is the mean Goldstein value of the dyad's events, its
    interval a bootstrap over periods, so that a burst counts as one draw.

    Args:
        dyads: The table `dyads`, with the columns `events.NEEDS`; or the dyad's sums, counted before.
        options: Whose relations, in which periods.
        attention: All events by period, as `count_attention` gives them; then `dyads` need not hold more than the
            dyad. None counts them in `dyads`.

    Returns:
        A result with a row for each period and class; `NotEnough` below 10 distinct events.

    Raises:
        UsageError: A column is missing.
    """
    question = _question(options)
    series = make_series(dyads, options, attention=attention)
    n_distinct = int(np.ceil(series.counts.sum())) if series is not None else 0
    if series is None or n_distinct < FLOOR:
        why = "Fewer events than that make no series. Other names, a longer stretch, or a lower confidence give more."
        return NotEnough("relations", question, n_distinct, FLOOR, "distinct events", why)
    mean, interval = _mean_intensity(series, options.seed)
    factor = dispersion(series.counts.sum(axis=1), series.attention)
    reference, citation = cite(*_REFERENCES)
    unit = "events per 1,000 events reported" if options.normalise == "attention" else "events"
    return Result(
        measure="relations",
        question=question,
        table=_table(series, options),
        columns=_COLUMNS,
        estimate=mean,
        estimate_of="mean Goldstein value of the events, -10 (force) to 10 (aid)" if mean is not None else "",
        interval=interval,
        n=max(int(series.tellings.sum()), n_distinct),
        n_distinct=n_distinct,
        counted=_COUNTED,
        controls=(
            Control(
                "dispersion",
                factor,
                None,
                None,
                "How much more the counts vary than independent events would: 1 is none; intervals are too narrow by "
                "its square root.",
            ),
        ),
        floor=FLOOR,
        method=_method(options),
        caution=_CAUTION,
        reference=reference,
        citation=citation,
        chart=Chart("lines", "period", "smooth", "smooth_low", "smooth_high", by="class", y_label=unit),
        shown_if="events",
    )


def make_series(
    dyads: pa.Table | CountedDyad, options: RelationsOptions, *, attention: pa.Table | None = None
) -> Series | None:
    """Return the counts of a dyad or an actor for every period from its first event to its last; None without events.

    The arguments are those of `measure_relations`.

    Raises:
        UsageError: A column is missing.
    """
    counted = dyads if isinstance(dyads, CountedDyad) else _count_both(dyads, options, attention)
    rows = counted.rows.to_pylist()
    if not rows:
        return None
    all_sides = counted.attention
    of_all = dict(zip(*(all_sides.column(name).to_pylist() for name in ("period", "events")), strict=True))
    found = [row["period"] for row in rows]
    periods = tuple(iter_periods(min(found), max(found), options.every))
    index = {period: number for number, period in enumerate(periods)}
    shape = (len(periods), len(QUADS))
    counts, tellings = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    intensity, rated = np.zeros(shape[0]), np.zeros(shape[0], dtype=np.int64)
    for row in rows:
        at, quad = index[row["period"]], row["quad"] - 1
        counts[at, quad] += row["events"]
        tellings[at, quad] += row["tellings"]
        intensity[at] += row["intensity"]
        rated[at] += row["rated"]
    exposure = np.array([of_all.get(period, 0.0) for period in periods], dtype=float)
    return Series(periods, counts, tellings, exposure, intensity, rated)


def _count_both(dyads: pa.Table, options: RelationsOptions, attention: pa.Table | None) -> CountedDyad:
    require(dyads, NEEDS, "relations")
    if attention is None:
        attention = count_attention(dyads, every=options.every, selection=options.selection)
    return CountedDyad(_count(dyads, options), attention)


def count_attention(dyads: pa.Table, *, every: Every, selection: Selection) -> pa.Table:
    """Return how many distinct events of all sides each period has: columns period and events, ordered by period.

    Raises:
        UsageError: A column is missing.
    """
    require(dyads, NEEDS, "relations")
    inner, parameters = events_sql(selection)
    sql = f"""
        SELECT date_trunc('{every}', date)::DATE AS period, sum(weight) AS events
        FROM (SELECT told, min(date) AS date, max(weight) AS weight FROM ({inner}) GROUP BY told)
        GROUP BY 1 ORDER BY 1"""
    return ask(sql, {"dyads": dyads}, parameters)


def count_dyads(dyads: pa.Table, *, every: Every = "month", selection: Selection | None = None) -> pa.Table:
    """Return every dyad by period: a row for each source, target and period in which something happened.

    Args:
        dyads: The table `dyads`.
        every: Length of a period.
        selection: Which events count; None for the usual ones.

    Returns:
        Columns source, target, period, a count of distinct events for each quad class, events, tellings, intensity;
        ordered by source, target and period.

    Raises:
        UsageError: A column is missing.
    """
    require(dyads, NEEDS, "relations")
    inner, parameters = events_sql(selection or Selection())
    classes = ", ".join(
        f"coalesce(sum(weight) FILTER (quad = {number}), 0) AS {name.replace(' ', '_')}"
        for number, name in enumerate(QUADS, start=1)
    )
    sql = f"""
        SELECT source, target, date_trunc('{every}', date)::DATE AS period, {classes}, sum(weight) AS events,
               sum(tellings)::BIGINT AS tellings, avg(intensity) AS intensity
        FROM ({inner}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return ask(sql, {"dyads": dyads}, parameters)


def _count(dyads: pa.Table, options: RelationsOptions) -> pa.Table:
    """Return the sums of the dyad by period and class: distinct events, tellings, Goldstein values."""
    pairs = [(options.source, options.target)]
    pairs += [(options.target, options.source)] if options.both and options.source != options.target else []
    asked = [events_sql(options.selection, source=source, target=target) for source, target in pairs]
    sql = f"""
        SELECT date_trunc('{options.every}', date)::DATE AS period, quad, sum(weight) AS events,
               sum(tellings)::BIGINT AS tellings, coalesce(sum(intensity), 0) AS intensity, count(intensity) AS rated
        FROM (SELECT told, min(date) AS date, min(quad) AS quad, max(weight) AS weight, max(tellings) AS tellings,
                     min(intensity) AS intensity
              FROM ({" UNION ALL ".join(sql for sql, _ in asked)}) GROUP BY told)
        GROUP BY 1, 2 ORDER BY 1, 2"""
    return ask(sql, {"dyads": dyads}, [value for _, values in asked for value in values])


def _table(series: Series, options: RelationsOptions) -> pa.Table:
    by_attention = options.normalise == "attention"
    exposures = series.attention / _PER if by_attention else np.ones(len(series.periods))
    most = float(_PER) if by_attention else np.inf  # a dyad has no more than all events
    values = _values(series.counts, exposures)
    smooth = _smoothed(series.counts, exposures, options.bandwidth) if options.bandwidth else values
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = series.counts / series.counts.sum(axis=1, keepdims=True)
        mean = series.intensity / series.rated
    periods, classes = len(series.periods), len(QUADS)
    columns = {
        "period": list(series.periods) * classes,
        "class": [name for name in QUADS for _ in range(periods)],
        "events": series.counts.T.ravel(),
        "tellings": series.tellings.T.ravel(),
        "attention": np.tile(series.attention, classes),
        "value": _known(values[0]),
        "low": _known(values[1]),
        "high": _known(np.minimum(values[2], most)),
        "smooth": _known(smooth[0]),
        "smooth_low": _known(smooth[1]),
        "smooth_high": _known(np.minimum(smooth[2], most)),
        "share": _known(shares),
        "intensity": _known(np.tile(mean[:, None], classes)),
    }
    return pa.table(columns, schema=_schema())


def _known(values: NDArray[np.float64]) -> pa.Array:
    """Return a column of P × 4 values, a class after the other; what is no number is empty."""
    flat = values.T.ravel()
    return pa.array(flat, type=pa.float64(), mask=np.isnan(flat))


def _schema() -> pa.Schema:
    kinds = {"period": pa.date32(), "class": pa.string(), "tellings": pa.int64()}
    return pa.schema([(name, kinds.get(name, pa.float64())) for name, _ in _COLUMNS])


def _values(
    counts: NDArray[np.float64], exposures: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return rates and their intervals, each P × 4; nan where nothing at all was reported."""
    low, high = poisson_ends(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        by = np.where(exposures == 0, np.nan, exposures)[:, None]
        return counts / by, low / by, high / by


def _smoothed(
    counts: NDArray[np.float64], exposures: NDArray[np.float64], bandwidth: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return smoothed rates and their intervals, each P × 4; nan where too little was reported near a period."""
    found = [np.full(counts.shape, np.nan) for _ in range(3)]
    at = np.arange(len(counts))
    for first in range(0, len(counts), _ROWS_AT_ONCE):  # so many rows of the kernel at once, for days are many
        rows = at[first : first + _ROWS_AT_ONCE]
        weights = np.exp(-0.5 * ((at[None, :] - rows[:, None]) / bandwidth) ** 2)
        exposure = weights @ exposures
        enough = exposure > _LEAST_EXPOSURE
        ends = weighted_ends(weights[enough], counts, exposure[enough])
        for whole, part in zip(found, ends, strict=True):
            whole[rows[enough]] = part
    return found[0], found[1], found[2]


def _mean_intensity(series: Series, seed: int) -> tuple[float | None, Interval | None]:
    """Return the mean Goldstein value of all events, and its interval by a bootstrap over periods."""
    total = int(series.rated.sum())
    if total == 0:
        return None, None
    mean = float(series.intensity.sum() / total)
    drawn = np.random.default_rng(seed).integers(0, len(series.periods), (_DRAWS, len(series.periods)))
    rated = series.rated[drawn].sum(axis=1)
    means = series.intensity[drawn].sum(axis=1)[rated > 0] / rated[rated > 0]
    low, high = (float(end) for end in np.quantile(means, (0.025, 0.975)))
    return mean, Interval(low, high, 0.95, f"bootstrap over periods, {_DRAWS:,} draws")


def _question(options: RelationsOptions) -> str:
    source, target = options.source or "everybody", options.target or "everybody"
    return f"{source} {'and' if options.both else 'toward'} {target}, by {options.every}"


def _method(options: RelationsOptions) -> str:
    rate = (
        "events per 1,000 distinct events of all sides in the period"
        if options.normalise == "attention"
        else "distinct events"
    )
    smooth = (
        f"smoothed by a Gaussian kernel with a standard deviation of {options.bandwidth:g} periods, gamma intervals "
        "(Fay and Feuer)"
        if options.bandwidth
        else "not smoothed"
    )
    return f"{rate}; exact Poisson intervals (Garwood); {smooth}; {options.selection.describe()}"
