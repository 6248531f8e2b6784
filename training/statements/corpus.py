"""Prepared articles as the training scripts use them: features and gold rows."""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.attribution.windows import DEPENDENCY_NUMBERS, TAG_NUMBERS, Features, Syntax, featurize

ROLES = ("cue", "source", "content")


@dataclass
class Article:
    """An article with its features and its gold as rows of the word table."""

    doc: str
    features: Features
    tags: np.ndarray
    attributions: list[dict[str, list[tuple[int, int]]]]


def merged_syntax(article: dict[str, Any]) -> Syntax:
    """One parse of the whole text from those of its paragraphs."""
    columns: tuple[list[Any], ...] = ([], [], [], [])
    for starts, tags, labels, heads, *_ in article["syntax"]:
        base = len(columns[0])
        columns[0].extend(starts)
        columns[1].extend(tags)
        columns[2].extend(labels)
        columns[3].extend(base + head for head in heads)
    return Syntax(
        np.array(columns[0], np.int64),
        np.array([TAG_NUMBERS.get(tag, 0) for tag in columns[1]], np.int64),
        np.array([DEPENDENCY_NUMBERS.get(label, 0) for label in columns[2]], np.int64),
        np.array(columns[3], np.int64),
    )


def encode(article: dict[str, Any]) -> Article:
    """Features and gold rows of a prepared article."""
    features = featurize(article["words"], merged_syntax(article))
    tags = np.zeros(len(features.starts), np.int64)
    rows = []
    for attribution in article["gold"]:
        spans = {
            role: [
                (int(np.searchsorted(features.ends, start, "right")), int(np.searchsorted(features.starts, end)))
                for start, end in attribution[role]
            ]
            for role in ROLES
        }
        rows.append({role: [(a, b) for a, b in pairs if b > a] for role, pairs in spans.items()})
    # A word in two roles keeps the rarer one: cues over sources over contents.
    for number in (2, 1, 0):
        for attribution in rows:
            for first, after in attribution[ROLES[number]]:
                tags[first:after] = 2 + 2 * number
                tags[first] = 1 + 2 * number
    return Article(article["doc"], features, tags, rows)


def load(path: Path) -> list[Article]:
    """All articles of a prepared part."""
    with path.open("rb") as handle:
        return [encode(article) for article in pickle.load(handle)]
