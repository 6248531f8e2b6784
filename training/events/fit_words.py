"""Fit what the words themselves say of whether they carry an event, and write the model's words.tsv.

    python training/events/fit_words.py --shared ../shared --work DIR --model src/detente/reading/events/network/model

Learns from all content words of gold/train: each carries no event, or one of a type; its features are those of
`detente.reading.events.wording`. Multinomial logistic regression with a ridge penalty, by L-BFGS. How much these words
are trusted beside the network, and the thresholds that go with it, were chosen on gold/valid.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.knowledge import load_knowledge
from detente.reading.events.coder import code_by_rules
from detente.reading.events.learned import LearnedCoder, signals_of
from detente.reading.events.network.signals import TYPES, rows_of
from detente.reading.events.network.voice import BIAS, OUTCOMES, TRUST
from detente.reading.reader import Reader
from detente.reading.said import Said
from detente.records import Span
from detente.text import make_article

SEEN, RIDGE, PASSES = 5, 3.0, 90
"""How often a feature must occur, the penalty, and the most steps."""

TRUSTED = 0.5
"""The power of the words' probabilities, chosen on gold/valid."""

Word = tuple[frozenset[str], int]


def gather(folder: Path) -> list[Word]:
    """Return the features of each content word of a folder of records, and the number of its outcome."""
    reader = Reader(load_knowledge())
    words: list[Word] = []
    for path in sorted(folder.glob("*.json")):
        words += _words_of(reader, json.loads(path.read_text(encoding="utf-8")))
    return words


def _words_of(reader: Reader, record: dict[str, Any]) -> list[Word]:
    published = record["article"]["published"]
    article = make_article(record["article"]["text"], published=date.fromisoformat(published) if published else None)
    begun, lexicon = reader._begin(article), reader._lexicon
    document, cast, statements = begun.document, begun.cast, begun.said.statements
    told, dropped = code_by_rules(document, cast, statements, lexicon)
    features = begun.learned.encoded.features
    signals = signals_of(document, cast, statements, lexicon, begun.learned.encoded, told=told, dropped=dropped)
    coder = LearnedCoder(document, cast, Said(statements), lexicon, begun.learned)
    outcomes = np.zeros(len(features.starts), int)
    for event in record["events"]:
        for row in rows_of(features, Span(*event["trigger"])):
            outcomes[row] = outcomes[row] or 1 + TYPES.index(event["type"])
    found = ((coder.wording(row, signals), int(outcomes[row])) for row in range(len(outcomes)))
    return [(wording, outcome) for wording, outcome in found if wording is not None]


def fit(words: list[Word], names: list[str]) -> np.ndarray:
    """Return the weights of the features and, last, the constants: (F + 1) x 17."""
    place = {name: column for column, name in enumerate(names)}
    held = [(n, place[f]) for n, (features, _) in enumerate(words) for f in features if f in place]
    at, columns = zip(*held, strict=True)
    count, width, kinds = len(words), len(names), len(OUTCOMES)
    matrix = sparse.csr_matrix((np.ones(len(at)), (at, columns)), shape=(count, width))
    turned, right = matrix.T.tocsr(), np.array([outcome for _, outcome in words])
    goal = np.eye(kinds)[right]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(width + 1, kinds)
        scores = matrix @ weights[:-1] + weights[-1]
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        value = -np.log(chances[np.arange(count), right] + 1e-12).sum() + RIDGE / 2 * (weights[:-1] ** 2).sum()
        slope = np.vstack([turned @ (chances - goal) + RIDGE * weights[:-1], (chances - goal).sum(0)])
        return float(value), slope.ravel()

    found = minimize(loss, np.zeros((width + 1) * kinds), jac=True, method="L-BFGS-B", options={"maxiter": PASSES})
    return np.asarray(found.x).reshape(width + 1, kinds)


def cell(weights: np.ndarray) -> str:
    """Return the weights of one feature as the table has them, to one decimal; "" where all are small."""
    return " ".join(f"{name}={w:.1f}" for name, w in zip(OUTCOMES, weights, strict=True) if abs(w) >= 0.05)


def write(path: Path, names: list[str], weights: np.ndarray, count: int) -> int:
    """Write the table; return how many features it lists."""
    cells = [(name, cell(row)) for name, row in zip(names, weights[:-1], strict=True)]
    lines = [
        f"# What speaks for a word's carrying no event or one of a type, in log odds; learned from {count} words.",
        "# Written by training/events/fit_words.py. (trust): the power of these probabilities beside the network's.",
        f"{BIAS}\t{cell(weights[-1])}",
        f"{TRUST}\t{TRUSTED}",
        *(f"{name}\t{held}" for name, held in cells if held),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 4


def main() -> None:
    """Gather, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    kept = options.work / "words_train.pickle"
    if not kept.exists():
        source, records = options.shared / "data" / "gold" / "train", options.work / "gold_train"
        tool = [sys.executable, str(options.shared / "bench" / "ann.py"), "build", str(source), str(records)]
        subprocess.run(tool, check=True)
        kept.write_bytes(pickle.dumps(gather(records)))
    words: list[Word] = pickle.loads(kept.read_bytes())
    counts = Counter(feature for features, _ in words for feature in features)
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    print(write(options.model / "words.tsv", names, fit(words, names), len(words)), "features")


if __name__ == "__main__":
    main()
