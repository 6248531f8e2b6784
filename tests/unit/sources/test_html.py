"""HTML pages."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, EmptyTextError, SourceError
from detente.sources import Found, Payload, read_payload

P1 = "The presidents of Norland and Sudland agreed on Monday to open talks about the river that the two states share."
P2 = "A spokeswoman said that a commission would meet in the capital next week, and that the dams would stay open."
P3 = "Farmers downstream, who have lost a harvest, want guarantees before they sow again in the spring of next year."

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head>
<title>Norland and Sudland agree to talk | The Northern Post</title>
<meta property="og:title" content="Norland and Sudland agree to talk">
<meta property="og:site_name" content="The Northern Post">
<meta property="article:published_time" content="2025-03-04T18:20:00+01:00">
<meta property="article:modified_time" content="2025-03-09T08:00:00+01:00">
<script>document.write("<p>Never run, never read, although it is long enough to count as a paragraph.</p>");</script>
<style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Norland and Sudland agree to talk</h1>
<p>{P1}</p><h2>What comes next</h2><p>{P2}</p>
<ul><li>open the dams in the north</li><li>pay the farmers in the south</li></ul><p>{P3}</p></article>
<aside><h3>Most read</h3><a href="/x">Harbour strike ends</a></aside>
<footer>© 2025 The Northern Post</footer></body></html>"""


def read(page: str, url: str | None = None) -> Found:
    return read_payload(Payload(page.encode(), "page.html", url))


def test_article_of_a_page() -> None:
    found = read(PAGE)
    assert found.title == "Norland and Sudland agree to talk"
    assert found.published == date(2025, 3, 4)
    assert found.source == "The Northern Post"
    assert found.origin == "page.html"
    paragraphs = found.text.strip().split("\n\n")
    assert paragraphs[0] == found.title
    assert paragraphs.count(found.title) == 1
    assert [p for p in paragraphs if p in {P1, P2, P3}] == [P1, P2, P3]
    assert "What comes next" in paragraphs
    assert any("open the dams in the north" in p for p in paragraphs)
    assert "Never run" not in found.text
    assert "Harbour strike" not in found.text


def test_kind_is_told_by_content() -> None:
    assert read_payload(Payload(PAGE.encode(), "notes.txt")).title == "Norland and Sudland agree to talk"
    text = "Norland < Sudland\n\nThe sign <p> is one of mark-up, the talks went on."
    assert read_payload(Payload(text.encode(), "page.html")).text == text


def test_article_in_a_table() -> None:
    page = f"<html><body><table><tr><td><p>{P1}</p><p>{P2}</p><p>{P3}</p></td></tr></table></body></html>"
    assert P2 in read(page).text


@pytest.mark.parametrize(
    "body", ["", "<nav><a href=x>Home</a></nav>", "<script>var text = 'long';</script>", "<p></p>"]
)
def test_no_article(body: str) -> None:
    with pytest.raises(EmptyTextError, match=r"no article"):
        read(f"<html><head><title>Norland</title></head><body>{body}</body></html>")


def test_same_input_same_result_in_any_order() -> None:
    pages = [
        PAGE,
        PAGE.replace("Norland", "Estmark"),
        f"<html><body><article><p>{P1}</p><p>{P2}</p></article></body></html>",
    ]
    alone = [read(page) for page in pages]
    for order in itertools.permutations(range(3)):
        assert [read(pages[i]) for i in order] == [alone[i] for i in order]


def _in_article(body: str) -> str:
    return f"<html><head><title>Norland</title></head><body><article>{body}</article></body></html>"


@pytest.mark.parametrize(
    "page",
    [
        _in_article("<div>" * 5000 + f"<p>{P1}</p>" + "</div>" * 5000),
        _in_article("<b>" * 100_000 + P1),
        _in_article(f"<p>{P1}</p>" * 24_000),
        _in_article("<span>word</span> " * 3500),
        _in_article("<p>" + "word and " * 500_000),
        _in_article("<script " * 100_000 + P1),
        _in_article("<" * 60_000 + P1),
    ],
    ids=["deep", "deep open", "many paragraphs", "many siblings", "much text", "open scripts", "many brackets"],
)
def test_too_much_is_a_clear_error(page: str) -> None:
    with pytest.raises(SourceError, match=r"too much for one article|nested too deeply") as caught:
        read(page)
    assert caught.value.hint


def test_big_programs_do_not_count() -> None:
    page = PAGE.replace("</head>", "<script>" + "var a = 1;" * 1_500_000 + "</script></head>")
    assert read(page).text == read(PAGE).text


def test_entity_bomb_is_not_expanded() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefgh")
    )
    page = f"<!DOCTYPE html [{entities}]><html><body><article><p>{P1}</p><p>&h; {P2}</p></article></body></html>"
    assert len(read(page).text) < 1000


_TAGS = st.sampled_from([
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<article>",
    "<h1>",
    "<li>",
    "<table><tr><td>",
    "<!--",
    "<script>",
])


@settings(max_examples=40, deadline=None)
@given(st.lists(_TAGS | st.text(max_size=20) | st.just(P1), max_size=20))
def test_any_page(pieces: list[str]) -> None:
    try:
        data = ("<html><body>" + "".join(pieces)).encode()
    except UnicodeEncodeError:
        return
    try:
        found = read_payload(Payload(data, "page.html"))
    except DetenteError:
        return
    assert found.text.strip()
