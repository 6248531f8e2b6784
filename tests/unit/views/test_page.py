"""The record as one HTML file."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from detente.records import Record
from detente.views.outline import build_outline
from detente.views.report import render_page

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})


class _Tree(HTMLParser):
    """Collects what a test asks about: elements with their attributes, and text by the element it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.elements.append((tag, known))
        if tag not in _VOID:
            self._open.append((tag, known.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for tag, anchor in self._open:
            for name in {tag, anchor} - {""}:
                self.text[name] = self.text.get(name, "") + data

    def close(self) -> None:
        super().close()
        assert self._open == []


def _parse(page: str) -> _Tree:
    tree = _Tree()
    tree.feed(page)
    tree.close()
    return tree


def _values(tree: _Tree, attribute: str) -> list[str]:
    return [attrs[attribute] for _, attrs in tree.elements if attribute in attrs]


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module", params=["strait", "hostile"])
def either(request: pytest.FixtureRequest) -> Record:
    record: Record = request.getfixturevalue(request.param)
    return record


def test_ids_are_unique_and_every_inner_link_leads_somewhere(either: Record) -> None:
    tree = _parse(render_page(either))
    ids = _values(tree, "id")
    assert len(set(ids)) == len(ids)
    inner = {href[1:] for href in _values(tree, "href") if href.startswith("#")}
    assert inner <= set(ids)
    assert {anchor for value in _values(tree, "data-c") for anchor in value.split()} <= set(ids)


def test_every_claim_is_a_card_with_its_words_and_its_words_lead_back(strait: Record) -> None:
    tree = _parse(render_page(strait))
    linked = {anchor for value in _values(tree, "data-c") for anchor in value.split()}
    for card in build_outline(strait).cards:
        assert card.anchor in linked
        for quote in card.quotes:
            for span in quote.spans:
                assert _flat(span.words(strait.article.text)) in _flat(tree.text[card.anchor])


def test_nothing_is_loaded_and_only_our_own_script_may_run(either: Record) -> None:
    page = render_page(either)
    tree = _parse(page)
    assert not {tag for tag, _ in tree.elements} & {
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "audio",
        "video",
    }
    assert not _values(tree, "src")
    assert not [name for _, attrs in tree.elements for name in attrs if name.startswith("on") or name == "style"]
    links = [href for href in _values(tree, "href") if not href.startswith(("#", "data:image/svg+xml,"))]
    assert links in ([], ["https://news.example/strait"])
    assert [attrs.get("type") for tag, attrs in tree.elements if tag == "script"] == ["application/json", None]
    policy = next(attrs["content"] for _, attrs in tree.elements if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        written = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(written[-1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "url(" not in page.split("</style>", maxsplit=1)[0]


def test_the_article_is_shown_as_text_to_the_last_character(strait: Record) -> None:
    tree = _parse(render_page(strait))
    shown = tree.text["article"]
    for why in (" (", "byline", "dateline", "rule", "another story, not read"):
        assert why.strip(" (") in shown
    for block in strait.article.blocks:
        assert block.span.words(strait.article.text) in shown


def test_markup_in_the_record_stays_text(hostile: Record) -> None:
    page = render_page(hostile)
    tree = _parse(page)
    assert "</script><img src=x onerror" in tree.text["title"]
    assert "<style>*{display:none}</style>" in tree.text["article"]
    assert "{{ 7*7 }}" in tree.text["article"]
    assert page.count("</script>") == 2
    assert not any(href.startswith("javascript:") for href in _values(tree, "href"))
    assert re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", _no_json(page)) == []


def _no_json(page: str) -> str:
    return re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)


def test_the_embedded_json_is_the_record_again(either: Record) -> None:
    embedded = _parse(render_page(either)).text["record-json"]
    assert "<" not in embedded
    assert Record.from_dict(json.loads(embedded)) == either


def test_half_a_surrogate_does_not_break_the_page(strait: Record) -> None:
    article = dataclasses.replace(strait.article, source="Agency \ud83d")
    record = dataclasses.replace(strait, article=article)
    page = render_page(record)
    assert page.encode("utf-8")
    assert Record.from_dict(json.loads(_parse(page).text["record-json"])) == record


def test_title_and_description_for_sharing(strait: Record) -> None:
    tree = _parse(render_page(strait))
    metas = {
        attrs.get("property") or attrs.get("name"): attrs.get("content")
        for tag, attrs in tree.elements
        if tag == "meta"
    }
    assert tree.text["title"] == "Karsk offers talks on the Sund strait, on terms · Détente"
    assert metas["og:title"] == "Karsk offers talks on the Sund strait, on terms"
    assert metas["article:published_time"] == "2025-03-06"
    assert "8 events (1 background), 8 statements" in str(metas["description"])


def test_a_title_that_only_the_metadata_holds_is_printed(strait: Record) -> None:
    blocks = tuple(block for block in strait.article.blocks if block.kind != "title")
    article = dataclasses.replace(strait.article, title="A title from elsewhere", blocks=blocks)
    tree = _parse(render_page(dataclasses.replace(strait, article=article)))
    assert tree.text["h1"] == "A title from elsewhere"


def test_an_article_without_a_title_gets_none_made_up(strait: Record) -> None:
    article = dataclasses.replace(strait.article, title=None, blocks=strait.article.blocks[1:])
    tree = _parse(render_page(dataclasses.replace(strait, article=article)))
    assert "h1" not in tree.text
    assert tree.text["title"].startswith("Karsk offers talks")


def test_gaps_are_shown_as_seen_not_coded(strait: Record) -> None:
    tree = _parse(render_page(strait))
    assert "Seen, not coded" in tree.text["gaps"]
    assert "whom the description means is unclear" in tree.text["g1"]
    assert "No cabinet is named nearby." in tree.text["g1"]


def test_an_article_without_claims_and_without_text_is_still_a_page(strait: Record) -> None:
    bare = dataclasses.replace(strait.article, text="", blocks=(), title=None, source=None, published=None, url=None)
    empty = Record.empty(bare, strait.run)
    tree = _parse(render_page(empty))
    assert "Nothing was found to record." in tree.text["record"]


def test_the_same_record_gives_the_same_page(either: Record) -> None:
    assert render_page(Record.from_json(either.to_json())) == render_page(either)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _palettes() -> Iterable[dict[str, str]]:
    css = re.findall(r":root \{(.*?)\}", render_page_css(), re.DOTALL)
    light = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css[0]))
    dark = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css[1]))
    return light, dark


def render_page_css() -> str:
    from importlib import resources  # noqa: PLC0415 - only this test reads the file

    return resources.files("detente.views.report").joinpath("record.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark"])
def test_every_colour_of_text_stands_out_from_both_grounds(palette: dict[str, str]) -> None:
    inks = {name: value for name, value in palette.items() if name not in {"paper", "pane", "line", "said"}}
    assert len(inks) == 12
    for name, ink in inks.items():
        for ground in ("paper", "pane"):
            assert _contrast(ink, palette[ground]) >= 4.5, (name, ground)
    assert _contrast(palette["ink"], palette["said"]) >= 7
