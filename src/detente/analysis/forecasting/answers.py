"""What is answered to "with whom next" and "which kind next": forecasts with reasons, and how such forecasts did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.analysis.forecasting import kinds, partners
from detente.analysis.forecasting.because import tell_reasons
from detente.analysis.forecasting.calibration import Reliability, reliability_of_first
from detente.analysis.forecasting.candidates import describe_candidates
from detente.analysis.forecasting.facts import Facts, Queries
from detente.analysis.forecasting.features import KIND_FEATURES, PARTNER_FEATURES
from detente.analysis.forecasting.history import History
from detente.analysis.forecasting.ranking import Ranks, join_ranks, label_answers, rank_answers
from detente.analysis.result import Control
from detente.analysis.statistics.clustered import clustered_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detente.analysis.forecasting.conditional_logit import Weights
    from detente.analysis.forecasting.facts import Floats, Ints
    from detente.analysis.forecasting.features import Feature
    from detente.analysis.result import Interval

#: Forecasts of a question that are told, the most likely first.
MOST_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class Windows:
    """Which days serve what.

    Attributes:
        fit_days: Days before the first held one, on which the weights are fitted.
        held: The first day that is held out.
        next: The day that is forecast: the one after the last.
    """

    fit_days: int
    held: int
    next: int


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """How the model and its baselines did on the days that were held out.

    Attributes:
        ranks: Of the model ("model") and the baselines, by name.
        reliability: Of the model's most likely answer.
    """

    ranks: dict[str, Ranks]
    reliability: Reliability

    def mrr(self, name: str) -> tuple[float, Interval]:
        """Return a mean reciprocal rank, with its interval clustered by day."""
        return clustered_mean(self.ranks[name].reciprocal(), self.ranks[name].day, of="days")

    @property
    def best_baseline(self) -> str:
        """The baseline with the highest mean reciprocal rank."""
        return max((name for name in self.ranks if name != "model"), key=lambda name: self.ranks[name].mrr())

    def gain(self) -> tuple[float, Interval]:
        """Return by how much the model is better than the best baseline, paired, clustered by day."""
        ours, theirs = self.ranks["model"], self.ranks[self.best_baseline]
        return clustered_mean(ours.reciprocal() - theirs.reciprocal(), ours.day, of="days")

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for the model and each baseline."""
        rows = []
        for name, ranks in self.ranks.items():
            value, interval = self.mrr(name)
            hits = {f"first_{k}": ranks.hits(k) for k in (1, 3, 10)}
            rows.append({"model": name, "mrr": value, "low": interval.low, "high": interval.high, **hits})
        return rows

    def controls(self) -> Iterator[Control]:
        """Yield the baselines, the gain over the best of them, and the calibration."""
        for name in self.ranks:
            if name != "model":
                value, interval = self.mrr(name)
                meaning = "Mean reciprocal rank on the same questions: what no model is needed for."
                yield Control(f"baseline, {name}", value, interval, None, meaning)
        value, interval = self.gain()
        claim = "0 lies in the interval: no winner can be claimed." if 0 in interval else "0 lies outside the interval."
        yield Control(
            f"model less baseline, {self.best_baseline}", value, interval, None, f"Paired by question. {claim}"
        )
        error = self.reliability.error
        meaning = "Mean distance, in ten bins, of the probability of the first answer from how often it came true."
        yield Control("calibration error of the first answer", error, None, None, meaning)


@dataclass(slots=True)
class _Collected:
    """What is gathered day by day while held-out questions are answered."""

    ranks: dict[str, list[Ranks]] = field(default_factory=dict)
    chance: list[NDArray[np.float64]] = field(default_factory=list)
    came: list[NDArray[np.bool_]] = field(default_factory=list)
    answers: list[Ints] = field(default_factory=list)

    def add(self, queries: Queries, candidates: Ints, scores: dict[str, NDArray[Any]], possible: int) -> None:
        for name, score in scores.items():
            self.ranks.setdefault(name, []).append(rank_answers(score, candidates, queries, possible=possible))

    def add_first(self, queries: Queries, candidates: Ints, chance: NDArray[np.float64]) -> None:
        at = np.argmax(chance, axis=1)[:, None]
        self.chance.append(np.take_along_axis(chance, at, axis=1))
        self.came.append(np.take_along_axis(label_answers(candidates, queries), at, axis=1))
        self.answers.append(np.diff(queries.ends))

    def trial(self) -> Trial:
        chance, came, answers = np.concatenate(self.chance), np.concatenate(self.came), np.concatenate(self.answers)
        ranks = {name: join_ranks(listed) for name, listed in self.ranks.items()}
        return Trial(ranks, reliability_of_first(chance, came, answers))


def try_partners(facts: Facts, model: partners.PartnerModel, windows: Windows) -> Trial:
    """Return how "(source, type, ?)" was forecast on the held days, in both directions, all actors possible.

    Args:
        facts: In both directions.
        model: Learned from the days before the held ones.
        windows: Which days are held out.
    """
    collected = _Collected()
    names = [feature.name for feature in PARTNER_FEATURES]
    asked = facts.between(windows.held, windows.next).queries()
    for queries, table in partners.iter_days(facts, model.profile, asked):
        none = table.candidates < 0
        same, kind, met = (np.exp(table.features[..., names.index(name)]) for name in ("same30", "type", "any30"))
        scores: dict[str, NDArray[Any]] = {
            "model": model.score(table),
            "repeats": np.where(none, -np.inf, same + 0.01 * kind),
            "partners": np.where(none, -np.inf, met + 0.01 * kind),
        }
        collected.add(queries, table.candidates, scores, len(facts.actors))
        collected.add_first(queries, table.candidates, model.chances(table))
    return collected.trial()


