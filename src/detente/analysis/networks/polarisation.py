"""Polarisation: how well the actors of a debate fall into two camps, over time, and beside what chance gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.networks.discourse import COUNTED, FLOOR, NetworkOptions, collect_entries, too_few
from detente.analysis.networks.signed import split_camps
from detente.analysis.networks.windows import WindowOptions, cut_windows, tie_window
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, Outcome, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.networks.discourse import Entries

_SHUFFLES: Final = 99
_DRAWS: Final = 100
_COLUMNS: Final = (
    ("window", "Middle day of the window."),
    ("polarisation", "Share of the ties' weight that fits two camps, 0.5 to 1; empty below the floor."),
    ("chance_low", "Where it lies if sides are dealt anew on each concept: lower end of the middle 95 %."),
    ("chance_high", "Upper end."),
    ("p", "Share of these draws that reach it."),
    ("stances", "Stances within the window."),
    ("actors", "Actors with a stance in the window."),
    ("smaller_camp", "Actors of the smaller camp, joined by “; ”; empty if all are in one."),
)
_SCHEMA: Final = pa.schema([
    ("window", pa.date32()), ("polarisation", pa.float64()), ("chance_low", pa.float64()),
    ("chance_high", pa.float64()), ("p", pa.float64()), ("stances", pa.int64()), ("actors", pa.int64()),
    ("smaller_camp", pa.string()),
])  # fmt: skip


def polarise(entries: Entries, options: NetworkOptions) -> tuple[float, NDArray[np.int64]]:
    """Return the polarisation of some stances, and the two camps.

    Congruence C = PPᵀ + NNᵀ and conflict D = PNᵀ + NPᵀ, each normalised as chosen. The camps are those that maximise
    (Σ C inside + Σ D between) / Σ (C + D), as found by `split_camps`; that is the polarisation, 0 without ties.
    """
    congruence, conflict = (
        tie_window(entries, replace(options, two_mode=False, aggregation=kind)) for kind in ("congruence", "conflict")
    )
    camps = split_camps(congruence - conflict)
    inside = camps[:, None] == camps[None, :]
    whole = float(congruence.sum() + conflict.sum())
    fitting = float(congruence[inside].sum() + conflict[~inside].sum())
    return (fitting / whole if whole else 0.0), camps


def measure_polarisation(
    statements: pa.Table, options: NetworkOptions, windows: WindowOptions, *, seed: int = 1
) -> Outcome:
    """Return how far the actors fall into two camps, in each window and over all time.

    The estimate is that of all stances together, its interval a bootstrap over stances. Control: the stances on each
    concept dealt anew among those who made them, so that who speaks of what and how many are for it stay, and only who
    takes which side is random. Two camps are found in any network: what counts is how far it lies above these.

    Raises:
        UsageError: A column is missing, or there are too many windows.
    """
    question = "Do the actors fall into two camps?"
    entries = collect_entries(statements, replace(options, two_mode=False, aggregation="congruence"))
    if few := too_few("polarisation", question, entries, actors=4):
        return few
    draw = np.random.default_rng(seed)
    found, _ = polarise(entries, options)
    chance = _chance(entries, options, draw)
    drawn = [polarise(entries.drawn(draw), options)[0] for _ in range(_DRAWS)]
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975)))
    ends = [float(end) for end in np.quantile(chance, (0.025, 0.975))]
    rows = [
        _row(window.middle, window.entries, window.inside, options, draw) for window in cut_windows(entries, windows)
    ]
    reference, citation = cite("leifeld2017", "harary1953")
    return Result(
        measure="polarisation",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=found,
        estimate_of="share of the ties' weight that fits two camps, over all time",
        interval=Interval(low, high, 0.95, f"bootstrap over stances, {_DRAWS} draws"),
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(
            Control("sides dealt anew on each concept", float(np.mean(chance)),
                    Interval(ends[0], ends[1], 0.95, f"{_SHUFFLES} shuffles"), _p(found, chance),
                    "The best two camps that chance makes of the same stances. A large p: there is no polarisation."),
        ),
        floor=FLOOR,
        method=f"congruence within camps and conflict between, best split; {windows.describe()}; "
               f"{replace(options, aggregation='subtract').describe()}",
        caution=(
            "Two camps are found in any network; the band is what chance finds in the same window. A window with few "
            "stances is polarised by chance alone, and a bootstrap of a best split leans upwards. It says nothing of "
            "how far apart the camps are, nor why."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("lines", "window", "polarisation", "chance_low", "chance_high",
                    baseline=0.5, y_label="polarisation (line) and what chance gives (band)"),
    )  # fmt: skip


def _row(
    middle: Any, entries: Entries, inside: int, options: NetworkOptions, draw: np.random.Generator
) -> dict[str, Any]:
    entries = entries.present()
    row: dict[str, Any] = {"window": middle, "stances": inside, "actors": len(entries.actors)}
    if inside < FLOOR or len(entries.actors) < 4:
        return row
    found, camps = polarise(entries, options)
    chance = _chance(entries, options, draw)
    low, high = (float(end) for end in np.quantile(chance, (0.025, 0.975)))
    sides = [[name for name, at in zip(entries.actors, camps, strict=True) if at == camp] for camp in (0, 1)]
    return row | {
        "polarisation": found, "chance_low": low, "chance_high": high, "p": _p(found, chance),
        "smaller_camp": "; ".join(sides[len(sides[1]) < len(sides[0])]) or None,
    }  # fmt: skip


def _chance(entries: Entries, options: NetworkOptions, draw: np.random.Generator) -> list[float]:
    return [polarise(entries.dealt(draw), options)[0] for _ in range(_SHUFFLES)]


def _p(found: float, chance: list[float]) -> float:
    return (1 + sum(one >= found for one in chance)) / (1 + len(chance))
