"""Score a trained network on a prepared part with the PolNeAR scorer.

python training/statements/score.py --work DIR --model model.pt --scorer score_attribution.py --gold DIR/dev
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from train import restore

from corpus import Article, encode
from detente.reading.attribution.decode import best_tags, fragments, legal
from detente.reading.attribution.linking import link
from detente.reading.attribution.tagger import read_linker
from detente.reading.attribution.windows import batch, cut, layout_of

ROLES = ("cue", "source", "content")


def load_scorer(path: Path) -> ModuleType:
    """Import the scorer from a file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outputs(network: Any, articles: list[Article], *, syntax: bool = True) -> list[list[tuple[Any, ...]]]:
    """Window, mask, tag scores and linking vectors of every window of every article."""
    found = []
    with torch.no_grad():
        for article in articles:
            windows = cut(article.features)
            inputs = {k: torch.from_numpy(v) for k, v in batch(article.features, windows).items()}
            if not syntax:
                inputs["flags"][:, :, 3:] = 0
                inputs["heads"][:] = torch.arange(inputs["heads"].shape[1]).unsqueeze(1)
                inputs["children"][:] = 0
            scores, vectors = network(**inputs)
            found.append([
                (w, inputs["mask"][i].numpy(), scores[i].numpy(), vectors[i].numpy()) for i, w in enumerate(windows)
            ])
    return found


def predict(article: Article, rows: list[tuple[Any, ...]], decoding: dict[str, Any]) -> list[dict[str, Any]]:
    """Attributions of one article in the scorer's form."""
    first, transitions = legal(np.array(decoding["first"]), np.array(decoding["transitions"]))
    linker = read_linker(decoding["linker"])
    out = []
    scores = np.stack([row[2] for row in rows]) + np.array(decoding["tag_bias"], np.float32)
    tags = best_tags(scores, np.stack([row[1] for row in rows]), first, transitions)
    whole = layout_of(article.features)
    for number, ((low, high), _, _, vectors) in enumerate(rows):
        found = fragments(tags[number, : high - low].tolist())
        for linked in link(found, vectors, whole.part(low, high), linker):
            spans: dict[str, list[list[int]]] = {role: [] for role in ROLES}
            for f in linked.fragments:
                a, b = article.features.starts[low + f.first], article.features.ends[low + f.after - 1]
                spans[ROLES[f.role]].append([int(a), int(b)])
            out.append(spans)
    return out


def decoding_of(network: Any, linker: Path) -> dict[str, Any]:
    """Decoding values of a trained network with its linker, at the default thresholds."""
    return {
        "first": network.first.tolist(),
        "transitions": network.transitions.tolist(),
        "tag_bias": [0.0] * 7,
        "linker": json.loads(linker.read_text(encoding="utf-8")) | {"least": [0.8, 0.5, 0.5], "floor": 0.3},
    }


def table(scorer: ModuleType, gold: Any, preds: dict[str, Any]) -> str:
    """One line: the bars of the project."""
    rep = scorer.report(scorer.score(gold, preds))
    each = scorer.report(scorer.score(gold, preds, annotators="each"))["metrics"]
    m, by = rep["metrics"], rep["recall_by_type"]
    full = m["rel_full"]
    return " ".join([
        f"rel_full P {full['P']:.3f} R {full['R']:.3f} F {full['F']:.4f} |",
        f"srccont {m['rel_srccont']['F']:.3f} exact {m['rel_exact']['F']:.3f} | frag(each)",
        *(f"{role} {each[role + '/frag']['F']:.3f}" for role in ("source", "cue", "content")),
        "| dice50",
        *(f"{role} {m[role + '/dice50']['F']:.3f}" for role in ("source", "cue", "content")),
        "| recall",
        *(f"{kind} {value['recall']:.3f}" for kind, value in by.items()),
    ])


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--linker", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    network = restore(options.model).eval()
    with (options.work / "dev.pickle").open("rb") as handle:
        articles = [encode(article) for article in pickle.load(handle)]
    scorer = load_scorer(options.scorer)
    gold = scorer.load_gold(str(options.gold))
    for syntax in (True, False):
        rows = outputs(network, articles, syntax=syntax)
        for bias in ((0,) * 7, (-0.5, 0, 0, 0, 0, 0, 0), (-1.0, 0, 0, 0, 0, 0, 0)):
            decoding = decoding_of(network, options.linker) | {"tag_bias": bias}
            preds = {a.doc: predict(a, r, decoding) for a, r in zip(articles, rows, strict=True)}
            print("parse" if syntax else "no parse", bias[0], table(scorer, gold, preds), flush=True)


if __name__ == "__main__":
    sys.exit(main())
