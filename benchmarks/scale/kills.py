"""Kill workers, the scheduler or the run, again and again, and compare what is there in the end with a calm run."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMAND = "import sys; from detente.views.cli.main import run; run(sys.argv[1:])"
_DASK = "import sys; from dask.__main__ import main; sys.exit(main())"
#: A run that does not get on in this time has failed.
_LONGEST_SECONDS = 3600
_QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error", "OMP_NUM_THREADS": "1"}


@dataclass(slots=True)
class Cluster:
    """A Dask scheduler and its workers, real processes of this machine.

    Attributes:
        address: The scheduler's.
        size: How many workers.
        before: Words before the command of each worker, such as those that run it in another network namespace.
        host: On which the scheduler listens.
    """

    address: str
    size: int
    host: str = "127.0.0.1"
    before: tuple[tuple[str, ...], ...] = ()
    log: Path = Path(os.devnull)
    _scheduler: subprocess.Popen[bytes] | None = None
    _workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start what does not run."""
        if self._scheduler is None or self._scheduler.poll() is not None:
            port = self.address.rpartition(":")[2]
            command = ["scheduler", "--host", self.host, "--port", port, "--no-dashboard"]
            self._scheduler = self._dask(command, ())
            for worker in self._workers:  # they end by themselves when their scheduler is lost, but not at once
                end(worker)
            self._workers = []
        alive = [worker for worker in self._workers if worker.poll() is None]
        while len(alive) < self.size:
            command = ["worker", self.address, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"]
            command += ["--local-directory", f"/tmp/detente-dask-{os.getpid()}"]  # noqa: S108 - ours, by our number
            before = self.before[len(alive) % len(self.before)] if self.before else ()
            alive.append(self._dask(command, before))
        self._workers = alive

    def _dask(self, words: Sequence[str], before: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*before, sys.executable, "-c", _DASK, *words],
                stdout=log, stderr=log, env={**os.environ, **_QUIET}, start_new_session=True,
            )  # fmt: skip

    def kill(self, what: str, rng: random.Random) -> bool:
        """Kill the scheduler, or the process of a worker that reads; False if there is none."""
        if what == "scheduler":
            if self._scheduler is None or self._scheduler.poll() is not None:
                return False
            self._scheduler.kill()
            self._scheduler.wait()
            return True
        reading = [child for worker in self._workers if worker.poll() is None for child in children(worker.pid)]
        if not reading:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(rng.choice(reading), signal.SIGKILL)
            return True
        return False

    def stop(self) -> None:
        """End all of it."""
        for process in [*self._workers, *([self._scheduler] if self._scheduler else [])]:
            end(process)
        self._workers, self._scheduler = [], None


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those below it, which are of one session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(process: int) -> list[int]:
    """Return the processes below one that read: not the one that only watches for leaked resources."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        threads = Path(f"/proc/{process}/task").glob("*/children")  # each thread lists those that it began
        below = [child for one in threads for child in one.read_text(encoding="ascii").split()]
        for child in map(int, below):
            with contextlib.suppress(OSError):
                if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(child)
            found += children(child)
    return found


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def cluster(
    size: int, log: Path, *, host: str = "127.0.0.1", before: tuple[tuple[str, ...], ...] = ()
) -> Iterator[Cluster]:
    """Run a scheduler with workers.

    Args:
        size: How many workers.
        log: Where they write what they say.
        host: On which the scheduler listens.
        before: Words before the commands of the workers, in turn.
    """
    made = Cluster(f"tcp://{host}:{free_port()}", size, host, before, log)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def start_run(source: Path, out: str, options: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start `detente shards` in a process of its own."""
    with log.open("ab") as stream:
        return subprocess.Popen(
            [sys.executable, "-c", _COMMAND, "shards", str(source), "--out", out, *options],
            stdout=stream, stderr=stream, start_new_session=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disturbed:
    """What came of a run that was disturbed.

    Attributes:
        kills: How often the worker, the scheduler and the run were killed.
        starts: How often the run was started.
        seconds: Wall time.
        differing: Files that are not byte for byte those of the calm run, or that only one of them has.
    """

    kills: Counter[str]
    starts: int
    seconds: float
    differing: tuple[str, ...]


def disturb(source: Path, out: Path, made: Cluster, kills: int, *, seed: int, size: int) -> Counter[str]:
    """Run over shards on a cluster while something is killed again and again; the run goes on until all is done.

    Args:
        source: The articles.
        out: The out folder.
        made: The cluster.
        kills: How many kills, if the run lasts so long.
        seed: Of the times and kinds of kills.
        size: Articles of a shard.

    Returns:
        How often each kind was killed, and "starts".
    """
    rng = random.Random(seed)
    log = out.with_suffix(".log")
    options = ["--scheduler", made.address, "--shard-articles", str(size)]
    counts: Counter[str] = Counter()
    run = start_run(source, str(out), options, log)
    counts["starts"] += 1
    began = time.monotonic()
    following = time.monotonic() + rng.uniform(10, 26)
    while time.monotonic() - began < _LONGEST_SECONDS:
        if run.poll() is not None:
            if run.returncode in {0, 1} and _is_done(out):
                return counts
            made.start()
            run = start_run(source, str(out), options, log)
            counts["starts"] += 1
        if kills > counts["worker"] + counts["scheduler"] + counts["run"] and time.monotonic() > following:
            what = rng.choices(("worker", "run", "scheduler"), (6, 2, 2))[0]
            if what == "run":
                end(run)
                counts["run"] += 1
            elif made.kill(what, rng):
                counts[what] += 1
            else:
                continue
            following = time.monotonic() + rng.uniform(10, 26)
        made.start()
        time.sleep(0.2)
    end(run)
    raise TimeoutError(f"the run over {source} did not end; see {log}")


def _is_done(out: Path) -> bool:
    return (out / "stories.json").is_file()


def compare(one: Path, other: Path) -> tuple[str, ...]:
    """Return the Parquet files of two out folders that are not the same byte for byte."""
    files = [{str(path.relative_to(folder)) for path in folder.rglob("*.parquet")} for folder in (one, other)]
    differing = set(files[0] ^ files[1])
    differing |= {name for name in files[0] & files[1] if (one / name).read_bytes() != (other / name).read_bytes()}
    return tuple(sorted(differing))
