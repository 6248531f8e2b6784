"""Which kind of event next: what was put into a small world is found, and nothing of the day itself is seen."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.forecasting.features import KIND_FEATURES
from detente.analysis.forecasting.history import History
from detente.analysis.forecasting.kinds import all_kinds, describe_kinds, iter_kind_days, kind_queries, learn_kinds
from detente.analysis.forecasting.options import ForecastOptions
from detente.analysis.forecasting.partners import LearnOptions
from detente.analysis.forecasting.profile import learn_profile
from detente.analysis.forecasting.ranking import join_ranks, rank_answers
from tests.unit.analysis.forecasting.samples import small_world

FACTS = small_world(days=150)
FIRST = 120
NAMES = [feature.name for feature in KIND_FEATURES]


def test_the_forecaster_beats_what_is_usual() -> None:
    model = learn_kinds(FACTS, FIRST, LearnOptions())
    ours, usual = [], []
    for queries, features in iter_kind_days(FACTS, model.profile, kind_queries(FACTS.between(FIRST, 150))):
        every = all_kinds(len(features), 3)
        ours.append(rank_answers(model.score(features), every, queries, possible=3))
        usual.append(rank_answers(features[..., NAMES.index("world")], every, queries, possible=3))
    assert join_ranks(ours).mrr() > join_ranks(usual).mrr() + 0.02


def test_the_logit_beside_the_trees_has_its_own_calibration() -> None:
    both, alone = (learn_kinds(FACTS, FIRST, LearnOptions(boosting=boosting)) for boosting in (True, False))
    assert both.without_trees().calibration == alone.calibration
    assert both.calibration != alone.calibration


def test_features_are_what_their_formulas_say_and_see_no_later_day() -> None:
    profile, day = learn_profile(FACTS.between(0, 90).doubled()), 100
    asked = kind_queries(FACTS.between(day, day + 1))
    found = []
    for facts in (FACTS, FACTS.between(0, day)):
        history = History(facts.doubled())
        history.advance(day)
        found.append(describe_kinds(history, profile, asked))
    assert found[0] == pytest.approx(found[1], rel=1e-4, abs=1e-5)
    past = FACTS.between(0, day)
    for row in (0, 3, 7):
        there = (past.source == asked.source[row]) & (past.target == asked.type[row])
        back = (past.target == asked.source[row]) & (past.source == asked.type[row])
        for kind in range(3):
            given = dict(zip(NAMES, found[0][row, kind], strict=True))
            assert given["pair"] == pytest.approx(np.log((there & (past.type == kind)).sum() + 0.1), rel=1e-4)
            assert given["back"] == pytest.approx(np.log((back & (past.type == kind)).sum() + 0.1), rel=1e-4)
            assert given["world"] == pytest.approx(np.log((past.type == kind).mean() + 0.001), rel=1e-4)


def test_options_know_their_usual_values() -> None:
    assert ForecastOptions(source="a").within == 30
