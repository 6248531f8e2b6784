"""Pictures of every page, wide and narrow, light and dark, of an archive made of the bundled examples.

    make screenshots        # into out/screenshots, about two minutes

Whoever adds a page adds its address to `VIEWS`: the tests in the browser go through the same list.
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from contextlib import closing, contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import sync_playwright

from detente.archive import connect
from detente.archive.database import transaction
from detente.runs import reviewing
from detente.runs.adding import AddOptions, add_articles
from detente.runs.local import ReadingOptions
from detente.runs.watch import NoWatch
from detente.views.web import ServeOptions, create_app

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from playwright.sync_api import Browser

#: Every page by the name of its picture. The archive holds the three bundled examples as articles 1 to 3, and events of
#: an invented data set between NOR and SWE, so that there is something to draw.
VIEWS: dict[str, str] = {
    "home": "/",
    "articles": "/articles",
    "articles-found": "/articles?q=talks",
    "article": "/article/1",
    "article-claim": "/article/1#s1",
    "read": "/read",
    "claim": "/claim/1/e1",
    "missing": "/missing/1?kind=event",
    "missing-actor": "/missing/1?kind=actor",
    "adjudicate": "/adjudicate",
    "history": "/history/1",
    "earlier": "/earlier/1",
    "who": "/who/1?q=for",
    "review": "/review",
    "review-event": "/review?kind=event",
    "relations": "/relations?source=NOR&target=SWE",
    "relations-empty": "/relations",
    "about": "/about",
    "search": "/search?min_confidence=0",
    "search-statements": "/search?kind=statement&q=talks",
    "search-nothing": "/search?q=zeppelin",
    "actors": "/actors",
    "actor": "/actor?name=RUS",
    "actor-person": "/actor?name=Ferdinand+Marcos+Jr",
    "dyad": "/dyad?one=NOR&other=SWE",
    "dyad-empty": "/dyad",
    "bloc": "/bloc?bloc=eu",
    "issues": "/issue",
    "network": "/network",
    "map": "/map",
    "commitments": "/commitments?min_confidence=0",
    "claim-actor": "/claim/1/a1",
    "questions": "/questions?min_confidence=0",
    "conditions": "/conditions?min_confidence=0",
    "interpretations": "/interpretations?min_confidence=0",
    "runs": "/runs",
    "problem": "/article/77",
}
SIZES = {"1280": {"width": 1280, "height": 860}, "390": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")
OUT = Path("out/screenshots")
#: Whose decisions the pictures show.
CODERS = ("Anna", "Ben")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def make_archive(path: Path) -> None:
    """Make an archive of the bundled examples, some decisions on their claims, and invented events of two states."""
    with resources.as_file(resources.files("detente.examples")) as folder:
        texts = sorted(str(file) for file in folder.glob("*.txt"))
        reading = ReadingOptions(published=date(2026, 3, 12))
        add_articles(texts, path, AddOptions(reading=reading, delay_seconds=0), NoWatch())
    with closing(connect(path)) as connection:
        _import_events(connection)
        _judge(connection)


def _import_events(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        connection.execute(
            "INSERT INTO imports (import, path, kind, sha256, imported, rows, malformed, examples) "
            "VALUES (1, 'invented.tab', 'icews', ?, '2026-03-12T00:00:00+00:00', 96, 0, '[]')",
            ("0" * 64,),
        )
        connection.executemany(
            "INSERT INTO imported_dyads (import, event, told, date, type, quad, intensity, status, background, source, "
            "source_country, target, target_country, line) "
            "VALUES (1, ?, ?, ?, 'CONSULT', ?, ?, 'actual', 0, ?, ?, ?, ?, ?)",
            [_invented(number) for number in range(96)],
        )


def _invented(number: int) -> tuple[object, ...]:
    quad = (number * 7 + number // 9) % 4 + 1
    pair = ("Norland", "NOR", "Sund", "SWE") if number % 3 else ("Sund", "SWE", "Norland", "NOR")
    return f"i{number}", f"i{number}", f"2025-{number // 8 + 1:02}-15", quad, 5.0 - 3 * (quad - 1), *pair, number


def _judge(connection: sqlite3.Connection) -> None:
    for item in reviewing.ask_queue(connection, 6):
        claim = reviewing.find_claim(connection, f"{item.article}:{item.anchor.key}", blind=True)
        reviewing.accept_claim(connection, claim, reviewing.sign(CODERS[0]))
        if item.anchor.key[0] == "e":
            reviewing.correct_claim(
                connection, claim, {"status": ["possible"]}, reviewing.sign(CODERS[1], "only hoped")
            )
        else:
            reviewing.reject_claim(connection, claim, reviewing.sign(CODERS[1]))


@contextmanager
def serve(options: ServeOptions) -> Iterator[str]:
    """Serve an archive on a free port of this machine and return the page's address."""
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(options), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ours]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{ours.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def take_pictures(browser: Browser, address: str, only: str = "") -> Iterator[tuple[Path, list[str]]]:
    """Yield the file of each picture, and what the browser complained of.

    Args:
        browser: A Chromium.
        address: Where the page is served.
        only: Pictures whose name begins so; "" for all.
    """
    for size, viewport in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            context.add_cookies([{"name": "detente_coder", "value": CODERS[0], "url": address}])
            page = context.new_page()
            complaints: list[str] = []
            page.on("console", lambda message, to=complaints: to.append(message.text))
            page.on("pageerror", lambda error, to=complaints: to.append(str(error)))
            for name, path in VIEWS.items():
                if not name.startswith(only):
                    continue
                page.goto("about:blank")
                complaints.clear()
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                file = OUT / f"{name}-{size}-{scheme}.png"
                page.screenshot(path=file, full_page=True)
                yield file, [text for text in complaints if "404" not in text or name != "problem"]
            context.close()


def main() -> int:
    """Take all pictures, or those whose name begins as the first argument says; return 1 if a browser complained."""
    OUT.mkdir(parents=True, exist_ok=True)
    archive = OUT / "examples.sqlite"
    for left in OUT.glob("examples.sqlite*"):
        left.unlink()
    make_archive(archive)
    found = 0
    with serve(ServeOptions(archive=archive)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for file, complaints in take_pictures(browser, address, *sys.argv[1:2]):
            print(file, *complaints)
            found += len(complaints)
        browser.close()
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
