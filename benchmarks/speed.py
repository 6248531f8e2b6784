"""Time a first article from cold, and reading beside the stock spaCy pipeline.

    python -m benchmarks.speed [--shared ../shared] [--articles 40] [--tokens 100000] [--paired 25]

Wall time and memory of `detente read` on the bundled article in a new process; then CPU time of reading many articles
for the first time, everything included, as a share of the stock pipeline's CPU time over the same texts, in one
process and in turn: as it is installed, and with the one line that lets numpy's library multiply. Then whether the
engine that runs the pipeline says the same as spaCy, token by token, and what it costs; and how many sentences a second
the events alone take, with the parse, the actors and the statements there already. Then where the time goes, part by
part, in the first pass and when the same texts are read again; the parts of a cold start; and two processes beside one.
Machines differ and are shared: quote the ratio. As on the command line, numpy's products use one thread.
"""

from __future__ import annotations

# ruff: noqa: E402 - numpy is told how many threads to use before it is loaded
from detente.threads import use_one_thread

use_one_thread()

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from unittest import mock

import spacy
from thinc.api import Model, NumpyOps

import detente
from benchmarks.speed_parts import PartClock, parts_of, print_cold_start, print_parts, two_processes
from detente.reading import reader
from detente.reading.engine import Engine
from detente.reading.parse import DEFAULT_PIPELINE
from detente.reading.rows import ParseRows, rows_of
from detente.runs import example_names
from detente.text import make_article

_WARM = "The two ministers met on Monday."
_READ = (
    "import sys; from detente.views.cli.main import run\n"
    "run(['read', sys.argv[1], '--published', '2025-03-06', '--width', '100'])"
)


def cold_start(runs: int) -> tuple[float, float, float]:
    """Return seconds by the clock and of CPU (medians) and the peak memory in MB of one article in a new process."""
    walls, spent = [], []
    with resources.as_file(resources.files("detente.examples").joinpath("strait.txt")) as article:
        for _ in range(runs):
            begun, before = time.perf_counter(), _cpu_of_children()
            subprocess.run([sys.executable, "-c", _READ, str(article)], stdout=subprocess.DEVNULL, check=True)
            walls.append(time.perf_counter() - begun)
            spent.append(_cpu_of_children() - before)
    peak_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return statistics.median(walls), statistics.median(spent), peak_kb / 1024


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass
class Seconds:
    """CPU seconds over the same texts: reading, stock spaCy, and stock spaCy that multiplies with numpy's library."""

    reading: float = 0.0
    stock: float = 0.0
    stock_numpy: float = 0.0


def share_of_spacy(texts: list[str]) -> Seconds:
    """Return CPU seconds of reading and of the stock pipeline over texts that are new to each, measured in turn."""
    stock, stock_numpy = spacy.load(DEFAULT_PIPELINE), spacy.load(DEFAULT_PIPELINE)
    ops = NumpyOps(use_blis=False)
    for _, pipe in stock_numpy.pipeline:
        for node in pipe.model.walk() if isinstance(getattr(pipe, "model", None), Model) else ():
            node.ops = ops
    detente.read(_WARM)
    spent = Seconds()
    for text in texts:
        begun = time.process_time()
        stock(text)
        first = time.process_time()
        stock_numpy(text)
        second = time.process_time()
        detente.read(text)
        spent.stock += first - begun
        spent.stock_numpy += second - first
        spent.reading += time.process_time() - second
    return spent


