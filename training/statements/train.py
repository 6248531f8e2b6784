"""Train the attribution network on PolNeAR train; score on dev.

python training/statements/train.py --work DIR --weights model.safetensors --out model.pt --layers 0,1
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Network, crf_loss, link_scores
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from corpus import ROLES, Article, load

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.attribution.windows import TAG_NUMBERS, batch, cut
from detente.reading.attribution.words import MAX_PIECES

BATCH_WORDS = 1400

DROP_SYNTAX = 0.05
"""Share of the windows that lose their parse in training, so that the network also works without one."""

MASK_PIECE = 103
"""Number of "[MASK]" in the vocabulary."""

HEAT = 1.5
"""By how much the scores of student and teachers are flattened before they are compared."""

NOUNS = [TAG_NUMBERS[tag] for tag in ("NN", "NNS", "NNP", "NNPS")]
VERBS = [number for tag, number in TAG_NUMBERS.items() if tag.startswith("VB")]

Row = tuple[Article, tuple[int, int]]

Goal = tuple[Tensor, Tensor]
"""What the teachers say of an article's words: tag scores, N x 7, and linking vectors, N x 192."""


@dataclass
class Goals:
    """What the teachers say of train, as `label.py` writes it: by article, and the bias of their links."""

    goals: dict[str, Goal]
    link_bias: Tensor

    def of(self, row: Row) -> Goal:
        """Tag scores and linking vectors of a window's words."""
        article, (first, after) = row
        scores, vectors = self.goals[article.doc]
        return scores[first:after].float(), vectors[first:after].float()


@dataclass(frozen=True)
class Drill:
    """How the articles are trained on.

    Attributes:
        goals: What teachers say of the articles.
        nouns: Weight of the windows that hold a cue with a noun and no verb; others weigh 1.
        hide: Share of the words whose pieces are hidden, so that they are judged by the words around them.
    """

    goals: Goals | None = None
    nouns: float = 1
    hide: float = 0


@dataclass
class Step:
    """One batch: network inputs, tags and weight of each window, and for each cue its window, its words and its links.

    With teachers, `goal` holds their tag scores and `aims` their links.
    """

    inputs: dict[str, Tensor]
    tags: Tensor
    worth: Tensor
    windows: Tensor
    cues: Tensor
    links: Tensor
    weights: Tensor
    goal: Tensor | None = None
    aims: Tensor | None = None


def make_step(rows: list[Row], drill: Drill, rng: random.Random) -> Step:
    """Pad windows of several articles to one batch; some lose their parse, so both ways are learned."""
    inputs = padded([batch(article.features, [window]) for article, window in rows])
    size = inputs["mask"].shape[1]
    tags = torch.zeros((len(rows), size), dtype=torch.int64)
    windows, cues, links = [], [], []
    worth = torch.ones(len(rows))
    for number, (article, (first, after)) in enumerate(rows):
        tags[number, : after - first] = torch.from_numpy(article.tags[first:after])
        if rng.random() < DROP_SYNTAX:
            inputs["flags"][number, :, 3:] = 0
            inputs["heads"][number] = torch.arange(size).unsqueeze(1)
            inputs["children"][number] = 0
        hidden = [word for word in range(after - first) if rng.random() < drill.hide]
        inputs["pieces"][number, hidden] = torch.tensor([MASK_PIECE, *[0] * (MAX_PIECES - 1)])
        for cue, target in cues_of(article, first, after, size):
            windows.append(number)
            cues.append(cue)
            links.append(target)
            if has_noun(article, first + np.flatnonzero(cue)):
                worth[number] = drill.nouns
    where = torch.tensor(windows, dtype=torch.int64)
    link = torch.from_numpy(np.array(links, np.float32).reshape(-1, 3, size))
    role_words = torch.stack([(tags == 1 + 2 * r) | (tags == 2 + 2 * r) for r in range(3)], 1).float()
    weights = (0.05 + role_words[where]) * inputs["mask"][where].unsqueeze(1)
    by_cue = torch.from_numpy(np.array(cues, np.float32).reshape(-1, size))
    step = Step(inputs, tags, worth, where, by_cue, link, weights)
    if drill.goals is not None:
        step.goal, vectors = (
            pad_sequence(list(part), batch_first=True)
            for part in zip(*(drill.goals.of(row) for row in rows), strict=True)
        )
        step.aims = torch.sigmoid(link_scores(vectors[where], by_cue, drill.goals.link_bias))
    return step


