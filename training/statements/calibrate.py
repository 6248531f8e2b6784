"""Fit the confidence of an exported model on dev, and write it into the model's decoding.json.

    python training/statements/calibrate.py --work DIR --model src/.../attribution/model

Logistic regression on ten facts about each attribution. The table it prints is cross-validated over articles: each
fifth of dev is judged by weights fitted on the other four. The weights that are written use all of dev.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pickle
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from corpus import Article, encode
from detente.reading.attribution.decode import Fragment
from detente.reading.attribution.linking import Linked
from detente.reading.attribution.tagger import load_tagger

FOLDS = 5
ROLES = ("cue", "source", "content")


def fit(facts: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a little shrinkage, by Newton's method."""
    weights = np.zeros(facts.shape[1])
    penalty = np.full(facts.shape[1], 1.0)
    penalty[0] = 0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-facts @ weights))
        slope = facts.T @ (chance - right) + penalty * weights
        bend = (facts * (chance * (1 - chance))[:, None]).T @ facts + np.diag(penalty + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    return weights


def is_right(article: Article, first: int, linked: Linked) -> bool:
    """Tell whether some gold attribution has a source, cue and content each half shared with this one."""
    return any(
        all(_agrees(gold[name], _rows(linked, number, first)) for number, name in enumerate(ROLES))
        for gold in article.attributions
    )


def _rows(linked: Linked, role: int, first: int) -> set[int]:
    own: list[Fragment] = [f for f in linked.fragments if f.role == role]
    return {first + row for f in own for row in range(f.first, f.after)}


def _agrees(gold: list[tuple[int, int]], rows: set[int]) -> bool:
    wanted = {row for a, b in gold for row in range(a, b)}
    return 2 * len(wanted & rows) >= 0.5 * (len(wanted) + len(rows))


def table(chance: np.ndarray, right: np.ndarray) -> str:
    """Reliability: stated chance against share right, by band, and the expected calibration error."""
    lines, error = ["  stated   mean    right     n"], 0.0
    bounds = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001]
    for low, high in itertools.pairwise(bounds):
        band = (chance >= low) & (chance < high)
        if band.any():
            gap = chance[band].mean() - right[band].mean()
            error += abs(gap) * band.mean()
            lines.append(
                f"  {low:.1f}-{min(high, 1):.1f} {chance[band].mean():7.3f} {right[band].mean():7.3f} {band.sum():6d}"
            )
    return "\n".join([*lines, f"  expected calibration error {error:.3f}"])


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    tagger = load_tagger(options.model)
    with (options.work / "dev.pickle").open("rb") as handle:
        articles = [encode(article) for article in pickle.load(handle)]
    facts, right, fold = [], [], []
    for number, article in enumerate(articles):
        for first, linked, described in tagger.linked(article.features):
            facts.append(described)
            right.append(is_right(article, first, linked))
            fold.append(number % FOLDS)
    x, y, part = np.array(facts, float), np.array(right, float), np.array(fold)
    chance = np.zeros(len(y))
    for number in range(FOLDS):
        weights = fit(x[part != number], y[part != number])
        chance[part == number] = 1 / (1 + np.exp(-x[part == number] @ weights))
    print(table(chance, y))
    path = options.model / "decoding.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    values["confidence"] = [round(float(w), 4) for w in fit(x, y)]
    path.write_text(json.dumps(values, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
