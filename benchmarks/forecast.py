"""The forecasters on ICEWS 2014 and 2018, by the protocol of forecasts on temporal knowledge graphs.

python -m benchmarks.forecast --shared ../shared [--sets icews14] [--part valid] [--models logit] [--tasks partners]

ICEWS 2014 is scored on test, ICEWS 2018 on valid: its test part is held out. What a forecaster learns comes from before
the first day that is scored.
"""

from __future__ import annotations

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.icews_sets import read_facts, read_set
from detente.analysis.events import Selection, pick_events
from detente.analysis.forecasting.calibration import measure_reliability, reliability_of_first
from detente.analysis.forecasting.deeds import DeedScores, choose_dyads, lay_out, score_deeds, split_days
from detente.analysis.forecasting.features import KIND_FEATURES
from detente.analysis.forecasting.kinds import all_kinds, iter_kind_days, kind_queries, learn_kinds
from detente.analysis.forecasting.partners import LearnOptions, PartnerModel, iter_days, learn_partners
from detente.analysis.forecasting.ranking import Ranks, join_ranks, label_answers, rank_answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.forecasting.facts import Facts

_SCORED = {"icews14": ("test", "valid"), "icews18": ("valid",)}
_MODELS = ("logit", "boosting")
#: Of material deeds, in days.
_HORIZON = 30
#: For the type of event the weights are fitted on more days: chosen on ICEWS 2014 valid.
_KIND_DAYS, _KIND_QUESTIONS = 60, 32_000
#: Several steps ahead takes long on ICEWS 2018.
_LEFT_OUT = {("ahead", "icews18")}


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="Folder with the data beside the project.")
    parser.add_argument("--sets", nargs="*", choices=tuple(_SCORED), default=tuple(_SCORED))
    parser.add_argument("--part", choices=("valid",), help="Score this part of every set.")
    parser.add_argument("--models", nargs="*", choices=_MODELS, default=_MODELS)
    parser.add_argument("--jobs", type=int, default=1, help="How many run at a time, each on one core.")
    parser.add_argument("--tasks", nargs="*", choices=tuple(_TASKS), default=tuple(_TASKS))
    options = parser.parse_args()
    data, boosting = options.shared / "data", "boosting" in options.models
    jobs = [(task, data / name, options.part or _SCORED[name][0], boosting) for task in options.tasks
            for name in options.sets if (task, name) not in _LEFT_OUT]  # fmt: skip
    # a process each, so that the memory that is printed is that of one
    with ProcessPoolExecutor(options.jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        for lines in pool.map(_run, jobs):
            print("\n".join(lines), flush=True)


def _run(job: tuple[str, Path, str, bool]) -> list[str]:
    task, folder, part, boosting = job
    return list(_TASKS[task](folder, part, boosting=boosting))


def partners(folder: Path, part: str, *, boosting: bool) -> Iterator[str]:
    """Yield how well "(source, type, ?)" is forecast.

    Args:
        folder: A set.
        part: The part that is scored.
        boosting: Whether with trees too.
    """
    facts, spans = read_facts(folder, _parts(part))
    facts = facts.doubled()
    first, end = spans[part]
    begun = time.process_time()
    model = learn_partners(facts, first, LearnOptions(boosting=boosting))
    learned = time.process_time() - begun
    models = {"logit": model.without_trees()} | ({"boosting": model} if boosting else {})
    begun = time.process_time()
    found = score_models(models, facts.between(int(facts.day.min()), end), first)
    for name, (ranks, errors) in found.items():
        yield f"{folder.name} {part} {name} {_figures(ranks)}  top-1 calibration error {errors:.4f}"
    spent = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    yield f"  {folder.name}: learning {learned:.0f} CPU s, forecasting {spent:.0f} CPU s, {memory:.1f} GB at most"


def ahead(folder: Path, part: str, *, boosting: bool) -> Iterator[str]:
    """Yield how well "(source, type, ?)" is forecast where nothing of the scored part is seen (several steps ahead).

    Args:
        folder: A set.
        part: The part that is scored.
        boosting: Not looked at: the logit alone.
    """
    del boosting
    facts, spans = read_facts(folder, _parts(part))
    facts = facts.doubled()
    first, end = spans[part]
    model = learn_partners(facts, first, LearnOptions(ahead=True))
    ranks, error = score_models({"logit": model}, facts.between(int(facts.day.min()), end), first)["logit"]
    yield f"{folder.name} {part} ahead logit {_figures(ranks)}  top-1 calibration error {error:.4f}"


def score_models(models: dict[str, PartnerModel], facts: Facts, first: int) -> dict[str, tuple[Ranks, float]]:
    """Return the ranks and the calibration error of each model on the facts from a day on."""
    profile, is_ahead = (getattr(next(iter(models.values())), name) for name in ("profile", "ahead"))
    asked = facts.between(first, int(facts.day.max()) + 1).queries()
    ranks: dict[str, list[Ranks]] = {name: [] for name in models}
    first_ones: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in models}
    answers = np.diff(asked.ends)
    for queries, described in iter_days(facts, profile, asked, ahead=is_ahead):
        true = label_answers(described.candidates, queries)
        for name, model in models.items():
            scores = model.score(described)
            ranks[name].append(rank_answers(scores, described.candidates, queries, possible=len(facts.actors)))
            chance = model.chances(described)
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


