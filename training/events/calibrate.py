"""Fit the confidence of an exported event model on annotated articles, and write it into the model's decoding.json.

    python training/events/calibrate.py --work DIR --model src/detente/reading/events/network/model

Logistic regression on the facts of `detente.reading.events.network.confidence` about each event of the articles that
prepare.py read; an event is right if type, status and all actors are. The table is cross-validated over articles: each
fifth is judged by weights fitted on the other four. The weights that are written use all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.unseen import TWICE_TOLD, Judged, judge, load_scorer, reliability

from corpus import Article, load
from detente.reading.attribution import Encoded
from detente.reading.events.network.choose import SeenEvent
from detente.reading.events.network.confidence import FACTS, facts_of
from detente.reading.events.network.signals import TYPES
from detente.reading.events.network.tagger import EventNetwork, load_event_network

FOLDS = 5

SHRINKAGE = 2.0


def fit(facts: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a little shrinkage, by Newton's method."""
    weights = np.zeros(facts.shape[1])
    penalty = np.full(facts.shape[1], SHRINKAGE)
    penalty[0] = 0
    for _ in range(40):
        chance = 1 / (1 + np.exp(-facts @ weights))
        slope = facts.T @ (chance - right) + penalty * weights
        bend = (facts * (chance * (1 - chance))[:, None]).T @ facts + np.diag(penalty + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    return weights


def read(network: EventNetwork, article: Article) -> list[SeenEvent]:
    """Events of one prepared article, as reading finds them."""
    encoded = Encoded(article.features, article.item["windows"], article.states.astype(np.float32))
    return network.events(article.item["text"], encoded, article.signals)


def record_of(article: Article, events: list[SeenEvent]) -> dict[str, Any]:
    """As much of a record as is judged."""
    keys = [row[0] for row in article.item["cast"]]
    features = article.features
    actors = [
        {"key": k, "kind": kind, "country": c, "sector": None, "mentions": [{"start": s, "end": e} for s, e in m]}
        for k, kind, c, m in article.item["cast"]
    ]
    own = [
        {
            "key": f"e{n}",
            "type": TYPES[e.trigger.type],
            "status": e.status,
            "background": e.background,
            "trigger": [int(features.starts[e.trigger.rows[0]]), int(features.ends[e.trigger.rows[-1]])],
            "sources": [keys[a] for a in e.sources],
            "targets": [keys[a] for a in e.targets],
            "said_in": None,
            "confidence": 0.0,
        }
        for n, e in enumerate(events)
    ]
    return {"article": {"text": article.item["text"], "blocks": []}, "actors": actors, "events": own}


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/score_record.py"))
    options = parser.parse_args()
    network, scorer = load_event_network(options.model), load_scorer(options.scorer)
    facts, judged, fold = [], [], []
    for number, article in enumerate(load(options.work / "valid.pickle")):
        if article.name in TWICE_TOLD:
            continue
        events = read(network, article)
        gold = json.loads((options.work / "gold_valid" / f"{article.name}.json").read_text(encoding="utf-8"))
        own, _, _ = judge(gold, record_of(article, events), scorer)
        facts += [facts_of(event) for event in events]
        judged += own
        fold += [number % FOLDS] * len(events)
    x, y, part = np.array(facts, float), np.array([one.all_right for one in judged], float), np.array(fold)
    chance = np.zeros(len(y))
    for number in range(FOLDS):
        weights = fit(x[part != number], y[part != number])
        chance[part == number] = 1 / (1 + np.exp(-x[part == number] @ weights))
    shown = [
        Judged(one.type, float(c), one.type_right, one.actors_right, one.all_right)
        for one, c in zip(judged, chance, strict=True)
    ]
    print("\n".join(reliability(shown)))
    above = [one for one in shown if one.confidence >= 0.5]
    print("shown", len(above), "type and actors right", sum(one.actors_right for one in above) / max(len(above), 1))
    weights = fit(x, y)
    for name, weight in zip(FACTS, weights, strict=True):
        print(f"  {name:28s} {weight:6.2f}")
    path = options.model / "decoding.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    values["confidence"] = [round(float(w), 4) for w in weights]
    path.write_text(json.dumps(values, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
