"""Words and deeds: are verbal signals followed by material ones beyond what the dyad's own activity explains?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
from scipy import special

from detente.analysis.events import Selection
from detente.analysis.panel import MEANINGS, MOST_DYADS, Kind, Panel, make_panel
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result
from detente.analysis.statistics.fe_poisson import fit_poisson
from detente.analysis.statistics.matched import Ratio, Strata, make_strata, matched_ratio, shuffle_signals
from detente.analysis.statistics.rates import adjust_holm
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Deed = Literal["cooperation", "conflict"]

#: Days with the signal that have a match; fewer say nothing.
FLOOR: Final = 50
#: Clusters (dyads, or quarters of one dyad) that it takes for an interval.
LEAST_CLUSTERS: Final = 10
#: Deeds that would follow by chance; with fewer the interval says nothing.
LEAST_EXPECTED: Final = 10
_SHUFFLES: Final = 499
#: Length of a cluster where there are too few dyads, in days.
_QUARTER_DAYS: Final = 91
_DEEDS: Final[dict[Deed, Kind]] = {"cooperation": "cooperation", "conflict": "fights"}
_SIGNALS: Final[tuple[Kind, ...]] = ("offers", "threats")
_CONTROLS: Final[dict[Deed, tuple[Kind, ...]]] = {
    "cooperation": ("accusations", "fights"),
    "conflict": ("accusations", "cooperation"),
}
_COLUMNS: Final = (
    ("words", "What A says or does first: a signal, or a control that promises nothing."),
    ("role", "signal or control."),
    ("days", "Horizon: the deed comes within so many days, the day itself left out."),
    ("method", "matched: days of the same dyad with equal activity; model: Poisson regression with dyad effects."),
    ("ratio", "Rate ratio: deeds after such days over deeds after equal days (matched), or for one more event in the "
     "decayed past (model)."),
    ("low", "Lower end of its 95 % interval, clustered by dyad."),
    ("high", "Upper end of its 95 % interval."),
    ("p", "Two-sided p of the ratio being 1."),
    ("p_holm", "The same, corrected for all signals, horizons and methods asked (Holm)."),
    ("signal_days", "Days with these words that have a match; expected ones where events are weighted."),
    ("followed", "Share of them that the deed follows, 0 to 1."),
    ("expected", "The same had they been like equal days without."),
    ("naive", "Ratio to the dyad's days of any activity: what attention alone makes large. Not an answer."),
    ("dyads", "Dyads, or quarters of a dyad, that the estimate rests on."),
    ("label", "Horizon and method, for the picture."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """What is asked of `measure_follow`.

    Attributes:
        deed: Which deeds of A toward B may follow A's words.
        horizons: Within how many days.
        sides: Two sides, in both directions; None pools all dyads.
        least_deeds: A dyad takes part with so many deeds.
        selection: Which events count.
        seed: Of the shuffles.
    """

    deed: Deed = "cooperation"
    horizons: tuple[int, ...] = (7, 30)
    sides: tuple[str, str] | None = None
    least_deeds: int = 2
    selection: Selection = field(default_factory=Selection)
    seed: int = 1

    def __post_init__(self) -> None:
        """Check the horizons.

        Raises:
            UsageError: None is given, or one is below a day.
        """
        if not self.horizons or min(self.horizons) < 1:
            raise UsageError("a horizon is one day or more", hint="7 and 30 are usual; at 90 most rates saturate.")


def measure_follow(dyads: pa.Table, options: FollowOptions) -> Outcome:
    """Return whether offers and threats of A toward B come before deeds of A toward B more often than equal days do.

    Matched: days with the signal against days without of the same dyad and the same ⌊log₂(1 + events of the two)⌋,
    Mantel-Haenszel, clustered by dyad. Model: deeds of a day, Poisson with dyad effects, on decayed past counts
    (half-life the horizon) of the signal, of A's own deeds, of B's deeds toward A, of all events between the two, and
    of the controls. Beside them: words that promise nothing, the deed *before* the words, and shuffled signals.

    Args:
        dyads: The table `dyads`, with the columns `events.NEEDS`.
        options: Which deed, whose, within how many days.

    Raises:
        UsageError: A column is missing.
    """
    question = _question(options)
    panel = make_panel(dyads, options.selection, options.sides)
    panel = _with_deeds(panel, options) if panel is not None else None
    if panel is None:
        why = f"No dyad has {options.least_deeds} such deeds and a signal. {_more(options)}"
        return NotEnough("follow", question, 0, FLOOR, "days with a signal", why)
    rows = [row for horizon in options.horizons for row in _matched_rows(panel, options, horizon)]
    main = next((row for row in rows if row["words"] == _main(options)), None)
    if main is None or not _is_enough(main):
        n = 0 if main is None else main["signal_days"]
        why = (
            f"It takes {FLOOR} days with a signal that have an equal day without, in {LEAST_CLUSTERS} pairs (or "
            f"quarters of one), after which {LEAST_EXPECTED} deeds would come by chance; here are {n}, in "
            f"{0 if main is None else main['dyads']}. {_more(options)}"
        )
        return NotEnough("follow", question, n, FLOOR, "days with a signal that have a match", why)
    rows += [row for horizon in options.horizons for row in _model_rows(panel, options, horizon)]
    for row, p in zip(rows, adjust_holm([row["p"] for row in rows]), strict=True):
        row["p_holm"] = p
        row["label"] = f"{row['days']} days, {row['method']}"
    reference, citation = cite("mantel1959", "cameron2013", "holm1979")
    return Result(
        measure="follow",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_schema()),
        columns=_COLUMNS,
        estimate=main["ratio"] if math.isfinite(main["ratio"]) else None,
        estimate_of=f"matched rate ratio, {_main(options)}, {options.horizons[0]} days (1: the words tell nothing)"
        if math.isfinite(main["ratio"]) else "",
        interval=Interval(main["low"], main["high"], 0.95, "clustered by dyad"),
        n=panel.n,
        n_distinct=panel.n_distinct,
        counted="tellings of events",
        controls=tuple(_controls(panel, options)),
        floor=FLOOR,
        method=_method(options, panel),
        caution=(
            "A ratio above 1 says that deeds are more often reported after such words than after equally busy "
            "days of the "
            "same two: not that the words caused them, nor that they were sincere. Controls with the same ratio, or a "
            "ratio as large backwards, mean that attention or one story told over days explains it."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("points", "words", "ratio", "low", "high", by="label", baseline=1.0, y_label="rate ratio"),
    )  # fmt: skip


def matched_strata(dyads: pa.Table, options: FollowOptions, kind: Kind, horizon: int) -> Strata:
    """Return the days of equal activity on which the matched ratio rests: for shuffling and planting.

    Raises:
        UsageError: A column is missing, or no dyad has deeds and signals.
    """
    panel = make_panel(dyads, options.selection, options.sides)
    kept = _with_deeds(panel, options) if panel is not None else None
    if kept is None:
        raise UsageError("no dyad has deeds and signals", hint="Pool all dyads, or take years of data.")
    return _strata(kept, kind, options, horizon)


def _more(options: FollowOptions) -> str:
    """Return what gives more data, in words."""
    if options.sides is not None:
        return "One year of one dyad cannot answer this: pool all dyads, or take years of data."
    return "All dyads are pooled: more articles, imported events, a longer stretch or a lower confidence give more."


def _is_enough(row: dict[str, Any]) -> bool:
    """Tell whether a matched row rests on days, pairs and deeds enough to say anything."""
    by_chance = row["signal_days"] * row["expected"]
    return bool(row["signal_days"] >= FLOOR and row["dyads"] >= LEAST_CLUSTERS and by_chance >= LEAST_EXPECTED)


def _main(options: FollowOptions) -> Kind:
    return "offers" if options.deed == "cooperation" else "threats"


def _with_deeds(panel: Panel, options: FollowOptions) -> Panel | None:
    """Return the dyads with deeds and signals; the others say nothing of what follows what."""
    deeds = panel.counts[_DEEDS[options.deed]].sum(axis=1)
    signals = sum(panel.counts[kind].sum(axis=1) for kind in _SIGNALS)
    chosen = (deeds >= options.least_deeds) & (signals > 0)
    return panel.keep(chosen) if chosen.any() else None


def _clusters(panel: Panel) -> NDArray[np.int64]:
    """Return the cluster of each day: the two sides; quarters of them where there are too few pairs."""
    pairs = [tuple(sorted(pair)) for pair in panel.dyads]
    number = {pair: at for at, pair in enumerate(dict.fromkeys(pairs))}
    of_dyad = np.array([number[pair] for pair in pairs], dtype=np.int64)[:, None]
    days = np.arange(panel.activity.shape[1])[None, :]
    quarters = int(days.max()) // _QUARTER_DAYS + 1
    alone = len(number) >= LEAST_CLUSTERS
    clusters: NDArray[np.int64] = of_dyad + 0 * days if alone else of_dyad * quarters + days // _QUARTER_DAYS
    return clusters


def _within(deeds: NDArray[np.float64], horizon: int, *, backwards: bool = False) -> NDArray[np.float64]:
    """Return how probable it is that a deed comes in the days t + 1 … t + h, or t - h … t - 1; from those of the days.

    1 - Π (1 - p) over these days: 1 if a deed is sure on one of them.
    """
    unlikely = np.log1p(-np.minimum(deeds, 1 - 1e-12))
    sums = np.concatenate([np.zeros((len(deeds), 1)), np.cumsum(unlikely, axis=1)], axis=1)
    days = np.arange(deeds.shape[1])
    first = np.maximum(days - horizon, 0) if backwards else days + 1
    end = days if backwards else np.minimum(days + 1 + horizon, deeds.shape[1])
    follows: NDArray[np.float64] = np.round(-np.expm1(sums[:, end] - sums[:, first]), 9)
    return follows


def _strata(panel: Panel, kind: Kind, options: FollowOptions, horizon: int, *, backwards: bool = False) -> Strata:
    deeds = panel.likely[_DEEDS[options.deed]]
    days = np.arange(deeds.shape[1])
    valid = np.broadcast_to(days >= horizon if backwards else days < deeds.shape[1] - horizon, deeds.shape)
    outcome = _within(deeds, horizon, backwards=backwards)
    return make_strata(panel.likely[kind], outcome, panel.activity, valid, _clusters(panel))


def _kinds(options: FollowOptions) -> Iterator[tuple[Kind, str]]:
    for kind in (_main(options), *(one for one in _SIGNALS if one != _main(options))):
        yield kind, "signal"
    for kind in _CONTROLS[options.deed]:
        yield kind, "control"


def _matched_rows(panel: Panel, options: FollowOptions, horizon: int) -> Iterator[dict[str, Any]]:
    for kind, role in _kinds(options):
        ratio = matched_ratio(strata := _strata(panel, kind, options, horizon)) if panel.counts[kind].any() else None
        if ratio is not None:
            yield {
                "words": kind, "role": role, "days": horizon, "method": "matched", "ratio": ratio.estimate,
                "low": ratio.interval.low, "high": ratio.interval.high, "p": ratio.p, "signal_days": ratio.days,
                "followed": ratio.rate, "expected": ratio.expected,
                "naive": _naive(panel, kind, options, horizon), "dyads": len(np.unique(strata.cluster)),
            }  # fmt: skip


def _naive(panel: Panel, kind: Kind, options: FollowOptions, horizon: int) -> float | None:
    """Return the ratio that ignores how busy a day is: signal days over all days of the same dyad."""
    outcome = _within(panel.likely[_DEEDS[options.deed]], horizon)[:, : -horizon or None]
    signal = panel.likely[kind][:, : -horizon or None]
    expected = float((signal * outcome.mean(axis=1, keepdims=True)).sum())
    return float((signal * outcome).sum() / expected) if expected else None


def _decay(counts: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """Return Σ over earlier days s of counts_s 2^(-(t - s) / half_life): the day itself is not in it."""
    keep, past = 2 ** (-1 / half_life), np.zeros_like(counts)
    for day in range(1, counts.shape[1]):
        past[:, day] = keep * (past[:, day - 1] + counts[:, day - 1])
    return past


def _model_rows(panel: Panel, options: FollowOptions, horizon: int) -> Iterator[dict[str, Any]]:
    deed = _DEEDS[options.deed]
    deeds = panel.counts[deed]
    back = np.where((panel.reverse >= 0)[:, None], deeds[panel.reverse], 0)
    kinds = [(kind, role) for kind, role in _kinds(options) if panel.counts[kind].any()]
    parts = [panel.counts[kind] for kind, _ in kinds] + [deeds, back, panel.activity]
    covariates = np.stack([_decay(part, horizon) for part in parts], axis=2)
    scale = covariates.std(axis=(0, 1))
    used = np.flatnonzero(scale > 0)
    try:
        fit = fit_poisson(deeds, covariates[:, :, used])
    except np.linalg.LinAlgError:
        return  # two kinds of words stand on the same days only: the model cannot tell them apart
    if not fit.converged:
        return
    freedom = max(fit.groups - 1, 1)
    for at, number in enumerate(used):
        if number >= len(kinds):
            break
        slope, error = float(fit.coefficients[at]), float(fit.errors[at])
        wide = float(special.stdtrit(freedom, 0.975)) * error
        yield {
            "words": kinds[number][0], "role": kinds[number][1], "days": horizon, "method": "model",
            "ratio": math.exp(slope), "low": math.exp(slope - wide), "high": math.exp(slope + wide),
            "p": 2 * float(special.stdtr(freedom, -abs(slope) / error)) if error else 1.0,
            "signal_days": int((panel.counts[kinds[number][0]] > 0).sum()), "followed": None, "expected": None,
            "naive": None, "dyads": fit.groups,
        }  # fmt: skip


def _controls(panel: Panel, options: FollowOptions) -> Iterator[Control]:
    draw = np.random.default_rng(options.seed)
    kind = _main(options)
    for horizon in options.horizons:
        back = matched_ratio(_strata(panel, kind, options, horizon, backwards=True))
        if back is not None and math.isfinite(back.estimate):
            yield Control(
                f"backwards, {horizon} days: the deed before the words",
                back.estimate, back.interval, back.p,
                "Words cannot cause what came before. A ratio as large as forwards means one story told over days.",
            )  # fmt: skip
        strata = _strata(panel, kind, options, horizon)
        yield from _shuffled(strata, matched_ratio(strata), draw, horizon)


def _shuffled(strata: Strata, real: Ratio | None, draw: np.random.Generator, horizon: int) -> Iterator[Control]:
    drawn = [matched_ratio(shuffle_signals(strata, draw)) for _ in range(_SHUFFLES)]
    found = np.array([ratio.estimate for ratio in drawn if ratio is not None and math.isfinite(ratio.estimate)])
    if real is None or not len(found):
        return
    low, high = (float(end) for end in np.quantile(found, (0.025, 0.975)))
    far = np.abs(np.log(np.maximum(found, 1e-12))) >= abs(math.log(real.estimate)) if real.estimate > 0 else found <= 0
    yield Control(
        f"shuffled signals, {horizon} days",
        float(np.median(found)),
        Interval(low, high, 0.95, f"{_SHUFFLES} shuffles within dyad and activity"),
        float((1 + far.sum()) / (1 + len(found))),
        "What chance makes of the same days: p is how often it makes a ratio as far from 1 as the real one.",
    )


def _question(options: FollowOptions) -> str:
    who = f"between {options.sides[0]} and {options.sides[1]}" if options.sides else "over all dyads"
    return f"Are words of A toward B followed by material {options.deed} of A toward B, {who}?"


def _method(options: FollowOptions, panel: Panel) -> str:
    kinds = "; ".join(f"{kind}: {MEANINGS[kind]}" for kind, _ in _kinds(options))
    return (
        f"{len(panel.dyads):,} directed dyads with {options.least_deeds} deeds or more and a signal, of at most "
        f"{MOST_DYADS:,} with most events; {kinds}. Matched by dyad and log2 of the two sides' events that day; "
        f"model with dyad "
        "effects and decayed past of words, own deeds, the other's deeds and all events (half-life the horizon); "
        f"{panel.activity.shape[1]:,} days from {panel.first.isoformat()}; "
        f"{options.selection.describe()}, promised acts as signals"
    )


def _schema() -> pa.Schema:
    kinds = dict.fromkeys(("words", "role", "method", "label"), pa.string()) | dict.fromkeys(
        ("days", "signal_days", "dyads"), pa.int64()
    )
    return pa.schema([(name, kinds.get(name, pa.float64())) for name, _ in _COLUMNS])
