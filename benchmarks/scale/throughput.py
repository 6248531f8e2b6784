"""How fast shards are made by one process and two, and whether time and memory stay the same as the run grows."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.scale.kills import start_run

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShardCost:
    """What one shard cost.

    Attributes:
        articles: How many articles it has.
        cpu_ms: Processor time an article, in milliseconds.
        most_mb: The most memory that its process had held by then.
    """

    articles: int
    cpu_ms: float
    most_mb: float


@dataclass(frozen=True, slots=True)
class RunCost:
    """What a run cost.

    Attributes:
        workers: Processes.
        articles: Articles read.
        seconds: Wall time.
        shards: Each shard, in the order of the plan.
    """

    workers: int
    articles: int
    seconds: float
    shards: tuple[ShardCost, ...]

    @property
    def cpu_ms(self) -> float:
        """Processor time an article, in milliseconds, over all shards."""
        return sum(one.cpu_ms * one.articles for one in self.shards) / max(self.articles, 1)

    def cpu_ms_of(self, first: int, last: int) -> float:
        """Return the processor time of an article while the run grew from `first` to `last` articles."""
        spent = count = done = 0.0
        for one in self.shards:
            if first <= done < last:
                spent += one.cpu_ms * one.articles
                count += one.articles
            done += one.articles
        return spent / count if count else 0.0


def measure_run(source: Path, out: Path, workers: int, size: int) -> RunCost:
    """Run `detente shards` over a folder, and return what it cost.

    Raises:
        RuntimeError: The run failed.
    """
    began = time.monotonic()
    options = ["--workers", str(workers), "--shard-articles", str(size)]
    process: subprocess.Popen[bytes] = start_run(source, str(out), options, out.with_suffix(".log"))
    if process.wait() not in {0, 1}:
        raise RuntimeError(f"the run over {source} failed; see {out.with_suffix('.log')}")
    return read_costs(out, workers, time.monotonic() - began)


def read_costs(out: Path, workers: int, seconds: float) -> RunCost:
    """Return what a run cost from its manifests, also while it is at work."""
    shards = []
    for path in sorted((out / "manifests").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        articles = told["counts"]["read"]
        if articles:
            shards.append(ShardCost(articles, 1000 * told["cpu_seconds"] / articles, told["most_mb"]))
    return RunCost(workers, sum(one.articles for one in shards), seconds, tuple(shards))


def size_kb(out: Path) -> float:
    """Return the size of all Parquet files of an out folder, in 1,000 bytes."""
    return sum(path.stat().st_size for path in out.rglob("*.parquet")) / 1000
