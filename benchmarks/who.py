"""Score the reader on the who set: `python benchmarks/who.py [--misses]`.

Each row of `tests/corpus/who.tsv` is read as an article of one sentence; the actor whose
mention overlaps the marked words most is judged. Rows that expect a place are judged by there being no
actor but a place. A crash counts as a miss. The header of the file says who wrote the set.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import detente
from detente.errors import DetenteError
from detente.knowledge.folding import fold_name

_WHO = Path(__file__).parent.parent / "tests" / "corpus" / "who.tsv"


def read_rows() -> list[dict[str, str]]:
    """Return the rows of the set."""
    lines = [line.split("\t") for line in _WHO.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def judge(row: dict[str, str], record: Any) -> dict[str, bool]:
    """Return for each judged column whether it is right."""
    start = int(row["offset"])
    end = start + len(row["mention"])
    actors = [
        actor
        for actor in record.actors
        if any(mention.start < end and start < mention.end for mention in actor.mentions)
    ]
    wanted = [] if row["entity"] == "-" else row["entity"].split(" + ")
    if row["kind"] == "place":
        return {"entity": not any(actor.kind == "state" for actor in actors)}
    if row["kind"] == "-" and not wanted and row["country"] == "-":
        return {"entity": not actors}
    verdict = {"entity": all(any(_is_named(actor, name) for actor in actors) for name in wanted)}
    if not wanted:
        verdict["entity"] = all(actor.entity is None or actor.kind != "state" for actor in actors)
    countries = {actor.country for actor in actors}
    if row["country"] != "-":
        verdict["country"] = set(row["country"].split(" + ")) <= countries
    if row["sector"] != "-":
        verdict["sector"] = row["sector"] in {actor.sector for actor in actors}
    if row["role"] != "-":
        roles = " ".join(fold_name(actor.role or "") for actor in actors)
        verdict["role"] = any(fold_name(role) in roles for role in row["role"].split("/"))
    return verdict


def _is_named(actor: Any, name: str) -> bool:
    ours, wanted = fold_name(actor.name).split(), fold_name(name).split()
    return ours == wanted or (len(wanted) > 1 and wanted[-1] in ours)


def main(arguments: list[str]) -> None:
    """Print the table, and the rows that went wrong if asked."""
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    misses = []
    for row in read_rows():
        try:
            verdict = judge(row, detente.read(row["sentence"], published=date.fromisoformat(row["published"])))
        except DetenteError as error:
            verdict = {"entity": False}
            misses.append(f"{row['mention']}: {error}")
        for column, is_right in (*verdict.items(), ("row", all(verdict.values()))):
            asked[row["sort"], column] += 1
            right[row["sort"], column] += is_right
        if not all(verdict.values()):
            wrong = [column for column, is_right in verdict.items() if not is_right]
            misses.append(f"{row['published']} {row['sentence']} [{row['mention']}]: {', '.join(wrong)}")
    print("| rows | entity | country | sector | role | all right |\n|---|---|---|---|---|---|")
    for sort in ("plain", "trap"):
        cells = [
            f"{right[sort, column]}/{asked[sort, column]}" for column in ("entity", "country", "sector", "role", "row")
        ]
        print(f"| {sort} | " + " | ".join(cells) + " |")
    if "--misses" in arguments:
        print("\n".join(misses))


if __name__ == "__main__":
    main(sys.argv[1:])