def forecast_partners(
    facts: Facts, model: partners.PartnerModel, question: tuple[int, int], windows: Windows
) -> list[dict[str, Any]]:
    """Return the most likely targets of a source and a type on the next day.

    Args:
        facts: In both directions.
        model: The fitted model.
        question: Numbers of the source and the type.
        windows: Which day is next.
    """
    history = History(facts)
    history.advance(windows.next)
    table = describe_candidates(history, model.profile, _ask(question, windows.next))
    chance = model.chances(table)[0]
    order = np.argsort(-chance, kind="stable")[: min(MOST_ROWS, int((table.candidates >= 0).sum()))]
    features = table.features[0][:, partners.OWN]
    same = [feature.name for feature in PARTNER_FEATURES].index("same")
    rows = []
    for at in order.tolist():
        target = facts.actors[table.candidates[0, at]]
        names = {"source": facts.actors[question[0]], "type": facts.types[question[1]], "target": target}
        before = round(float(np.exp(features[at, same]) - 0.1))
        because = _because(model.weights, (features, PARTNER_FEATURES[partners.OWN]), (at, chance), names)
        rows.append({"forecast": target, "chance": float(chance[at]), "before": before, "because": because})
    return rows


def try_kinds(facts: Facts, model: kinds.KindModel, windows: Windows) -> Trial:
    """Return how "(source, ?, target)" was forecast on the held days, all types possible.

    Args:
        facts: In one direction.
        model: Learned from the days before the held ones.
        windows: Which days are held out.
    """
    collected = _Collected()
    names = [feature.name for feature in KIND_FEATURES]
    asked = kinds.kind_queries(facts.between(windows.held, windows.next))
    for queries, features in kinds.iter_kind_days(facts, model.profile, asked):
        candidates = kinds.all_kinds(len(features), len(facts.types))
        month, ever, world = (np.exp(features[..., names.index(name)]) for name in ("pair30", "pair", "world"))
        scores: dict[str, NDArray[Any]] = {
            "model": model.score(features),
            "history of the two": month + 0.1 * ever + 0.5 * world,
            "usual": world,
        }
        collected.add(queries, candidates, scores, len(facts.types))
        collected.add_first(queries, candidates, model.calibration.probabilities(scores["model"]))
    return collected.trial()


def forecast_kinds(
    facts: Facts, model: kinds.KindModel, question: tuple[int, int], windows: Windows
) -> list[dict[str, Any]]:
    """Return the types of the next event of a source toward a target, the most likely first.

    Args:
        facts: In one direction.
        model: The fitted model.
        question: Numbers of source and target.
        windows: Which day is next.
    """
    history = History(facts.doubled())
    history.advance(windows.next)
    features = kinds.describe_kinds(history, model.profile, _ask(question, windows.next))
    chance = model.calibration.probabilities(model.score(features))[0]
    own = features[0][:, kinds.OWN]
    pair = [feature.name for feature in KIND_FEATURES].index("pair")
    rows = []
    for at in np.argsort(-chance, kind="stable")[:MOST_ROWS].tolist():
        names = {"source": facts.actors[question[0]], "target": facts.actors[question[1]], "type": facts.types[at]}
        before = round(float(np.exp(own[at, pair]) - 0.1))
        because = _because(model.weights, (own, KIND_FEATURES[kinds.OWN]), (at, chance), names)
        rows.append({"forecast": facts.types[at], "chance": float(chance[at]), "before": before, "because": because})
    return rows


def _ask(question: tuple[int, int], day: int) -> Queries:
    """Return one question whose answer nobody knows yet."""
    first, second = (np.array([number], dtype=np.int64) for number in question)
    nothing = np.zeros(0, dtype=np.int64)
    return Queries(first, second, np.array([day], dtype=np.int64), np.array([0, 0], dtype=np.int64), nothing)


def _because(
    weights: Weights,
    told: tuple[Floats, tuple[Feature, ...]],
    which: tuple[int, NDArray[np.float64]],
    names: dict[str, str],
) -> str:
    """Return the reasons of one candidate: against the likely others, else against all of them."""
    (features, listed), (at, chance) = told, which
    parts = weights.parts(features)
    likely = chance / max(float(chance.sum()), 1e-12)
    for usual in ((parts * likely[:, None]).sum(axis=0), parts.mean(axis=0)):
        reason = tell_reasons(parts[at], usual, weights.weight, (listed, features[at]), names)
        if reason.startswith("because"):
            break
    return reason


def weight_rows(weights: Weights, told: tuple[Feature, ...]) -> list[dict[str, Any]]:
    """Return the table of weights, the largest first."""
    order = np.argsort(-np.abs(weights.weight), kind="stable").tolist()
    return [
        {
            "feature": told[at].name,
            "weight": float(weights.weight[at]),
            "mean": float(weights.mean[at]),
            "deviation": float(weights.scale[at]),
            "scale": told[at].scale,
        }
        for at in order
    ]


def collapse(facts: Facts, name: str) -> Facts:
    """Return facts as if all were of one type: for "with whom next, in whatever"."""
    one = replace(facts, type=np.zeros_like(facts.type), types=(name,))
    rows = np.stack([one.day, one.source, one.target], axis=1)
    return one.pick(np.unique(rows, axis=0, return_index=True)[1])
