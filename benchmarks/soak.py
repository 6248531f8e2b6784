"""A page in use for a long while, as articles come in: does it hold more and more?

    python -m benchmarks.soak                   # fifteen minutes
    python -m benchmarks.soak --minutes 60      # an hour

Two people open pages of all kinds of an archive, one after the other, with one to three seconds between two; a batch of
new reports is added by `detente add` every two minutes, so that what the page holds is made anew again and again. Every
quarter of a minute the server's file handles, threads and memory are written down. In the end a new server of the same
archive, which has answered the same kinds of pages for a short while only, says what those reports alone take.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.page import THINK_SECONDS, PageServer, pages
from benchmarks.scale.corpus import write_lines
from detente.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Sequence

_PEOPLE: Final = 2
_BATCH: Final = 20
_BATCH_SECONDS: Final = 120.0
_SAMPLE_SECONDS: Final = 15.0
#: A new server is asked for so many pages before it is measured.
_SHORT_WHILE: Final = 60


@dataclass(frozen=True, slots=True)
class Held:
    """What a server holds at a moment: megabytes of memory, file handles, threads, and pages that it has answered."""

    mb: float
    handles: int
    threads: int
    answered: int


@dataclass(slots=True)
class Use:
    """What people do with a server.

    Attributes:
        server: The server.
        issues: Issues that pages are asked about.
        statuses: How often which status was answered; 0 for no answer.
    """

    server: PageServer
    issues: Sequence[str]
    statuses: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def visit(self, seed: int, most: int | None = None, think: tuple[float, float] = THINK_SECONDS) -> None:
        """Open pages one after the other until it is over, or so many."""
        draw, kinds = random.Random(seed), list(pages(self.issues).values())
        while not self.over.is_set() and (most is None or self.statuses.total() < most):
            try:
                status = self.server.ask(draw.choice(kinds)(draw))[0]
            except OSError:
                status = 0
            self.statuses[status] += 1
            self.over.wait(draw.uniform(*think))

    def hold(self) -> Held:
        """Return what the server holds now."""
        return Held(self.server.memory_mb(), *self.server.handles_and_threads(), self.statuses.total())


def add_batch(folder: Path, archive: Path, number: int) -> None:
    """Add a batch of made-up reports to an archive, in a process of its own.

    Raises:
        CalledProcessError: They could not be added.
    """
    source = folder / f"wire-{number:04}.jsonl"
    code = "import sys; from detente.views.cli.main import run; run(sys.argv[1:])"
    words = ["add", str(source), "--archive", str(archive), "--workers", "1"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:  # 1: some reports of the wire are broken, as real ones are
        raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)


def soak(folder: Path, seconds: float) -> tuple[list[Held], Use]:
    """Use a page while reports come in, and return what the server held meanwhile.

    Args:
        folder: An empty folder.
        seconds: How long.

    Raises:
        CalledProcessError: A batch could not be added.
    """
    source, archive = folder / "in", folder / "news.sqlite"
    batches = int(seconds / _BATCH_SECONDS) + 3
    write_lines(source, batches * _BATCH, _BATCH)
    add_batch(source, archive, 0)
    server = PageServer(archive)
    use = Use(server, issues_of(archive))
    held: list[Held] = []
    people = [threading.Thread(target=use.visit, args=(seed,), daemon=True) for seed in range(_PEOPLE)]
    try:
        server.warm()
        for person in people:
            person.start()
        began, number = time.monotonic(), 1
        with ThreadPoolExecutor(1) as desk:
            adding: list[Future[None]] = []
            while (passed := time.monotonic() - began) < seconds:
                if passed >= (number - 1) * _BATCH_SECONDS and number < batches and all(a.done() for a in adding):
                    adding.append(desk.submit(add_batch, source, archive, number))
                    number += 1
                time.sleep(_SAMPLE_SECONDS)
                held.append(use.hold())
        use.over.set()
        for person in people:
            person.join()
        for one in adding:
            one.result()  # a batch that was not added is no soak
    finally:
        use.over.set()
        server.stop()
    return held, use


def hold_new(archive: Path) -> Held:
    """Return what a new server of an archive holds that has answered some pages of all kinds."""
    server = PageServer(archive)
    use = Use(server, issues_of(archive))
    try:
        server.warm()
        use.visit(7, _SHORT_WHILE, (0.0, 0.0))
        return use.hold()
    finally:
        server.stop()


def issues_of(archive: Path) -> list[str]:
    """Return the issues of the positions in an archive; some words if there are none."""
    with Archive(archive) as opened:
        rows = opened.query("SELECT issue FROM positions GROUP BY issue ORDER BY count(*) DESC LIMIT 4").to_pylist()
    return [row["issue"] for row in rows] or ["sanctions"]


def main() -> None:
    """Print what the server held, minute by minute, and what a new one holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-soak-") as scratch:
        held, use = soak(Path(scratch), 60 * options.minutes)
        new = hold_new(Path(scratch) / "news.sqlite")
        with Archive(Path(scratch) / "news.sqlite") as opened:
            articles = len(opened)
    print(f"{options.minutes:g} minutes, {articles} articles in the end, {use.statuses.total()} pages answered: "
          + ", ".join(f"{count} of status {status}" for status, count in sorted(use.statuses.items())))  # fmt: skip
    every = max(len(held) // 15, 1)
    for place in range(every - 1, len(held), every):
        one = held[place]
        print(f"  after {(place + 1) * _SAMPLE_SECONDS / 60:5.1f} min {one.answered:6,} pages  {one.mb:6.0f} MB  "
              f"{one.handles:3} file handles  {one.threads:3} threads")  # fmt: skip
    third = max(len(held) // 3, 1)
    for what, values in (("MB", [one.mb for one in held]), ("file handles", [float(one.handles) for one in held])):
        middle, last = statistics.median(values[third : 2 * third] or values), statistics.median(values[-third:])
        print(f"  {what}: median of the second third {middle:.0f}, of the last {last:.0f}")
    print(
        f"  a new server of the same archive, after {new.answered} pages: {new.mb:.0f} MB, {new.handles} file handles"
    )


if __name__ == "__main__":
    main()
