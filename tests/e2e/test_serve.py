"""The page of an archive in a real browser: by keyboard alone, for two people at once, sound for screen readers."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import connect
from detente.archive.review import select_all_edits
from tests.unit.archive.builders import plain_record, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.conftest import HOSTILE
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_FIGURE = "/relations?source=NOR&target=SWE"
_PAGES = (
    "/", "/articles", "/articles?q=embargo", "/article/1", "/article/2", "/read", "/review",
    "/review?kind=event", _FIGURE,
)  # fmt: skip
_SIZES = ({"width": 1280, "height": 860}, {"width": 390, "height": 780})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("served") / "news.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, make_strait())
        store(connection, plain_record(HOSTILE), origin="hostile.txt")
    import_events(path)
    return path


@pytest.mark.model
def test_a_pasted_article_is_read_and_added(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/read", viewport=_SIZES[0])
    page.wait_for_selector("textarea:focus")  # keys struck before it has the focus are lost on a busy machine
    page.keyboard.type("Talks in Norland\n\nPresident Pavel Orlin said on Monday that he would meet the rebels. ")
    page.keyboard.type("Norland condemned the attack.")
    page.click("button.main")
    page.wait_for_selector(".card", state="attached", timeout=120_000)
    assert "would meet the rebels" in page.locator("article").inner_text()
    page.click("button.main:text('Add to the archive')")
    page.wait_for_url("**/article/*")
    with closing(connect(archive)) as connection:
        found = connection.execute("SELECT count(*) FROM articles WHERE text LIKE 'Talks in Norland%'").fetchone()
    assert found == (1,)


def test_a_text_that_is_too_long_is_neither_cut_nor_sent(visit: Callable[..., Page]) -> None:
    page = visit("/read", viewport=_SIZES[0])
    page.evaluate("document.querySelector('textarea').value = 'It met. '.repeat(20000)")
    page.click("button.main")
    told = page.locator(".give [role=status]")
    assert told.inner_text().startswith("This text has 160,000 characters, and at most 100,000 are read here.")
    assert page.locator("textarea").evaluate("field => field.value.length") == 160_000
    assert page.url.endswith("/read")
    assert page.locator("button.main").is_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_a_screen_reader(visit: Callable[..., Page], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = visit("/", viewport=_SIZES[0], color_scheme=scheme, bypass_csp=True)
    for path in _PAGES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        page.wait_for_load_state("networkidle")
        found = axe.Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
        assert serious == [], path


@pytest.mark.parametrize("size", _SIZES, ids=["wide", "phone"])
@pytest.mark.parametrize("path", _PAGES)
def test_no_page_is_wider_than_the_screen(visit: Callable[..., Page], path: str, size: dict[str, int]) -> None:
    page = visit(path, viewport=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.locator("h1, .b-title").first.inner_text()


def test_markup_of_an_article_is_inert(visit: Callable[..., Page]) -> None:
    page = visit("/article/2")
    assert '<script>alert("x")</script>' in page.locator("article").inner_text()
    assert page.locator("article script, article img").count() == 0


def test_claims_are_judged_with_the_keyboard_alone(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/review")
    page.wait_for_selector('input[name="coder"]:focus')
    page.keyboard.type("Clara")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-keys="on"]')
    for key in ("a", "x", "s"):
        shown = page.locator("#task h2").inner_text()
        page.keyboard.press(key)
        page.wait_for_function("shown => document.querySelector('#task h2').innerText !== shown", arg=shown)
    page.keyboard.press("u")
    page.wait_for_selector(".undone")
    assert page.locator(".decisions li").count() == 2
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.matches('.fields input, .fields select')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "task"
    with closing(connect(archive)) as connection:
        edits = [(edit.action, edit.coder) for edit in select_all_edits(connection)]
    assert edits == [("accept", "Clara"), ("reject", "Clara"), ("undo", "Clara")]


def test_the_second_of_two_people_sees_that_the_first_was_faster(visit: Callable[..., Page]) -> None:
    first, second = visit("/review?kind=event"), visit("/review?kind=event")
    for page, name in ((first, "Dora"), (second, "Emil")):
        page.fill('input[name="coder"]', name)
        page.click('button[value="name"]')
        page.wait_for_selector('[data-keys="on"]')
    assert first.locator("#task h2").inner_text() == second.locator("#task h2").inner_text()
    first.select_option('select[name="field-status"]', "possible")
    first.click('button[value="accept"]')
    first.wait_for_selector(".decisions li")
    second.click('button[value="accept"]')
    second.wait_for_selector('[role="alert"]')
    assert "while it was on your screen" in second.inner_text('[role="alert"]')
    assert second.locator(".decisions li").count() == 0


def test_single_keys_can_be_switched_off(visit: Callable[..., Page]) -> None:
    page = visit("/review")
    page.fill('input[name="coder"]', "Finn")
    page.click('button[value="name"]')
    page.wait_for_selector('[data-keys="on"]')
    page.evaluate(  # a key that works sends a form before the next key is taken; here it is counted, and stays
        "window.sent = 0; document.addEventListener('submit', (event) => { window.sent += 1; event.preventDefault(); })"
    )
    for switch, sent in ((page.uncheck, 0), (page.check, 1)):
        switch("#keys")
        page.focus("#task")
        page.keyboard.press("s")
        assert page.evaluate("window.sent") == sent


def test_a_figure_is_drawn_and_can_be_taken_along(visit: Callable[..., Page]) -> None:
    page = visit(_FIGURE, viewport=_SIZES[0])
    page.wait_for_selector('.chart svg [aria-label="line"]', state="attached")
    assert page.locator('.chart svg [aria-label="line"] path').count() == 4
    assert page.locator(".chart style").count() == 0
    page.click("summary:text('Image')")
    with page.expect_download() as taken:
        page.click(".save-svg")
    assert taken.value.suggested_filename == "figure.svg"
    page.click("summary:text('Data')")
    assert page.locator("table tbody tr").count() == 48
