"""How sure the substance is, held to reports that nothing was trained on.

python -m benchmarks.substance --shared ../shared [--keep DIR]

The reports are gold/valid, built into records by the annotators' own tool. For each kind of claim: how many
are shown by default and how many of these an annotator has, and by bands of confidence the mean confidence and the
share that is right. Claims are matched as the scorer of records matches them; a position is right if the annotator
gives this actor this stance, and right with its target if that is the annotated one or the annotator names none.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.record import write_predictions

BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)

#: Claims of this confidence and above are shown unless one asks for all.
SHOWN = 0.5

#: Field of a claim whose words are compared, by kind.
_SPANS = {"conditions": ("condition",), "interpretations": ("affirmed", "denied"), "questions": ("span",)}

#: One claim: its confidence, and whether it is right.
Judged = tuple[float, bool]


def judge_spans(kind: str, gold: dict[str, Any], ours: dict[str, Any], scorer: Any) -> list[Judged]:
    """Judge the claims of one kind in one record by their words: half of them are to be the annotator's (Dice)."""
    text = gold["article"]["text"]

    def parts(claim: dict[str, Any]) -> list[Any]:
        if kind == "interpretations":
            return [scorer.chars(text, span) for field in _SPANS[kind] for span in claim.get(field) or []]
        return [scorer.chars(text, claim[_SPANS[kind][0]])]

    def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
        best = max((scorer.dice(a, b) for a in parts(one) for b in parts(other)), default=0.0)
        return best if best >= 0.5 else 0.0

    found = {place for _, place in scorer.match(gold[kind], ours[kind], overlap)}
    return [(claim["confidence"], place in found) for place, claim in enumerate(ours[kind])]


def judge_positions(gold: dict[str, Any], ours: dict[str, Any], scorer: Any) -> tuple[list[Judged], list[Judged]]:
    """Judge the positions of one record: in actor and stance, and in these and the target."""
    same, _ = scorer.actor_map(gold["article"]["text"], gold, ours)
    wanted: dict[tuple[str, str], set[str | None]] = {}
    for item in gold["positions"]:
        wanted.setdefault((item["actor"], item["stance"]), set()).add(item["toward"])
    stances: list[Judged] = []
    whole: list[Judged] = []
    for claim in ours["positions"]:
        targets = wanted.get((same.get(claim["actor"], ""), claim["stance"]), set())
        stances.append((claim["confidence"], bool(targets)))
        whole.append((claim["confidence"], None in targets or same.get(claim["toward"], "?") in targets))
    return stances, whole


def describe(name: str, claims: list[Judged]) -> list[str]:
    """Return the lines of one kind: what is shown, then the bands."""
    shown = [right for confidence, right in claims if confidence >= SHOWN]
    lines = [f"  {name + ', shown':<40} {sum(shown) / max(len(shown), 1):.3f}   {sum(shown)} of {len(shown)} right"]
    for low, high in itertools.pairwise(BANDS):
        band = [claim for claim in claims if low <= claim[0] < high]
        if band:
            mean, share = (sum(claim[n] for claim in band) / len(band) for n in (0, 1))
            lines.append(
                f"    {low:.1f} to {min(high, 1.0):.1f}   n {len(band):3}   confidence {mean:.2f}   right {share:.2f}"
            )
    return lines


def build(shared: Path, folder: Path) -> None:
    """Write the annotated reports as records."""
    tool, source = shared / "bench" / "ann.py", shared / "data" / "gold" / "valid"
    subprocess.run(
        [sys.executable, str(tool), "build", str(source), str(folder)], stdout=subprocess.DEVNULL, check=True
    )


def load_scorer(shared: Path) -> Any:
    """Return the scorer of records as a module."""
    spec = importlib.util.spec_from_file_location("score_record", shared / "bench" / "score_record.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "bench" / "score_record.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="folder to keep the predicted records in")
    options = parser.parse_args()
    scorer = load_scorer(options.shared)
    judged: dict[str, list[Judged]] = {kind: [] for kind in (*_SPANS, "positions", "positions with target")}
    with tempfile.TemporaryDirectory() as folder:
        gold_folder, out = Path(folder) / "gold", options.keep or Path(folder) / "out"
        out.mkdir(parents=True, exist_ok=True)
        build(options.shared, gold_folder)
        write_predictions(gold_folder, out)
        for path in sorted(gold_folder.glob("*.json")):
            gold, ours = (json.loads((place / path.name).read_text(encoding="utf-8")) for place in (gold_folder, out))
            for kind in _SPANS:
                judged[kind] += judge_spans(kind, gold, ours, scorer)
            stances, whole = judge_positions(gold, ours, scorer)
            judged["positions"] += stances
            judged["positions with target"] += whole
    for name, claims in judged.items():
        print("\n".join(describe(name, claims)))


if __name__ == "__main__":
    main()
