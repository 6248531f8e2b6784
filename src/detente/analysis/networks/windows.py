"""Networks over time: stances weighted by a kernel around the middle of each window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa

from detente.analysis.networks.discourse import COUNTED, FLOOR, NetworkOptions, collect_entries, make_stances, too_few
from detente.analysis.networks.discourse import tie_actors as tie_stances
from detente.analysis.periods import Every, iter_periods, next_period
from detente.analysis.references import cite
from detente.analysis.result import Chart, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from detente.analysis.networks.discourse import Entries

Kernel = Literal["uniform", "triangular", "epanechnikov", "gaussian"]

KERNELS: Final = ("uniform", "triangular", "epanechnikov", "gaussian")
#: More windows than this are more than a person can look through, and take long.
MOST_WINDOWS: Final = 400
_COLUMNS: Final = (
    ("window", "Middle day of the window."),
    ("one", "An actor."),
    ("other", "Another actor, or in a two-mode network a concept."),
    ("weight", "How strongly they are tied in the window."),
    ("stances", "Stances within the window, of all actors."),
)
_SCHEMA: Final = pa.schema([
    ("window", pa.date32()), ("one", pa.string()), ("other", pa.string()), ("weight", pa.float64()),
    ("stances", pa.int64()),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """Which windows a network is cut into.

    Attributes:
        days: Width of a window; with the gaussian kernel its half is a standard deviation.
        every: Windows stand in the middle of each day, week, month or year.
        kernel: How stances count by their distance u from the middle, in halves of the width: uniform 1/2, triangular
            1 - |u|, epanechnikov 3/4 (1 - u²), all within |u| ≤ 1; gaussian exp(-u²/2)/√2π without a bound.
    """

    days: int = 90
    every: Every = "month"
    kernel: Kernel = "uniform"

    def __post_init__(self) -> None:
        """Check the width.

        Raises:
            UsageError: It is below two days, or there is no such kernel.
        """
        if self.days < 2:
            raise UsageError(f"a window is two days or wider, not {self.days}")
        if self.kernel not in KERNELS:
            raise UsageError(f"there is no kernel {self.kernel!r}", hint=f"There are: {', '.join(KERNELS)}.")

    def describe(self) -> str:
        """Return the choices in words, for the method of a result."""
        return f"windows of {self.days} days around the middle of each {self.every}, {self.kernel} kernel"


@dataclass(frozen=True, slots=True)
class Window:
    """The stances of one window.

    Attributes:
        middle: Its middle day.
        entries: All stances, weighted by the kernel: those outside weigh 0.
        inside: How many stances have a weight; with the gaussian kernel those within the width.
    """

    middle: date
    entries: Entries
    inside: int


def weigh_distance(distance: NDArray[np.float64], kernel: Kernel) -> NDArray[np.float64]:
    """Return the kernel's value at distances u from the middle, in halves of the window's width.

    Examples:
        >>> weigh_distance(np.array([-1.0, 0.0, 0.5, 2.0]), "triangular").tolist()
        [0.0, 1.0, 0.5, 0.0]
    """
    if kernel == "gaussian":
        weight: NDArray[np.float64] = np.exp(-0.5 * distance**2) / np.sqrt(2 * np.pi)
        return weight
    shape = {"uniform": np.full_like(distance, 0.5), "triangular": 1 - np.abs(distance),
             "epanechnikov": 0.75 * (1 - distance**2)}[kernel]  # fmt: skip
    return np.where(np.abs(distance) <= 1, shape, 0.0)


def cut_windows(entries: Entries, options: WindowOptions) -> Iterator[Window]:
    """Yield the windows from the period of the first stance to that of the last.

    Raises:
        UsageError: There are more windows than 400.
    """
    first, last = entries.day.min().item(), entries.day.max().item()
    periods = list(iter_periods(first, last, options.every))
    if len(periods) > MOST_WINDOWS:
        raise UsageError(
            f"{len(periods)} windows are more than {MOST_WINDOWS}", hint="Take --every month or year, or fewer days."
        )
    for start in periods:
        middle = start + (next_period(start, options.every) - start) // 2
        distance = (entries.day - np.datetime64(middle, "D")).astype(float) * 2 / options.days
        weight = entries.weight * weigh_distance(distance, options.kernel)
        yield Window(middle, entries.weighted(weight), int((np.abs(distance) <= 1).sum()))


def tie_window(window: Entries, options: NetworkOptions) -> NDArray[np.float64]:
    """Return the ties of a window.

    Two stances of one pair count with √(z z'), z their kernel weights, as in DNA: the counts are sums of √z. With two
    modes, stances count with z.
    """
    entries = window if options.two_mode else window.weighted(np.sqrt(window.weight))
    return tie_stances(make_stances(entries), options)


def measure_windows(statements: pa.Table, options: NetworkOptions, windows: WindowOptions) -> Outcome:
    """Return the ties of a discourse network in each window, in the order of time.

    Raises:
        UsageError: A column is missing, or there are too many windows.
    """
    question = f"Who is tied to whom over time? {options.aggregation}, {options.normalisation}"
    entries = collect_entries(statements, options)
    if few := too_few("windows", question, entries):
        return few
    rows = [row for window in cut_windows(entries, windows) for row in _edges(window, entries, options)]
    reference, citation = cite("leifeld2017")
    return Result(
        measure="windows",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=None,
        estimate_of="",
        interval=None,
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(),
        floor=FLOOR,
        method=f"{windows.describe()}; {options.describe()}; formulas in docs/methods/network.md",
        caution=(
            "Neighbouring windows share stances, so that they look more alike than they are; a window with few stances "
            "has a network that chance made."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("tiles", "window", "one", by="other", value="weight", y_label="weight of the tie"),
    )


def _edges(window: Window, entries: Entries, options: NetworkOptions) -> Iterator[dict[str, Any]]:
    ties = tie_window(window.entries, options)
    others = entries.concepts if options.two_mode else entries.actors
    for at, to in np.argwhere(ties):
        if options.two_mode or to > at:
            yield {"window": window.middle, "one": entries.actors[at], "other": others[to],
                   "weight": float(ties[at, to]), "stances": window.inside}  # fmt: skip
