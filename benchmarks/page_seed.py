"""The small archive that the large one is made of: some hundred reports, read as `detente add` reads them."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.runs.adding import AddOptions, add_articles
from detente.runs.watch import NoWatch

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = 320
_FIRST_DAY = date(2008, 1, 7)


def make_seed(shared: Path, folder: Path, number_of: int = REPORTS) -> Path:
    """Read every so many of the reports of data/voa into an archive, one a day, and return its file.

    Args:
        shared: The folder with the data.
        folder: Where the archive goes.
        number_of: How many reports.
    """
    with gzip.open(shared / "data" / "voa" / "reports.jsonl.gz", "rt", encoding="utf-8") as stream:
        reports = [json.loads(line) for line in stream]
    listed = folder / "reports.jsonl"
    with listed.open("w", encoding="utf-8") as out:
        for number, report in enumerate(reports[:: max(1, len(reports) // number_of)][:number_of]):
            text = report["text"]
            day = _FIRST_DAY + timedelta(days=2 * number)
            row = {"text": text, "title": " ".join(text.split()[:9]), "published": day.isoformat(), "source": "Reports"}
            out.write(json.dumps(row) + "\n")
    archive = folder / "seed.sqlite"
    add_articles([str(listed)], archive, AddOptions(delay_seconds=0), NoWatch())
    return archive
