"""Fit the small linking network on the large network's own tags for some train articles.

python training/statements/fit_linker.py --work DIR --model model.pt --out linker.json
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from score import outputs
from torch import nn
from torch.nn import functional
from train import restore

from corpus import ROLES, Article, encode
from detente.reading.attribution.decode import Fragment, best_tags, fragments, legal
from detente.reading.attribution.linking import FEATURES, pair_features
from detente.reading.attribution.windows import layout_of

HIDDEN = 16


def pairs_of(
    article: Article, rows: list[tuple[Any, ...]], first: Any, transitions: Any, near: Any, *, gold: bool
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Facts, role and label of the pairs of one article whose cue and fragment both match the gold."""
    out = []
    tags = best_tags(np.stack([row[2] for row in rows]), np.stack([row[1] for row in rows]), first, transitions)
    whole = layout_of(article.features)
    for number, ((low, high), _, _, vectors) in enumerate(rows):
        sequence = article.tags[low:high] if gold else tags[number, : high - low]
        found = fragments(sequence.tolist())
        if not any(f.role == 0 for f in found):
            continue
        owners = [owners_of(article, f, low) for f in found]
        facts = pair_features(found, vectors, near, whole.part(low, high))
        cues = [k for k, f in enumerate(found) if f.role == 0]
        for c, cue in enumerate(cues):
            for k, fragment in enumerate(found):
                if owners[cue] and owners[k] and k != cue:
                    out.append((facts[c, k], fragment.role, bool(owners[cue] & owners[k])))
    return out


def owners_of(article: Article, fragment: Fragment, low: int) -> set[int]:
    """Attributions one of whose fragments of the same role covers half of this one."""
    owners = set()
    a, b = fragment.first + low, fragment.after + low
    for number, attribution in enumerate(article.attributions):
        for x, y in attribution[ROLES[fragment.role]]:
            if 2 * (min(b, y) - max(a, x)) >= b - a:
                owners.add(number)
    return owners


class Pairs(nn.Module):
    """One hidden layer for each role."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Parameter(torch.randn(3, FEATURES, HIDDEN) * 0.3)
        self.out = nn.Parameter(torch.randn(3, HIDDEN) * 0.3)

    def forward(self, facts: torch.Tensor, role: torch.Tensor) -> torch.Tensor:
        """N x FEATURES facts and N roles to N scores."""
        return (torch.einsum("nx,nxh->nh", facts, self.hidden[role]).relu() * self.out[role]).sum(-1)


def fit(pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Pairs:
    """Train with all pairs at once; a few seconds."""
    torch.manual_seed(13)
    facts = torch.from_numpy(np.array([p[0] for p in pairs]))
    role = torch.tensor([p[1] for p in pairs])
    label = torch.tensor([p[2] for p in pairs], dtype=torch.float32)
    model = Pairs()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02, weight_decay=1e-4)
    for step in range(300):
        loss = functional.binary_cross_entropy_with_logits(model(facts, role), label)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 100 == 99:
            print(step + 1, float(loss.detach()))
    right = ((model(facts, role) > 0) == (label > 0)).float()
    for number, name in enumerate(ROLES):
        print(name, "pairs", int((role == number).sum()), "right", float(right[role == number].mean()))
    return model


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=6, help="use every Nth train article")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    network = restore(options.model).eval()
    with (options.work / "train.pickle").open("rb") as handle:
        articles = [encode(article) for article in pickle.load(handle)[:: options.every]]
    found = outputs(network, articles)
    first, transitions = legal(network.first.detach().numpy(), network.transitions.detach().numpy())
    near = network.link_bias.detach().numpy()
    pairs = []
    for article, rows in zip(articles, found, strict=True):
        for gold in (True, False):
            pairs += pairs_of(article, rows, first, transitions, near, gold=gold)
    model = fit(pairs)
    values = {"near": near.tolist(), "hidden": model.hidden.tolist(), "out": model.out.tolist()}
    options.out.write_text(json.dumps(values), encoding="utf-8")


if __name__ == "__main__":
    main()
