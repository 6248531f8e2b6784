"""Which kind of event next: "(source, ?, target) on a day", over all types, by a conditional logit, or trees too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.analysis.forecasting.boosting import Trees, fit_trees
from detente.analysis.forecasting.calibration import ChanceScale, fit_calibration
from detente.analysis.forecasting.conditional_logit import Weights, fit_conditional_logit
from detente.analysis.forecasting.facts import Queries, spread
from detente.analysis.forecasting.features import KIND_FEATURES, scale_features
from detente.analysis.forecasting.history import History
from detente.analysis.forecasting.profile import Profile, learn_profile
from detente.analysis.forecasting.ranking import label_answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.forecasting.facts import Facts, Floats, Ints
    from detente.analysis.forecasting.partners import LearnOptions

#: Features that differ between types stand first; the others cancel out in a logit.
OWN: Final = slice(0, sum(feature.scale != "question" for feature in KIND_FEATURES))
_ROUNDS: Final = 80
#: Chosen on ICEWS 2014 valid, with the days that the weights are fitted on.
_RIDGE: Final = 1e-3
_LOGIT_SHARE: Final = 0.5
#: A share of a few is drawn toward the share of all as by so many.
_SMOOTH: Final = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class KindModel:
    """A fitted forecaster of "(source, ?, target)".

    Attributes:
        profile: What was learned from the time before the questions it was fitted on.
        weights: The conditional logit, with a constant for each type.
        trees: Gradient boosting, or None.
        calibration: Makes scores into probabilities.
        logit_calibration: Makes scores of the logit alone into probabilities.
    """

    profile: Profile
    weights: Weights
    trees: Trees | None
    calibration: ChanceScale
    logit_calibration: ChanceScale

    def without_trees(self) -> KindModel:
        """Return the logit alone, with its own calibration."""
        return replace(self, trees=None, calibration=self.logit_calibration)

    def score(self, features: Floats) -> Floats:
        """Return the score of each type, Q × R."""
        return _score(self.weights, self.trees, features)


def kind_queries(facts: Facts) -> Queries:
    """Return what may be asked of facts in one direction: every (source, target, day) once, with all types.

    In the questions `type` holds the number of the target, and `answers` numbers of types.
    """
    turned = type(facts)(
        facts.source, facts.target, facts.type, facts.day, facts.actors, facts.types, facts.country, facts.sector
    )
    return turned.queries()


def learn_kinds(facts: Facts, end: int, options: LearnOptions) -> KindModel:
    """Return a forecaster learned from what happened before a day, as `learn_partners` does.

    Args:
        facts: In one direction; those from `end` on are not looked at.
        end: The first day that is to be forecast.
        options: How much to learn from, and whether with trees.

    Raises:
        UsageError: Trees are asked for, and LightGBM is not installed.
    """
    start, first = int(facts.day.min()), end - options.fit_days
    profile = learn_profile(facts.between(start, first).doubled())
    asked = kind_queries(facts.between(first, end))
    if len(asked.day) > options.most_questions // 2:
        drawn = np.random.default_rng(1).choice(len(asked.day), options.most_questions // 2, replace=False)
        asked = asked.take(np.sort(drawn))
    features = np.concatenate([part for _, part in iter_kind_days(facts.between(start, end), profile, asked)])
    at = int(np.searchsorted(asked.day, first + 2 * options.fit_days // 3))
    weights, trees = _fit(features, asked, options)
    alone = _calibrate(_score(weights, None, features), asked)
    calibration = alone
    if options.boosting:
        early, late = (asked.take(np.arange(*ends)) for ends in ((0, at), (at, len(asked.day))))
        calibration = _calibrate(_score(*_fit(features[:at], early, options), features[at:]), late)
    return KindModel(profile, weights, trees, calibration, alone)


def iter_kind_days(facts: Facts, profile: Profile, asked: Queries) -> Iterator[tuple[Queries, Floats]]:
    """Yield the questions of each day with the features of all types, Q × R × F, from what happened before the day.

    Args:
        facts: In one direction.
        profile: Learned from earlier facts.
        asked: From `kind_queries`, ordered by day.
    """
    history = History(facts.doubled())
    days, starts = np.unique(asked.day, return_index=True)
    for day, first, end in zip(days, starts, np.append(starts[1:], len(asked.day)), strict=True):
        history.advance(int(day))
        part = asked.take(np.arange(first, end))
        yield part, describe_kinds(history, profile, part)


def all_kinds(questions: int, types: int) -> Ints:
    """Return the candidates of each question: all types."""
    return np.broadcast_to(np.arange(types), (questions, types))


def describe_kinds(history: History, profile: Profile, asked: Queries) -> Floats:
    """Return the features of every type for each question, Q × R × F, on the scale of the models.

    Args:
        history: Advanced to the day of the questions.
        profile: Learned from earlier facts.
        asked: From `kind_queries`.
    """
    types = history.types // 2
    values = np.zeros((len(asked.source), types, len(KIND_FEATURES)), dtype=np.float32)
    put = {feature.name: values[..., at] for at, feature in enumerate(KIND_FEATURES)}
    source, target = asked.source, asked.type
    _of_pair(put, history, profile, source * history.actors + target)
    _of_sides(put, history, source, target)
    _of_world(put, history, source, target)
    scale_features(values, KIND_FEATURES)
    return values


def _of_pair(put: dict[str, Floats], history: History, profile: Profile, pair: Ints) -> None:
    """Put in what went on between the two, in both directions, and what usually follows it."""
    types = history.types // 2
    place = history.pair.find(pair)
    known = np.flatnonzero(place < len(history.pair.keys))
    starts, ends = history.triples_between[place[known]], history.triples_between[place[known] + 1]
    at, row = spread(starts, ends - starts), np.repeat(known, ends - starts)
    kind = history.triple_type[at]
    sums = np.zeros((4, len(pair), history.types), dtype=np.float32)
    for number in range(4):
        sums[number, row, kind] = history.triple.sums[number, at]
    days = np.full((len(pair), history.types), 999.0, dtype=np.float32)
    days[row, kind] = history.triple.since(at)
    for name, part in (("pair", slice(0, types)), ("back", slice(types, None))):
        for number, ending in enumerate(("2", "7", "30", "")):
            put[name + ending][...] = sums[number][:, part]
        put[f"{name}_days"][...] = days[:, part]
        total = sums[3][:, part].sum(axis=1, keepdims=True)
        put[f"{name}_share"][...] = sums[3][:, part] / (total + 1)
    usual = history.type.sums[3, history.type.find(np.arange(types))]
    usual = usual / max(float(usual.sum()), 1) / 2
    few, week, month = (affinity[:, :types] * usual for affinity in profile.affinity)
    put["lead2"][...] = sums[0] @ few
    put["lead7"][...], put["lead30"][...], put["lead"][...] = sums[1] @ week, sums[2] @ month, sums[3] @ month
    put["pair_any7"][...], put["pair_any"][...] = (sums[at].sum(axis=1)[:, None] for at in (1, 3))


def _of_sides(put: dict[str, Floats], history: History, source: Ints, target: Ints) -> None:
    """Put in what the source does and what the target meets with, whoever the other is."""
    types = history.types // 2
    for name, actor, part in (("source", source, slice(0, types)), ("target", target, slice(types, None))):
        keys = actor[:, None] * history.types + np.arange(history.types)[part]
        sums = history.source_type.sums[:, history.source_type.find(keys)]
        put[f"{name}7"][...], put[name][...], put[f"{name}30"][...] = sums
        put[f"{name}_share"][...] = sums[1] / (sums[1].sum(axis=1, keepdims=True) + 3)
        put[f"{name}_any7"][...] = sums[0].sum(axis=1, keepdims=True)


def _of_world(put: dict[str, Floats], history: History, source: Ints, target: Ints) -> None:
    """Put in what goes on everywhere, between the two countries, and between such actors."""
    h, facts, kinds = history, history.facts, np.arange(history.types // 2)
    sums = h.type.sums[:, h.type.find(kinds)]
    shares = sums / (sums.sum(axis=1, keepdims=True) + 1e-9)
    put["world7"][...], put["world30"][...], put["world"][...] = shares[0], shares[1], shares[3]
    usual = shares[3]
    for name, count, group, size in (
        ("countries", h.country_country, facts.country, h.countries),
        ("sectors", h.sector, facts.sector, h.sectors),
    ):
        keys = (group[source][:, None] * h.types + kinds) * size + group[target][:, None]
        found = count.sums[0, count.find(keys)]
        put[name][...] = (found + _SMOOTH * usual) / (found.sum(axis=1, keepdims=True) + _SMOOTH)
    received = kinds + len(kinds)
    for name, actor, kind, other in (("toward", source, kinds, target), ("from", target, received, source)):
        keys = (actor[:, None] * h.types + kind) * h.countries + facts.country[other][:, None]
        put[f"{name}_country"][...] = h.source_type_country.sums[0, h.source_type_country.find(keys)]
    put["both_share"][...] = put["source_share"] * put["target_share"] / (usual + 1e-6)


def _fit(features: Floats, asked: Queries, options: LearnOptions) -> tuple[Weights, Trees | None]:
    candidates = all_kinds(len(features), features.shape[1])
    true, every = label_answers(candidates, asked), np.ones(candidates.shape, dtype=bool)
    weights = fit_conditional_logit(features[..., OWN], every, true, ridge=_RIDGE, by_place=True)
    if not options.boosting:
        return weights, None
    return weights, fit_trees(features, every, true, objective="rank_xendcg", rounds=_ROUNDS)


def _score(weights: Weights, trees: Trees | None, features: Floats) -> Floats:
    scores = weights.score(features[..., OWN])
    return scores if trees is None else trees.score(features) + np.float32(_LOGIT_SHARE) * scores


def _calibrate(scores: Floats, asked: Queries) -> ChanceScale:
    true = label_answers(all_kinds(*scores.shape), asked)
    return fit_calibration(scores, true, np.diff(asked.ends))
