"""Score networks before export on prepared articles, with the scorer of annotated records.

    python training/events/score.py --work DIR --models a.pt b.pt --scorer score_record.py

The chances of several networks are averaged.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.unseen import load_scorer
from network import Network, restore
from train import inputs_of

from corpus import Article, load
from detente.reading.events.network.choose import Chances, Chooser, SeenEvent, Thresholds, TriggerScores
from detente.reading.events.network.heads import HeadOutput
from detente.reading.events.network.pairs import Trigger
from detente.reading.events.network.signals import TYPES

FIELDS = ("statuses", "background", "roles")


@torch.no_grad()
def chances_of(network: Network, article: Article) -> Chances:
    """What a network says of an article."""
    tags, wide = [], []
    for chunk in article.chunks:
        scores, _, x = network.encode(**inputs_of(network, [(article, chunk)]))
        tags.append(torch.log_softmax(scores[0], -1).numpy())
        wide.append(x[0].numpy())
    return Chances(np.concatenate(tags), np.concatenate(wide))


class TrainedHeads:
    """The heads of a network that is not exported."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @torch.no_grad()
    def describe(self, *inputs: np.ndarray) -> HeadOutput:
        """Describe triggers, as `detente.reading.events.network.heads.Heads.describe`."""
        return HeadOutput(*(part.numpy() for part in self.network.describe(*(torch.from_numpy(i) for i in inputs))))


class Committee(Chooser):
    """Several networks that decide together."""

    def __init__(self, article: Article, networks: list[Any], thresholds: Thresholds) -> None:
        self.members = [
            Chooser(
                article.item["words"],
                article.features,
                article.signals,
                paths=paths,
                heads=heads,
                thresholds=thresholds,
            )
            for _, heads, paths in networks
        ]
        self.all = [chances_of(network, article) for network, _, _ in networks]
        super().__init__(
            article.item["words"],
            article.features,
            article.signals,
            paths=networks[0][2],
            heads=networks[0][1],
            thresholds=thresholds,
        )
        mean = np.log(np.mean([np.exp(c.tags) for c in self.all], 0))
        self.chances = Chances(mean, self.all[0].wide)

    def ask(self, triggers: Sequence[Trigger], chances: Chances) -> TriggerScores:
        """Return the average of what the members say."""
        del chances
        said = [member.ask(triggers, own) for member, own in zip(self.members, self.all, strict=True)]
        return TriggerScores(*(np.mean([getattr(one, name) for one in said], 0) for name in FIELDS))


def line(name: str, rows: dict[str, Any]) -> str:
    """The lines that matter, in one."""
    v = {k: (row[0] or 0) for k, row in rows.items()}
    parts = [f"{name:26s} trigger {v['events trig']:.3f}"]
    for short, full in (("type", "events trig+type"), ("arguments", "event arguments")):
        _, right, gold, ours = rows[full]
        parts.append(f"{short} {v[full]:.3f} (P {right / max(ours, 1):.3f} R {right / gold:.3f})")
    rest = {"all": "events trig+type+actors", "status": "event status", "background": "event background"}
    return " ".join([*parts, *(f"{short} {v[full]:.3f}" for short, full in rest.items())])


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


def whole(article: Article, events: list[dict[str, Any]]) -> dict[str, Any]:
    """As much of a record as the scorer looks at."""
    empty = {name: [] for name in ("statements", "conditions", "interpretations", "questions", "positions")}
    return record_of(article, []) | empty | {"events": events}


def tally(module: Any, gold: Path, articles: list[Article], events: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Score all articles."""
    total = module.Tally()
    for article, own in zip(articles, events, strict=True):
        record = json.loads((gold / f"{article.name}.json").read_text(encoding="utf-8"))
        module.score_article(record, whole(article, own), total)
    return {name: (value, tp, g, p) for name, value, tp, g, p in total.rows()}


def rules_of(article: Article) -> list[dict[str, Any]]:
    """The rules' own events."""
    keys = [row[0] for row in article.item["cast"]]
    out = {}
    for f in article.signals.findings:
        rows = sorted(f.rows)
        out[f.number] = {
            "key": "e", "type": TYPES[f.type], "status": f.status, "background": f.background, "said_in": None,
            "trigger": [int(article.features.starts[rows[0]]), int(article.features.ends[rows[-1]])],
            "sources": [keys[a] for a in f.sources], "targets": [keys[a] for a in f.targets],
        }  # fmt: skip
    return list(out.values())


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/bench/score_record.py"))
    parser.add_argument("--part", default="valid")
    parser.add_argument("--outside", type=float, nargs="+", default=[-0.7, -0.5, -0.3])
    parser.add_argument("--second", type=float, nargs="+", default=[0.3])
    parser.add_argument("--rules", type=float, nargs="+", default=[0.4])
    parser.add_argument("--joined", type=float, nargs="+", default=[1.1])
    options = parser.parse_args()
    torch.set_num_threads(1)
    module = load_scorer(options.scorer)
    articles = load(options.work / f"{options.part}.pickle")
    gold = options.work / f"gold_{options.part}"
    networks = []
    for path in options.models:
        network, held = restore(path)
        networks.append((network.eval(), TrainedHeads(network), held["paths"]))
        print(path.name, "passes", held["passes"])
    print(line("rules", tally(module, gold, articles, [rules_of(a) for a in articles])))
    committees = [Committee(article, networks, Thresholds()) for article in articles]
    for values in itertools.product(options.outside, options.second, options.rules, options.joined):
        found = []
        for article, committee in zip(articles, committees, strict=True):
            committee._thresholds = Thresholds(*values)
            found.append(record_of(article, committee.events(committee.chances))["events"])
        print(line(" ".join(f"{v:g}" for v in values), tally(module, gold, articles, found)), flush=True)


if __name__ == "__main__":
    main()
