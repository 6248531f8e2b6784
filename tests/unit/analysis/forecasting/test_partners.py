"""The forecaster of partners: it finds what was put into a small world, and sees nothing of the day it forecasts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.discrete.conditional_models import ConditionalLogit

from detente.analysis.forecasting.calibration import fit_calibration, reliability_of_first
from detente.analysis.forecasting.candidates import describe_candidates
from detente.analysis.forecasting.conditional_logit import fit_conditional_logit
from detente.analysis.forecasting.features import PARTNER_FEATURES
from detente.analysis.forecasting.history import History
from detente.analysis.forecasting.partners import LearnOptions, PartnerModel, iter_days, learn_partners
from detente.analysis.forecasting.profile import learn_profile
from detente.analysis.forecasting.ranking import join_ranks, label_answers, rank_answers
from tests.unit.analysis.forecasting.samples import small_world

FACTS = small_world(days=150).doubled()
FIRST = 120
NAMES = [feature.name for feature in PARTNER_FEATURES]


@pytest.fixture(scope="module")
def model() -> PartnerModel:
    return learn_partners(FACTS, FIRST, LearnOptions())


def test_the_forecaster_beats_habit_alone(model: PartnerModel) -> None:
    asked = FACTS.between(FIRST, 150).queries()
    ours, habit = [], []
    for queries, described in iter_days(FACTS, model.profile, asked):
        same = described.features[..., NAMES.index("same")]
        ours.append(rank_answers(model.score(described), described.candidates, queries, possible=12))
        habit.append(rank_answers(same, described.candidates, queries, possible=12))
    assert join_ranks(ours).mrr() > join_ranks(habit).mrr() + 0.02


def test_probabilities_hold(model: PartnerModel) -> None:
    asked = FACTS.between(FIRST, 150).queries()
    parts = [
        (model.chances(described), label_answers(described.candidates, queries))
        for queries, described in iter_days(FACTS, model.profile, asked)
    ]
    chance, true = (np.concatenate(part) for part in zip(*parts, strict=True))
    assert (chance.sum(axis=1) <= 1).all()
    assert reliability_of_first(chance, true, np.diff(asked.ends)).error < 0.1


def test_what_happens_on_a_day_does_not_change_its_forecast() -> None:
    profile = learn_profile(FACTS.between(0, 90))
    asked = FACTS.between(FIRST, FIRST + 1).queries()
    found = []
    for facts in (FACTS, FACTS.between(0, FIRST)):
        history = History(facts)
        history.advance(FIRST)
        found.append(describe_candidates(history, profile, asked))
    kept = found[1].candidates >= 0
    assert (found[0].candidates == found[1].candidates).all()
    assert found[0].features[kept] == pytest.approx(found[1].features[kept], rel=1e-4, abs=1e-5)


def test_features_are_what_their_formulas_say() -> None:
    history, day = History(FACTS), 100
    history.advance(day)
    asked = FACTS.between(day, day + 1).queries()
    described = describe_candidates(history, learn_profile(FACTS.between(0, 90)), asked)
    past = FACTS.between(0, day)
    for row in (0, 7, 20):
        source, kind, target = asked.source[row], asked.type[row], described.candidates[row, 0]
        pair = (past.source == source) & (past.target == target)
        same = pair & (past.type == kind)
        given = dict(zip(NAMES, described.features[row, 0], strict=True))
        assert given["same"] == pytest.approx(np.log(same.sum() + 0.1), rel=1e-5)
        assert given["any7"] == pytest.approx(np.log((0.5 ** ((day - past.day[pair]) / 7)).sum() + 0.1), rel=1e-4)
        of_type = (past.type == kind).sum()
        share = ((past.type == kind) & (past.target == target)).sum() / of_type
        assert given["type"] == pytest.approx(np.log(share + 0.001), rel=1e-4)


def test_several_steps_ahead_sees_nothing_in_between(model: PartnerModel) -> None:
    asked = FACTS.between(FIRST, FIRST + 5).queries()
    blind = FACTS.between(0, FIRST)
    for (_, seen), (_, unseen) in zip(
        iter_days(FACTS, model.profile, asked, ahead=True),
        iter_days(replace(blind), model.profile, asked, ahead=True),
        strict=True,
    ):
        assert (seen.candidates == unseen.candidates).all()


def test_the_logit_is_that_of_statsmodels() -> None:
    draw = np.random.default_rng(3)
    features = draw.normal(size=(300, 6, 3)).astype(np.float32)
    utility = features @ np.array([1.0, -0.5, 0.0]) + draw.gumbel(size=(300, 6))
    true = utility == utility.max(axis=1, keepdims=True)
    fitted = fit_conditional_logit(features, np.ones((300, 6), dtype=bool), true, ridge=0)
    groups = np.repeat(np.arange(300), 6)
    theirs = ConditionalLogit(true.ravel().astype(int), features.reshape(-1, 3).astype(float), groups=groups).fit(
        disp=0
    )
    assert fitted.weight / fitted.scale == pytest.approx(theirs.params, abs=2e-3)


def test_calibration_undoes_scores_that_are_too_sure() -> None:
    draw = np.random.default_rng(4)
    scores = draw.normal(size=(4000, 5))
    chance = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    chosen = np.array([draw.choice(5, p=row) for row in chance])
    true = np.arange(5) == chosen[:, None]
    true[draw.random(4000) < 0.2] = False
    found = fit_calibration((3 * scores).astype(np.float32), true, np.ones(4000, dtype=np.int64))
    assert found.sharpness == pytest.approx(1 / 3, rel=0.1)
    assert found.inside == pytest.approx(0.8, abs=0.02)
