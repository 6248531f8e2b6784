"""What comes next: with whom, which kind of event, whether deeds follow within days; never without how well it did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.engine import ask
from detente.analysis.events import QUADS, pick_events
from detente.analysis.forecasting import answers, kinds, partners
from detente.analysis.forecasting.deed_answers import answer_deeds
from detente.analysis.forecasting.facts import Facts, make_facts
from detente.analysis.forecasting.features import KIND_FEATURES, PARTNER_FEATURES
from detente.analysis.forecasting.options import ForecastOptions, Show
from detente.analysis.references import cite
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.errors import UsageError

__all__ = ["ForecastOptions", "measure_forecast"]

if TYPE_CHECKING:
    from detente.analysis.events import Selection

#: Distinct (source, type, target, day) that it takes to fit a model and to see how it does.
FLOOR: Final = 1000
#: Days with events that it takes.
_LEAST_DAYS: Final = 20
#: Shares of the facts, from the last one backward: held out; fitted on before these. And how many at most.
_HELD_SHARE, _FIT_SHARE = 0.15, 0.3
_MOST_HELD, _MOST_FIT = 3000, 8000
_ANY: Final = "any event"

_COLUMNS: Final[dict[Show, tuple[tuple[str, str], ...]]] = {
    "forecasts": (
        ("forecast", "What may come: a partner, or a type of event."),
        ("chance", "Its calibrated probability, given that such an event is reported on the next day at all, 0 to 1."),
        ("before", "How often the like happened before."),
        ("because", "What sets it apart from the others, by the largest parts of the logit's score."),
    ),
    "scores": (
        ("model", "The model, or a baseline."),
        ("mrr", "Mean reciprocal rank of what came true, on the days held out (1: always first)."),
        ("low", "Lower end of its 95 % interval, clustered by day."),
        ("high", "Upper end of its 95 % interval."),
        ("first_1", "Share of what came true that stood first."),
        ("first_3", "Share among the first three."),
        ("first_10", "Share among the first ten."),
    ),
    "reliability": (
        ("forecast", "Mean probability of the first answer in this bin, on the days held out."),
        ("happened", "Share of them that came true."),
        ("n", "How many events were asked about."),
    ),
    "weights": (
        ("feature", "Name of the feature; docs/methods/forecast.md says what each one is."),
        ("weight", "Its weight in the conditional logit, for one standard deviation."),
        ("mean", "Its mean where the weights were fitted, on the scale of the model."),
        ("deviation", "Its standard deviation there."),
        ("scale", "How it enters: count log(x + .1), share log(x + .001), recency 2^(-days / 10), flag as it is."),
    ),
}  # fmt: skip
_CHARTS: Final[dict[Show, Chart]] = {
    "forecasts": Chart("bars", "forecast", "chance", y_label="probability"),
    "scores": Chart("points", "model", "mrr", "low", "high", y_label="mean reciprocal rank, 95 % interval"),
    "reliability": Chart(
        "lines", "forecast", "happened", y_label="share that came true", x_label="forecast probability", diagonal=True
    ),
    "weights": Chart("bars", "feature", "weight", y_label="weight for one standard deviation"),
}
_CAUTION: Final = (
    "A probability says what is reported next if the next days are like the past ones, not what is intended, and "
    "not how the model would do at a turning point. The score is that of many ordinary days. A reason is a part "
    "of the model's score, not a cause."
)


def measure_forecast(dyads: pa.Table, options: ForecastOptions) -> Outcome:
    """Return what comes next, with the score of such forecasts on held-out days beside stated baselines.

    The last 15 % of the facts are held out, the weights are fitted on the 30 % before, and all features of a day come
    from earlier days. "partner" and "kind": a conditional logit, P(j) = c exp(T w·x_j) / Σ_k exp(T w·x_k), with two
    numbers c and T for the calibration, and two more for the first answer. "deed": a logistic model over decayed rates,
    a whole horizon between training and scoring, dyads chosen before. Formulas: docs/methods/forecast.md.

    Args:
        dyads: The table `dyads`, with the columns `events.NEEDS`.
        options: What is asked.

    Raises:
        UsageError: A column is missing, a side or a type does not occur, or LightGBM is asked for and not installed.
    """
    if options.ask == "deed":
        events = pick_events(dyads, options.selection)
        return answer_deeds(events, options, _CAUTION)
    facts, first, n = read_facts(dyads, options.selection)
    windows = choose_windows(facts)
    if windows is None:
        return _not_enough(facts, options)
    if options.ask == "partner" and options.kind is None:
        facts = answers.collapse(facts, _ANY)
    learn = partners.LearnOptions(fit_days=windows.fit_days, boosting=options.boosting)
    rows, trial = (_partners if options.ask == "partner" else _kinds)(facts, windows, learn, options)
    value, interval = trial.mrr("model")
    held = len(trial.ranks["model"])
    reference, citation = cite("mcfadden1974", "gastinger2024", "guo2017", "platt1999")
    return Result(
        measure="forecast",
        question=_question(options, first + timedelta(days=windows.next)),
        table=_table(rows[options.show], options.show),
        columns=_COLUMNS[options.show],
        estimate=value,
        estimate_of=f"mean reciprocal rank of what came true, over {held:,} questions of the days held out",
        interval=interval,
        n=n,
        n_distinct=len(facts),
        counted="tellings of events; distinct are (source, type, target, day)",
        controls=tuple(trial.controls()),
        floor=FLOOR,
        method=_method(options, windows, first),
        caution=_CAUTION,
        reference=reference,
        citation=citation,
        chart=_CHARTS[options.show],
    )


_Rows = dict[str, list[dict[str, Any]]]


def _partners(
    facts: Facts, windows: answers.Windows, learn: partners.LearnOptions, options: ForecastOptions
) -> tuple[_Rows, answers.Trial]:
    kind = _number(options.kind or facts.types[0], facts.types, "type of event")
    source = None if options.source is None else _number(options.source, facts.actors, "source")
    facts = facts.doubled()
    model = partners.learn_partners(facts, windows.held, learn)
    trial = answers.try_partners(facts, model, windows)
    rows = _all_rows(trial, answers.weight_rows(model.weights, PARTNER_FEATURES[partners.OWN]))
    if options.show == "forecasts" and source is not None:
        rows["forecasts"] = answers.forecast_partners(facts, model, (source, kind), windows)
    return rows, trial


def _kinds(
    facts: Facts, windows: answers.Windows, learn: partners.LearnOptions, options: ForecastOptions
) -> tuple[_Rows, answers.Trial]:
    sides = [
        None if side is None else _number(side, facts.actors, name)
        for name, side in (("source", options.source), ("target", options.target))
    ]
    model = kinds.learn_kinds(facts, windows.held, learn)
    trial = answers.try_kinds(facts, model, windows)
    rows = _all_rows(trial, answers.weight_rows(model.weights, KIND_FEATURES[kinds.OWN]))
    if options.show == "forecasts" and sides[0] is not None and sides[1] is not None:
        rows["forecasts"] = answers.forecast_kinds(facts, model, (sides[0], sides[1]), windows)
    return rows, trial


def _all_rows(trial: answers.Trial, weights: list[dict[str, Any]]) -> _Rows:
    found = trial.reliability
    bins = zip(found.forecast.tolist(), found.happened.tolist(), found.n.tolist(), strict=True)
    reliability = [{"forecast": a, "happened": b, "n": int(n)} for a, b, n in bins]
    return {"scores": trial.rows(), "reliability": reliability, "weights": weights}


def read_facts(dyads: pa.Table, selection: Selection) -> tuple[Facts, date, int]:
    """Return the events that count as facts, the first day, and how often they are told.

    Args:
        dyads: The table `dyads`.
        selection: Which events count. Single actors have a country and a sector, which the features use.

    Raises:
        UsageError: A column is missing.
    """
    events = pick_events(dyads, selection)
    sides = [events.column(name).to_pylist() for name in ("source", "target")]
    kinds_ = [
        kind or QUADS[quad - 1]
        for kind, quad in zip(*(events.column(name).to_pylist() for name in ("type", "quad")), strict=True)
    ]
    actors, types = sorted({*sides[0], *sides[1]}), sorted(set(kinds_))
    at = {name: number for number, name in enumerate(actors)}
    of = {name: number for number, name in enumerate(types)}
    days = events.column("date").to_numpy().astype("datetime64[D]").astype(np.int64)
    start = int(days.min()) if len(days) else 0
    columns = (
        np.array([at[name] for name in sides[0]], dtype=np.int64),
        np.array([of[name] for name in kinds_], dtype=np.int64),
        np.array([at[name] for name in sides[1]], dtype=np.int64),
        days - start,
    )
    groups = _groups(dyads, actors) if selection.unit == "actor" else {}
    facts = make_facts(columns, actors, types, country=groups.get("country"), sector=groups.get("sector"))
    return facts, date(1970, 1, 1) + timedelta(days=start), int(sum(events.column("tellings").to_pylist()))


def _groups(dyads: pa.Table, actors: list[str]) -> dict[str, list[str | None]]:
    """Return country and sector of each single actor, that which it has most often."""
    found: dict[str, list[str | None]] = {}
    for group in ("country", "sector"):
        if f"source_{group}" not in dyads.schema.names:
            continue
        sides = " UNION ALL ".join(
            f"SELECT {side} AS name, {side}_{group} AS own FROM dyads" for side in ("source", "target")
        )
        rows = ask(
            f"SELECT name, own FROM ({sides}) WHERE name IS NOT NULL AND own IS NOT NULL "
            "GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, own) = 1",
            {"dyads": dyads},
        ).to_pylist()
        known = {row["name"]: row["own"] for row in rows}
        found[group] = [known.get(name) for name in actors]
    return found


def choose_windows(facts: Facts) -> answers.Windows | None:
    """Return which days are held out, and which the weights are fitted on; None where the facts are too few.

    Args:
        facts: In one direction, ordered by day.
    """
    if len(facts) < FLOOR or len(np.unique(facts.day)) < _LEAST_DAYS:
        return None
    many = len(facts)
    held = int(facts.day[many - min(int(many * _HELD_SHARE), _MOST_HELD)])
    before = int(np.searchsorted(facts.day, held))
    first = int(facts.day[max(before - min(int(many * _FIT_SHARE), _MOST_FIT), 0)])
    if held - first < 3 or first <= int(facts.day[0]):
        return None
    return answers.Windows(held - first, held, int(facts.day[-1]) + 1)


def _not_enough(facts: Facts, options: ForecastOptions) -> NotEnough:
    days = len(np.unique(facts.day))
    why = (
        f"It takes {FLOOR:,} distinct facts (source, type, target, day) on {_LEAST_DAYS} days, so that weights can "
        f"be fitted and then tried on days that they have not seen; here are {len(facts):,} on {days:,}. A forecast "
        "without such a trial would be a guess: add articles, or import GDELT, ICEWS or POLECAT events."
    )
    return NotEnough("forecast", _question(options, None), len(facts), FLOOR, "distinct facts", why)


def _number(name: str, known: tuple[str, ...], what: str) -> int:
    if name in known:
        return known.index(name)
    near = [one for one in known if name.casefold() in one.casefold()][:8]
    hint = f"There are: {', '.join(near)}." if near else f"There are {len(known):,}, such as {', '.join(known[:8])}."
    raise UsageError(f"no event has the {what} {name}", hint=hint)


def _table(rows: list[dict[str, Any]], show: Show) -> pa.Table:
    texts = {"because", "model", "feature", "scale"} | ({"forecast"} if show == "forecasts" else set())
    whole = {"before", "n"}
    schema = [
        (name, pa.string() if name in texts else pa.int64() if name in whole else pa.float64())
        for name, _ in _COLUMNS[show]
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))


def _question(options: ForecastOptions, day: date | None) -> str:
    when = f"on {day.isoformat()}" if day else "next"
    kind = options.kind or _ANY
    if options.show != "forecasts":
        about = "with whom" if options.ask == "partner" else "which kind of event"
        return f"How well is it forecast {about} comes next? ({options.show})"
    if options.ask == "partner":
        return f"If {options.source} is reported as the source of an event ({kind}) {when}, toward whom?"
    return f"If {options.source} is reported to act toward {options.target} {when}, in which kind of event?"


def _method(options: ForecastOptions, windows: answers.Windows, first: date) -> str:
    held, end = first + timedelta(days=windows.held), first + timedelta(days=windows.next - 1)
    fitted = held - timedelta(days=windows.fit_days)
    trees = "LightGBM's trees and a conditional logit, added" if options.boosting else "conditional logit"
    directions = "asked in both directions" if options.ask == "partner" else "over all types"
    return (
        f"{trees}, over features of decayed history before each day; weights fitted on {fitted.isoformat()} to "
        f"{(held - timedelta(days=1)).isoformat()}, tried on {held.isoformat()} to {end.isoformat()}, {directions}, "
        f"other true answers of the same day left out, ties by expectation; {options.selection.describe()}"
    )
