"""Ten claims corrected by keyboard on the page, at the pace of a person, timed.

    python -m benchmarks.correcting --shared ../shared

The archive is made of articles of the Voice of America, read here. A Chromium without a window is driven by key presses
only, on the review desk, where the doubtful field of each claim is filled in or its status changed. The pace is that of
the keystroke-level model (S. K. Card, T. P. Moran, A. Newell, *The Psychology of Human-Computer Interaction*, 1983):
0.28 s a key, which is an average typist, and 1.35 s of thought before each decision; the words of the claim are read at
238 words a minute (M. Brysbaert, *How many words do we read per minute?*, 2019). What is typed follows a rule and not
the truth of the claim: the time is that of the hands, the eyes and the page, not of finding out who is right.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import sys
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.screenshots import FLAGS, serve
from detente.archive import connect
from detente.archive.review import select_all_edits
from detente.runs.adding import AddOptions, add_articles
from detente.runs.watch import NoWatch
from detente.views.web import ServeOptions

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEY_SECONDS, THOUGHT_SECONDS, WORDS_A_MINUTE = 0.28, 1.35, 238
CLAIMS = 10
ARTICLES = 8


class Person:
    """Somebody at the keyboard.

    Args:
        page: The page in front of the person.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def think(self) -> None:
        """Think before a decision."""
        time.sleep(THOUGHT_SECONDS)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
            time.sleep(KEY_SECONDS)

    def read(self, words: str) -> None:
        """Read some words."""
        time.sleep(len(words.split()) * 60 / WORDS_A_MINUTE)


def correct_one(person: Person) -> str:
    """Correct the claim that is shown, and return what was done."""
    page = person.page
    before = page.locator("#task h2").inner_text() + page.locator("#task .from").inner_text()
    person.read(page.locator(".context mark").inner_text() if page.locator(".context mark").count() else "")
    person.think()
    person.press("c")
    if page.locator(".doubtful .combo").count():
        wanted = page.locator("[data-who] option").nth(1).inner_text().strip()
        person.press(*wanted[:3].lower().replace(" ", ""))
        page.wait_for_selector(".suggestions [aria-selected=true]")
        person.think()
        person.press("Enter", "Enter")
        done = "who"
    else:
        person.press(*["Tab"] * page.evaluate(_TABS_TO_STATUS))
        person.think()
        person.press("p")
        person.press("Escape", "a")
        done = "choice"
    page.wait_for_function(
        "before => { const t = document.querySelector('#task h2'); return t && t.innerText"
        " + document.querySelector('#task .from').innerText !== before }",
        arg=before,
    )
    return done


#: How often Tab is pressed from the first field to the last choice that can be seen.
_TABS_TO_STATUS = """() => {
  const all = document.querySelectorAll('#decide .fields input, #decide .fields select');
  const fields = [...all].filter(e => e.checkVisibility());
  const last = fields.findLastIndex(e => e.name === 'field-status' || e.name === 'field-kind');
  return Math.max(0, last);
}"""


def main() -> int:
    """Run it, print the figure, and return 0 if all ten were corrected in two minutes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="The folder with data/voa.")
    parser.add_argument("--archive", type=Path, default=Path("/tmp/detente-correcting.sqlite"))  # noqa: S108 - scratch
    given = parser.parse_args()
    if not given.archive.exists():
        with tempfile.TemporaryDirectory() as folder, gzip.open(given.shared / "data/voa/reports.jsonl.gz") as reports:
            rows = Path(folder) / "voa.jsonl"
            rows.write_bytes(b"".join(islice(reports, ARTICLES)))
            add_articles([str(rows)], given.archive, AddOptions(), NoWatch())
    coder = f"pace {time.time():.0f}"
    with serve(ServeOptions(archive=given.archive, coder=coder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}/review?kind=event")
        person, done = Person(page), []
        began = time.monotonic()
        for _ in range(CLAIMS):
            done.append(correct_one(person))
        seconds = time.monotonic() - began
        browser.close()
    with closing(connect(given.archive)) as connection:
        edits = [edit for edit in select_all_edits(connection) if edit.coder == coder]
    corrected = sum(edit.action == "correct" for edit in edits)
    print(f"{corrected} claims corrected in {seconds:.0f} s with {person.keys} keys ({', '.join(done)})")
    return 0 if corrected == CLAIMS and seconds < 120 else 1


if __name__ == "__main__":
    sys.exit(main())