def kinds(folder: Path, part: str, *, boosting: bool) -> Iterator[str]:
    """Yield how well "(source, ?, target)" is forecast, over all types.

    Args:
        folder: A set.
        part: The part that is scored.
        boosting: Whether with trees too.
    """
    facts, spans = read_facts(folder, _parts(part))
    first, end = spans[part]
    begun = time.process_time()
    model = learn_kinds(facts, first, LearnOptions(_KIND_DAYS, _KIND_QUESTIONS, boosting=boosting))
    learned = time.process_time() - begun
    models = {"logit": model.without_trees()} | ({"boosting": model} if boosting else {})
    names = [feature.name for feature in KIND_FEATURES]
    ranks: dict[str, list[Ranks]] = {}
    chances: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    asked = kind_queries(facts.between(first, end))
    for queries, features in iter_kind_days(facts, model.profile, asked):
        every = all_kinds(len(features), len(facts.types))
        pair, ever, world = (np.exp(features[..., names.index(name)]) for name in ("pair30", "pair", "world"))
        scores = {"pair history": pair + 0.1 * ever + 0.5 * world}
        true = label_answers(every, queries)
        for name, one in models.items():
            scores[name] = one.score(features)
            chances.setdefault(name, []).append((one.calibration.probabilities(scores[name]), true))
        for name, score in scores.items():
            ranks.setdefault(name, []).append(rank_answers(score, every, queries, possible=len(facts.types)))
    errors = {
        name: reliability_of_first(*map(np.concatenate, zip(*listed, strict=True)), np.diff(asked.ends)).error
        for name, listed in chances.items()
    }
    for name, listed in ranks.items():
        calibrated = f"  top-1 calibration error {errors[name]:.4f}" if name in errors else ""
        yield f"{folder.name} {part} type {name} {_figures(join_ranks(listed))}{calibrated}"
    yield f"  {folder.name}: learning {learned:.0f} CPU s"


def deeds(folder: Path, part: str, *, boosting: bool) -> Iterator[str]:
    """Yield how well material deeds within 30 days are forecast between countries; no model here has trees.

    Args:
        folder: A set; all its parts up to the one that is named are one stretch of days, split by `split_days`.
        part: The last part.
        boosting: Not looked at.
    """
    del boosting
    events = pick_events(read_set(folder, _parts(part)), Selection())
    sides = events.column("source").to_pylist() + events.column("target").to_pylist()
    _, codes = np.unique(sides, return_inverse=True)
    day = events.column("date").to_numpy().astype("datetime64[D]").astype(np.int64)
    day -= day.min()
    columns = codes[: len(events)], codes[len(events) :], day
    spans = split_days(int(day.max()) + 1, _HORIZON)
    if spans is None:
        raise SystemExit(f"{folder.name}: too few days")
    pairs = choose_dyads(*columns, int(spans[1][0]) - _HORIZON)
    quads = events.column("quad").to_numpy()
    for deed, quad in (("cooperation", 2), ("conflict", 4)):
        _, scores = score_deeds(lay_out(columns, quads == quad, pairs), _HORIZON, *spans)
        happened = scores.happened.astype(float)
        yield (
            f"{folder.name} {deed} within {_HORIZON} days: {len(pairs)} dyads, {len(happened):,} dyad-days held out, "
            f"followed in {happened.mean():.1%}"
        )
        for name, chance in scores.chances.items():
            loss, brier = (float(scores.losses(name, brier=kind).mean()) for kind in (False, True))
            error = measure_reliability(chance, happened, np.ones(len(happened))).error
            line = f"  {name:<26} log loss {loss:.4f}  Brier {brier:.4f}  calibration error {error:.3f}"
            if name != "model":
                line += "".join(_gap(scores, name, brier=kind) for kind in (False, True))
            yield line


def _gap(scores: DeedScores, name: str, *, brier: bool) -> str:
    gap, interval = scores.difference("model", name, brier=brier)
    claim = "model better" if interval.high < 0 else "baseline better" if interval.low > 0 else "no winner"
    return f"  model less this {gap:+.4f} [{interval.low:+.4f} {interval.high:+.4f}] {claim}"


def _parts(part: str) -> tuple[str, ...]:
    return ("train", "valid", "test") if part == "test" else ("train", "valid")


def _figures(ranks: Ranks) -> str:
    hits = "  ".join(f"H@{k} {_share(ranks.hits(k))}" for k in (1, 3, 10))
    return f"MRR {_share(ranks.mrr())}  {hits}  n {len(ranks):,}"


def _share(value: float) -> str:
    return f"{value:.4f}".removeprefix("0")


_TASKS: Final = {"partners": partners, "ahead": ahead, "type": kinds, "deeds": deeds}


if __name__ == "__main__":
    main()
