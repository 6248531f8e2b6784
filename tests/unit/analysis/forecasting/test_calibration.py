"""Scores made into probabilities: the numbers that made the data are found, and nothing is out of order."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.forecasting.calibration import ChanceScale, fit_calibration, reliability_of_first

KINDS = 8


def drawn(questions: int, seed: int, *, shared: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores and answers of softmax(scores); where shared, a sure question often has a second answer."""
    draw = np.random.default_rng(seed)
    scores = draw.normal(0, 1.5, (questions, KINDS)).astype(np.float32)
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    true = np.zeros(scores.shape, dtype=bool)
    for row, chance in enumerate(chances.astype(float)):
        many = 2 if shared and draw.random() < chance.max() else 1
        true[row, draw.choice(KINDS, many, replace=False, p=chance / chance.sum())] = True
    return scores, true, true.sum(axis=1)


def test_a_softmax_that_is_right_is_left_as_it_is() -> None:
    scale = fit_calibration(*drawn(4000, 1, shared=False))
    assert scale.sharpness == pytest.approx(1, abs=0.1)
    assert scale.slope == pytest.approx(1, abs=0.1)
    assert scale.offset == pytest.approx(0, abs=0.1)


def test_first_answers_that_share_their_day_with_others_are_brought_down() -> None:
    scale = fit_calibration(*drawn(4000, 2, shared=True))
    scores, true, answers = drawn(4000, 3, shared=True)
    plain = ChanceScale(scale.sharpness, scale.inside)
    assert reliability_of_first(scale.probabilities(scores), true, answers).error < 0.015
    assert reliability_of_first(plain.probabilities(scores), true, answers).error > 0.03


def test_the_first_stays_first_and_nothing_is_lost() -> None:
    scores = drawn(500, 4, shared=False)[0]
    for scale in (ChanceScale(1.0, 0.9, -2.0, 0.5), ChanceScale(1.0, 0.9, 1.0, 1.5)):
        chances = scale.probabilities(scores)
        assert (chances.max(axis=1) - chances[np.arange(500), scores.argmax(axis=1)] < 1e-12).all()
        assert (chances >= 0).all()
        assert (chances.sum(axis=1) < 1).all()


def test_few_questions_change_no_line() -> None:
    scale = fit_calibration(*drawn(100, 5, shared=True))
    assert (scale.offset, scale.slope) == (0.0, 1.0)


def test_questions_without_a_candidate_that_is_true_count_in_the_line() -> None:
    scores, true, answers = drawn(3000, 6, shared=False)
    true[::2] = False  # the answer of every second question is none of the candidates
    scale = fit_calibration(scores, true, answers)
    assert scale.inside == pytest.approx(0.5, abs=0.01)
    assert reliability_of_first(scale.probabilities(scores), true, answers).error < 0.02
