"""Correcting in a real browser: words by marking, names by typing, two people at once, decisions between coders."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import connect
from detente.archive.review import look, select_all_edits
from detente.runs import reviewing
from tests.unit.archive.builders import plain_record, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.conftest import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_WIDE = {"width": 1280, "height": 860}
_PAGES = (
    "/claim/1/e1",
    "/missing/1?kind=actor",
    "/history/1",
    "/earlier/1",
    "/adjudicate",
    "/who/1?q=mac",
    "/article/1#e1",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("corrected") / "news.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, make_strait())
        store(connection, plain_record(HOSTILE), origin="hostile.txt")
        for coder, status in (("Anna", "possible"), ("Ben", "denied")):
            claim = reviewing.find_claim(connection, "1:e3", blind=True)
            reviewing.correct_claim(connection, claim, {"status": [status]}, reviewing.sign(coder))
    return path


def _open(visit: Callable[..., Page], key: str, coder: str) -> Page:
    page = visit(f"/article/1#{key}", viewport=_WIDE)
    page.context.add_cookies([{"name": "detente_coder", "value": coder, "url": page.url.partition("/article")[0]}])
    page.reload()
    page.wait_for_selector(f"#{key}.chosen")
    page.keyboard.press("e")
    page.wait_for_selector(f"#{key} form.correct")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_a_screen_reader(visit: Callable[..., Page], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = visit("/", viewport=_WIDE, color_scheme=scheme, bypass_csp=True)
    page.context.add_cookies([{"name": "detente_coder", "value": "Anna", "url": page.url}])
    home = page.url.rstrip("/")
    for path in _PAGES:
        page.goto("about:blank")
        page.goto(home + path)
        page.wait_for_load_state("networkidle")
        if "#" in path:
            page.keyboard.press("e")
            page.wait_for_selector("form.correct")
        found = axe.Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
        assert serious == [], path
        for width in (_WIDE["width"], 390):
            page.set_viewport_size({"width": width, "height": 860})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        page.set_viewport_size({"width": _WIDE["width"], "height": _WIDE["height"]})


def test_words_are_marked_in_the_text(visit: Callable[..., Page], archive: Path) -> None:
    page = _open(visit, "e1", "Anna")
    page.focus("#e1 [aria-label='trigger']")
    page.evaluate(
        """() => { const node = document.querySelector('.b-paragraph .seg').firstChild;
        const range = document.createRange(); range.setStart(node, 0); range.setEnd(node, node.length);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.wait_for_function("document.querySelector(\"#e1 [aria-label='trigger']\").dataset.start !== undefined")
    marked = page.input_value("#e1 [aria-label='trigger']")
    with page.expect_navigation():
        page.click("#e1 button[value='accept']")
    with closing(connect(archive)) as connection:
        record = look(connection, 1).record
    event = next(event for event in record.events if event.key == "e1")
    assert event.trigger.words(record.article.text) == marked


def test_the_second_of_two_sees_who_changed_what(visit: Callable[..., Page], archive: Path) -> None:
    first, second = _open(visit, "e2", "Dora"), _open(visit, "e2", "Emil")
    first.select_option("#e2 [name='field-status']", "possible")
    with first.expect_navigation():
        first.click("#e2 button[value='accept']")
    second.select_option("#e2 [name='field-type']", "CONSULT")
    second.click("#e2 button[value='accept']")
    second.wait_for_selector("#e2 [role='alert']")
    told = second.inner_text("#e2 [role='alert']")
    assert "Dora" in told
    assert "possible" in told
    assert second.input_value("#e2 [name='field-type']") == "CONSULT"
    with closing(connect(archive)) as connection:
        assert "Emil" not in {edit.coder for edit in select_all_edits(connection)}


def test_a_decision_between_coders_by_key(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/review", viewport=_WIDE)
    page.context.add_cookies([{"name": "detente_coder", "value": "Cleo", "url": page.url}])
    page.goto(page.url.replace("/review", "/adjudicate"))
    page.wait_for_selector(".coded:focus")
    with page.expect_navigation():
        page.keyboard.press("1")
    assert "decided by Cleo" in page.inner_text(".coded")
    with closing(connect(archive)) as connection:
        event = next(event for event in look(connection, 1).record.events if event.key == "e3")
    assert event.status == "possible"
