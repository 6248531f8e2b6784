"""The forecasters on ICEWS 2014 and 2018, by the protocol of forecasts on temporal knowledge graphs.

python -m benchmarks.forecast --shared ../shared [--sets icews14] [--parts test] [--models logit]

ICEWS 2014 is scored on test, ICEWS 2018 on valid: its test part is held out. What a forecaster learns comes from before
the first day that is scored.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.icews_sets import read_facts
from detente.analysis.forecasting.calibration import reliability_of_first
from detente.analysis.forecasting.partners import LearnOptions, PartnerModel, iter_days, learn_partners
from detente.analysis.forecasting.ranking import Ranks, join_ranks, label_answers, rank_answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.forecasting.facts import Facts

_SCORED = {"icews14": ("test", "valid"), "icews18": ("valid",)}
_MODELS = ("logit", "boosting")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="Folder with the data beside the project.")
    parser.add_argument("--sets", nargs="*", choices=tuple(_SCORED), default=tuple(_SCORED))
    parser.add_argument("--part", choices=("valid",), help="Score this part of every set.")
    parser.add_argument("--models", nargs="*", choices=_MODELS, default=_MODELS)
    options = parser.parse_args()
    for name in options.sets:
        part = options.part or _SCORED[name][0]
        for line in partners(options.shared / "data" / name, part, boosting="boosting" in options.models):
            print(line, flush=True)


def partners(folder: Path, part: str, *, boosting: bool) -> Iterator[str]:
    """Yield how well "(source, type, ?)" is forecast.

    Args:
        folder: A set.
        part: The part that is scored.
        boosting: Whether with trees too.
    """
    facts, spans = read_facts(folder, ("train", "valid", "test") if part == "test" else ("train", "valid"))
    facts = facts.doubled()
    first, end = spans[part]
    begun = time.process_time()
    model = learn_partners(facts, first, LearnOptions(boosting=boosting))
    learned = time.process_time() - begun
    models = {"logit": replace(model, trees=None)} | ({"boosting": model} if boosting else {})
    begun = time.process_time()
    found = score_models(models, facts.between(int(facts.day.min()), end), first)
    for name, (ranks, errors) in found.items():
        calibrated = f"  top-1 calibration error {errors:.4f}" if name != "logit" or not boosting else ""
        yield f"{folder.name} {part} {name} {_figures(ranks)}{calibrated}"
    spent = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    yield f"  {folder.name}: learning {learned:.0f} CPU s, forecasting {spent:.0f} CPU s, {memory:.1f} GB at most"


def score_models(models: dict[str, PartnerModel], facts: Facts, first: int) -> dict[str, tuple[Ranks, float]]:
    """Return the ranks and the calibration error of each model on the facts from a day on."""
    profile = next(iter(models.values())).profile
    asked = facts.between(first, int(facts.day.max()) + 1).queries()
    ranks: dict[str, list[Ranks]] = {name: [] for name in models}
    first_ones: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in models}
    answers = np.diff(asked.ends)
    for queries, described in iter_days(facts, profile, asked):
        true = label_answers(described.candidates, queries)
        for name, model in models.items():
            scores = model.score(described)
            ranks[name].append(rank_answers(scores, described.candidates, queries, possible=len(facts.actors)))
            chance = model.calibration.probabilities(scores)
            at = np.argmax(chance, axis=1)[:, None]
            first_ones[name].append((np.take_along_axis(chance, at, 1), np.take_along_axis(true, at, 1)))
    return {
        name: (
            join_ranks(ranks[name]),
            reliability_of_first(
                *(np.concatenate(part) for part in zip(*first_ones[name], strict=True)), answers
            ).error,
        )
        for name in models
    }


def _figures(ranks: Ranks) -> str:
    hits = "  ".join(f"H@{k} {_share(ranks.hits(k))}" for k in (1, 3, 10))
    return f"MRR {_share(ranks.mrr())}  {hits}  n {len(ranks):,}"


def _share(value: float) -> str:
    return f"{value:.4f}".removeprefix("0")


if __name__ == "__main__":
    main()
