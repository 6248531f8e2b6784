"""Fit what decides the status of events and whether they are background, and write the model's status.tsv.

    python training/events/fit_status.py --shared ../shared --work DIR --model src/detente/reading/events/network/model

Learns from the annotated events of gold/train: the words around each are the features of
`detente.reading.events.circumstances`. Multinomial (status) and binary (background) logistic regression with a ridge
penalty, by L-BFGS. How much the network is trusted beside is chosen on gold/valid, which it was not trained on either.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
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
from detente.reading.events.network.outlook import BIAS, COLUMNS, TRUST
from detente.reading.events.network.pairs import Trigger
from detente.reading.events.network.signals import STATUSES, TYPES, rows_of
from detente.reading.reader import Reader
from detente.reading.said import Said
from detente.records import Span
from detente.text import make_article

SEEN, RIDGE = 5, 1.5
"""How often a feature must occur, and the penalty; chosen on gold/valid."""

TRUSTED = 0.4
"""The power of the network's probabilities, chosen on gold/valid."""

LEANING = 0.2
"""Added to the log odds of background: the network and the words together say it too seldom."""

LEAST = 0.02
"""Weights below this are left out of the table."""


@dataclass(frozen=True)
class Row:
    """One annotated event: the features of its words, what the network says of it, and what the annotator says."""

    features: frozenset[str]
    statuses: np.ndarray
    background: float
    status: int
    is_background: bool


def gather(folder: Path) -> list[Row]:
    """Return the annotated events of a folder of records."""
    reader = Reader(load_knowledge())
    rows: list[Row] = []
    for path in sorted(folder.glob("*.json")):
        rows += _events_of(reader, json.loads(path.read_text(encoding="utf-8")))
    return rows


def _events_of(reader: Reader, record: dict[str, Any]) -> list[Row]:
    published = record["article"]["published"]
    article = make_article(record["article"]["text"], published=date.fromisoformat(published) if published else None)
    begun, lexicon = reader._begin(article), reader._lexicon
    document, cast, statements = begun.document, begun.cast, begun.said.statements
    told, dropped = code_by_rules(document, cast, statements, lexicon)
    network, encoded = begun.learned.network, begun.learned.encoded
    signals = signals_of(document, cast, statements, lexicon, encoded, told=told, dropped=dropped)
    coder = LearnedCoder(document, cast, Said(statements), lexicon, begun.learned)
    meant = [(rows_of(encoded.features, Span(*event["trigger"])), event) for event in record["events"]]
    meant = [(rows, event) for rows, event in meant if rows and signals.sentences[rows[0]] >= 0]
    if not meant:
        return []
    triggers = [Trigger(tuple(rows), TYPES.index(event["type"])) for rows, event in meant]
    chooser = network._chooser(article.text, encoded, signals)
    said = chooser.ask(triggers, network.chances(encoded, signals))
    return [
        Row(
            coder.circumstances(trigger, signals),
            said.statuses[n],
            float(said.background[n]),
            STATUSES.index(event["status"]),
            bool(event["background"]),
        )
        for n, (trigger, (_, event)) in enumerate(zip(triggers, meant, strict=True))
    ]


def fit(matrix: sparse.csr_matrix, right: np.ndarray, kinds: int) -> np.ndarray:
    """Return weights of a multinomial logistic regression, features and a constant at the end: (F + 1) x kinds."""
    count, width = matrix.shape
    goal = np.eye(kinds)[right]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(width + 1, kinds)
        scores = matrix @ weights[:-1] + weights[-1]
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        value = -np.log(chances[np.arange(count), right] + 1e-12).sum() + RIDGE / 2 * (weights[:-1] ** 2).sum()
        slope = np.vstack([matrix.T @ (chances - goal) + RIDGE * weights[:-1], (chances - goal).sum(0)])
        return float(value), slope.ravel()

    start = np.zeros((width + 1) * kinds)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return found.reshape(width + 1, kinds)


def table_of(rows: list[Row], names: list[str]) -> np.ndarray:
    """Return the weights of the features and, last, the constants: (F + 1) x 7."""
    matrix = matrix_of(rows, names)
    status = fit(matrix, np.array([row.status for row in rows]), len(STATUSES))
    older = fit(matrix, np.array([int(row.is_background) for row in rows]), 2)
    table = np.column_stack([status, older[:, 1] - older[:, 0]])
    table[-1, -1] += LEANING
    return table


def matrix_of(rows: list[Row], names: list[str]) -> sparse.csr_matrix:
    """Return which row has which feature."""
    place = {name: column for column, name in enumerate(names)}
    held = [(n, place[f]) for n, row in enumerate(rows) for f in row.features if f in place]
    at, columns = zip(*held, strict=True)
    return sparse.csr_matrix((np.ones(len(at)), (at, columns)), shape=(len(rows), len(names)))


def judge(rows: list[Row], names: list[str], table: np.ndarray) -> None:
    """Print how often status and background are right, for several degrees of trust in the network."""
    scores = matrix_of(rows, names) @ table[:-1] + table[-1]
    chances = np.array([row.statuses for row in rows])
    older = np.clip(np.array([row.background for row in rows]), 1e-4, 1 - 1e-4)
    status, background = np.array([r.status for r in rows]), np.array([r.is_background for r in rows])
    for trust in (0.0, 0.2, 0.3, 0.4, 0.5, 0.8):
        right = (scores[:, :-1] + trust * np.log(np.maximum(chances, 1e-4))).argmax(1) == status
        old = (scores[:, -1] + trust * np.log(older / (1 - older)) > 0) == background
        print(f"  trust {trust:.1f}  status {right.mean():.3f}  background {old.mean():.3f}")
    print(f"  the network alone: {(chances.argmax(1) == status).mean():.3f} {((older > 0.5) == background).mean():.3f}")


def write(path: Path, names: list[str], table: np.ndarray, count: int) -> int:
    """Write the table; return how many features it lists."""
    lines = [
        f"# What speaks for each status and for background, in log odds; learned from {count} annotated events.",
        "# Written by training/events/fit_status.py. (network): the power of the network's probabilities.",
        "\t".join(COLUMNS),
        "\t".join([BIAS, *(f"{w:.3f}" for w in table[-1])]),
        "\t".join([TRUST, *[f"{TRUSTED}"] * (len(COLUMNS) - 1)]),
    ]
    listed = [n for n in range(len(names)) if np.abs(table[n]).max() >= LEAST]
    lines += ["\t".join([names[n], *(f"{w:.2f}" for w in table[n])]) for n in listed]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(listed)


def main() -> None:
    """Gather, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    held: dict[str, list[Row]] = {}
    for part in ("train", "valid"):
        kept = options.work / f"status_{part}.pickle"
        if not kept.exists():
            source, records = options.shared / "data" / "gold" / part, options.work / f"gold_{part}"
            tool = [sys.executable, str(options.shared / "bench" / "ann.py"), "build", str(source), str(records)]
            subprocess.run(tool, check=True)
            kept.write_bytes(pickle.dumps(gather(records)))
        held[part] = pickle.loads(kept.read_bytes())
    counts = Counter(feature for row in held["train"] for feature in row.features)
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    table = table_of(held["train"], names)
    judge(held["valid"], names, table)
    print(write(options.model / "status.tsv", names, table, len(held["train"])), "features")


if __name__ == "__main__":
    main()
