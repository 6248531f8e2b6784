"""Read annotated articles and PLV sentences with Détente, and write what train.py learns from.

    python training/events/prepare.py --shared ../shared --work DIR

For every text: the words with their features, the encoder's states, what the reading knows (actors, statements, the
rules' events), and the gold events in rows of words and positions in the predicted cast. Nothing of the texts is
copied into the project: all goes to --work.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import pickle
import random
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.knowledge import load_knowledge
from detente.reading.events.coder import code_by_rules
from detente.reading.events.learned import signals_of
from detente.reading.events.network.pairs import words_of
from detente.reading.events.network.signals import STATUSES, TYPES, rows_of
from detente.reading.reader import Reader
from detente.records import Span
from detente.text import make_article

SHORTEST = 200
"""Letters that a report without annotation must have."""


class Preparer:
    """Reads texts as `Reader` does, and keeps what the event network is trained on."""

    def __init__(self) -> None:
        self.reader = Reader(load_knowledge())

    def prepare(self, text: str, published: str | None = None) -> dict[str, Any]:
        """Return everything but the gold of one text."""
        reader = self.reader
        article = make_article(text, published=date.fromisoformat(published) if published else None)
        begun = reader._begin(article)
        document, cast, said, learned = begun.document, begun.cast, begun.said, begun.learned
        told, dropped = code_by_rules(document, cast, said.statements, reader._lexicon)
        encoded = learned.encoded
        signals = signals_of(document, cast, said.statements, reader._lexicon, encoded, told=told, dropped=dropped)
        return {
            "text": article.text,
            "words": words_of(article.text, encoded.features),
            "features": encoded.features,
            "signals": signals,
            "states": encoded.states.astype(np.float16),
            "windows": encoded.windows,
            "cast": [(a.key, a.kind, a.country, [(m.start, m.end) for m in a.mentions]) for a in cast.actors],
        }


def gold_of(item: dict[str, Any], record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the gold events in rows, with the positions of the predicted actors that are each gold actor."""
    text = item["text"]

    def chars(spans: list[Any]) -> set[int]:
        return {i for s, e in spans for i in range(s, e) if not text[i].isspace()}

    gold = {a["key"]: chars([(m["start"], m["end"]) for m in a["mentions"]]) for a in record["actors"]}
    meant: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, _, mentions) in enumerate(item["cast"]):
        own = chars(mentions)
        hits = sorted(((len(own & c), key) for key, c in gold.items() if own & c), reverse=True)
        if hits:
            meant[hits[0][1]].append(number)
    events = []
    for event in record["events"]:
        rows = list(rows_of(item["features"], Span(*event["trigger"])))
        if not rows:
            continue
        events.append({
            "rows": rows,
            "type": TYPES.index(event["type"]),
            "status": STATUSES.index(event["status"]),
            "background": int(event["background"]),
            "sources": [meant[k] for k in event["sources"] if meant[k]],
            "targets": [meant[k] for k in event["targets"] if meant[k]],
            "counts": (len(event["sources"]), len(event["targets"])),
        })
    return events


def annotated(preparer: Preparer, folder: Path, built: Path, shared: Path) -> list[dict[str, Any]]:
    """Prepare a folder of annotated articles."""
    subprocess.run([sys.executable, str(shared / "bench" / "ann.py"), "build", str(folder), str(built)], check=True)
    items = []
    for path in sorted(built.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        item = preparer.prepare(record["article"]["text"], record["article"]["published"])
        if item["text"] != record["article"]["text"]:
            print("text changed:", path.name)
            continue
        items.append(item | {"name": path.stem, "gold": gold_of(item, record)})
    return items


def sentences(preparer: Preparer, path: Path) -> list[dict[str, Any]]:
    """Prepare PLV's sentences: the type is known and both sides' words, not the trigger."""
    items = []
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            item = preparer.prepare(row["sentence"])
            if not len(item["features"].starts):
                continue
            sides = []
            for name in ("source", "target"):
                at = item["text"].find(row[name].strip(' "')) if row[name] else -1
                rows = rows_of(item["features"], Span(at, at + len(row[name].strip(' "')))) if at >= 0 else range(0)
                sides.append(sorted({p.actor for p in item["signals"].places if p.row in rows}))
            items.append(item | {"name": f"plv{row['sentence_id']}", "weak": row["plover"], "sides": sides, "gold": []})
    return items


def unlabelled(preparer: Preparer, path: Path, count: int, known: list[str]) -> list[dict[str, Any]]:
    """Prepare reports without annotation, none of which is among the annotated ones.

    Args:
        preparer: Reads them.
        path: Packed JSON lines with a text each.
        count: How many to take.
        known: Texts that are annotated.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    held = "\n".join("".join(text.split()) for text in known)
    random.Random(5).shuffle(reports)
    items = []
    for report in reports:
        whole = "".join(report["text"].split())
        if len(whole) < SHORTEST or whole[20:100] in held or whole[-100:-20] in held:
            continue
        item = preparer.prepare(report["text"])
        if len(item["features"].starts):
            items.append(item | {"name": f"voa{report['id']}", "gold": []})
        if len(items) == count:
            break
    return items


def main() -> None:
    """Prepare and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=["valid", "train", "plv"])
    parser.add_argument("--reports", type=int, default=1400, help="how many reports without annotation")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    preparer = Preparer()
    data = options.shared / "data"
    for part in options.only:
        if part == "plv":
            items = sentences(preparer, data / "plv" / "train.tsv")
        elif part == "voa":
            known = [p.read_text(encoding="utf-8") for p in sorted((data / "gold").glob("*/*.txt"))]
            items = unlabelled(preparer, data / "voa" / "reports.jsonl.gz", options.reports, known)
        else:
            items = annotated(preparer, data / "gold" / part, options.work / f"gold_{part}", options.shared)
        with (options.work / f"{part}.pickle").open("wb") as handle:
            pickle.dump(items, handle)
        words = sum(len(item["features"].starts) for item in items)
        events = [event for item in items for event in item["gold"]]
        args = sum(sum(event["counts"]) for event in events)
        reached = sum(len(event["sources"]) + len(event["targets"]) for event in events)
        print(
            part,
            len(items),
            "texts",
            words,
            "words",
            len(events),
            "events",
            args,
            "arguments",
            reached,
            "in the cast",
            flush=True,
        )


if __name__ == "__main__":
    main()
