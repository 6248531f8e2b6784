"""Train the event network on prepared texts.

    python training/events/train.py --work DIR --out run.pt --seed 1

Writes the running average of the weights, anew after every few passes, so a run that is cut short leaves a network.
"""

from __future__ import annotations

import argparse
import copy
import pickle
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from network import Network, restore, save
from teacher import Teacher, padded_pieces
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus import Article, known_paths, load, weak_type
from detente.reading.events.network.pairs import PAIR
from detente.reading.events.network.signals import RULE

END = 102
"""Number of "[SEP]" in the vocabulary: pieces of words have higher ones."""

UNPAIRED = -1000.0
"""Log probability below which an actor has no mention that was weighed."""

MOST_IN_SENTENCE = 1.4
"""Events that a sentence of PLV holds at most without a loss."""

SHORTEST = 60
"""Words that a text without annotation must have."""

RULE_ARGUMENT = PAIR.index("rule")
PATH = PAIR.index("path")
Row = tuple[Article, tuple[int, int]]


def padded(rows: list[Row]) -> dict[str, Tensor]:
    """Inputs of several chunks as one batch."""
    each = [article.inputs(chunk) for article, chunk in rows]
    size = max(one["states"].shape[0] for one in each)
    batch = len(rows)
    out = {
        "states": torch.zeros(batch, size, *each[0]["states"].shape[1:]),
        "signals": torch.zeros(batch, size, each[0]["signals"].shape[1], dtype=torch.int64),
        "flags": torch.zeros(batch, size, 2, dtype=torch.int64),
        "relations": torch.zeros(batch, size, size, dtype=torch.int64),
        "heads": torch.arange(size)[None, :, None].repeat(batch, 1, 3),
        "mask": torch.zeros(batch, size),
    }
    for number, one in enumerate(each):
        n = one["states"].shape[0]
        for name in ("states", "signals", "flags", "heads"):
            out[name][number, :n] = one[name]
        out["relations"][number, :n, :n] = one["relations"]
        out["mask"][number, :n] = 1
    return out


def inputs_of(network: Network, rows: list[Row]) -> dict[str, Tensor]:
    """Inputs of a network of either kind."""
    return padded_pieces(rows) if isinstance(network, Teacher) else padded(rows)


def hide(inputs: dict[str, Tensor], share: float, rules: float) -> None:
    """Blot out some words, and the rules' finding for some words and some whole texts."""
    b, t = inputs["mask"].shape
    if "states" in inputs:
        inputs["states"] *= (torch.rand(b, t, 1, 1) > share).float()
    else:
        hidden = (torch.rand(inputs["pieces"].shape) < share) & (inputs["pieces"] > END)
        inputs["pieces"][hidden] *= -1
    told = (torch.rand(b, 1) > rules).long() * (torch.rand(b, t) > 0.1).long()
    inputs["signals"][:, :, RULE] *= told


def actor_scores(scores: Tensor, none: Tensor, at: Tensor, actors: Tensor, count: int) -> Tensor:
    """Log probability of none (column 0) and of each actor: E x (1 + actors) x 2."""
    triggers = none.shape[0]
    slot = at * count + actors
    top = torch.full((triggers * count, 2), -1e4)
    top = top.scatter_reduce(0, slot[:, None].expand(-1, 2), scores.detach(), "amax")
    summed = torch.full((triggers * count, 2), 1e-30)
    summed = summed.index_add(0, slot, torch.exp(scores - top[slot]))
    whole = (torch.log(summed) + top).view(triggers, count, 2)
    return torch.log_softmax(torch.cat([none[:, None], whole], 1), 1)


def argument_loss(found: Tensor, gold: list[dict]) -> Tensor:
    """Cross entropy of the sources and of the targets; what is not in the cast counts a little as none."""
    loss = found.new_zeros(())
    for number, event in enumerate(gold):
        for role, name in enumerate(("sources", "targets")):
            sets, count = event[name], event["counts"][role]
            column = found[number, :, role]
            near = [total for own in sets if (total := torch.logsumexp(column[[k + 1 for k in own]], 0)) > UNPAIRED]
            for total in near:
                loss = loss - total / len(near)
            if not sets:
                loss = loss - column[0] * (1.0 if count == 0 else 0.3)
    return loss


