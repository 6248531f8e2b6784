"""The page under load: 20 users at once on an archive of 100,000 articles and a million events.

    python -m benchmarks.page --shared ../shared --articles 2000 --requests 5   # a small form, in some minutes
    python -m benchmarks.page --shared ../shared                                # in full; makes the archive first
    python -m benchmarks.page LARGE.sqlite                                      # an archive that is there

First each page is asked by one client, three addresses of it for the first time and then the same ones again: what is
held counts as "again" only. Then 20 users open pages one after the other, whom and what they ask about drawn anew
each time, so that what is held helps as little as it would many people: once without a pause, a closed loop that no
person is, and once with one to three seconds of reading between pages. Times are of whole answers, first byte to
last. The bar: 300 ms at the median and 1 s at the 95th percentile, for every page. Processor time is the server's,
over all its threads.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from detente.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COUNTRIES = (
    "USA RUS CHN IRN ISR PAK IND IRQ AFG GBR FRA DEU UKR TUR SYR EGY SAU PRK KOR JPN VEN CUB COL SDN LBN PSE MMR ZWE"
).split()
WORDS = "talks troops nuclear election aid border minister sanctions peace attack oil treaty".split()
TYPES = "CONSULT ACCUSE REQUEST ASSAULT COERCE AID AGREE REJECT THREATEN SANCTION".split()
#: A request that takes longer counts as failed.
TIMEOUT_SECONDS = 60.0
_MOST_WAIT_SECONDS = 900.0
#: How long a person reads before opening another page, from and to.
THINK_SECONDS = (1.0, 3.0)
#: Addresses of a page that one client asks for.
ADDRESSES = 3


def pages(issues: Sequence[str]) -> dict[str, Callable[[random.Random], str]]:
    """Return every page by its name, as a function that draws an address; `issues` are some of the archive's."""
    return {
        "home": lambda _: "/",
        "articles": lambda _: "/articles",
        "articles, words": lambda draw: f"/articles?q={draw.choice(WORDS)}+{draw.choice(WORDS)}",
        "article": lambda draw: f"/article/{draw.randint(1, 1000)}",
        "search": lambda draw: f"/search?type={draw.choice(TYPES)}&actor={draw.choice(COUNTRIES)}",
        "search, words": lambda draw: f"/search?q={draw.choice(WORDS)}&actor={draw.choice(COUNTRIES)}",
        "search, statements": lambda draw: f"/search?kind=statement&source={draw.choice(COUNTRIES)}",
        "actors": lambda draw: f"/actors?name={draw.choice('abcdefghiklmnoprst')}",
        "actor": lambda draw: f"/actor?name={draw.choice(COUNTRIES)}&every={draw.choice(['week', 'month', 'year'])}",
        "dyad": lambda draw: "/dyad?one={}&other={}".format(*draw.sample(COUNTRIES, 2)),
        "bloc": lambda draw: f"/bloc?bloc={draw.choice(['eu', 'nato', 'g7', 'brics', 'asean', 'gcc'])}",
        "issue": lambda draw: f"/issue?issue={quote(draw.choice(issues))}&every={draw.choice(['month', 'year'])}",
        "network": lambda draw: f"/network?since={draw.randint(2016, 2024)}-{draw.randint(1, 12):02}-01",
        "map": lambda draw: f"/map?since={draw.randint(2016, 2024)}-{draw.randint(1, 12):02}-01",
        "commitments": lambda draw: f"/commitments?who={quote(draw.choice(WORDS))}",
        "questions": lambda draw: f"/questions?who={quote(draw.choice(WORDS))}",
        "conditions": lambda draw: f"/conditions?actor={draw.choice(COUNTRIES)}",
        "interpretations": lambda draw: f"/interpretations?actor={draw.choice(COUNTRIES)}",
        "runs": lambda _: "/runs",
        "relations": lambda draw: "/relations?source={}&target={}".format(*draw.sample(COUNTRIES, 2)),
        "claim": lambda draw: f"/claim/{draw.randint(1, 1000)}/e1",
        "history": lambda draw: f"/history/{draw.randint(1, 1000)}",
        "review": lambda draw: f"/review?kind={draw.choice(['event', 'statement', 'question'])}",
    }


