"""Exploring in a real browser: numbers lead to words, lists and pictures are taken along, two people at once."""

from __future__ import annotations

import csv
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from detente.archive import connect
from tests.unit.archive.builders import full_record, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_SIZES = {"wide": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}
#: Every exploring page with its pictures drawn, by what says that it is there.
_PAGES = {
    "/": "#last",
    "/search?min_confidence=0": ".claims",
    "/actors": "table",
    "/actor?name=NOR": ".chart svg",
    "/dyad": ".pairs",
    "/dyad?one=NOR&other=SWE": ".chart svg",
    "/bloc?bloc=eu": ".balances, .notice",
    "/issue": "h1",
    "/network": ".network svg",
    "/map": ".map svg",
    "/commitments?min_confidence=0": "h1",
    "/questions?min_confidence=0": ".claims",
    "/conditions?min_confidence=0": ".claims",
    "/interpretations?min_confidence=0": ".claims",
    "/runs": "h1",
    "/relations?source=NOR&target=SWE": ".chart svg",
    "/claim/2/a1": "#acts",
    "/about": "h1",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("explored") / "news.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, make_strait())
        store(connection, full_record(), origin="full.txt")
    import_events(path)
    return path


def _home(page: Page) -> str:
    return "/".join(page.url.split("/", 3)[:3])


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_hinders_a_screen_reader_or_is_wider_than_the_screen(
    visit: Callable[..., Page], scheme: str, size: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = visit("/", viewport=_SIZES[size], color_scheme=scheme, bypass_csp=True)
    for path, there in _PAGES.items():
        page.goto(_home(page) + path)
        page.wait_for_selector(there, state="attached")
        found = axe.Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= _SIZES[size]["width"], path
        rooms = page.locator(".top nav li").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert max(rooms) < 48, path  # a name that is broken inside stands on several lines


def test_a_number_leads_to_its_events_and_from_there_to_the_words(visit: Callable[..., Page]) -> None:
    page = visit("/actors", viewport=_SIZES["wide"])
    row = page.locator("tbody tr", has_text="Maria Olsen")
    count = int(row.locator("td").last.inner_text())
    assert count
    row.locator("td").last.locator("a").click()
    page.wait_for_url("**/search?**")
    page.goto(f"{page.url}&min_confidence=0")
    assert int(page.locator(".found strong").inner_text()) >= count
    words = page.locator(".claim mark").first.inner_text()
    page.locator(".claim mark").first.click()
    page.wait_for_url("**/article/**")
    page.wait_for_selector(".chosen")
    lit = page.evaluate("Array.from(document.querySelectorAll('.seg.lit'), e => e.textContent).join('')")
    assert words in " ".join(lit.split())


def test_a_number_of_a_figure_leads_to_as_many_events(visit: Callable[..., Page]) -> None:
    page = visit("/dyad?one=NOR&other=SWE", viewport=_SIZES["wide"])
    total = page.locator(".directions .found a").first
    count = total.inner_text()
    total.click()
    page.wait_for_url("**/search?**")
    assert page.locator(".found strong").inner_text() == count


def test_lists_are_downloaded_as_they_are_shown(visit: Callable[..., Page]) -> None:
    page = visit("/search?actor=NOR", viewport=_SIZES["wide"])
    shown = int(page.locator(".found strong").inner_text())
    with page.expect_download() as taken:
        page.click(".take-list a:text('CSV')")
    with taken.value.path().open(encoding="utf-8", newline="") as source:
        assert len(list(csv.DictReader(source))) == shown


@pytest.mark.parametrize(
    ("path", "drawn", "name"),
    [
        ("/dyad?one=NOR&other=SWE", "#forth .chart svg", "forth"),
        ("/network", ".network svg", "network"),
        ("/map", ".map svg", "map"),
    ],
)
def test_every_picture_is_taken_along_with_what_it_rests_on(
    visit: Callable[..., Page], path: str, drawn: str, name: str
) -> None:
    page = visit(path, viewport=_SIZES["wide"])
    page.wait_for_selector(drawn, state="attached")
    figure = page.locator(f"figure#{name}")
    figure.locator("summary:text('Image')").click()
    with page.expect_download() as taken:
        figure.locator(".save-svg").click()
    assert taken.value.suggested_filename == f"{name}.svg"
    text = "".join(ElementTree.parse(taken.value.path()).getroot().itertext())  # noqa: S314 - our own file
    for part in ("news.sqlite", "n = ", "What it does not mean"):
        assert part in text, part
    with page.expect_download() as taken:
        figure.locator(".save-png").click()
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")
    figure.locator("summary:text('Code')").click()
    assert "detente " in figure.locator("details[open] pre").last.inner_text()


def test_two_people_explore_and_one_settles_what_the_other_sees_settled(visit: Callable[..., Page]) -> None:
    first, second = (visit("/questions?min_confidence=0", viewport=_SIZES["wide"]) for _ in range(2))
    first.context.add_cookies([{"name": "detente_coder", "value": "Dora", "url": _home(first)}])
    entry = first.locator(".ledger .claim").first
    words = entry.locator("mark").inner_text()
    entry.locator(".settle summary").click()
    entry.locator("select").select_option("unclear")
    with first.expect_navigation():
        entry.locator("button").click()
    second.reload()
    seen = second.locator(".ledger .claim", has_text=words).locator(".state").first
    assert seen.inner_text() == "unclear"


def test_the_keyboard_alone_narrows_a_search_and_opens_what_was_found(visit: Callable[..., Page]) -> None:
    page = visit("/search?min_confidence=0", viewport=_SIZES["wide"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    _tab_until(page, "document.activeElement.name === 'q'")
    page.keyboard.type("harbour")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "q=harbour" in page.url
    _tab_until(page, "document.activeElement.closest('.facets') !== null")
    found = page.locator(".found strong").inner_text()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert int(page.locator(".found strong").inner_text()) <= int(found)
    _tab_until(page, "document.activeElement.closest('.said-words') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")


def _tab_until(page: Page, test: str) -> None:
    for _ in range(120):
        if page.evaluate(test):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never makes it true: {test}")
