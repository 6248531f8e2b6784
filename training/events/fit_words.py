"""Fit what the words themselves say of whether they carry an event, and write the model's words.tsv.

    python training/events/fit_words.py --shared ../shared --work DIR --model src/detente/reading/events/network/model

Learns from all content words of gold/train: each carries no event, or one of a type; its features are those of
`detente.reading.events.wording`. Multinomial logistic regression with a ridge penalty, by L-BFGS. How much these words
are trusted beside the network, and the thresholds that go with it, were chosen on gold/valid.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from annotated import Annotated, Annotations
from logistic import common, fit, matrix_of
from voice_table import VoiceTable

from detente.reading.events.network import EventNetwork, load_event_network
from detente.reading.events.network.voice import OUTCOMES

SEEN, RIDGE, PASSES = 5, 3.0, 90
"""How often a feature must occur, the penalty, and the most steps."""

TRUSTED = 0.35
"""The power of the words' probabilities, chosen on gold/valid."""

LEANING = 1.5
"""How far types that are rarer than the middle of all are favoured: 0 not at all; chosen on gold/valid."""

LEAST = 0.05
"""Weights below this are left out of the table."""

Word = tuple[frozenset[str], int]


def words_of(article: Annotated, network: EventNetwork) -> list[Word]:
    """Return the features of each content word of an article, and the number of its outcome."""
    outcomes = np.zeros(len(article.encoded.features.starts), int)
    for trigger, _ in article.events():
        for row in trigger.rows:
            outcomes[row] = outcomes[row] or 1 + trigger.type
    parsed = article.coder(network).parsed(article.signals)
    found = ((parsed.wording(row), int(outcomes[row])) for row in range(len(outcomes)))
    return [(wording, outcome) for wording, outcome in found if wording is not None]


def favour_rare(constants: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the constants with what rare types get beside: `LEANING` times the log of how much rarer than the middle.

    A logit adjustment (Menon et al. 2021), on one side only: frequent types lose nothing. The middle is the geometric
    mean of the types' numbers of words.
    """
    counts = np.log(np.bincount(right, minlength=len(OUTCOMES))[1:])
    return constants + LEANING * np.concatenate([[0], np.maximum(counts.mean() - counts, 0)])


def main() -> None:
    """Gather, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    network = load_event_network()
    words = [
        one for read in Annotations(options.shared, options.work).articles("train") for one in words_of(read, network)
    ]
    features = [held for held, _ in words]
    names = common(features, SEEN)
    right = np.array([outcome for _, outcome in words])
    weights = fit(matrix_of(features, names), right, len(OUTCOMES), ridge=RIDGE, passes=PASSES)
    weights[-1] = favour_rare(weights[-1], right)
    notes = (
        f"What speaks for a word's carrying no event or one of a type, in log odds; learned from {len(words)} words.",
        "Written by training/events/fit_words.py. (trust): the power of these probabilities beside the network's.",
    )
    path = options.model / "words.tsv"
    listed = VoiceTable(notes, OUTCOMES, TRUSTED, LEAST).write(path, names, weights[:-1], weights[-1])
    print(listed, "features")


if __name__ == "__main__":
    main()
