"""The second voices: tables of weights, and the probabilities they give."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from detente.errors import KnowledgeError
from detente.reading.grammar.markers import load_table
from detente.reading.substance.scoring import Scorer, load_scorer, size_class

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
        ("a name\tmuch\t3", "broken.tsv, line 2: 'much' is no weight for 'a name'"),
        ("(bias)\t0\t3", "the row '\\(bias\\)' or '\\(kept from\\)'"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: str, said: str
) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "broken.tsv").write_text(f"feature\tweight\tcount\n{row}\n", encoding="utf-8")
    monkeypatch.setattr("detente.reading.grammar.markers.shipped", lambda _folder: tmp_path)
    load_table.cache_clear()
    with pytest.raises(KnowledgeError, match=said):
        load_scorer("broken")
    load_table.cache_clear()


@pytest.mark.parametrize(("words", "named"), [(0, "up to 3"), (3, "up to 3"), (4, "up to 6"), (17, "over 16")])
def test_lengths_are_told_apart_by_class(words: int, named: str) -> None:
    assert size_class(words) == named