def compare_parses(texts: list[str], most_tokens: int) -> tuple[int, int, float]:
    """Return how many tokens were parsed, in how many the engine says something else than spaCy, and its share of CPU.

    Args:
        texts: Texts, parsed paragraph by paragraph until there are enough tokens.
        most_tokens: How many are enough.
    """
    ours, theirs = Engine(spacy.load(DEFAULT_PIPELINE)), spacy.load(DEFAULT_PIPELINE)
    tokens = different = 0
    engine = stock = 0.0
    for text in texts:
        blocks = [text[block.start : block.end] for block in make_article(text).blocks]
        begun = time.process_time()
        expected = list(theirs.pipe(blocks))
        between = time.process_time()
        found = ours.parse(blocks)
        stock += between - begun
        engine += time.process_time() - between
        for one, other in zip(found, map(rows_of, expected), strict=True):
            tokens += len(other.words)
            pairs = zip(_told(one), _told(other), strict=True)
            different += sum(mine != theirs for mine, theirs in pairs)
        if tokens >= most_tokens:
            break
    return tokens, different, engine / stock


def _told(rows: ParseRows) -> list[tuple[Any, ...]]:
    """Return what is told of each word in strings, with the kind and the place of the name that holds it."""
    strings = rows.vocab.strings
    names: dict[int, tuple[str, int, int]] = {}
    for kind, start, end in rows.names:
        names.update(dict.fromkeys(range(start, end), (strings[kind], start, end)))
    return [
        (*(strings[number] for number in row[:6]), *row[6:], names.get(place)) for place, row in enumerate(rows.words)
    ]


def events_a_second(texts: list[str]) -> float:
    """Return the sentences a second of the event stage alone, on one core, the best of three passes."""
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    stage = reader.read_events

    def keep(*arguments: Any, **options: Any) -> Any:
        calls.append((arguments, options))
        return stage(*arguments, **options)

    with mock.patch.object(reader, "read_events", keep):
        for text in texts:
            detente.read(text)
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        for arguments, options in calls:
            stage(*arguments, **options)
        seconds.append(time.process_time() - begun)
    return sum(len(arguments[0].sentences) for arguments, _ in calls) / min(seconds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--paired", type=int, default=25, help="articles that each of two processes reads")
    options = parser.parse_args()
    wall, cpu, peak = cold_start(3)
    texts = [
        resources.files("detente.examples").joinpath(f"{name}.txt").read_text(encoding="utf-8")
        for name in example_names()
    ]
    files = sorted((options.shared / "data" / "polnear" / "dev" / "text").glob("*.txt"))[: options.articles]
    texts += [path.read_text(encoding="utf-8") for path in files]
    words = sum(len(text.split()) for text in texts)
    detente.read(_WARM)
    with PartClock() as clock:
        spent = share_of_spacy(texts)
    first = dict(clock.spent)
    again = parts_of(texts)
    reports = options.shared / "data" / "voa" / "reports.jsonl.gz"
    print(f"first article, cold           {wall:.2f} s wall, {cpu:.2f} s CPU, {peak:.0f} MB at most")
    ours, theirs = words / spent.reading, words / spent.stock
    print(f"reading {len(texts)} articles            {spent.reading:.1f} s CPU, {ours:.0f} words a second")
    print(f"stock spaCy, same articles    {spent.stock:.1f} s CPU, {theirs:.0f} words a second")
    print(f"reading as a share of spaCy   {spent.reading / spent.stock:.2f}")
    print(f"... with numpy's product      {spent.reading / spent.stock_numpy:.2f}")
    if reports.is_file():
        with gzip.open(reports, "rt", encoding="utf-8") as lines:
            told = [json.loads(line)["text"] for line in lines]
        tokens, different, share = compare_parses(told, options.tokens)
        print(f"engine against spaCy          {different} of {tokens:,} tokens differ, {share:.2f} of its CPU time")
    print(f"events, behind the parse      {events_a_second(texts):.0f} sentences a second")
    by_cpu, by_clock = two_processes(texts[: options.paired])
    print(f"two processes beside one      {by_cpu:.2f} times by processor time, {by_clock:.2f} by the clock")
    with resources.as_file(resources.files("detente.examples").joinpath("strait.txt")) as article:
        print_cold_start(str(article))
    print_parts(first, again, spent.stock)


if __name__ == "__main__":
    main()
