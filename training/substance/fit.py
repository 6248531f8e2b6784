"""Fit the scorers of the substance and write their tables.

    python -m training.substance.fit --train RECORDS --valid RECORDS [--out FOLDER]

Both folders hold annotated articles as records. Binary logistic regression with a ridge penalty (L-BFGS); features seen
fewer than `seen` times are left out. Penalty, `seen` and the threshold below which a candidate is no claim were chosen
on the validation articles. Printed: precision, recall and F1 at the threshold, five-fold over the articles of training
and on validation, and how well the probabilities hold there.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from training.substance.gather import Row, gather, gather_phenomena, load, save

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.substance.gather import Gathered

PHENOMENA = Path(__file__).parents[2] / "tests" / "corpus" / "phenomena"
TABLES = Path(__file__).parents[2] / "src" / "detente" / "knowledge" / "substance" / "weights"
FOLDS = 5
BINS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)


@dataclass(frozen=True, slots=True)
class Setting:
    """How one scorer is fitted.

    Attributes:
        penalty: Ridge penalty, half the inverse variance of a Gaussian prior on the weights.
        seen: How often a feature must occur in training.
        kept: Candidates below this probability are no claims.
    """

    penalty: float
    seen: int
    kept: float


SETTINGS = {
    "conditions": Setting(5.0, 2, 0.35),
    "interpretations": Setting(7.0, 4, 0.275),
    "questions": Setting(2.0, 2, 0.35),
    "stances": Setting(40.0, 20, 0.275),
    "stance_targets": Setting(20.0, 10, 0.0),
}


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by feature, how often each was seen, and the bias."""

    weights: dict[str, float]
    seen: dict[str, int]
    bias: float

    def probabilities(self, rows: Sequence[Row]) -> np.ndarray:
        """Return the probability of each row, shape (rows,)."""
        odds = [self.bias + sum(self.weights.get(f, 0.0) for f in row.features) for row in rows]
        return 1 / (1 + np.exp(-np.array(odds)))


def fit(rows: Sequence[Row], setting: Setting) -> Fitted:
    """Return the weights that minimise the penalised log loss of the rows."""
    counts = Counter(feature for row in rows for feature in row.features)
    names = sorted(feature for feature, count in counts.items() if count >= setting.seen)
    place = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names) + 1))
    matrix[:, -1] = 1
    for number, row in enumerate(rows):
        matrix[number, [place[f] for f in row.features if f in place]] = 1
    right = np.array([row.right for row in rows], dtype=float)
    ridge = np.append(np.full(len(names), setting.penalty), 0.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights
        value = np.sum(np.logaddexp(0, odds) - right * odds) + 0.5 * np.sum(ridge * weights**2)
        return float(value), matrix.T @ (1 / (1 + np.exp(-odds)) - right) + ridge * weights

    best = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return Fitted(dict(zip(names, best[:-1], strict=True)), dict(counts), float(best[-1]))


def cross_fit(rows: Sequence[Row], setting: Setting, own: Sequence[Row] = ()) -> np.ndarray:
    """Return for each row the probability by weights that never saw its article; `own` is always learned from."""
    folds = np.array([
        int(hashlib.md5(r.article.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for r in rows
    ])
    found = np.zeros(len(rows))
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds == fold)
        if len(inside):
            fitted = fit([*(row for row, f in zip(rows, folds, strict=True) if f != fold), *own], setting)
            found[inside] = fitted.probabilities([rows[i] for i in inside])
    return found


def describe(rows: Sequence[Row], chances: np.ndarray, kept: float, gold: int) -> str:
    """Return precision, recall and F1 of the rows kept."""
    right = np.array([row.right for row in rows], dtype=bool)
    chosen = chances >= kept
    hits, found = int((right & chosen).sum()), int(chosen.sum())
    recall = f"R {hits / gold:.3f} F1 {2 * hits / max(gold + found, 1):.3f}" if gold else ""
    return f"P {hits / max(found, 1):.3f} {recall} ({found} of {len(rows)} candidates, {gold} annotated)"


def reliability(rows: Sequence[Row], chances: np.ndarray) -> list[str]:
    """Return a line for each bin of probabilities: how many, their mean, the share that is right."""
    right = np.array([row.right for row in rows], dtype=float)
    lines = []
    for low, high in itertools.pairwise(BINS):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            share = f"mean {chances[inside].mean():.2f}, right {right[inside].mean():.2f}"
            lines.append(f"    {low:.1f} to {min(high, 1.0):.1f}  n {int(inside.sum()):4d}  {share}")
    return lines


def write_table(name: str, fitted: Fitted, setting: Setting, rows: int, out: Path) -> None:
    """Write one table: a note, bias and threshold, then the features with weight and count, the heaviest first."""
    lines = [
        f"# Weights of the scorer of {name}: weight in log odds, count: how often seen among {rows} candidates.",
        "# Written by training/substance/fit.py; see the card beside this table (README.md).",
        "feature\tweight\tcount",
        f"(bias)\t{fitted.bias:.3f}\t{rows}",
        f"(kept from)\t{setting.kept}\t{rows}",
    ]
    heavy = sorted(fitted.weights.items(), key=lambda pair: (-abs(round(pair[1], 3)), pair[0]))
    lines += [f"{feature}\t{weight:.3f}\t{fitted.seen[feature]}" for feature, weight in heavy if abs(weight) >= 0.01]
    (out / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept(folder: Path | None, name: str, make: Callable[[], Gathered]) -> Gathered:
    """Return candidates from the folder that keeps them, or make and keep them."""
    if folder is None:
        return make()
    path = folder / f"{name}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        save(make(), path)
    return load(path)


def report(name: str, train: Gathered, valid: Gathered, own: Gathered, out: Path) -> None:
    """Fit one scorer, write its table and print what it reaches."""
    setting = SETTINGS[name]
    rows, held = train.rows[name], valid.rows[name]
    fitted = fit([*rows, *own.rows[name]], setting)
    write_table(name, fitted, setting, len(rows) + len(own.rows[name]), out)
    crossed, tried = cross_fit(rows, setting, own.rows[name]), fitted.probabilities(held)
    print(f"{name}: {len(rows)} candidates, {sum(r.right for r in rows)} right, {len(fitted.weights)} weights")
    for kept in sorted({setting.kept, 0.25, 0.3, 0.4, 0.5}):
        print(f"  from {kept:.2f}  five-fold  {describe(rows, crossed, kept, train.gold[name])}")
        print(f"             valid      {describe(held, tried, kept, valid.gold[name])}")
    print("  how the probabilities hold on valid:")
    print("\n".join(reliability(held, tried)))


def main() -> None:
    """Fit all scorers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--valid", type=Path, required=True)
    parser.add_argument("--phenomena", type=Path, default=PHENOMENA, help="the phenomena set")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the candidates from one run to the next")
    parser.add_argument("--out", type=Path, default=TABLES)
    options = parser.parse_args()
    train = kept(options.keep, "train", lambda: gather(options.train))
    valid = kept(options.keep, "valid", lambda: gather(options.valid))
    own = kept(options.keep, "phenomena", lambda: gather_phenomena(options.phenomena))
    options.out.mkdir(parents=True, exist_ok=True)
    for name in SETTINGS:
        report(name, train, valid, own, options.out)


if __name__ == "__main__":
    main()
