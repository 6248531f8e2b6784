"""HTML pages."""

from __future__ import annotations

import itertools
import json
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
        _in_article("<" * 60_000 + P1),
    ],
    ids=["deep", "deep open", "many paragraphs", "many siblings", "much text", "many brackets"],
)
def test_too_much_is_a_clear_error(page: str) -> None:
    with pytest.raises(SourceError, match=r"too much for one article|nested too deeply") as caught:
        read(page)
    assert caught.value.hint


def test_what_stands_in_a_program_that_never_ends_is_no_article() -> None:
    with pytest.raises(EmptyTextError, match="there is no article"):
        read(_in_article("<script " * 100_000 + P1))


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


def _titled(title: str, *, heading: str = "Norland and Sudland agree to talk", site: str = "") -> str:
    head = f'<title>{title}</title><meta property="og:title" content="{title}">' + (
        f'<meta property="og:site_name" content="{site}">' if site else ""
    )
    return f"<html><head>{head}</head><body><article><h1>{heading}</h1><p>{P1}</p><p>{P2}</p></article></body></html>"


@pytest.mark.parametrize(
    "title",
    [
        "Norland and Sudland agree to talk - The Northern Post",
        "Norland and Sudland agree to talk | The Northern Post",
        "Norland and Sudland agree to talk – Northern Post – 04.03.2025",
        "Norland and Sudland agree to talk — World — The Northern Post",
        "Norland and Sudland agree to talk｜The Northern Post",
        "Norland and Sudland agree to talk：The Northern Post",
        "Norland and Sudland agree to talk - Northernpost.example",
        "The Northern Post: Norland and Sudland agree to talk",
        "Norland and Sudland agree to talk * The Northern Post * by Ada Marsh",
    ],
)
@pytest.mark.parametrize("heading", ["Norland and Sudland agree to talk", "Talks"])
def test_title_without_the_name_of_the_site(title: str, heading: str) -> None:
    if heading == "Talks" and ("World" in title or title.startswith("The")):
        return  # a section, or a name in front, is only told by the heading
    found = read(_titled(title, heading=heading, site="The Northern Post"), "https://www.northernpost.example/a")
    assert found.title == "Norland and Sudland agree to talk"
    assert "Northern" not in found.text
    assert found.text.count("Norland and Sudland agree to talk") == 1


def test_headings_that_all_end_in_the_name_of_the_site_lose_it() -> None:
    title = "Norland and Sudland agree to talk - The Northern Post"
    page = _titled(title, heading=title, site="The Northern Post")
    assert read(page, "https://www.northernpost.example/a").title == "Norland and Sudland agree to talk"


@pytest.mark.parametrize(
    "title", ["Norland - Sudland: a truce", "Talks | what comes next", "Dams – and what they cost"]
)
def test_a_headline_with_a_dash_is_whole(title: str) -> None:
    page = _titled(title, heading=title, site="The Northern Post")
    assert read(page, "https://www.northernpost.example/a").title == title


def _parted(containers: str) -> tuple[str, list[str]]:
    said = [f"{number}. {P1} {P2}" for number in range(8)]
    parts = "".join(
        containers.format("".join(f"<p>{text}</p>" for text in said[start : start + 2])) for start in range(0, 8, 2)
    )
    return f"<html><head><title>Talks</title></head><body><main>{parts}</main></body></html>", said


def test_text_in_several_containers_is_whole_and_that_is_said() -> None:
    for containers in (
        '<div class="part body">{}</div><aside><div class="ad">Advertisement</div></aside>',
        '<div class="row"><div class="part body">{}</div></div><div class="ad">Advertisement</div>',
    ):
        page, said = _parted(containers)
        found = read(page)
        assert [line for line in found.text.strip().split("\n\n") if line in said] == said
        assert found.text.count("Advertisement") == 0


def test_text_that_the_page_states_for_machines_is_taken_where_more_than_what_was_found() -> None:
    said = [f"{number}. {P1} {P2} {P3}" for number in range(6)]
    data = json.dumps({"@type": "NewsArticle", "headline": "Talks", "articleBody": "\n\n".join(said)})
    page = (
        f'<html><head><title>Talks</title><script type="application/ld+json">{data}</script></head>'
        f"<body><article><p>{said[0]}</p></article></body></html>"
    )
    found = read(page)
    assert found.text == "Talks\n\n" + "\n\n".join(said) + "\n"
    assert found.note == "the text lies in several parts of the page; they were put together"


@pytest.mark.parametrize(
    "data", ["{", "[1, null]", '{"articleBody": 3, "wordCount": "many"}', "[" * 5000, '{"@graph": {}}']
)
def test_structured_data_that_says_nothing(data: str) -> None:
    page = PAGE.replace("<style>", f'<script type="application/ld+json">{data}</script><style>')
    assert read(page).text == read(PAGE).text
    assert read(page).note is None


def test_teaser_for_machines_does_not_replace_the_text() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": "The presidents agreed.", "wordCount": 5})
    page = PAGE.replace("<style>", f'<script type="application/ld+json">{data}</script><style>')
    assert read(page).text == read(PAGE).text


def test_paragraph_that_is_mostly_a_link_is_kept() -> None:
    linked = f'<p><a href="/a">{P3[:-15]}</a>{P3[-15:]}</p>'
    page = PAGE.replace(f"<p>{P3}</p>", f"{linked}<p>{P1} Again.</p>")
    assert P3 in read(page).text


@pytest.mark.parametrize("bad", ["\x00", "&#0;", "&#xD800;", "&#xFFFF;", "&#x1F;", "\x0b", "&#99999999;", "\x1f"])
def test_forbidden_characters_lose_no_page(bad: str) -> None:
    found = read(PAGE.replace("the river", f"the {bad}river"))
    assert "river that the two states share" in found.text
    assert P2 in found.text
    found.text.encode("utf-8")


def test_references_of_windows_are_read_as_browsers_do() -> None:
    assert "the – river" in read(PAGE.replace("the river", "the &#150; river")).text


def test_page_in_a_script_without_blanks() -> None:
    text = "両国の大統領は月曜日、川とそのダムについての協議を始めることで合意した。"
    page = f"<html><head><title>協議</title></head><body><article><p>{text}</p></article></body></html>"
    assert text in read(page).text


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><Response><Article><Headline>Talks</Headline></Article></Response>',
        "<!-- saved --><articles><article>Talks on the river</article></articles>",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org</loc></url></urlset>',
        '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body>Talks</body></nitf>',
    ],
)
def test_xml_that_is_no_feed_is_refused(xml: str) -> None:
    with pytest.raises(SourceError, match="XML that is no feed") as raised:
        read(xml)
    assert "RTF" in str(raised.value.hint)


def test_text_that_begins_with_a_bracket_is_text() -> None:
    assert read("<Reuters> The presidents met.\n").text.startswith("<Reuters>")
