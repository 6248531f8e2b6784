"""What is answered to "will there be deeds within so many days": chances of dyads, and how such chances did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.forecasting.calibration import measure_reliability
from detente.analysis.forecasting.deeds import (
    DEED_FEATURES,
    LEAST_EVENTS,
    DeedModel,
    DeedScores,
    DyadDays,
    choose_dyads,
    describe_dyads,
    lay_out,
    rate_chances,
    score_deeds,
    split_days,
)
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detente.analysis.forecasting.options import ForecastOptions, Show

#: Dyads that it takes, so that intervals can be clustered by pair.
LEAST_DYADS: Final = 10
#: Days of training and of scoring on which the deed follows for some dyad, at least.
_LEAST_HAPPENED: Final = 50
_QUAD: Final = {"cooperation": 2, "conflict": 4}
_MOST_REASONS: Final = 3
_LEAST_PART: Final = 0.1

_COLUMNS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "forecasts": (
        ("dyad", "Who acts toward whom."),
        ("chance", "Probability that such a deed is reported within the horizon, 0 to 1."),
        ("decayed_rate", "The same by the baseline 1 - exp(-h λ), λ the dyad's decayed rate of deeds."),
        ("deeds", "Such deeds of the source toward the target so far."),
        ("because", "What raises it above the mean of all dyads."),
    ),
    "scores": (
        ("model", "The model, or a baseline."),
        ("log_loss", "Mean -log p of what happened, on the days held out; lower is better."),
        ("brier", "Mean (p - y)²; lower is better."),
        ("calibration_error", "Mean distance of forecast and share that happened, in ten bins."),
        ("less", "Log loss of the model less this one; below 0 the model is better."),
        ("low", "Lower end of its 95 % interval, paired, clustered by pair."),
        ("high", "Upper end of its 95 % interval."),
        ("verdict", "Whether a winner can be claimed by log loss."),
    ),
    "reliability": (
        ("forecast", "Mean probability in this bin, on the days held out."),
        ("happened", "Share of them after which the deed came."),
        ("n", "Dyads and days in the bin."),
    ),
    "weights": (
        ("feature", "Name of the feature; docs/methods/forecast.md says what each one is."),
        ("weight", "Its weight in the log odds, for one standard deviation."),
        ("mean", "Its mean where the weights were fitted."),
        ("deviation", "Its standard deviation there."),
    ),
}
_CHARTS: Final = {
    "forecasts": Chart("bars", "dyad", "chance", y_label="probability"),
    "scores": Chart("points", "model", "less", "low", "high", baseline=0.0, y_label="log loss of the model less this"),
    "reliability": Chart(
        "lines", "forecast", "happened", y_label="share that happened", x_label="forecast probability", diagonal=True
    ),
    "weights": Chart("bars", "feature", "weight", y_label="weight for one standard deviation"),
}


def answer_deeds(events: pa.Table, options: ForecastOptions, caution: str) -> Outcome:
    """Return the chances that material deeds come within the horizon, and how such chances did on held-out days.

    Args:
        events: From `pick_events`.
        options: Which deed, whose, within how many days.
        caution: What a forecast does not mean.

    Raises:
        UsageError: A side does not occur.
    """
    sides = [events.column(name).to_pylist() for name in ("source", "target")]
    names = sorted({*sides[0], *sides[1]})
    for side in filter(None, (options.source, options.target)):
        if side not in names:
            raise UsageError(f"no event has the side {side}", hint="A country is its code, such as UKR.")
    number = {name: at for at, name in enumerate(names)}
    source, target = (np.array([number[name] for name in side], dtype=np.int64) for side in sides)
    day = events.column("date").to_numpy().astype("datetime64[D]").astype(np.int64)
    start = int(day.min()) if len(day) else 0
    is_deed = events.column("quad").to_numpy() == _QUAD[options.deed]
    spans = split_days(int(day.max()) - start + 1, options.within) if len(day) else None
    if spans is None:
        days = int(day.max()) - start + 1 if len(day) else 0
        return _refuse(options, days, _days_needed(options.within), "days from the first event to the last", (
            "Half of the days are to learn from, the others to try it on, a whole horizon apart. Take a shorter "
            "horizon, or more time."
        ))  # fmt: skip
    train, held = spans
    pairs = choose_dyads(source, target, day - start, int(held[0]) - options.within)
    if len(pairs) < LEAST_DYADS:
        return _refuse(options, len(pairs), LEAST_DYADS, "dyads", (
            f"A dyad takes part with {LEAST_EVENTS} events or more before the training ends. Take more time, import "
            "GDELT, ICEWS or POLECAT events, or lower --min-confidence."
        ))  # fmt: skip
    table = lay_out((source, target, day - start), is_deed, pairs)
    model, scores = score_deeds(table, options.within, train, held)
    if int(scores.happened.sum()) < _LEAST_HAPPENED or not model.weight.any():
        return _refuse(options, int(scores.happened.sum()), _LEAST_HAPPENED, "dyad-days that such a deed follows", (
            "On the days held out such deeds are too rare for a score. Take a longer horizon or more time."
        ))  # fmt: skip
    rows = _rows(table, (model, scores), options, names)
    if options.show == "forecasts" and not rows:
        many = int(np.isin(source, _numbers(options, number)).sum())
        return _refuse(options, many, LEAST_EVENTS, "events of the sides asked about", (
            f"The dyad has fewer than {LEAST_EVENTS} events in one direction before the training ends."
        ))  # fmt: skip
    best = _best_baseline(scores)
    gap, interval = scores.difference("model", best)
    reference, citation = cite("brier1950", "cox1958", "liang1986")
    return Result(
        measure="forecast",
        question=_question(options, date(1970, 1, 1) + timedelta(days=start + table.days - 1)),
        table=pa.Table.from_pylist(rows, schema=_schema(options.show)),
        columns=_COLUMNS[options.show],
        estimate=gap,
        estimate_of=f"log loss of the model less that of the best baseline, {best}: {_verdict(interval)}",
        interval=interval,
        n=int(sum(events.column("tellings").to_pylist())),
        n_distinct=len(set(events.column("told").to_pylist())),
        counted="tellings of events",
        controls=tuple(_controls(scores)),
        floor=LEAST_DYADS,
        method=_method(options, table, (train, held), start),
        caution=caution,
        reference=reference,
        citation=citation,
        chart=_CHARTS[options.show],
    )


def _days_needed(horizon: int) -> int:
    """Return the fewest days that can be split; each answer of `split_days` only grows with them."""
    days = 3 * horizon
    while split_days(days, horizon) is None:
        days += 1
    return days


def _numbers(options: ForecastOptions, number: dict[str, int]) -> list[int]:
    return [number[side] for side in (options.source, options.target) if side is not None]


def _refuse(options: ForecastOptions, n: int, floor: int, counted: str, why: str) -> NotEnough:
    return NotEnough("forecast", _question(options, None), n, floor, counted, why)


def _rows(
    table: DyadDays, fitted: tuple[DeedModel, DeedScores], options: ForecastOptions, names: list[str]
) -> list[dict[str, Any]]:
    model, scores = fitted
    if options.show == "scores":
        return list(_score_rows(scores))
    if options.show == "reliability":
        found = measure_reliability(
            scores.chances["model"], scores.happened.astype(float), np.ones(len(scores.happened))
        )
        bins = zip(found.forecast.tolist(), found.happened.tolist(), found.n.tolist(), strict=True)
        return [{"forecast": a, "happened": b, "n": int(n)} for a, b, n in bins]
    if options.show == "weights":
        order = np.argsort(-np.abs(model.weight), kind="stable").tolist()
        return [
            {"feature": DEED_FEATURES[at][0], "weight": float(model.weight[at]), "mean": float(model.mean[at]),
             "deviation": float(model.scale[at])}
            for at in order
        ]  # fmt: skip
    return _forecast_rows(table, model, options, names)


def _forecast_rows(
    table: DyadDays, model: DeedModel, options: ForecastOptions, names: list[str]
) -> list[dict[str, Any]]:
    """Return the chances from the last day on, of the sides asked about in both directions, the highest first."""
    last = np.array([table.days - 1])
    features = describe_dyads(table, options.within, last)[:, 0]
    chance, parts = model.chance(features), model.parts(features)
    rate = rate_chances(table, options.within)["decayed rate"][:, -1]
    rows = []
    for at in np.argsort(-chance, kind="stable").tolist():
        source, target = (names[side] for side in table.pairs[at].tolist())
        asked = {side for side in (options.source, options.target) if side is not None}
        if asked <= {source, target} and (options.target is not None or options.source in {None, source}):
            rows.append({
                "dyad": f"{source} → {target}", "chance": float(chance[at]), "decayed_rate": float(rate[at]),
                "deeds": int(table.deeds[at].sum()),
                "because": _because(parts[at], model, {"source": source, "target": target}),
            })  # fmt: skip
    return rows


def _because(parts: NDArray[np.float64], model: DeedModel, names: dict[str, str]) -> str:
    """Return the features with a positive weight that raise a chance most above the mean of all dyads."""
    gain = np.where(model.weight > 0, parts, 0)
    reasons: dict[str, str] = {}
    for at in np.argsort(-gain, kind="stable").tolist():
        if gain[at] < _LEAST_PART or len(reasons) == _MOST_REASONS:
            break
        reasons.setdefault(DEED_FEATURES[at][0].rstrip("0123456789"), DEED_FEATURES[at][1].format(**names))
    return f"because {'; '.join(reasons.values())}" if reasons else "nothing raises it above the mean"


def _best_baseline(scores: DeedScores) -> str:
    return min((name for name in scores.chances if name != "model"), key=lambda name: scores.losses(name).mean())


def _verdict(interval: Interval) -> str:
    if interval.high < 0:
        return "the model is better"
    return "the baseline is better" if interval.low > 0 else "no winner can be claimed"


def _score_rows(scores: DeedScores) -> Iterator[dict[str, Any]]:
    for name, chance in scores.chances.items():
        reliability = measure_reliability(chance, scores.happened.astype(float), np.ones(len(chance)))
        row: dict[str, Any] = {
            "model": name, "log_loss": float(scores.losses(name).mean()),
            "brier": float(scores.losses(name, brier=True).mean()), "calibration_error": reliability.error,
        }  # fmt: skip
        if name != "model":
            gap, interval = scores.difference("model", name)
            row |= {"less": gap, "low": interval.low, "high": interval.high, "verdict": _verdict(interval)}
        yield row


def _controls(scores: DeedScores) -> Iterator[Control]:
    for row in _score_rows(scores):
        if row["model"] == "model":
            meaning = f"Mean -log p of what happened on the days held out; Brier score {row['brier']:.4f}."
            yield Control("model, log loss", row["log_loss"], None, None, meaning)
            meaning = "Mean distance, in ten bins, of the probability from how often the deed came."
            yield Control("model, calibration error", row["calibration_error"], None, None, meaning)
            continue
        gap, interval = scores.difference("model", row["model"], brier=True)
        yield Control(
            f"baseline, {row['model']}, log loss", row["log_loss"], None, None,
            f"Brier score {row['brier']:.4f}. Model less baseline: log loss {row['less']:+.4f} [{row['low']:+.4f} to "
            f"{row['high']:+.4f}], Brier {gap:+.4f} [{interval.low:+.4f} to {interval.high:+.4f}]: {row['verdict']}.",
        )  # fmt: skip


def _question(options: ForecastOptions, last: date | None) -> str:
    who = f"{options.source or 'each source'} toward {options.target or 'each target'}"
    since = f" after {last.isoformat()}" if last else ""
    shown = "" if options.show == "forecasts" else f" ({options.show})"
    return f"Will there be material {options.deed} of {who} within {options.within} days{since}?{shown}"


def _method(options: ForecastOptions, table: DyadDays, spans: tuple[NDArray[np.int64], ...], start: int) -> str:
    first = date(1970, 1, 1) + timedelta(days=start)
    ends = [(first + timedelta(days=int(day))).isoformat() for span in spans for day in (span[0], span[-1])]
    return (
        f"logistic model of decayed rates, {len(table.pairs):,} directed dyads with {LEAST_EVENTS} events or more "
        f"before the training ends; trained on {ends[0]} to {ends[1]}, tried on {ends[2]} to {ends[3]}, "
        f"{options.within} days between them; paired intervals clustered by pair; {options.selection.describe()}"
    )


def _schema(show: Show) -> pa.Schema:
    texts, whole = {"dyad", "because", "model", "verdict", "feature"}, {"deeds", "n"}
    return pa.schema([
        (name, pa.string() if name in texts else pa.int64() if name in whole else pa.float64())
        for name, _ in _COLUMNS[show]
    ])
