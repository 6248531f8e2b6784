"""The page under load: 20 users at once on an archive of 100,000 articles and a million events.

    python -m benchmarks.page LARGE.sqlite [--users 20] [--requests 15] [--pause 3]
    python -m benchmarks.page --shared ../shared         # makes the archive first, in some minutes

Each user opens a page, reads for a few seconds, and opens another; whom and what they ask about is drawn anew each
time, so that kept answers help as little as they would many people. Times are of whole answers, first byte to last, in
the order of their medians. The bar: 300 ms at the median, 1 s at the 95th percentile, for every page.
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
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTRIES = (
    "USA RUS CHN IRN ISR PAK IND IRQ AFG GBR FRA DEU UKR TUR SYR EGY SAU PRK KOR JPN VEN CUB COL SDN LBN PSE MMR ZWE"
).split()
ISSUES = "relations military_action nuclear_programme talks economic_aid prisoners trade elections".split()
WORDS = "talks troops nuclear election aid border minister sanctions peace attack oil treaty".split()
TYPES = "CONSULT ACCUSE REQUEST ASSAULT COERCE AID AGREE REJECT THREATEN SANCTION".split()
#: A request that takes longer counts as failed.
TIMEOUT_SECONDS = 60.0
_MOST_WAIT_SECONDS = 900.0


def pages() -> dict[str, Callable[[random.Random], str]]:
    """Return every page by its name, as a function that draws an address."""
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
        "issue": lambda draw: f"/issue?issue={draw.choice(ISSUES[:4])}&every={draw.choice(['month', 'year'])}",
        "network": lambda draw: f"/network?since={draw.randint(2016, 2024)}-{draw.randint(1, 12):02}-01",
        "map": lambda draw: f"/map?since={draw.randint(2016, 2024)}-{draw.randint(1, 12):02}-01",
        "promises": lambda draw: f"/promises?who={quote(draw.choice(WORDS))}",
        "questions": lambda draw: f"/questions?who={quote(draw.choice(WORDS))}",
        "runs": lambda _: "/runs",
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

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(timeout=30)


def ask_as_user(
    server: PageServer, number: int, options: argparse.Namespace, found: dict[str, list[tuple[int, float]]]
) -> None:
    """Open pages one after the other, as one person does."""
    draw = random.Random(number)
    listed = pages()
    for _ in range(options.requests):
        name = draw.choice(list(listed))
        path = listed[name](draw)
        try:
            found[name].append(server.ask(path))
        except OSError:
            found[name].append((0, TIMEOUT_SECONDS))
        time.sleep(draw.expovariate(1 / options.pause) if options.pause else 0)


def measure(archive: Path, options: argparse.Namespace) -> str:
    """Return the table of times."""
    server = PageServer(archive)
    try:
        first = server.warm()
        alone = {
            name: [server.ask(make(random.Random(1000 + n)))[1] for n in range(3)] for name, make in pages().items()
        }
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        before, started = server.cpu_seconds(), time.perf_counter()
        users = [threading.Thread(target=ask_as_user, args=(server, n, options, found)) for n in range(options.users)]
        for user in users:
            user.start()
        for user in users:
            user.join()
        cpu, wall = server.cpu_seconds() - before, time.perf_counter() - started
        memory = server.memory_mb()
    finally:
        server.stop()
    lines = [f"{'page':<20} {'asked':>5} {'alone ms':>9} {'median ms':>10} {'95 % ms':>9} {'failed':>7}"]
    for name, times in sorted(found.items(), key=lambda item: _at([one[1] for one in item[1]], 0.5)):
        seconds = [one[1] for one in times]
        failed = sum(status != 200 for status, _ in times)
        lines.append(
            f"{name:<20} {len(times):>5} {1000 * _at(alone[name], 0.5):>9.0f} {1000 * _at(seconds, 0.5):>10.0f} "
            f"{1000 * _at(seconds, 0.95):>9.0f} {failed:>7}"
        )
    every = [one[1] for times in found.values() for one in times]
    lines.append(f"{'all':<20} {len(every):>5} {'':>9} {1000 * _at(every, 0.5):>10.0f} {1000 * _at(every, 0.95):>9.0f}")
    lines += [
        "",
        f"{options.users} users, {options.pause:g} s of reading between pages; {len(every) / wall:.1f} pages a second;",
        f"{1000 * cpu / len(every):.0f} ms of processor time a page; load of the machine {os.getloadavg()[0]:.0f}",
        f"on {os.cpu_count()} cores;",
        f"the claims are read into memory in {first:.0f} s; {memory:,.0f} MB",
    ]
    return "\n".join(lines)


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _make_archive(shared: Path, articles: int) -> Path:
    from benchmarks.large_archive import make_large  # noqa: PLC0415 - needed only here
    from benchmarks.page_seed import make_seed  # noqa: PLC0415 - needed only here

    folder = Path(tempfile.mkdtemp(prefix="detente-page-"))
    make_large(make_seed(shared, folder), folder / "large.sqlite", articles)
    return folder / "large.sqlite"


def main() -> None:
    """Measure the archive that is named, or one that is made for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, nargs="?")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, default=15)
    parser.add_argument("--pause", type=float, default=3.0)
    options = parser.parse_args()
    print(measure(options.archive or _make_archive(options.shared, options.articles), options))


if __name__ == "__main__":
    main()