def has_noun(article: Article, rows: np.ndarray) -> bool:
    """Whether a cue's words hold a noun and no verb: "support", "call"."""
    tags = article.features.flags[rows, 3]
    return bool(np.isin(tags, NOUNS).any() and not np.isin(tags, VERBS).any())


def padded(parts: list[dict[str, np.ndarray]]) -> dict[str, Tensor]:
    """Join batches of one window each."""
    size = max(part["mask"].shape[1] for part in parts)
    inputs: dict[str, Tensor] = {}
    for name in parts[0]:
        joined = np.zeros((len(parts), size, *parts[0][name].shape[2:]), parts[0][name].dtype)
        if name == "heads":
            joined[:] = np.arange(size)[:, None]
        for number, part in enumerate(parts):
            joined[number, : part[name].shape[1]] = part[name][0]
        inputs[name] = torch.from_numpy(joined)
    return inputs


def cues_of(article: Article, first: int, after: int, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each cue fragment of a window: weights of its words, and which words belong to its attribution, by role."""
    for attribution in article.attributions:
        target = np.zeros((3, size), np.float32)
        for role, name in enumerate(ROLES):
            for a, b in attribution[name]:
                target[role, max(a - first, 0) : max(min(b, after) - first, 0)] = 1
        for a, b in attribution["cue"]:
            if a >= first and b <= after:
                cue = np.zeros(size, np.float32)
                cue[a - first : b - first] = 1 / (b - a)
                yield cue, target


def steps(articles: list[Article], drill: Drill, rng: random.Random) -> Iterator[Step]:
    """Batches of windows of like length; windows are cut anew each time and shuffled."""
    rows = [(article, window) for article in articles for window in cut(article.features, rng.randint(40, 96))]
    rng.shuffle(rows)
    chunks: list[list[Row]] = []
    for low in range(0, len(rows), 256):
        group = sorted(rows[low : low + 256], key=lambda row: row[1][1] - row[1][0])
        current: list[Row] = []
        for row in group:
            if current and (len(current) + 1) * (row[1][1] - row[1][0]) > BATCH_WORDS:
                chunks.append(current)
                current = []
            current.append(row)
        chunks.append(current)
    rng.shuffle(chunks)
    for chunk in chunks:
        yield make_step(chunk, drill, rng)


def loss_of(network: Network, step: Step, soft: float) -> Tensor:
    """Tag loss plus link loss; where the step has teachers' scores and links, these are targets too, `soft` of both."""
    scores, vectors = network(**step.inputs)
    mask = step.inputs["mask"]
    hard = 1.0 if step.goal is None else 1 - soft
    loss = hard * crf_loss(scores, step.tags, mask, step.worth, network)
    logits = link_scores(vectors[step.windows], step.cues, network.link_bias)
    links = step.links if step.aims is None else torch.lerp(step.links, step.aims, soft)
    link = functional.binary_cross_entropy_with_logits(logits, links, step.weights, reduction="sum")
    if step.goal is not None:
        gap = functional.kl_div(
            functional.log_softmax(scores / HEAT, -1), functional.softmax(step.goal / HEAT, -1), reduction="none"
        ).sum(-1)
        loss = loss + soft * HEAT**2 * (gap * mask).sum() / mask.sum()
    return loss + link / step.weights.sum().clamp(min=1)


def groups(network: Network, rate: float) -> list[dict[str, Any]]:
    """Parameter groups: the pretrained part at `rate`, what is new at five times that (at most 1e-3)."""
    fresh = ("flags", "above", "below", "read", "link_bias", "transitions", "first", "narrow", "widen")
    new, old = [], []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (new if any(part in name for part in fresh) else old).append(parameter)
    return [{"params": old, "lr": rate}, {"params": new, "lr": min(1e-3, 5 * rate)}]


def starting(options: argparse.Namespace) -> Network:
    """The network that training starts from: MiniLM's weights, a trained network, or a wider one cut to fit."""
    layers = tuple(int(x) for x in options.layers.split(","))
    if options.start is None:
        network = Network(layers, inner=options.inner, dropout=options.dropout)
        network.load_minilm(options.weights)
        return network
    given = restore(options.start, dropout=options.dropout)
    if (given.kept, given.inner) == (layers, options.inner):
        return given
    network = Network(layers, inner=options.inner, dropout=options.dropout)
    network.load_minilm(options.weights)
    network.load_trained(given)
    return network


def train(options: argparse.Namespace) -> None:
    """Train; keep the moving average of the weights, and write it now and then and at the end."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    network = starting(options)
    goals = None
    if options.goals:
        kept = torch.load(options.goals, weights_only=True)
        goals = Goals(kept["goals"], kept["link_bias"])
        with torch.no_grad():
            # Tag scores only mean what the teachers mean by them beside the teachers' transitions.
            network.transitions.copy_(kept["transitions"])
            network.first.copy_(kept["first"])
    articles = load(options.work / "train.pickle")
    total = math.ceil(sum(len(a.features.starts) for a in articles) * options.epochs / (BATCH_WORDS * 0.85))
    optimizer = torch.optim.AdamW(groups(network, options.rate), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.06 * total), max(0.02, 1.04 - n / total))
    )
    average = copy.deepcopy(network)
    started, running = time.monotonic(), 0.0
    network.train()
    drill = Drill(goals, options.nouns, options.hide)
    endless = (step for _ in itertools.count() for step in steps(articles, drill, rng))
    for done, step in enumerate(itertools.islice(endless, total), 1):
        loss = loss_of(network, step, options.soft)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        blend(average, network, min(0.997, done / (done + 20)))
        running += float(loss.detach())
        if done % 20 == 0:
            print(f"{done}/{total} loss {running / 20:.4f} {time.monotonic() - started:.0f} s", flush=True)
            running = 0.0
        if done % 250 == 0:
            save(average, options.out.with_stem(f"{options.out.stem}_{done}"))
    save(average, options.out)


@torch.no_grad()
def blend(average: Network, network: Network, decay: float) -> None:
    """Move the average a little towards the network."""
    for kept, now in zip(average.parameters(), network.parameters(), strict=True):
        if now.requires_grad:
            kept.lerp_(now, 1 - decay)


def save(network: Network, path: Path) -> None:
    """Write weights and shape of a network."""
    shape = {"layers": network.kept, "inner": network.inner, "heads": network.heads}
    torch.save(shape | {"state": network.state_dict()}, path)


def restore(path: Path, *, dropout: float = 0.1) -> Network:
    """Read a network that `save` wrote."""
    kept = torch.load(path, weights_only=True)
    network = Network(tuple(kept["layers"]), inner=kept["inner"], heads=kept["heads"], dropout=dropout)
    network.load_state_dict(kept["state"])
    return network


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py filled")
    parser.add_argument("--weights", type=Path, required=True, help="model.safetensors of MiniLM")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="0,1", help="MiniLM layers to keep")
    parser.add_argument("--inner", type=int, default=1536)
    parser.add_argument("--epochs", type=float, default=5, help="passes over train; a broken number ends early")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--goals", type=Path, help="what teachers say of train, from label.py")
    parser.add_argument("--start", type=Path, help="a trained network, same or larger, to start from")
    parser.add_argument("--soft", type=float, default=0.6, help="share of the teachers' targets; the rest is gold")
    parser.add_argument("--nouns", type=float, default=1, help="weight of windows whose cue is a noun")
    parser.add_argument("--hide", type=float, default=0, help="share of the words whose pieces are hidden")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    print(json.dumps({key: str(value) for key, value in vars(options).items()}))
    train(options)


if __name__ == "__main__":
    main()
