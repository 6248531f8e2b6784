"""The page of a record in a real browser: both ways between items and words, safe, on every screen and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.views.samples import make_strait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_WIDE = {"width": 1280, "height": 860}
_PHONE = {"width": 360, "height": 740}


@pytest.fixture
def open_page(browser: Browser, page_files: Callable[[str], str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a sample's page and fails the test on any error or request on it."""
    contexts = []
    troubles: list[str] = []

    def open_one(name: str = "strait", address: str = "", **options: Any) -> Page:
        options.setdefault("viewport", _WIDE)
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: troubles.append(f"request: {request.url}"))
        page.goto(page_files(name) + address)
        page.wait_for_load_state("load")
        if options.get("java_script_enabled", True):  # frames are waited for by a script
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        troubles.remove(f"request: {page_files(name)}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [trouble for trouble in troubles if "data:image" not in trouble] == []


def _anchors(page: Page, selector: str) -> list[str]:
    found: list[str] = page.evaluate("s => Array.from(document.querySelectorAll(s), e => e.id)", selector)
    return found


def _lit_words(page: Page) -> str:
    """Return the lit words of the article, stretches that touch joined, others divided by a bar."""
    words: str = page.evaluate(
        """() => {
            let out = "", last = null;
            for (const e of document.querySelectorAll(".seg.lit")) {
                out += (last && last.nextSibling !== e ? " | " : "") + e.textContent;
                last = e;
            }
            return out;
        }"""
    )
    return words


def _is_seen(page: Page, selector: str) -> bool:
    """Tell whether the element lies in the window and nothing lies on top of it."""
    seen: bool = page.evaluate(
        """s => {
            const element = document.querySelector(s), box = element.getClientRects()[0];
            const top = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
            return element === top || element.contains(top);
        }""",
        selector,
    )
    return seen


def _style(page: Page, selector: str, name: str) -> str:
    value: str = page.locator(selector).evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return value


def test_choosing_an_item_lights_its_words_and_brings_them_into_view(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 420})
    page.locator("#q1 .key").click()
    assert _lit_words(page).startswith("Whether the offer leads to a lasting settlement")
    assert _is_seen(page, ".seg.lit")
    assert _is_seen(page, "#q1")
    assert _anchors(page, ".chosen") == ["q1"]
    assert page.evaluate("location.hash") == "#q1"


