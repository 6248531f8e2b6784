"""Write what teachers say of texts, so that a smaller network can learn it.

    python training/events/label.py --work DIR --models teacher.pt --out goals.pickle

For each text of train.pickle and voa.pickle: the chances of the tags, and of each trigger (the gold ones where the text
is annotated, else those that the teachers find) the chances of its statuses, of background and of its actors. Several
teachers are averaged.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import restore
from score import FIELDS, TrainedHeads, chances_of

from corpus import Article, load
from detente.reading.events.network.choose import Chooser, Thresholds
from detente.reading.events.network.decode import find_triggers
from detente.reading.events.network.pairs import Trigger

OUTSIDE = -0.7
"""Triggers that teachers find in texts without annotation: a few too many, their chances say how sure they are."""


def label(article: Article, teachers: list[Any]) -> dict[str, Any]:
    """What the teachers say of one text."""
    said = [chances_of(network, article) for network, _, _ in teachers]
    tags = np.mean([np.exp(one.tags) for one in said], 0)
    if article.gold:
        triggers = [Trigger(tuple(event["rows"]), event["type"]) for event in article.gold]
    else:
        triggers = find_triggers(np.log(tags + 1e-9), article.signals.sentences, OUTSIDE)
    events: list[dict[str, Any]] = []
    if triggers:
        found = []
        for (_, heads, paths), one in zip(teachers, said, strict=True):
            words, features, signals = article.item["words"], article.features, article.signals
            chooser = Chooser(words, features, signals, paths=paths, heads=heads, thresholds=Thresholds())
            found.append(chooser.ask(triggers, one))
        statuses, background, roles = (np.mean([getattr(one, name) for one in found], 0) for name in FIELDS)
        events = [
            {
                "rows": list(trigger.rows),
                "type": trigger.type,
                "statuses": statuses[n],
                "background": float(background[n]),
                "roles": roles[n],
            }
            for n, trigger in enumerate(triggers)
        ]
    return {"tags": tags.astype(np.float16), "events": events}


def main() -> None:
    """Label and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    teachers = []
    for path in options.models:
        network, held = restore(path)
        teachers.append((network.eval(), TrainedHeads(network), held["paths"]))
    goals = {}
    for part in ("train", "voa"):
        for article in load(options.work / f"{part}.pickle"):
            goals[article.name] = label(article, teachers)
        print(part, len(goals), "texts,", sum(len(g["events"]) for g in goals.values()), "triggers", flush=True)
    with options.out.open("wb") as handle:
        pickle.dump(goals, handle)


if __name__ == "__main__":
    main()
