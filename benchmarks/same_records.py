"""Compare the records of two ways of reading, byte for byte.

    python -m benchmarks.same_records --write before.jsonl.gz [--shared ../shared] [--articles 300]
    python -m benchmarks.same_records --compare before.jsonl.gz

The first form reads articles and keeps their records; run it before a change that is to lose nothing, and the second
form after it. It says how many records are the same and shows where the first others differ. `--by-spacy` reads with
spaCy's own path instead of our engine: `--by-spacy --compare before.jsonl.gz` compares the two of one version. The
texts are taken in turn from VOA's reports, the training half of the gold standard records and PolNeAR dev.
"""

from __future__ import annotations

# ruff: noqa: E402 - numpy is told how many threads to use before it is loaded
from detente.threads import use_one_thread

use_one_thread()

import argparse
import gzip
import itertools
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import detente
from detente.runs import local

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 10
_DAY = date(2019, 6, 3)


def texts_of(shared: Path, most: int) -> list[str]:
    """Return so many texts, in turn from each source until it ends."""
    with gzip.open(shared / "data" / "voa" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        reports = [json.loads(line)["text"] for line in lines]
    folders = (shared / "data" / "gold" / "train", shared / "data" / "polnear" / "dev" / "text")
    others = [[path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))] for folder in folders]
    mixed = (text for row in itertools.zip_longest(reports, *others) for text in row if text)
    return list(itertools.islice(mixed, most))


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Yield where two values of JSON differ, as paths with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from differences(one.get(name), other.get(name), f"{place}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif one != other:
        yield f"{place}: {str(one)[:100]} / {str(other)[:100]}"


def _read(text: str) -> str:
    """Return the record of a text without what made it: a model's file may change and what it says stay."""
    told = detente.read(text, published=_DAY).to_dict()
    return json.dumps({name: value for name, value in told.items() if name != "run"}, ensure_ascii=False)


def main() -> None:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--by-spacy", action="store_true")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--write", type=Path)
    way.add_argument("--compare", type=Path)
    options = parser.parse_args()
    if options.by_spacy:
        local.load_reader(local.ReadingOptions())._parser._engine = None
    if options.write:
        with gzip.open(options.write, "wt", encoding="utf-8") as out:
            for text in texts_of(options.shared, options.articles):
                out.write(_read(text) + "\n")
        return
    with gzip.open(options.compare, "rt", encoding="utf-8") as lines:
        before = [json.loads(line) for line in itertools.islice(lines, options.articles)]
    same = shown = 0
    for record in before:
        now = json.loads(_read(record["article"]["text"]))
        found = list(differences(record, now))
        same += not found
        for line in found[: max(_SHOWN - shown, 0)]:
            print(f"{record['article']['id'][:12]}{line}")
            shown += 1
    print(f"records, byte for byte        {same} of {len(before)} are the same")


if __name__ == "__main__":
    main()
