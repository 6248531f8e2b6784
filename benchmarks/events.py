"""Score event coding against the PLOVER gold standard records (the half that is for development).

python -m benchmarks.events --shared ../shared [--all] [--per-type] [--keep FILE]

Each text is read by the public reader. As in the field's data sets, an event counts if it happened or is promised;
denied, proposed, possible and conditional events are left out unless `--all` asks for them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import detente

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.records import Record

#: What a data set of events counts; the rest is spoken of, not done.
COUNTED = frozenset({"actual", "promised"})


def as_scored(record: Record, *, everything: bool = False) -> list[dict[str, object]]:
    """Return a record's events as the scorer wants them: type, and the countries of sources and targets."""
    country = {actor.key: actor.country for actor in record.actors}

    def named(keys: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(c for key in keys if (c := country[key]) is not None))

    return [
        {"event": event.type, "source": named(event.sources), "target": named(event.targets)}
        for event in record.events
        if everything or event.status in COUNTED
    ]


def write_predictions(shared: Path, out: Path, *, everything: bool) -> None:
    """Read every text of the gold standard records and write one line each to `out`."""
    scorer = [sys.executable, str(shared / "bench" / "score_events.py"), "--dump-texts"]
    texts = [
        json.loads(line)
        for line in subprocess.run(scorer, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    ]
    with out.open("w", encoding="utf-8") as file:
        for item in texts:
            record = detente.read(item["text"])
            file.write(json.dumps({"id": item["id"], "events": as_scored(record, everything=everything)}) + "\n")


def main() -> None:
    """Print the scorer's table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--all", action="store_true", help="count events of every status")
    parser.add_argument("--per-type", action="store_true")
    parser.add_argument("--keep", type=Path, help="file to keep the predictions in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = options.keep or Path(folder) / "events.jsonl"
        write_predictions(options.shared, out, everything=options.all)
        command = [sys.executable, str(options.shared / "bench" / "score_events.py"), "--pred", str(out)]
        command += ["--per-type"] if options.per_type else []
        print(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout, end="")


if __name__ == "__main__":
    main()
