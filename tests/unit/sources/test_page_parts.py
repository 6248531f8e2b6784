"""What a page of the web is taken apart into: characters, programs, data for machines, title, body."""

from __future__ import annotations

import lxml.html
import pytest

from detente.sources.pages.bodies import complete_body
from detente.sources.pages.characters import letters_and_digits, replace_forbidden
from detente.sources.pages.programs import without_programs
from detente.sources.pages.structured import Structured, read_structured
from detente.sources.pages.titles import find_headline

NOTHING = Structured((), (), None, None)


def test_characters_that_no_page_may_hold_are_replaced() -> None:
    assert replace_forbidden("a&#0;b&#xD800;c\x00d&#147;e&#65;") == "a\ufffdb\ufffdcd“e&#65;"


def test_programs_go_and_data_for_machines_stays() -> None:
    page = '<p>a</p><SCRIPT>x("</p>")</SCRIPT><style>p{}</style><script type="application/ld+json">{}</script><p>b</p>'
    assert without_programs(page) == '<p>a</p><script type="application/ld+json">{}</script><p>b</p>'
    assert without_programs("<p>a</p><script>never closed") == "<p>a</p>"


def test_a_page_says_for_machines_what_it_holds() -> None:
    page = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Talks", '
        '"articleBody": "<b>One</b> two", "wordCount": "412", "publisher": {"name": "The Example"}}]}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    found = read_structured(page)
    assert (found.headlines, found.publishers, found.words) == (("Talks",), ("The Example",), 412)
    assert (found.body or "").split() == ["One", "two"]
    assert read_structured("<p>none</p>") == NOTHING


@pytest.mark.parametrize(
    ("title", "headings", "sites", "headline"),
    [
        ("Norland offers talks - The Example", [], ["The Example"], "Norland offers talks"),
        ("Norland offers talks | World | example.org", ["Norland offers talks"], [], "Norland offers talks"),
        ("The Example: Norland offers talks", ["Norland offers talks"], ["The Example"], "Norland offers talks"),
        ("North - South: a river divided", [], ["The Example"], "North - South: a river divided"),
    ],
)
def test_a_headline_stands_without_the_name_of_the_site(
    title: str, headings: list[str], sites: list[str], headline: str
) -> None:
    assert find_headline(title, headings, sites) == headline


PARAGRAPHS = [f"Paragraph {n} tells in some ten words what was said at the river on that day." for n in range(8)]


def tree_of(paragraphs: list[str]) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(f"<article>{''.join(f'<p>{line}</p>' for line in paragraphs)}</article>")


def test_paragraphs_that_the_first_search_left_out_come_back_from_their_container() -> None:
    body = complete_body(PARAGRAPHS[:5], tree_of(PARAGRAPHS), NOTHING, lambda: None)
    assert body.lines == tuple(PARAGRAPHS)


def test_a_page_that_states_more_words_is_searched_again() -> None:
    asked: list[str] = []

    def again() -> list[str]:
        asked.append("again")
        return PARAGRAPHS

    stated = Structured((), (), " ".join(PARAGRAPHS), 120)
    body = complete_body(PARAGRAPHS[:2], tree_of(PARAGRAPHS[:2]), stated, again)
    assert asked == ["again"]
    assert body.lines == tuple(PARAGRAPHS)
    assert body.note is not None


def test_a_whole_body_stays_as_it_is() -> None:
    body = complete_body(PARAGRAPHS, tree_of(PARAGRAPHS), NOTHING, lambda: pytest.fail("nothing is missing"))
    assert (body.lines, body.note) == (tuple(PARAGRAPHS), None)


def test_words_are_the_same_whatever_signs_and_blanks_stand_between() -> None:
    assert (
        letters_and_digits("The Daily  – Post, No. 7") == letters_and_digits("thedaily post no7") == "thedailypostno7"
    )
