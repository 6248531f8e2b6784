"""How sure an attribution is, on scores written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detente.reading.attribution.confidence import FACTS, certainty, confidence, facts
from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment
from detente.reading.attribution.linking import Linked


def test_certainty_is_the_share_of_the_chosen_tag() -> None:
    scores = np.log(np.array([[1.0, 3.0], [4.0, 1.0]], np.float32))
    assert certainty(scores, np.array([1, 1])) == pytest.approx([0.75, 0.2])
    # The same scores with a constant more have the same shares, however large.
    assert certainty(scores + 500, np.array([1, 1])) == pytest.approx([0.75, 0.2], rel=1e-3)


def test_facts_are_log_odds_of_means_least_edges_and_weakest_links() -> None:
    sure = np.array([0.9, 0.5, 0.8, 0.6, 0.7], np.float32)
    fragments = (Fragment(SOURCE, 0, 1), Fragment(CUE, 1, 2), Fragment(CONTENT, 2, 4))
    found = facts(Linked(fragments, (0.75, 1.0, 0.25)), sure)
    odds = np.array([0.5 / 0.5, 0.5 / 0.5, 0.9 / 0.1, 0.5 / 0.5, 0.7 / 0.3, 0.7 / 0.3, 3, 1 / 3])
    assert found == pytest.approx([1, *np.log(odds), 0], rel=1e-4, abs=1e-4)


def test_an_attribution_without_source_says_so() -> None:
    found = facts(Linked((Fragment(CUE, 0, 1),), (1.0,)), np.array([0.8, 0.9], np.float32))
    assert (found[3], found[7], found[9]) == (0, 0, 1)


def test_confidence_is_logistic() -> None:
    described = np.zeros(FACTS, np.float32)
    described[0] = 1
    weights = np.zeros(FACTS, np.float32)
    assert confidence(described, weights) == 0.5
    weights[0] = np.log(3)
    assert confidence(described, weights) == pytest.approx(0.75, abs=1e-4)
