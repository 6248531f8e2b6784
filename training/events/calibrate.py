"""Fit the confidence of the event model on annotated articles, and write it into the model's decoding.json.

    python training/events/calibrate.py --work DIR --model src/detente/reading/events/network/model

Reads gold/valid as Détente reads any article, and keeps the facts of `detente.reading.events.network.confidence` about
each event. Logistic regression; an event is right if type, status and all actors are. The table that is printed is
cross-validated over articles: each fifth is judged by weights fitted on the other four. The weights written use all.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.unseen import Judged, build, judge, load_scorer, reliability

from detente.knowledge import load_knowledge
from detente.reading.events.network.choose import SeenEvent
from detente.reading.events.network.confidence import FACTS, facts_of
from detente.reading.reader import Reader
from detente.text import make_article

FOLDS = 5

SHRINKAGE = 2.0


class Recorder:
    """Stands in for the calibration: keeps the facts of each event and gives the event their number."""

    def __init__(self) -> None:
        self.facts: list[np.ndarray] = []

    def confidence(self, event: SeenEvent) -> float:
        """Return a number by which the event's facts are found again."""
        self.facts.append(facts_of(event))
        return len(self.facts) / 1e6

    def found(self, event: dict[str, Any]) -> np.ndarray:
        """Return the facts of an event of a record."""
        return self.facts[round(event["confidence"] * 1e6) - 1]


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


def gather(records: Path, scorer: Any) -> tuple[np.ndarray, list[Judged], np.ndarray]:
    """Return facts, what of each event is right, and the number of its article."""
    reader, recorder = Reader(load_knowledge()), Recorder()
    reader._network.calibration = recorder
    facts: list[np.ndarray] = []
    judged: list[Judged] = []
    articles: list[int] = []
    for number, path in enumerate(sorted(records.glob("*.json"))):
        gold = json.loads(path.read_text(encoding="utf-8"))
        printed = gold["article"]["published"]
        day = date.fromisoformat(printed) if printed else None
        ours = json.loads(reader.read(make_article(gold["article"]["text"], published=day)).to_json())
        facts += [recorder.found(event) for event in ours["events"]]
        judged += judge(gold, ours, scorer)[0]
        articles += [number] * len(ours["events"])
    return np.array(facts, float), judged, np.array(articles)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    records = options.work / "calibrate"
    build(options.shared, records)
    x, judged, articles = gather(records, load_scorer(options.shared / "bench" / "score_record.py"))
    y, part = np.array([one.all_right for one in judged], float), articles % FOLDS
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