def _binary(scores: Tensor, goal: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, goal.float(), reduction="sum")


class Trainer:
    """One run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        torch.manual_seed(options.seed)
        random.seed(options.seed)
        torch.set_num_threads(options.threads)
        self.articles = load(options.work / "train.pickle")
        started = restore(options.start) if options.start else None
        # Paths are known by their numbers: a network that goes on keeps its own.
        self.paths = started[1]["paths"] if started else known_paths(self.articles)
        for article in self.articles:
            article.make_pairs(self.paths)
        self.weak = load(options.work / "plv.pickle") if options.weak > 0 else []
        self.silver = self.teach() if options.goals else []
        if started:
            self.network = started[0]
            for part in (self.network, *self.network.layers):
                part.drop.p = options.dropout
        else:
            layers = [int(x) for x in options.layers.split(",")]
            count = len(self.paths) + 2
            self.network = (
                Teacher(options.teacher, count, options.dropout, options.kept)
                if options.teacher
                else Network(layers, count, options.dropout)
            )
            self.network.start()
        self.average = copy.deepcopy(self.network)
        trained = [(n, p) for n, p in self.network.named_parameters() if p.requires_grad]
        inner = [p for n, p in trained if n.startswith("layers.")]
        outer = [p for n, p in trained if not n.startswith("layers.")]
        groups = [{"params": inner, "lr": options.rate}, {"params": outer, "lr": options.head_rate}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
        self.rng = random.Random(options.seed)
        steps = len(self.batches())
        self.total = int(steps * options.passes)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: min(1, (s + 1) / (0.06 * self.total)) * max(0.03, 1 - s / self.total)
        )
        self.sums = [0.0] * 5
        self.events = 0

    def teach(self) -> list[Article]:
        """Give the articles what teachers say of them, and return the texts that only teachers have labelled."""
        with self.options.goals.open("rb") as handle:
            goals = pickle.load(handle)
        silver = [article for article in load(self.options.work / "voa.pickle") if article.size >= SHORTEST]
        for article in (*self.articles, *silver):
            article.goal = goals[article.name]
        for article in silver:
            article.gold = article.goal["events"]
            article.make_pairs(self.paths)
        print(len(silver), "texts that only teachers have labelled", flush=True)
        return silver

    def batches(self) -> list[list[Row]]:
        """Chunks of like length together, in an order of chance; PLV's sentences between the articles."""
        some = self.rng.sample(self.silver, int(len(self.silver) * self.options.silver))
        rows = [(article, chunk) for article in (*self.articles, *some) for chunk in article.chunks]
        for article in self.rng.sample(self.articles, int(len(self.articles) * self.options.crops)):
            windows = article.item["windows"]
            begin = self.rng.randrange(len(windows))
            end = min(begin + self.rng.choice((0, 0, 1)), len(windows) - 1)
            rows.append((article, (windows[begin][0], windows[end][1])))
        self.rng.shuffle(rows)
        out = []
        size = self.options.batch
        for low in range(0, len(rows), size * 10):
            part = sorted(rows[low : low + size * 10], key=lambda row: row[1][1] - row[1][0])
            out += [part[k : k + size] for k in range(0, len(part), size)]
        if self.weak:
            some = self.rng.sample(self.weak, int(len(self.weak) * self.options.weak))
            small = [(article, article.chunks[0]) for article in some]
            out += [small[k : k + 12] for k in range(0, len(small), 12)]
        self.rng.shuffle(out)
        return out

    def step(self, rows: list[Row]) -> None:
        """Learn from one batch."""
        inputs = inputs_of(self.network, rows)
        hide(inputs, self.options.hide, self.options.hide_rules)
        tags, vectors, wide = self.network.encode(**inputs)
        loss = self.weak_loss(rows, tags) if rows[0][0].weak else self.loss(rows, tags, vectors, wide)
        self.optimizer.zero_grad()
        (loss / 30).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()

    def weak_loss(self, rows: list[Row], tags: Tensor) -> Tensor:
        """Some word of the sentence carries the type that PLV gives."""
        logp = torch.log_softmax(tags, -1)
        loss = tags.new_zeros(())
        for number, (article, (first, after)) in enumerate(rows):
            columns = [1 + 2 * k for k in weak_type(article.weak)]
            begins = logp[number, : after - first][:, columns].exp().sum(-1).clamp(max=0.9999)
            loss = loss - torch.log(1 - torch.exp(torch.log1p(-begins).sum()) + 1e-6)
            # Without this, every word of a sentence that stands alone would begin an event.
            count = logp[number, : after - first, 1::2].exp().sum()
            loss = loss + functional.relu(count - MOST_IN_SENTENCE)
        self.sums[4] += loss.item()
        return loss * self.options.weak_weight

    def loss(self, rows: list[Row], tags: Tensor, vectors: Tensor, wide: Tensor) -> Tensor:
        """Tags, status, background and actors of the gold events."""
        total = tags.new_zeros(())
        for number, (article, (first, after)) in enumerate(rows):
            tagging = self.tag_loss(article, (first, after), tags[number, : after - first])
            total = total + tagging
            self.sums[0] += tagging.item()
            inside = [k for k, e in enumerate(article.gold) if e["rows"][0] >= first and e["rows"][-1] < after]
            if not inside:
                continue
            own = [article.gold[k] for k in inside]
            types = torch.tensor([e["type"] for e in own])
            triggers = self.network.triggers(wide[number], [[r - first for r in e["rows"]] for e in own], types)
            status, background = self.attribute_losses(article, inside, triggers)
            total = total + 0.4 * (status + background)
            self.sums[2] += status.item()
            self.sums[3] += background.item()
            self.events += len(own)
            roles = self.roles(article, inside, (first, after), triggers, vectors[number])
            if roles is not None:
                actors = self.actor_loss(article, inside, roles)
                total = total + 0.7 * actors
                self.sums[1] += actors.item()
        return total

    def soft(self, article: Article) -> float:
        """Share of the loss that is measured against what teachers say."""
        if article.goal is None:
            return 0.0
        return 1.0 if article.only_taught else self.options.soft

    def tag_loss(self, article: Article, chunk: tuple[int, int], tags: Tensor) -> Tensor:
        """Cross entropy of the tags with the gold and with the teachers'."""
        soft, (first, after) = self.soft(article), chunk
        loss = tags.new_zeros(())
        if soft < 1:
            gold = torch.from_numpy(article.tags[first:after])
            loss = loss + (1 - soft) * functional.cross_entropy(tags, gold, reduction="sum")
        if soft > 0:
            goal = torch.from_numpy(article.goal["tags"][first:after]).float()
            loss = loss - soft * (goal * torch.log_softmax(tags, -1)).sum()
        return loss

    def attribute_losses(self, article: Article, inside: list[int], triggers: Tensor) -> tuple[Tensor, Tensor]:
        """Cross entropy of status and background with the gold and with the teachers'."""
        soft = self.soft(article)
        status, background = self.network.attributes(triggers)
        one, other = status.new_zeros(()), status.new_zeros(())
        if soft < 1:
            own = [article.gold[k] for k in inside]
            goal = torch.tensor([e["status"] for e in own])
            one = one + (1 - soft) * functional.cross_entropy(status, goal, reduction="sum")
            older = torch.tensor([float(e["background"]) for e in own])
            other = other + (1 - soft) * _binary(background, older)
        if soft > 0:
            said = [article.goal["events"][k] for k in inside]
            goal = torch.tensor(np.array([e["statuses"] for e in said]))
            one = one - soft * (goal * torch.log_softmax(status, -1)).sum()
            other = other + soft * _binary(background, torch.tensor([e["background"] for e in said]))
        return one, other

    def actor_loss(self, article: Article, inside: list[int], roles: Tensor) -> Tensor:
        """Cross entropy of the actors with the gold and with the teachers'."""
        soft = self.soft(article)
        loss = roles.new_zeros(())
        if soft < 1:
            loss = loss + (1 - soft) * argument_loss(roles, [article.gold[k] for k in inside])
        if soft > 0:
            goal = torch.tensor(np.array([article.goal["events"][k]["roles"] for k in inside])).float()
            loss = loss - soft * (goal * roles.clamp(min=-30)).sum()
        return loss

    def roles(self, article: Article, inside: list[int], chunk: tuple[int, int], triggers: Tensor, vectors: Tensor):
        """Log probabilities of the actors of some gold triggers, or None where no actor is near."""
        pairs = article.pairs
        renumbered = torch.full((len(article.gold),), -1)
        renumbered[inside] = torch.arange(len(inside))
        at = renumbered[pairs.at] if len(pairs.at) else pairs.at
        keep = (at >= 0) & (pairs.places >= chunk[0]) & (pairs.places < chunk[1])
        if not bool(keep.any()):
            return None
        values = pairs.values[keep].clone()
        shown = (torch.rand(len(inside)) > 0.15).long()[at[keep]]
        values[:, RULE_ARGUMENT] *= shown
        hidden = torch.rand(len(values)) < 0.08
        values[hidden, PATH] = 0
        scores, none = self.network.roles(triggers, vectors[pairs.places[keep] - chunk[0]], values, at[keep])
        return actor_scores(scores, none, at[keep], pairs.actors[keep], article.signals.actors)

    @torch.no_grad()
    def follow(self, done: int) -> None:
        """Move the running average."""
        keep = min(self.options.keep, (1 + done) / (10 + done))
        pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
        own, new = zip(*((own, new) for own, new in pairs if new.requires_grad), strict=True)
        torch._foreach_lerp_(own, new, 1 - keep)

    def run(self) -> None:
        """All passes."""
        done, number, begin = 0, 0, time.time()
        print(
            "articles",
            len(self.articles),
            "weak",
            len(self.weak),
            "paths",
            len(self.paths),
            "steps",
            self.total,
            flush=True,
        )
        while done < self.total:
            self.network.train()
            for rows in self.batches():
                if done >= self.total:
                    break
                self.step(rows)
                done += 1
                self.follow(done)
                if done in (10, 40):
                    print(f"step {done}: {(time.time() - begin) / done:.2f} s each", flush=True)
            number += 1
            shown = " ".join(f"{value / max(self.events, 1):.3f}" for value in self.sums)
            print(
                f"pass {number} {time.time() - begin:.0f}s tags, actors, status, background, weak: {shown}", flush=True
            )
            self.sums, self.events = [0.0] * 5, 0
            save(self.average, self.options.out, paths=self.paths, passes=number, settings=vars(self.options))


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--teacher", type=Path, help="train all of MiniLM or MPNet instead: its weights")
    parser.add_argument("--kept", type=int, default=0, help="how many of its lower layers are not trained")
    parser.add_argument("--layers", default="1,2", help="copies of which of the encoder's layers follow its first")
    parser.add_argument("--passes", type=float, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--hide", type=float, default=0.06, help="share of words that are blotted out")
    parser.add_argument("--hide-rules", type=float, default=0.15, help="share of texts without the rules' finding")
    parser.add_argument("--crops", type=float, default=0.4, help="share of texts that are shown in part too")
    parser.add_argument("--weak", type=float, default=0.3, help="share of PLV's sentences in each pass")
    parser.add_argument("--weak-weight", type=float, default=0.5)
    parser.add_argument("--goals", type=Path, help="what label.py wrote: learn from it too")
    parser.add_argument("--soft", type=float, default=0.5, help="weight of the teachers beside the gold")
    parser.add_argument("--silver", type=float, default=0.5, help="share of the texts without annotation in each pass")
    parser.add_argument("--keep", type=float, default=0.997, help="how slowly the average follows")
    parser.add_argument("--threads", type=int, default=1)
    Trainer(parser.parse_args()).run()


if __name__ == "__main__":
    main()
