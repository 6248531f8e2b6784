"""Score the phenomena set: conditions, interpretations, questions and positions, development and blind part.

    python benchmarks/phenomena.py [--misses KIND]

Each text is read whole, from text to record. What counts as a hit stands in tests/corpus/phenomena/README.md.
`--misses` lists what went wrong in the development part of one kind; the blind part is never listed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import detente

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "phenomena"
KINDS = ("conditions", "interpretations", "questions", "positions")


def part_of(item_id: str) -> str:
    """Return "blind" if the first byte of the id's SHA-256 is odd, else "development"."""
    return "blind" if hashlib.sha256(item_id.encode()).digest()[0] % 2 else "development"


def dice(text: str, a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return 2|a and b| / (|a| + |b|) over the characters of two spans, white space left out."""
    one, two = ({i for i in range(*span) if not text[i].isspace()} for span in (a, b))
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def place(text: str, quote: str) -> tuple[int, int]:
    """Return where a quote first stands in a text.

    Raises:
        ValueError: It does not.
    """
    start = text.index(quote)
    return start, start + len(quote)


def matched(scores: list[list[float]]) -> int:
    """Return how many pairs of rows and columns match one to one, greedily, at a score of 0.5 or more."""
    cells = sorted(((s, -i, -j) for i, row in enumerate(scores) for j, s in enumerate(row) if s >= 0.5), reverse=True)
    rows: set[int] = set()
    columns: set[int] = set()
    for _, i, j in cells:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
    return len(rows)


def hits(kind: str, item: dict[str, Any], record: Any) -> tuple[int, int]:
    """Return (claims that match, claims predicted) of one item."""
    text, expected = item["text"], item[kind]
    if kind == "positions":
        wanted = {(place(text, e["actor"]), e["stance"]) for e in expected}
        got = {(_actor_span(record, p.actor, [span for span, _ in wanted]), p.stance) for p in record.positions}
        return len(wanted & got), len(got)
    if kind == "interpretations":
        wanted_parts = [[place(text, q) for q in (*e["affirmed"], *e["denied"])] for e in expected]
        got_parts = [[tuple(s) for s in (*p.affirmed, *p.denied)] for p in record.interpretations]
        scores = [[max((dice(text, a, b) for a in w for b in g), default=0.0) for g in got_parts] for w in wanted_parts]
        return matched(scores), len(got_parts)
    field = "condition" if kind == "conditions" else "span"
    spans = [tuple(getattr(claim, field)) for claim in getattr(record, kind)]
    scores = [[dice(text, place(text, e[field]), s) for s in spans] for e in expected]
    return matched(scores), len(spans)


def _actor_span(record: Any, key: str, wanted: list[tuple[int, int]]) -> tuple[int, int] | str:
    """Return the expected span that an actor's mentions overlap, else the actor's key."""
    for start, end in sorted(wanted):
        if any(m.start < end and start < m.end for m in record.actor(key).mentions):
            return start, end
    return key


def score(kind: str, *, show: bool) -> dict[str, tuple[int, int, int]]:
    """Return (matched, expected, predicted) by part; with `show`, print what went wrong in the development part."""
    totals = {"development": (0, 0, 0), "blind": (0, 0, 0)}
    for line in (CORPUS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        part = part_of(item["id"])
        record = detente.read(item["text"], published="2024-03-06")
        hit, predicted = hits(kind, item, record)
        wanted = len(item[kind])
        totals[part] = tuple(map(sum, zip(totals[part], (hit, wanted, predicted), strict=True)))  # type: ignore[assignment]
        if show and part == "development" and (hit < wanted or hit < predicted):
            print(f"{item['id']} matched {hit}, expected {wanted}, predicted {predicted}: {item['text']}")
            if kind == "positions":
                for p in record.positions:
                    toward = None if p.toward is None else record.actor(p.toward).name
                    print(f"      {record.actor(p.actor).name} > {toward}: {p.issue} {p.stance}")
                print("      events", [(e.type, e.status, e.sources, record.words(e.trigger)) for e in record.events])
    return totals


def main() -> None:
    """Print F1 by kind and part."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", choices=KINDS)
    asked = options.parse_args()
    print(f"{'kind, part':<30}    {'P':>5}  {'R':>5}  {'F1':>5}  matched expected predicted")
    for kind in KINDS if asked.misses is None else (asked.misses,):
        for part, (hit, wanted, predicted) in score(kind, show=asked.misses is not None).items():
            f1 = 2 * hit / (wanted + predicted)
            print(
                f"  {kind + ', ' + part:<30} {hit / max(predicted, 1):.3f}  {hit / wanted:.3f}  {f1:.3f}"
                f"  {hit:7} {wanted:8} {predicted:9}"
            )


if __name__ == "__main__":
    main()
