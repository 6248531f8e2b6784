"""Score records against reports that nothing was trained on, with the confidence of events held to what is right.

python -m benchmarks.unseen --shared ../shared [--keep DIR] [--types]

The reports are gold/valid, built into records by the annotators' own tool. Two of them tell a story that a report of
the training part tells too and are left out. Statements are not annotated in them.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import write_predictions

#: Their stories stand in the training part too.
TWICE_TOLD = ("ua_22", "bbc_blair-hails-turkey-eu-talks-deal")

#: Lines of the scorer about what these reports are not annotated with.
NOT_ANNOTATED = ("statement", "event said_in", "not_article")

#: Events of this confidence and above are shown unless one asks for all.
SHOWN = 0.5

#: A type with fewer gold events is not judged by itself.
FEWEST = 30

BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """One event of ours: its confidence, and what of it is right."""

    type: str
    confidence: float
    type_right: bool
    actors_right: bool
    all_right: bool


def build(shared: Path, out: Path) -> None:
    """Write the gold records of the unseen reports to `out`."""
    command = [
        sys.executable,
        str(shared / "bench" / "ann.py"),
        "build",
        str(shared / "data" / "gold" / "valid"),
        str(out),
    ]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    for name in TWICE_TOLD:
        (out / f"{name}.json").unlink(missing_ok=True)


def judge(gold: dict[str, Any], ours: dict[str, Any], scorer: Any) -> tuple[list[Judged], Counter[str], Counter[str]]:
    """Judge each event of one record as the scorer matches them.

    Args:
        gold: The gold record.
        ours: The record.
        scorer: The module score_record.py.

    Returns:
        Our events, judged; gold events by type; gold events that were found, by type.
    """
    text = gold["article"]["text"]
    meant, _ = scorer.actor_map(text, gold, ours)

    def words(event: Event) -> Any:
        return scorer.chars(text, event["trigger"])

    def same(g: Event, p: Event) -> bool:
        return all(set(g[role]) == {meant.get(key, f"?{key}") for key in p[role]} for role in ("sources", "targets"))

    def overlap(g: Event, p: Event) -> float:
        return float(scorer.dice(words(g), words(p))) if g["type"] == p["type"] else 0.0

    matched = {p: g for g, p in scorer.match(gold["events"], ours["events"], overlap)}
    judged = []
    for number, event in enumerate(ours["events"]):
        other = gold["events"][matched[number]] if number in matched else None
        actors = other is not None and same(other, event)
        status = other is not None and other["status"] == event["status"]
        judged.append(Judged(event["type"], event["confidence"], other is not None, actors, actors and status))
    found = Counter(gold["events"][g]["type"] for g in matched.values())
    return judged, Counter(event["type"] for event in gold["events"]), found


def reliability(judged: Sequence[Judged]) -> Iterable[str]:
    """Yield the lines of the table of confidence against what is right."""
    yield "confidence of events: the chance that type, status and all actors are right"
    yield "  stated        events   mean  right"
    error = 0.0
    for low, high in itertools.pairwise(BANDS):
        band = [one for one in judged if low <= one.confidence < high]
        if band:
            mean = sum(one.confidence for one in band) / len(band)
            right = sum(one.all_right for one in band) / len(band)
            error += abs(mean - right) * len(band)
            yield f"  {low:.1f} to {min(high, 1):.1f}    {len(band):6d}   {mean:.2f}   {right:.2f}"
    yield f"  expected calibration error {error / max(len(judged), 1):.3f}"


def by_type(judged: Sequence[Judged], gold: Counter[str], found: Counter[str]) -> Iterable[str]:
    """Yield F1 of trigger and type for each type that has enough gold events, and the least of them."""
    told = Counter(one.type for one in judged)
    least = 1.0
    for name, count in gold.most_common():
        value = 2 * found[name] / (count + told[name])
        if count >= FEWEST:
            least = min(least, value)
        yield f"  {name:10s} {value:.3f}   found {found[name]}, gold {count}, ours {told[name]}"
    yield f"least F1 of a type with {FEWEST} events   {least:.3f}"


def report(gold: Path, ours: Path, scorer: Any, *, types: bool) -> Iterable[str]:
    """Yield the lines on confidence, on what is shown, and by type."""
    judged: list[Judged] = []
    counted, found = Counter[str](), Counter[str]()
    for path in sorted(gold.glob("*.json")):
        own = ours / path.name
        if not own.exists():
            continue
        parts = judge(_load(path), _load(own), scorer)
        judged += parts[0]
        counted += parts[1]
        found += parts[2]
    shown = [one for one in judged if one.confidence >= SHOWN]
    right = sum(one.actors_right for one in shown)
    yield ""
    yield f"shown by default, type and all actors right   {right / max(len(shown), 1):.3f}   {right} of {len(shown)}"
    yield f"shown by default, type right   {sum(one.type_right for one in shown) / max(len(shown), 1):.3f}"
    yield f"shown by default, share of all gold events   {right / max(sum(counted.values()), 1):.3f}"
    yield ""
    yield from reliability(judged)
    lines = list(by_type(judged, counted, found))
    yield ""
    yield from lines if types else lines[-1:]


def load_scorer(path: Path) -> Any:
    """Load the scorer of annotated records as a module."""
    spec = importlib.util.spec_from_file_location("score_record", path)
    if spec is None or spec.loader is None:
        sys.exit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _load(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="folder to keep the predicted records in")
    parser.add_argument("--types", action="store_true", help="print each type")
    options = parser.parse_args()
    scorer = options.shared / "bench" / "score_record.py"
    with tempfile.TemporaryDirectory() as folder:
        gold, ours = Path(folder, "gold"), options.keep or Path(folder, "ours")
        ours.mkdir(parents=True, exist_ok=True)
        build(options.shared, gold)
        write_predictions(gold, ours)
        command = [sys.executable, str(scorer), "--gold", str(gold), "--pred", str(ours)]
        table = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        print("\n".join(line for line in table if not line.strip().startswith(NOT_ANNOTATED)))
        print("\n".join(report(gold, ours, load_scorer(scorer), types=options.types)))


if __name__ == "__main__":
    main()
