"""Prepared texts as tensors: chunks, relations of words, and pairs of triggers and mentions."""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.events.network.chunks import chunks_of, relations_of
from detente.reading.events.network.pairs import PairReader, Trigger
from detente.reading.events.network.signals import TYPES

STATES = 3

#: Paths that occur less often in train are not told apart.
LEAST = 3
MOST = 600


@dataclass
class Pairs:
    """Pairs of an article's gold triggers and mentions."""

    at: Tensor
    places: Tensor
    values: Tensor
    actors: Tensor


class Article:
    """One text."""

    def __init__(self, item: dict[str, Any]) -> None:
        self.name, self.item = item["name"], item
        self.features, self.signals = item["features"], item["signals"]
        self.states = item["states"]
        self.gold = item["gold"]
        self.weak = item.get("weak")
        self.size = len(self.features.starts)
        self.chunks = chunks_of(item["windows"])
        self.tags = np.zeros(self.size, np.int64)
        for event in self.gold:
            free = [row for row in event["rows"] if self.tags[row] == 0]
            for number, row in enumerate(free):
                self.tags[row] = 1 + 2 * event["type"] + (number > 0)
        self.pairs: Pairs | None = None
        self.goal: dict[str, Any] | None = None
        self.only_taught = not self.gold and self.weak is None and self.name.startswith("voa")

    def reader(self, paths: dict[str, int]) -> PairReader:
        """Return what weighs pairs of this text."""
        return PairReader(self.item["words"], self.features, self.signals, paths)

    def make_pairs(self, paths: dict[str, int]) -> None:
        """Work out the pairs of the gold triggers."""
        self.pairs = pairs_of(self, [Trigger(tuple(e["rows"]), e["type"]) for e in self.gold], paths)

    def inputs(self, chunk: tuple[int, int]) -> dict[str, Tensor]:
        """Inputs of the network for one chunk, without a batch's dimension."""
        first, after = chunk
        flags = self.features.flags[first:after, 3:5]
        local = self.features.heads[first:after] - first
        inside = (local >= 0) & (local < after - first)
        own = np.arange(after - first)[:, None]
        relations, classes = relations_of(self.item["windows"], self.signals.table, chunk)
        return {
            "states": torch.from_numpy(self.states[first:after]).float().view(after - first, STATES, -1),
            "signals": torch.from_numpy(self.signals.table[first:after]),
            "flags": torch.from_numpy(flags),
            "relations": torch.from_numpy(relations[:, classes.argmax(0)]),
            "heads": torch.from_numpy(np.where(inside, local, own)),
        }


def pairs_of(article: Article, triggers: list[Trigger], paths: dict[str, int]) -> Pairs:
    """Return all pairs of these triggers."""
    reader = article.reader(paths)
    at, places, values = [], [], []
    for number, trigger in enumerate(triggers):
        chosen = reader.candidates(trigger)
        at += [number] * len(chosen)
        places += chosen
        values.append(reader.read(trigger, chosen))
    held = np.concatenate(values) if values else np.zeros((0, 11), np.int64)
    own = article.signals.places
    return Pairs(
        torch.tensor(at, dtype=torch.int64),
        torch.tensor([own[p].row for p in places], dtype=torch.int64),
        torch.from_numpy(held),
        torch.tensor([own[p].actor for p in places], dtype=torch.int64),
    )


def known_paths(articles: list[Article]) -> dict[str, int]:
    """Number the paths that occur often between gold triggers and mentions."""
    counts: Counter[str] = Counter()
    for article in articles:
        reader = article.reader({})
        for event in article.gold:
            trigger = Trigger(tuple(event["rows"]), event["type"])
            head = reader.head_of(trigger.rows)
            for number in reader.candidates(trigger):
                path = reader.path(head, article.signals.places[number].row)
                if path is not None:
                    counts[path] += 1
    often = [path for path, n in counts.most_common(MOST) if n >= LEAST]
    return {path: number for number, path in enumerate(often, 2)}


def load(path: Path) -> list[Article]:
    """Read what prepare.py wrote."""
    with path.open("rb") as handle:
        return [Article(item) for item in pickle.load(handle)]


def weak_type(name: str) -> list[int]:
    """Numbers of the types that a label of PLV stands for: its YIELD is CONCEDE or RETREAT."""
    return [TYPES.index("CONCEDE"), TYPES.index("RETREAT")] if name == "YIELD" else [TYPES.index(name)]
