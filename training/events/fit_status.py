"""Fit what decides the status of events and whether they are background, and write the model's status.tsv.

    python training/events/fit_status.py --shared ../shared --work DIR --model src/detente/reading/events/network/model

Learns from the annotated events of gold/train: the words around each are the features of
`detente.reading.events.circumstances`. Multinomial (status) and binary (background) logistic regression with a ridge
penalty, by L-BFGS. How much the network is trusted beside is chosen on gold/valid, which it was not trained on either.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from annotated import Annotated, Annotations
from logistic import common, fit, matrix_of

from detente.reading.events.network import EventNetwork, load_event_network
from detente.reading.events.network.outlook import BIAS, COLUMNS, TRUST
from detente.reading.events.network.signals import STATUSES

SEEN, RIDGE, RIDGE_OLDER, PASSES = 5, 1.5, 12.0, 400
"""How often a feature must occur, the penalties for status and background, chosen on gold/valid; and the most steps."""

TRUSTED, TRUSTED_OLDER = 0.4, 0.2
"""The power of the network's probabilities for status and for background, chosen on gold/valid."""

OF_TIME = ("time ", "before: ", "behind: ", "near ")
"""Features of background alone begin so, or hold "&"; they tell nothing of the status that the others do not."""

LEANING = 0.1
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


def rows_of(article: Annotated, network: EventNetwork) -> list[Row]:
    """Return the annotated events of an article."""
    events = list(article.events())
    if not events:
        return []
    coder = article.coder(network)
    said = article.chooser(network).ask(
        [trigger for trigger, _ in events], network.chances(article.encoded, article.signals)
    )
    return [
        Row(
            coder.circumstances(trigger, article.signals),
            said.statuses[n],
            float(said.background[n]),
            STATUSES.index(event["status"]),
            bool(event["background"]),
        )
        for n, (trigger, event) in enumerate(events)
    ]


def gather(articles: Iterable[Annotated]) -> list[Row]:
    """Return the annotated events of all articles."""
    network = load_event_network()
    return [row for article in articles for row in rows_of(article, network)]


def table_of(rows: list[Row], names: list[str]) -> np.ndarray:
    """Return the weights of the features and, last, the constants: (F + 1) x 7."""
    features = [row.features for row in rows]
    of_status = [n for n, name in enumerate(names) if not name.startswith(OF_TIME) and "&" not in name]
    status = np.array([row.status for row in rows])
    older = np.array([int(row.is_background) for row in rows])
    own = matrix_of(features, [names[n] for n in of_status])
    statuses = fit(own, status, len(STATUSES), ridge=RIDGE, passes=PASSES)
    background = fit(matrix_of(features, names), older, 2, ridge=RIDGE_OLDER, passes=PASSES)
    table = np.zeros((len(names) + 1, len(COLUMNS) - 1))
    table[[*of_status, -1], :-1] = statuses
    table[:, -1] = background[:, 1] - background[:, 0]
    table[-1, -1] += LEANING
    return table


def judge(rows: list[Row], names: list[str], table: np.ndarray) -> None:
    """Print how often status and background are right, for several degrees of trust in the network."""
    scores = matrix_of([row.features for row in rows], names) @ table[:-1] + table[-1]
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
        "\t".join([TRUST, *[f"{TRUSTED}"] * len(STATUSES), f"{TRUSTED_OLDER}"]),
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
    read = Annotations(options.shared, options.work)
    train, valid = (gather(read.articles(part)) for part in ("train", "valid"))
    names = common([row.features for row in train], SEEN)
    table = table_of(train, names)
    judge(valid, names, table)
    print(write(options.model / "status.tsv", names, table, len(train)), "features")


if __name__ == "__main__":
    main()
