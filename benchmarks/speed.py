"""Time a first article from cold, and reading beside the stock spaCy pipeline.

    python -m benchmarks.speed [--shared ../shared] [--articles 40]

Wall time and memory of `detente read` on the bundled article in a new process; then CPU time of reading many articles,
everything included, as a share of the stock pipeline's CPU time over the same texts, in one process and in turn; and
how many sentences a second the events alone take, with the parse, the actors and the statements there already.
Machines differ and are shared: quote the ratio.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any
from unittest import mock

import spacy

import detente
from detente.reading import reader
from detente.reading.parse import DEFAULT_PIPELINE
from detente.runs import example_names

_READ = (
    "import sys; from detente.views.cli.main import run\n"
    "run(['read', sys.argv[1], '--published', '2025-03-06', '--width', '100'])"
)


def cold_start(runs: int) -> tuple[float, float]:
    """Return the median wall seconds and the peak memory in MB of one article read in a new process."""
    walls = []
    with resources.as_file(resources.files("detente.examples").joinpath("strait.txt")) as article:
        for _ in range(runs):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", _READ, str(article)], stdout=subprocess.DEVNULL, check=True)
            walls.append(time.perf_counter() - begun)
    peak_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return statistics.median(walls), peak_kb / 1024


def share_of_spacy(texts: list[str]) -> tuple[float, float]:
    """Return CPU seconds of reading and of the stock pipeline over the same texts, measured in turn."""
    stock = spacy.load(DEFAULT_PIPELINE)
    detente.read(texts[0])
    reading = parsing = 0.0
    for text in texts:
        begun = time.process_time()
        stock(text)
        parsed = time.process_time()
        detente.read(text)
        parsing += parsed - begun
        reading += time.process_time() - parsed
    return reading, parsing


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
    options = parser.parse_args()
    wall, peak = cold_start(3)
    texts = [
        resources.files("detente.examples").joinpath(f"{name}.txt").read_text(encoding="utf-8")
        for name in example_names()
    ]
    files = sorted((options.shared / "data" / "polnear" / "dev" / "text").glob("*.txt"))[: options.articles]
    texts += [path.read_text(encoding="utf-8") for path in files]
    words = sum(len(text.split()) for text in texts)
    reading, parsing = share_of_spacy(texts)
    print(f"first article, cold           {wall:.2f} s wall, {peak:.0f} MB at most")
    print(f"reading {len(texts)} articles            {reading:.1f} s CPU, {words / reading:.0f} words a second")
    print(f"stock spaCy, same articles    {parsing:.1f} s CPU, {words / parsing:.0f} words a second")
    print(f"reading as a share of spaCy   {reading / parsing:.2f}")
    print(f"events, behind the parse      {events_a_second(texts):.0f} sentences a second")


if __name__ == "__main__":
    main()
