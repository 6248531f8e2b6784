"""Dyads by day: what each side did to the other, and how much was reported of the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from detente.analysis.events import Selection, pick_events

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

Kind = Literal["offers", "threats", "accusations", "fights", "cooperation", "meetings"]

#: Which events are of a kind, in words; the first two are signals, the others outcomes and controls.
MEANINGS: Final[dict[Kind, str]] = {
    "offers": "intent to cooperate (CAMEO 03 but for 036, or AGREE without a code), and promised cooperation",
    "threats": "THREATEN, and promised material conflict",
    "accusations": "ACCUSE",
    "fights": "material conflict (protest to assault)",
    "cooperation": "material cooperation (aid, cooperation, retreat)",
    "meetings": "CONSULT",
}
#: What is looked at of events: what was promised is a signal.
SIGNAL_STATUSES: Final = ("actual", "promised")
#: More dyads than this are cut to those with most events: their days are held in memory.
MOST_DYADS: Final = 1500
#: Events so far outside of the others are of another time, that a report recalls or promises.
_FAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Panel:
    """Directed dyads by day.

    Attributes:
        dyads: (source, target) of each, D of them, in order.
        first: The first day.
        counts: For each kind, distinct events from source to target by day, D × T; weighted where that was chosen.
        likely: For each kind, the probability that there is such an event on the day, D × T: 0 or 1; where events are
            weighted 1 - Π (1 - w) over those of the day, w their weights.
        activity: Distinct events between the two by day, both directions, all kinds, D × T.
        reverse: For each dyad the number of the dyad the other way round, -1 if there is none.
        n: Tellings of all events in it.
        n_distinct: Distinct events in it.
    """

    dyads: tuple[tuple[str, str], ...]
    first: date
    counts: dict[Kind, NDArray[np.float64]]
    likely: dict[Kind, NDArray[np.float64]]
    activity: NDArray[np.float64]
    reverse: NDArray[np.int64]
    n: int
    n_distinct: int

    def keep(self, chosen: NDArray[np.bool_]) -> Panel:
        """Return the panel of some of its dyads; the other way round is known only among these."""
        number = np.cumsum(chosen) - 1
        back = self.reverse[chosen]
        return replace(
            self,
            dyads=tuple(pair for pair, is_kept in zip(self.dyads, chosen, strict=True) if is_kept),
            counts={kind: counts[chosen] for kind, counts in self.counts.items()},
            likely={kind: chances[chosen] for kind, chances in self.likely.items()},
            activity=self.activity[chosen],
            reverse=np.where((back >= 0) & chosen[back], number[back], -1),
        )


def make_panel(dyads: pa.Table, selection: Selection, sides: tuple[str, str] | None = None) -> Panel | None:
    """Return the dyads of a table of events by day; None without events.

    Every day between the first event and the last is held in memory, for every dyad. A report that tells of 1945 would
    make decades of empty days: events more than a year before or after the middle 99 % of them are left out.

    Args:
        dyads: The table `dyads`.
        selection: Which events count. Promised ones are added as signals.
        sides: Only these two, in both directions; None for all.

    Raises:
        UsageError: A column is missing.
    """
    chosen = replace(selection, statuses=SIGNAL_STATUSES)
    events = pick_events(dyads, chosen)
    sources, targets = (np.array(events.column(name).to_pylist(), dtype=object) for name in ("source", "target"))
    kept = np.ones(len(events), dtype=bool)
    if sides is not None:
        kept = np.isin(sources, sides) & np.isin(targets, sides)
    if not kept.any():
        return None
    kept &= _is_near(events.column("date").to_numpy().astype("datetime64[D]").astype(np.int64), kept)
    events = events.filter(kept)
    sources, targets = sources[kept], targets[kept]
    pairs = [f"{a}\x1f{b}" for a, b in zip(sources, targets, strict=True)]
    names, codes = np.unique(pairs, return_inverse=True)
    days = events.column("date").to_numpy().astype("datetime64[D]").astype(np.int64)
    listed = tuple((a, b) for a, _, b in (name.partition("\x1f") for name in names))
    most = np.argsort(-np.bincount(codes), kind="stable")[:MOST_DYADS]
    return _fill(events, listed, codes, days, np.sort(most))


def _is_near(days: NDArray[np.int64], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which days lie at most a year outside of those of the middle 99 % of the events that are kept."""
    low, high = np.quantile(days[kept], (0.005, 0.995), method="nearest")
    near: NDArray[np.bool_] = (days >= low - _FAR_DAYS) & (days <= high + _FAR_DAYS)
    return near


def _fill(
    events: pa.Table,
    listed: tuple[tuple[str, str], ...],
    codes: NDArray[np.int64],
    days: NDArray[np.int64],
    most: NDArray[np.int64],
) -> Panel:
    """Return the panel of the dyads `most`."""
    number = np.full(len(listed), -1)
    number[most] = np.arange(len(most))
    dyads = tuple(listed[code] for code in most)
    index = {pair: at for at, pair in enumerate(dyads)}
    reverse = np.array([index.get((b, a), -1) for a, b in dyads])
    at, day = number[codes], days - days.min()
    inside = at >= 0
    shape = (len(dyads), int(day.max()) + 1)
    weight = events.column("weight").to_numpy()
    counts: dict[Kind, NDArray[np.float64]] = {}
    likely: dict[Kind, NDArray[np.float64]] = {}
    for kind, mask in _masks(events).items():
        used = inside & mask
        counts[kind] = _sums(shape, at[used], day[used], weight[used])
        # rounded, so that days without an event are exactly 0 and those with a sure one exactly 1
        unlikely = _sums(shape, at[used], day[used], np.log1p(-np.minimum(weight[used], 1 - 1e-12)))
        likely[kind] = (-np.expm1(unlikely)).round(9)
    own = _sums(shape, at[inside], day[inside], weight[inside])
    activity = own + np.where((reverse >= 0)[:, None], own[reverse], 0)
    first = events.column("date").to_pylist()[int(np.argmin(days))]
    tellings = events.column("tellings").to_numpy()
    told = len(set(events.column("told").filter(inside).to_pylist()))
    return Panel(dyads, first, counts, likely, activity, reverse, max(int(tellings[inside].sum()), told), told)


def _sums(
    shape: tuple[int, int], row: NDArray[np.int64], column: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a table with the sum of the values of each cell."""
    found = np.bincount(row * shape[1] + column, values, shape[0] * shape[1])
    return found.astype(np.float64).reshape(shape)


def _masks(events: pa.Table) -> dict[Kind, NDArray[np.bool_]]:
    """Return which events are of each kind."""
    types, statuses, codes = (
        np.array([value or "" for value in events.column(name).to_pylist()]) for name in ("type", "status", "cameo")
    )
    quads = events.column("quad").to_numpy()
    happened, promised = statuses == "actual", statuses == "promised"
    intent = np.char.startswith(codes, "03") & ~np.char.startswith(codes, "036")
    return {
        "offers": intent | ((codes == "") & (types == "AGREE")) | (promised & (quads <= 2)),
        "threats": (types == "THREATEN") | np.char.startswith(codes, "13") | (promised & (quads == 4)),
        "accusations": happened & ((types == "ACCUSE") | np.char.startswith(codes, "11")),
        "fights": happened & (quads == 4),
        "cooperation": happened & (quads == 2),
        "meetings": happened & ((types == "CONSULT") | np.char.startswith(codes, "04")),
    }
