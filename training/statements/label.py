"""Score the training articles once with trained networks, so that a smaller one can learn their average.

    python training/statements/label.py --work DIR --models large.pt small.pt --out goals.pt

Tag scores are averaged over the networks; the linking vectors are those of the first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from train import Goal, restore

from corpus import load
from detente.reading.attribution.windows import batch, cut

WINDOW = 96
"""Words of context that the teachers see; the student's windows of 40 to 96 words lie anywhere across theirs."""


@torch.no_grad()
def main() -> None:
    """Score and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py filled")
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    teachers = [restore(path).eval() for path in options.models]
    goals: dict[str, Goal] = {}
    for article in load(options.work / "train.pickle"):
        windows = cut(article.features, WINDOW)
        inputs = {name: torch.from_numpy(values) for name, values in batch(article.features, windows).items()}
        outputs = [teacher(**inputs) for teacher in teachers]
        own = inputs["mask"] > 0
        # Windows follow one another without gaps, so their words in order are the article's.
        scores = torch.stack([scores for scores, _ in outputs]).mean(0)[own]
        goals[article.doc] = (scores.half(), outputs[0][1][own].half())
    average = {
        name: torch.stack([getattr(teacher, name) for teacher in teachers]).mean(0) for name in ("transitions", "first")
    }
    torch.save({"goals": goals, "link_bias": teachers[0].link_bias.detach(), **average}, options.out)


if __name__ == "__main__":
    main()
