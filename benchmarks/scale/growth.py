"""A long run, watched: whether an article costs the last shards what it cost the first, and what the processes hold."""

from __future__ import annotations

import gzip
import json
import os
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.scale.corpus import write_lines
from benchmarks.scale.kills import children, end, start_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scale.throughput import ShardCost

#: Articles of a shard, and of a file of the sources.
SHARD: Final = 500
#: What is seen of a running process, one line each: seconds, shards done, process, megabytes held, load.
WATCHED: Final = "watched.tsv"
_EVERY_SECONDS: Final = 5


def read_own(path: Path | None) -> list[str]:
    """Return the texts of a file of JSON lines with `text`, packed or not, shuffled; none without a file."""
    if path is None:
        return []
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in stream]
    random.Random(19).shuffle(texts)  # or the run would meet the eras of the source one after the other
    return texts


def grow(folder: Path, articles: int, own: Path | None) -> Path:
    """Read many reports by one process, and write down what it holds meanwhile.

    Args:
        folder: An empty or missing folder, for sources, out folder and what was watched.
        articles: How many reports.
        own: A file of texts that are mixed in evenly; the others are made.

    Returns:
        The out folder.

    Raises:
        RuntimeError: The run failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = write_lines(folder / "in", articles, SHARD, read_own(own))
    out, log = folder / "out", folder / "run.log"
    run = start_run(source, str(out), ["--workers", "1", "--shard-articles", str(SHARD)], log)
    try:
        with (folder / WATCHED).open("w", encoding="utf-8") as watched:
            while run.poll() is None:
                done = len(list((out / "manifests").glob("*.json")))
                for process in (run.pid, *children(run.pid)):
                    watched.write(f"{time.time():.0f}\t{done}\t{process}\t{held_mb(process):.0f}\t"
                                  f"{os.getloadavg()[0]:.1f}\n")  # fmt: skip
                watched.flush()
                time.sleep(_EVERY_SECONDS)
    finally:
        end(run)
    if run.returncode not in {0, 1}:
        raise RuntimeError(f"the run over {source} failed; see {log}")
    return out


def held_mb(process: int) -> float:
    """Return what a process holds now, in 1,000,000 bytes; 0 if it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def compare_ends(shards: Sequence[ShardCost], articles: int = 1000) -> tuple[float, float]:
    """Return what an article cost among the first and among the last so many articles, in milliseconds."""
    return _cost_of(shards, articles), _cost_of(shards[::-1], articles)


def slope_percent(shards: Sequence[ShardCost]) -> float:
    """Return by how many hundredths of the mean the cost of an article rises from the first shard to the last.

    By Theil and Sen: the median of the slopes of all pairs of shards, which a few shards that were made while the
    machine was busy do not move.
    """
    pairs = [
        (later.cpu_ms - earlier.cpu_ms) / (place - before)
        for place, later in enumerate(shards)
        for before, earlier in enumerate(shards[:place])
    ]
    mean = statistics.fmean(one.cpu_ms for one in shards)
    return 100 * statistics.median(pairs) * (len(shards) - 1) / mean if pairs else 0.0


def _cost_of(shards: Sequence[ShardCost], articles: int) -> float:
    spent = count = 0.0
    for one in shards:
        if count >= articles:
            break
        spent += one.cpu_ms * one.articles
        count += one.articles
    return spent / count if count else 0.0
