"""Prove the archive: killed and resumed runs, cost as it grows, size, search, memory.

    python -m benchmarks.archive [--shared ../shared] [--quick] [--only kills|growth]

Kills: reports of a made-up wire, copies and broken ones among them, added by `detente add`; the process is killed with
SIGKILL at random moments and resumed, and the archive compared row by row with that of an undisturbed run. Growth:
readings of PolNeAR train (of made-up reports where the data beside the project is missing), cut to about 250 words and
varied, filed until the archive is large; storing is timed by processor time, and reading added as measured. Size: also
over whole articles of PolNeAR train and dev, unchanged. `--quick` takes a minute or two and proves the same of less.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import growth, kills, wire
from detente.archive.database import connect
from detente.archive.maintenance import compact_archive
from detente.runs import ReadingOptions, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Record

_SEED = 20261123
_BRIEF_CHARS = 1_500
_MOST_TABLES = 14


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is done.

    Attributes:
        reports: Reports that are added and killed.
        kills: How often.
        read: Texts that are read for the growth.
        grown: Articles of the large archive.
        whole: Whole articles whose size is taken.
    """

    reports: int
    kills: int
    read: int
    grown: int
    whole: int


FULL = Extent(10_000, 20, 200, 100_000, 900)
QUICK = Extent(200, 4, 20, 2_500, 0)


def prove_kills(extent: Extent, folder: Path, workers: int) -> None:
    """Print what came of killing and resuming."""
    sources = wire.write_sources(folder, extent.reports)
    plain, killed = folder / "plain.sqlite", folder / "killed.sqlite"
    added = kills.add(sources, plain, workers=workers)
    total = kills.count_places(plain)
    done = kills.add_with_kills(sources, killed, total=total, kills=extent.kills, seed=_SEED, workers=workers)
    differences = kills.compare_archives(plain, killed)
    print(f"killed and resumed            {total:,} reports, {done.kills} times SIGKILL; {done.seconds / 60:.1f} min")
    print(f"undisturbed                   {added.seconds / 60:.1f} min, {total / added.seconds:.1f} reports a second")
    print(f"rows compared                 {kills.count_rows(plain):,}, differing tables {len(differences)}")
    for line in differences:
        print(f"  {line}")
    early, late = added.most_mb(0, max(total // 10, 1)), added.most_mb(total - total // 10, total)
    print(f"memory of the leading process {early:.0f} MB over the first tenth, {late:.0f} MB over the last")


def prove_growth(extent: Extent, shared: Path, folder: Path) -> None:
    """Print what the archive costs as it grows."""
    texts = [_shorten(text) for text in islice(_iter_texts(shared, "train"), extent.read)]
    records, reading_ms = _read(texts)
    path = folder / "grown.sqlite"
    empty, grown = growth.measure_growth(records, path, (0, extent.grown))
    print(f"reading, an article           {reading_ms:.1f} ms CPU ({len(records)} texts of about 250 words)")
    for cost in (empty, grown):
        print(f"storing, {cost.articles:7,} in the file  {cost.cpu_ms:.2f} ms CPU, {cost.wall_ms:.2f} ms by the clock")
    print(f"storing, grown / empty        {grown.cpu_ms / empty.cpu_ms:.2f}")
    print(f"with reading, grown / empty   {(reading_ms + grown.cpu_ms) / (reading_ms + empty.cpu_ms):.3f}   (bar 1.1)")
    print(f"file / texts, varied          {growth.size_ratio(path):.2f}   (bar 3)")
    for table, share in growth.share_of_tables(path)[:_MOST_TABLES]:
        print(f"  {table:<32}{share:.3f}")
    for what, ms in growth.measure_searches(path):
        print(f"search: {what:<26}{ms:.1f} ms   (bar 100)")


def prove_size(extent: Extent, shared: Path, folder: Path) -> None:
    """Print the size of an archive of whole articles, as they are."""
    texts = [*_iter_texts(shared, "train"), *_iter_texts(shared, "dev")][: extent.whole]
    if not texts:
        return
    records, _ = _read(texts)
    path = folder / "whole.sqlite"
    size = growth.measure_size(records, path)
    connection = connect(path)
    compact_archive(connection)
    connection.close()
    print(f"file / texts, {len(records)} whole ones  {size:.2f}; compacted {growth.size_ratio(path):.2f}   (bar 3)")
    for table, share in growth.share_of_tables(path)[:_MOST_TABLES]:
        print(f"  {table:<32}{share:.3f}")


def _iter_texts(shared: Path, part: str) -> Iterator[str]:
    """Yield the texts of one part of PolNeAR; made-up reports where it is missing."""
    files = sorted((shared / "data" / "polnear" / part / "text").glob("*.txt"))
    yield from (path.read_text(encoding="utf-8") for path in files)
    if not files and part == "train":
        yield from (report.text for report in map(wire.write_report, range(1_000)) if report.kind == "own")


def _shorten(text: str) -> str:
    """Return the paragraphs of a text's first 1,500 characters, and the one in which they end."""
    end = text.find("\n", _BRIEF_CHARS)
    return text if end < 0 else text[:end]


def _read(texts: list[str]) -> tuple[list[Record], float]:
    """Return the records of texts, and the processor time that reading one took, in milliseconds."""
    read_text(texts[0], ReadingOptions())
    begun = time.process_time()
    records = [read_text(text, ReadingOptions()) for text in texts]
    return records, (time.process_time() - begun) / len(texts) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=("kills", "growth", "size"))
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    extent = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        if options.only in {None, "kills"}:
            prove_kills(extent, Path(folder), options.workers)
        if options.only in {None, "growth"}:
            prove_growth(extent, options.shared, Path(folder))
        if options.only in {None, "size"}:
            prove_size(extent, options.shared, Path(folder))


if __name__ == "__main__":
    main()
