"""Whether a process that has read much reads slower than one that has just begun, and what it holds.

Both read the same texts in turn, one by one, so that whatever else the machine does meets both alike. A run over shards
begins a process anew after `MOST_ARTICLES` articles: none is ever older.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.scale.growth import held_mb
from benchmarks.wire import write_report
from detente.runs import ReadingOptions
from detente.runs.workers import ReadingPool, Task, read_task

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a new process reads before it is measured: what is loaded at first use is loaded then.
_WARM_UP: Final = 40
_DRAWS: Final = 2000


@dataclass(frozen=True, slots=True)
class Age:
    """An old process beside a new one.

    Attributes:
        articles: How many articles the old one had read.
        pairs: How many texts both read.
        ratio: Processor time of the old one over that of the new one, over all these texts.
        interval: Its interval of 95 %, by drawing texts with replacement.
        mb: What the old one held after so many articles, in steps, from its warm-up on.
        new_mb: What the new one held in the end.
    """

    articles: int
    pairs: int
    ratio: float
    interval: tuple[float, float]
    mb: tuple[tuple[int, float], ...]
    new_mb: float


def measure_age(articles: int, pairs: int, own: Sequence[str]) -> Age:
    """Let a process read many articles, and set it beside a new one.

    Args:
        articles: How many the old one reads first.
        pairs: How many texts both read then.
        own: Texts of which every second one is taken, as far as they go; the others are made.
    """
    texts = _mix(articles + pairs + 2 * _WARM_UP, own)
    warm_up, old_only, both = texts[:_WARM_UP], texts[_WARM_UP:articles], texts[-pairs:]
    old, new = ReadingPool(1, ReadingOptions()), ReadingPool(1, ReadingOptions())
    try:
        held = [(_WARM_UP, old.submit(read_texts, warm_up).result()[1])]
        for part in (old_only[start : start + 200] for start in range(0, len(old_only), 200)):
            held.append((held[-1][0] + len(part), old.submit(read_texts, part).result()[1]))
        new.submit(read_texts, warm_up).result()
        spent = [tuple(pool.submit(read_texts, [text]).result() for pool in (old, new)) for text in both]
    finally:
        old.stop()
        new.stop()
    times = [(one[0], other[0]) for one, other in spent]
    rng = random.Random(19)
    drawn = sorted(_ratio(rng.choices(times, k=pairs)) for _ in range(_DRAWS))
    interval = drawn[_DRAWS // 40], drawn[-_DRAWS // 40 - 1]
    return Age(held[-1][0], pairs, _ratio(times), interval, tuple(held), spent[-1][1][1])


def read_texts(texts: Sequence[str]) -> tuple[float, float]:
    """Read some texts in this process, and return the processor time and what it holds then, in megabytes."""
    began = time.process_time()
    for text in texts:
        read_task(Task(text, None, None, None, None), ReadingOptions())
    return time.process_time() - began, held_mb(os.getpid())


def _ratio(times: Sequence[tuple[float, float]]) -> float:
    return sum(old for old, _ in times) / sum(new for _, new in times)


def _mix(count: int, own: Sequence[str]) -> list[str]:
    made = (report.text for report in map(write_report, itertools.count()) if report.kind == "own")
    mine = iter(own)
    return [next(made) if place % 2 else next(mine, None) or next(made) for place in range(count)]