class PageServer:
    """A `detente serve` of an archive on a free port.

    Args:
        archive: The archive's file.
    """

    def __init__(self, archive: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        words = ["-m", "detente.views.cli.main", "serve", "--archive", str(archive), "--port", str(self.port)]
        code = "import sys; from detente.views.cli.main import run; sys.argv[0] = 'detente'; run()"
        self._process = subprocess.Popen([sys.executable, "-c", code, *words[2:]], stdout=subprocess.DEVNULL)

    def warm(self) -> float:
        """Wait until the first page is answered and return the seconds that it took."""
        started = time.perf_counter()
        while time.perf_counter() - started < _MOST_WAIT_SECONDS:
            try:
                self.ask("/", _MOST_WAIT_SECONDS)
            except OSError:
                time.sleep(0.2)
            else:
                return time.perf_counter() - started
        raise SystemExit("the page did not come up")

    def ask(self, path: str, timeout: float = TIMEOUT_SECONDS) -> tuple[int, float]:
        """Return the status of an answer and the seconds to its last byte."""
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status, time.perf_counter() - started
        finally:
            connection.close()

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Return the server's resident memory."""
        pages_held = int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="utf-8").split()[1])
        return pages_held * os.sysconf("SC_PAGE_SIZE") / 1e6

    def handles_and_threads(self) -> tuple[int, int]:
        """Return how many files and connections the server has open, and how many threads."""
        place = Path(f"/proc/{self._process.pid}")
        return len(list((place / "fd").iterdir())), len(list((place / "task").iterdir()))

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that was asked for: its name, the status of the answer, and the seconds to its last byte."""

    name: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Alone:
    """A page asked by one client: seconds and processor seconds, for the first time and again."""

    first: float
    first_cpu: float
    again: float
    again_cpu: float


@dataclass(frozen=True, slots=True)
class Load:
    """What users got together: every page, in how many seconds by the clock, for how much processor time."""

    asked: tuple[Asked, ...]
    wall: float
    cpu: float
    repeated: int

    def times(self, name: str = "") -> list[float]:
        """Return the seconds of a page, or of all."""
        return [one.seconds for one in self.asked if name in {"", one.name}]


def ask_alone(server: PageServer, make: Callable[[random.Random], str], seed: int) -> Alone:
    """Ask for three addresses of a page, and then for the same ones again; the medians."""
    paths = [make(random.Random(1000 * seed + n)) for n in range(ADDRESSES)]
    times: list[tuple[float, float]] = []
    for path in (*paths, *paths):
        before = server.cpu_seconds()
        times.append((server.ask(path)[1], server.cpu_seconds() - before))
    first, again = times[:ADDRESSES], times[ADDRESSES:]
    middle = [_at([one[at] for one in part], 0.5) for part in (first, again) for at in (0, 1)]
    return Alone(*middle)


def ask_together(
    server: PageServer,
    drawn: dict[str, Callable[[random.Random], str]],
    options: argparse.Namespace,
    think: tuple[float, float],
    seed: int,
) -> Load:
    """Let users open the drawn pages one after the other, with so many seconds of reading in between."""
    found: list[Asked] = []
    addresses: list[str] = []

    def ask_as_user(number: int) -> None:
        draw = random.Random(f"{seed} {number}")
        for _ in range(options.requests):
            name = draw.choice(list(drawn))
            path = drawn[name](draw)
            addresses.append(path)
            try:
                found.append(Asked(name, *server.ask(path)))
            except OSError:
                found.append(Asked(name, 0, TIMEOUT_SECONDS))
            time.sleep(draw.uniform(*think))

    before, started = server.cpu_seconds(), time.perf_counter()
    users = [threading.Thread(target=ask_as_user, args=(number,)) for number in range(options.users)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    repeated = len(addresses) - len(set(addresses))
    return Load(tuple(found), time.perf_counter() - started, server.cpu_seconds() - before, repeated)


def measure(archive: Path, options: argparse.Namespace) -> str:
    """Return the table of times."""
    with Archive(archive) as opened:
        counts = opened.counts()
        issues = opened.query("SELECT issue FROM positions GROUP BY issue ORDER BY count(*) DESC LIMIT 4").to_pylist()
    drawn = pages([row["issue"] for row in issues])
    server = PageServer(archive)
    try:
        ready = server.warm()
        loading = server.cpu_seconds()
        alone = {name: ask_alone(server, make, at) for at, (name, make) in enumerate(drawn.items())}
        loads = [
            ask_together(server, drawn, options, think, at) for at, think in enumerate(((0.0, 0.0), THINK_SECONDS))
        ]
        memory = server.memory_mb()
    finally:
        server.stop()
    lines = [
        f"{counts['articles']:,} articles, {counts['events']:,} events; {os.cpu_count()} cores, load of the machine "
        f"{os.getloadavg()[0]:.0f}",
        f"the claims are in memory {ready:.0f} s after the start ({loading:.0f} s of processor time); {memory:,.0f} MB",
        "",
        f"{'ms':<20} {'one client':>24}    {f'{options.users} users, no pause':>24} {'1 to 3 s of reading':>24}",
        f"{'page':<20} {'first':>6} {'cpu':>5} {'again':>6} {'cpu':>5}    {'asked':>6} {'median':>8} {'95 %':>8} "
        f"{'asked':>7} {'median':>8} {'95 %':>8}",
    ]
    for name in sorted(drawn, key=lambda name: alone[name].first_cpu):
        one = alone[name]
        told = "".join(
            f"{1000 * seconds:>{wide}.0f}"
            for seconds, wide in ((one.first, 6), (one.first_cpu, 6), (one.again, 7), (one.again_cpu, 6))
        )
        lines.append(f"{name:<20} {told}    " + " ".join(_tell(load.times(name)) for load in loads))
    lines.append(f"{'all':<20} {'':>25}    " + " ".join(_tell(load.times()) for load in loads))
    lines.append("")
    for what, load in zip(("no pause", "1 to 3 s of reading"), loads, strict=True):
        failed = sum(one.status != 200 for one in load.asked)
        lines.append(
            f"{what}: {len(load.asked) / load.wall:.1f} pages a second, {1000 * load.cpu / len(load.asked):.0f} ms of "
            f"processor time a page; {load.repeated} of {len(load.asked)} addresses asked before; {failed} failed"
        )
    return "\n".join(lines)


def _tell(times: list[float]) -> str:
    if not times:
        return f"{0:>7} {'–':>8} {'–':>8}"
    return f"{len(times):>7} {1000 * _at(times, 0.5):>8.0f} {1000 * _at(times, 0.95):>8.0f}"


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _make_archive(shared: Path, articles: int, reports: int) -> Path:
    from benchmarks.large_archive import make_large  # noqa: PLC0415 - needed only here
    from benchmarks.page_seed import make_seed  # noqa: PLC0415 - needed only here

    folder = Path(tempfile.mkdtemp(prefix="detente-page-"))
    make_large(make_seed(shared, folder, reports), folder / "large.sqlite", articles)
    return folder / "large.sqlite"


def main() -> None:
    """Measure the archive that is named, or one that is made for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, nargs="?")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, default=15, help="pages that each user opens, in each of the two runs")
    parser.add_argument("--reports", type=int, default=320, help="reports that the archive is made of")
    options = parser.parse_args()
    print(measure(options.archive or _make_archive(options.shared, options.articles, options.reports), options))


if __name__ == "__main__":
    main()
