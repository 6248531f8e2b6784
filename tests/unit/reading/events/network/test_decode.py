"""From tag scores to triggers."""

from __future__ import annotations

import numpy as np

from detente.reading.events.network.decode import find_triggers, log_chances
from detente.reading.events.network.pairs import Trigger

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
OTHER = 3


def chances(*best: int) -> np.ndarray:
    scores = np.zeros((len(best), 5), np.float32)
    for row, tag in enumerate(best):
        scores[row, tag] = 4
    return log_chances(scores)


def test_chances_sum_to_one() -> None:
    assert np.allclose(np.exp(chances(BEGIN, OUTSIDE)).sum(1), 1)


def test_words_of_one_type_form_one_trigger() -> None:
    found = find_triggers(chances(BEGIN, INSIDE, OUTSIDE, OTHER), np.zeros(4, int), 0)
    assert found == [Trigger((0, 1), 0), Trigger((3,), 1)]


def test_inside_does_not_follow_outside_or_another_type() -> None:
    assert find_triggers(chances(OUTSIDE, INSIDE), np.zeros(2, int), 0) in ([], [Trigger((1,), 0)])
    found = find_triggers(chances(OTHER, INSIDE), np.zeros(2, int), 0)
    assert all(len(trigger.rows) == 1 or trigger.type == 0 for trigger in found)


def test_a_trigger_ends_with_its_sentence() -> None:
    found = find_triggers(chances(BEGIN, INSIDE), np.array([0, 1]), 0)
    assert all(trigger.rows != (0, 1) for trigger in found)


def test_words_of_no_sentence_carry_nothing() -> None:
    assert find_triggers(chances(BEGIN), np.array([-1]), 0) == []


def test_a_lower_score_of_outside_finds_more() -> None:
    unsure = log_chances(np.array([[1.0, 0.5, 0, 0, 0]], np.float32))
    assert find_triggers(unsure, np.zeros(1, int), 0) == []
    assert find_triggers(unsure, np.zeros(1, int), -1) == [Trigger((0,), 0)]


def test_nothing_in_nothing_out() -> None:
    assert find_triggers(np.zeros((0, 5), np.float32), np.zeros(0, int), 0) == []
