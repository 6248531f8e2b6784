"""With whom next: "(source, type, ?) on a day", by a conditional logit over candidates, with trees if asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.analysis.forecasting.boosting import Trees, fit_trees
from detente.analysis.forecasting.calibration import ChanceScale, fit_calibration
from detente.analysis.forecasting.candidates import MOST_CANDIDATES, CandidateTable, describe_candidates
from detente.analysis.forecasting.conditional_logit import Weights, fit_conditional_logit
from detente.analysis.forecasting.features import PARTNER_FEATURES
from detente.analysis.forecasting.history import History
from detente.analysis.forecasting.profile import Profile, learn_profile
from detente.analysis.forecasting.ranking import label_answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Facts, Floats, Queries

#: Features that differ between candidates stand first; the others cancel out in a logit.
OWN: Final = slice(0, sum(feature.scale != "question" for feature in PARTNER_FEATURES))
#: Trees, and what the logit's score counts beside theirs.
_ROUNDS: Final = 100
_LOGIT_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """How a forecaster learns.

    Attributes:
        fit_days: Days before the first forecast whose questions the weights are fitted on.
        most_questions: How many of these questions, drawn with a fixed seed.
        boosting: Whether trees are fitted beside the logit.
        ahead: Whether it forecasts several steps ahead, without seeing what happens in between.
    """

    fit_days: int = 30
    most_questions: int = 16_000
    boosting: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Questions with candidates, features and which are true, to fit models on.

    Attributes:
        asked: The questions, ordered by day.
        described: Candidates and features.
        true: Q × K.
    """

    asked: Queries
    described: CandidateTable
    true: NDArray[np.bool_]

    @property
    def is_candidate(self) -> NDArray[np.bool_]:
        """Q × K: False where a row has fewer candidates."""
        return self.described.candidates >= 0

    def split(self, day: int) -> tuple[Sample, Sample]:
        """Return the questions before a day, and the others."""
        at = int(np.searchsorted(self.asked.day, day))
        return self._part(slice(0, at)), self._part(slice(at, len(self.asked.day)))

    def _part(self, rows: slice) -> Sample:
        whole = self.described
        described = CandidateTable(whole.candidates[rows], whole.features[rows], whole.hand[rows])
        return Sample(self.asked.take(np.arange(rows.start, rows.stop)), described, self.true[rows])


@dataclass(frozen=True, slots=True, eq=False)
class PartnerModel:
    """A fitted forecaster.

    Attributes:
        profile: What was learned from the time before the questions it was fitted on.
        weights: The conditional logit: the table of weights.
        trees: Gradient boosting, or None.
        calibration: Makes scores into probabilities.
        logit_calibration: Makes scores of the logit alone into probabilities.
        ahead: Whether it forecasts several steps ahead.
    """

    profile: Profile
    weights: Weights
    trees: Trees | None
    calibration: ChanceScale
    logit_calibration: ChanceScale
    ahead: bool

    def without_trees(self) -> PartnerModel:
        """Return the logit alone, with its own calibration."""
        return replace(self, trees=None, calibration=self.logit_calibration)

    def score(self, described: CandidateTable) -> Floats:
        """Return the score of each candidate, -inf where there is none."""
        return _score(self.weights, self.trees, described)

    def chances(self, described: CandidateTable) -> NDArray[np.float64]:
        """Return the probability of each candidate, Q × K; the rest to 1 is that it is none of them.

        With trees it is the mean of theirs and of the logit's, each calibrated (a linear opinion pool, Stone 1961),
        which is less sure of itself than trees alone. On the valid part of ICEWS 2014 the first answers' calibration
        error falls from .017 to .007.
        """
        own = self.calibration.probabilities(self.score(described))
        if self.trees is None:
            return own
        return (own + self.logit_calibration.probabilities(_score(self.weights, None, described))) / 2


