"""Benchmarks of runs over shards.

python -m benchmarks.scale                      a small form of all of it, printed; what `make scale` runs
python -m benchmarks.scale kills --kills 30     kills of workers, scheduler and run on a real cluster
python -m benchmarks.scale hosts --kills 30     the same, with two of three workers on another host (needs root)
python -m benchmarks.scale grow OUT             a long run by one process: --articles 20000, --own TEXTS.jsonl.gz
python -m benchmarks.scale pages [--crawl F]    what a page of a crawl costs
python -m benchmarks.scale age                  a process that has read 2,000 articles beside a new one: --own TEXTS
python -m benchmarks.scale grown OUT            time and memory of a run as it grew, from its manifests
python -m benchmarks.scale arithmetic           docs/cost.md from the figures that were kept
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.scale.ageing import measure_age
from benchmarks.scale.arithmetic import PAGE, Figures, render_page
from benchmarks.scale.corpus import write_lines, write_warc
from benchmarks.scale.growth import compare_ends, grow, read_own, slope_percent
from benchmarks.scale.hosts import ADDRESSES, HERE, THERE, two_hosts
from benchmarks.scale.kills import cluster, compare, disturb, start_run
from benchmarks.scale.pages import measure_pages
from benchmarks.scale.throughput import measure_run, read_costs, size_kb
from detente.runs.shards.engines import MOST_ARTICLES
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.tables import ShardStories, write_tables

_PARTS = ("all", "kills", "hosts", "pages", "grow", "grown", "age", "arithmetic")
_KINDS = ("worker", "scheduler", "run")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="all", choices=_PARTS)
    parser.add_argument("out", nargs="?", type=Path, help="with grow: a new folder; with grown: its out folder")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--articles", type=int, default=48)
    parser.add_argument("--own", type=Path, help="with grow: JSON lines with texts that are mixed in")
    parser.add_argument("--host", default="127.0.0.1", help="with kills: on which the scheduler listens")
    parser.add_argument("--elsewhere", help="with kills: a network namespace for two of the three workers")
    parser.add_argument("--crawl", type=Path, help="with pages: a WARC file of your own")
    parser.add_argument("--keep", action="store_true", help="with pages: keep the figures for docs/cost.md")
    options = parser.parse_args()
    if options.what == "arithmetic":
        PAGE.write_text(render_page(Figures.read()), encoding="utf-8")
        print(PAGE.read_text(encoding="utf-8"))
    elif options.what in {"grow", "grown"}:
        if options.out is None:
            parser.error(f"{options.what} needs a folder")
        grown(grow(options.out, options.articles, options.own) if options.what == "grow" else options.out)
    elif options.what == "age":
        age(MOST_ARTICLES, 100, options.own)
    elif options.what == "hosts":
        hosts(options.articles, options.kills)
    else:
        with tempfile.TemporaryDirectory(prefix="detente-scale-") as scratch:
            folder = Path(scratch)
            if options.what in {"all", "pages"}:
                pages(folder, options.crawl, keep=options.keep)
            if options.what == "all":
                throughput(folder, options.articles)
                age(200, 20, options.own)
            if options.what in {"all", "kills"}:
                kill(folder, options)
        if options.what == "all":
            hosts(options.articles, options.kills)


def pages(folder: Path, crawl: Path | None, *, keep: bool) -> None:
    """Print what a page of a crawl costs."""
    made = crawl or write_warc(folder / "pages.warc.gz", 50)
    cost = measure_pages(made, 40)
    out = folder / "crawl"
    run = measure_run(made, out, 1, 1000)
    began = time.process_time()
    for path in (out / "records").iterdir():
        write_tables(ShardFolder(str(out)), path.stem, ShardStories())
    writing = 1000 * (time.process_time() - began) / max(run.articles, 1)
    print(f"pages of a crawl: {cost.pages}, {cost.words:.0f} words an article; processor time in ms")
    print(f"  record and language {cost.record_ms:.1f}   article on the page {cost.html_ms:.1f}   "
          f"reading {cost.reading_ms:.1f}   tables {writing:.1f}")  # fmt: skip
    print(f"  HTML extraction is {cost.html_share:.2f} of the first three")
    if keep:
        machine = f"{platform.machine()}, Python {platform.python_version()}"
        kb = size_kb(out) / max(run.articles, 1)
        Figures(machine, cost.pages, cost.words, cost.record_ms, cost.html_ms, cost.reading_ms, writing, kb).write()


def throughput(folder: Path, articles: int) -> None:
    """Print how fast one process and two are, and whether their tables are the same."""
    source = write_lines(folder / "lines", articles, max(articles // 4, 1))
    outs = []
    for workers in (1, 2):
        out = folder / f"by-{workers}"
        cost = measure_run(source, out, workers, max(articles // 8, 1))
        outs.append(out)
        most = max(one.most_mb for one in cost.shards)
        print(f"{workers} process{'es' if workers > 1 else ''}: {cost.articles} articles, {len(cost.shards)} shards, "
              f"{cost.cpu_ms:.0f} ms of processor time an article, {cost.articles / cost.seconds:.2f} a second by the "
              f"clock, loading included; at most {most:.0f} MB a process")  # fmt: skip
    differing = compare(*outs)
    print(f"files that differ between one process and two: {len(differing)}")


def hosts(articles: int, kills: int) -> None:
    """Do the kills with the scheduler, the run and one worker on one host, and two workers on another."""
    try:
        with two_hosts():
            words = ["kills", "--articles", str(articles), "--kills", str(kills), "--host", ADDRESSES[HERE]]
            command = [sys.executable, "-m", "benchmarks.scale", *words, "--elsewhere", THERE]
            print("two network namespaces as two hosts:", flush=True)
            subprocess.run(["ip", "netns", "exec", HERE, *command], check=True)  # noqa: S607 - wherever it is
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"two hosts: not done, this machine does not allow it, or the run failed: {error}")


def kill(folder: Path, options: argparse.Namespace) -> None:
    """Kill workers, scheduler and run until so many kills are done, in as many runs as it takes."""
    articles, kills = options.articles, options.kills
    there = ("ip", "netns", "exec", options.elsewhere) if options.elsewhere else ()
    source = write_lines(folder / "killed", articles, max(articles // 2, 1))
    size = max(articles // 24, 1)
    calm = folder / "calm"
    if start_run(source, str(calm), ["--workers", "1", "--shard-articles", str(size)], folder / "calm.log").wait() > 1:
        raise RuntimeError((folder / "calm.log").read_text(encoding="utf-8"))
    total: Counter[str] = Counter()
    differing = runs = 0
    while (done := sum(total[kind] for kind in _KINDS)) < kills:
        out = folder / f"disturbed-{runs}"
        with cluster(3, folder / "dask.log", host=options.host, before=((), there, there)) as made:
            total += disturb(source, out, made, kills - done, seed=19 + runs, size=size)
        differing += len(compare(calm, out))
        runs += 1
    told = ", ".join(
        f"{total[kind]} of a {kind}" if kind == "worker" else f"{total[kind]} of the {kind}" for kind in _KINDS
    )
    print(f"kills on a scheduler with three workers: {done} ({told}) in {runs} runs over {articles} reports, started "
          f"{total['starts']} times; files that differ from a calm run: {differing}")  # fmt: skip


def age(articles: int, pairs: int, own: Path | None) -> None:
    """Print what a process that has read much takes and holds beside a new one."""
    told = measure_age(articles, pairs, read_own(own))
    low, high = told.interval
    print(f"a process that has read {told.articles:,} articles, beside a new one over the same {told.pairs} texts: "
          f"{told.ratio:.3f} of its processor time [{low:.3f} to {high:.3f}]")  # fmt: skip
    print("  it held, in MB: " + ", ".join(f"{mb:.0f} after {count:,}" for count, mb in told.mb)
          + f"; the new one {told.new_mb:.0f}")  # fmt: skip


def grown(out: Path) -> None:
    """Print time and memory of a run as it grew."""
    cost = read_costs(out, 1, 1.0)
    if len(cost.shards) < 2:
        print("too little to compare")
        return
    print(f"{cost.articles:,} articles in {len(cost.shards)} shards; {cost.cpu_ms:.1f} ms of processor time an article")
    done = 0
    for one in cost.shards:
        done += one.articles
        print(f"  to {done:>6,}  {one.cpu_ms:6.1f} ms an article  {one.most_mb:6.0f} MB at most")
    half = cost.articles // 2
    first, last = cost.cpu_ms_of(0, half), cost.cpu_ms_of(half, cost.articles)
    earliest, latest = compare_ends(cost.shards)
    print(f"last 1,000 to first 1,000: {latest / earliest:.3f}; second half to first half: {last / first:.3f}; "
          f"from first to last by the median slope: {slope_percent(cost.shards):+.1f} %")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