def test_an_item_with_words_in_several_places_lights_them_all_with_its_key(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("#i1 .lead").click()
    assert _lit_words(page) == "the offer | a genuine opening | a manoeuvre to divide the Union"
    assert page.locator("[data-lit='i1']").count() == 3


def test_choosing_words_lights_every_item_there_the_closest_one_first(open_page: Callable[..., Page]) -> None:
    page = open_page()
    words = page.locator(".seg", has_text=re.compile(r"^embargo$"))
    words.click()
    assert _anchors(page, ".chosen") == ["e3"]
    assert set(_anchors(page, ".record .card.lit")) == {"c1", "s2"}
    assert _is_seen(page, "#e3")
    assert page.evaluate("location.hash") == "#e3"


def test_a_name_in_an_item_leads_to_the_actor_and_a_quote_to_its_own_words(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("#s2 .lead .who").click()
    assert _anchors(page, ".chosen") == ["a1"]
    page.locator("#s2 .q .words").nth(1).click()
    assert _anchors(page, ".chosen") == ["s2"]
    assert page.locator(".seg.core").first.inner_text() == "“"


def test_the_keyboard_walks_chooses_and_clears(open_page: Callable[..., Page]) -> None:
    page = open_page()
    for key, chosen in (("j", "e1"), ("j", "e2"), ("k", "e1"), ("k", "m2")):
        page.keyboard.press(key)
        assert _anchors(page, ".chosen") == [chosen]
    assert page.evaluate("document.activeElement.closest('.card').id") == "m2"
    page.keyboard.press("Escape")
    assert page.locator(".chosen, .lit, [data-lit]").count() == 0
    assert page.evaluate("location.hash") == ""
    page.locator("#e4 .key").focus()
    page.keyboard.press("Enter")
    assert _lit_words(page) == "accused"
    page.locator(".seg", has_text="shelled").focus()
    page.keyboard.press("Enter")
    assert _anchors(page, ".chosen") == ["e7"]


def test_a_deep_link_opens_its_item(open_page: Callable[..., Page]) -> None:
    page = open_page(address="#e7")
    assert _anchors(page, ".chosen") == ["e7"]
    assert _lit_words(page) == "shelled | Brann | in 2019"
    assert _is_seen(page, "#e7")
    assert _is_seen(page, ".seg.lit")


def test_an_address_shows_its_words_on_a_phone_too(open_page: Callable[..., Page]) -> None:
    page = open_page(address="#e7", viewport=_PHONE)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    first = page.locator(".seg.lit").first.bounding_box()
    sheet = page.locator("#sheet").bounding_box()
    assert first is not None
    assert sheet is not None
    assert 0 <= first["y"] < sheet["y"]


@pytest.mark.parametrize("address", ["#nothing", "#%E0%A4%A", "#t1", "#record"])
def test_an_address_of_no_item_does_no_harm(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address=address)
    assert page.locator(".chosen").count() == 0


def test_filters_by_kind_and_by_actor_work_together(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator(".kinds [data-kind='event']").click()
    assert (
        page.evaluate("Array.from(document.querySelectorAll('.card'), c => c.checkVisibility()).filter(Boolean).length")
        == 8
    )
    page.locator(".actors .chip", has_text="Tomas Reyn").click()
    visible = page.locator(".record .card:visible")
    assert [card.get_attribute("id") for card in visible.all()] == ["e6"]
    assert not page.locator("#events [id=e1]").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert _anchors(page, ".chosen") == ["e6"]
    page.locator(".kinds [data-kind='event']").press("Space")
    assert set(page.evaluate("Array.from(document.querySelectorAll('.record .card:not([hidden])'), c => c.id)")) == {
        "a6", "s5", "e6", "p1", "m2",
    }  # fmt: skip


def test_filtered_words_lose_their_mark(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator(".kinds [data-kind='question']").click()
    assert "off" in str(page.locator(".seg", has_text="shelled").get_attribute("class")).split()
    page.locator(".seg", has_text="shelled").click()
    assert page.locator(".chosen").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_text_runs_nothing_and_loads_nothing(scripts: bool, open_page: Callable[..., Page]) -> None:
    page = open_page("hostile", java_script_enabled=scripts)
    if scripts:
        for key in "jjjjj":
            page.keyboard.press(key)
        for segment in page.locator(".seg").all():
            segment.click()
    assert page.title().startswith("Talks </script><img")
    assert page.locator("img, iframe, script[src], style + style, b").count() == 0
    assert _style(page, "body", "display") != "none"


def test_the_policy_stops_scripts_that_are_not_ours(browser: Browser, page_files: Callable[[str], str]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_files("strait"))
    ran = page.evaluate(
        """() => {
            const made = document.createElement("script");
            made.textContent = "window.ran = true";
            document.body.append(made);
            return window.ran === true;
        }"""
    )
    context.close()
    assert ran is False


def test_the_article_is_there_to_the_last_character(open_page: Callable[..., Page]) -> None:
    page = open_page()
    shown = page.evaluate(
        """() => {
            const copy = document.querySelector("article").cloneNode(true);
            for (const why of copy.querySelectorAll(".why")) why.remove();
            return copy.textContent;
        }"""
    )
    assert shown == make_strait().article.text.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["strait", "hostile"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1920])
def test_nothing_runs_over_the_side(width: int, name: str, open_page: Callable[..., Page]) -> None:
    page = open_page(name, viewport={"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """() => Array.from(document.querySelectorAll(".text *, .record *"))
            .filter(e => e.checkVisibility() && !e.closest(".b-rule"))
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []


def test_on_a_phone_words_bring_up_their_items_and_the_text_stays(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=_PHONE, has_touch=True, is_mobile=True)
    words = page.locator(".seg", has_text="declared readiness")
    words.tap()
    sheet = page.locator("#sheet")
    assert sheet.is_visible()
    assert "AGREE" in sheet.inner_text()
    assert _is_seen(page, ".seg.lit")
    box = sheet.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == _PHONE["height"]
    sheet.locator(".close").tap()
    assert not sheet.is_visible()
    assert page.locator(".lit").count() == 0


def test_on_a_phone_the_sheet_leads_to_the_item_in_the_record(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=_PHONE, has_touch=True, is_mobile=True)
    page.locator(".seg", has_text="shelled").tap()
    page.locator("#sheet .q").first.tap()
    assert not page.locator("#sheet").is_visible()
    assert _is_seen(page, "#e7")


def test_on_paper_everything_is_there_black_on_white(open_page: Callable[..., Page]) -> None:
    page = open_page(address="#e3", color_scheme="dark")
    page.emulate_media(media="print")
    ground = [_style(page, place, "backgroundColor") for place in ("body", ".record", ".text", "#e3")]
    assert set(ground) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert page.locator("#s1 .offsets").is_visible()
    assert not page.locator(".kinds").is_visible()
    heights = [page.locator(pane).evaluate("e => e.scrollHeight - e.clientHeight") for pane in (".text", ".record")]
    assert heights == [0, 0]
    assert len(page.pdf(format="A4")) > 10_000


def test_without_scripts_all_is_shown_and_the_links_lead_both_ways(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    closed = page.locator(".record details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    assert all(card.is_visible() for card in page.locator(".record .card").all())
    assert not page.locator(".actors").is_visible()
    assert not page.locator(".hint").is_visible()
    page.locator(".seg", has_text="declared readiness").click()
    assert page.url.endswith("#e1")
    page.locator("#e1 .q .words").click()
    assert re.search(r"#t\d+$", page.url)
    assert page.locator(".seg:target").inner_text() == "declared readiness"


def test_dark_mode_is_dark(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    assert _style(page, "body", "backgroundColor") == "rgb(22, 24, 27)"
