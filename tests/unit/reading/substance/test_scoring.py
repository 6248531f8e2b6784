"""The second voices: tables of weights, and the probabilities they give."""

from __future__ import annotations

import math

import pytest

from detente.errors import KnowledgeError
from detente.reading.grammar import markers
from detente.reading.substance.scoring import Scorer, load_scorer

TABLES = ("conditions", "interpretations", "questions", "stances", "stance_targets")


def test_a_probability_is_the_logistic_of_bias_and_weights() -> None:
    scorer = Scorer(bias=-1.0, kept=0.5, weights={"a name": 2.0, "a date": -0.5})
    assert scorer.probability([]) == pytest.approx(1 / (1 + math.e))
    assert scorer.probability(["a name"]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert scorer.probability(["a name", "a date"]) == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_a_feature_counts_once_and_an_unlisted_one_not_at_all() -> None:
    scorer = Scorer(bias=0.0, kept=0.5, weights={"a name": 2.0})
    assert scorer.probability(["a name", "a name", "unheard of"]) == scorer.probability(["a name"])


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_can_be_read(name: str) -> None:
    scorer = load_scorer(name)
    assert 0 <= scorer.kept <= 0.5  # what is shown is always kept
    assert len(scorer.weights) > 10
    assert 0 < scorer.probability(scorer.weights) < 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a name\tmuch\t3", "'much' is no weight for 'a name'"),
        ("(bias)\t0\t3", "the row '\\(bias\\)' or '\\(kept from\\)'"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(monkeypatch: pytest.MonkeyPatch, row: str, said: str) -> None:
    monkeypatch.setattr(
        "detente.reading.substance.scoring.load_table", lambda _name, _columns: (tuple(row.split("\t")),)
    )
    load_scorer.cache_clear()
    with pytest.raises(KnowledgeError, match=said):
        load_scorer("broken")
    load_scorer.cache_clear()
    assert markers.load_table("weights/stances.tsv", 3)