def learn_partners(facts: Facts, end: int, options: LearnOptions) -> PartnerModel:
    """Return a forecaster learned from what happened before a day.

    The profile is learned from the days before the last `fit_days`, the weights from questions of these. So are the two
    numbers of the calibration: with trees from a fit on the first two thirds of these days, held against the last
    third; without them from the same days, since a few dozen weights cannot fit thousands of questions by chance.

    Args:
        facts: In both directions; those from `end` on are not looked at.
        end: The first day that is to be forecast.
        options: How much to learn from, and whether with trees.

    Raises:
        UsageError: Trees are asked for, and LightGBM is not installed.
    """
    first = end - options.fit_days
    facts = facts.between(int(facts.day.min()), end)
    profile = learn_profile(facts.between(int(facts.day.min()), first))
    sample = draw_sample(facts, profile, first, options)
    weights, trees = _fit(sample, options)
    alone = _calibrate(sample, weights, None)
    calibration = alone
    if options.boosting:
        tried, held = sample.split(first + 2 * options.fit_days // 3)
        calibration = _calibrate(held, *_fit(tried, options))
    return PartnerModel(profile, weights, trees, calibration, alone, options.ahead)


def draw_sample(facts: Facts, profile: Profile, first: int, options: LearnOptions) -> Sample:
    """Return questions of the days from `first` on, with their candidates.

    Args:
        facts: In both directions.
        profile: Learned from facts before `first`.
        first: First day.
        options: How many questions at most, and whether several steps ahead.
    """
    asked = facts.between(first, int(facts.day.max()) + 1).queries()
    if len(asked.day) > options.most_questions:
        drawn = np.random.default_rng(1).choice(len(asked.day), options.most_questions, replace=False)
        asked = asked.take(np.sort(drawn))
    shape = (len(asked.day), MOST_CANDIDATES)
    whole = CandidateTable(
        np.full(shape, -1, dtype=np.int64),
        np.zeros((*shape, len(PARTNER_FEATURES)), dtype=np.float32),
        np.zeros(shape, dtype=np.float32),
    )
    true, at = np.zeros(shape, dtype=bool), 0
    for queries, part in iter_days(facts, profile, asked, ahead=options.ahead):
        rows = slice(at, at := at + len(queries.day))
        whole.candidates[rows], whole.features[rows], whole.hand[rows] = part.candidates, part.features, part.hand
        true[rows] = label_answers(part.candidates, queries)
    return Sample(asked, whole, true)


def iter_days(
    facts: Facts, profile: Profile, asked: Queries, *, ahead: bool = False
) -> Iterator[tuple[Queries, CandidateTable]]:
    """Yield the questions of each day with their candidates, described by what happened before it.

    Args:
        facts: In both directions; those of a day are seen from the next day on.
        profile: Learned from earlier facts.
        asked: The questions, ordered by day.
        ahead: Whether nothing is seen from the first day of the questions on.
    """
    history = History(facts)
    days, starts = np.unique(asked.day, return_index=True)
    ends = np.append(starts[1:], len(asked.day))
    for day, first, end in zip(days, starts, ends, strict=True):
        history.advance(int(days[0] if ahead else day))
        part = asked.take(np.arange(first, end))
        yield part, describe_candidates(history, profile, part)


def _fit(sample: Sample, options: LearnOptions) -> tuple[Weights, Trees | None]:
    features, is_candidate = sample.described.features, sample.is_candidate
    weights = fit_conditional_logit(features[..., OWN], is_candidate, sample.true)
    if not options.boosting:
        return weights, None
    return weights, fit_trees(features, is_candidate, sample.true, objective="lambdarank", rounds=_ROUNDS)


def _calibrate(sample: Sample, weights: Weights, trees: Trees | None) -> ChanceScale:
    return fit_calibration(_score(weights, trees, sample.described), sample.true, np.diff(sample.asked.ends))


def _score(weights: Weights, trees: Trees | None, described: CandidateTable) -> Floats:
    scores = weights.score(described.features[..., OWN])
    if trees is not None:
        scores = trees.score(described.features) + np.float32(_LOGIT_SHARE) * scores
    found: Floats = np.where(described.candidates >= 0, scores, np.float32(-np.inf))
    return found
