"""Searching articles, statements and actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive.search import Bounds, parse_terms, search_actors, search_articles, search_statements
from detente.errors import UsageError
from tests.unit.archive.builders import full_record, plain_record, store

if TYPE_CHECKING:
    import sqlite3


@pytest.fixture
def filled(connection: sqlite3.Connection) -> sqlite3.Connection:
    store(connection, full_record())
    texts = {
        "Talks on the fleet\n\nThe harbour of Vestland stays closed. São Tomé sends an envoy.": "2025-04-01",
        "Closed door\n\nThe door of the harbour is closed, and talks are over.": "2025-05-01",
    }
    for n, (text, day) in enumerate(texts.items()):
        store(connection, plain_record(text, published=day, source="Another Paper"), origin=f"{n}.txt")
    return connection


def numbers(hits: tuple[object, ...]) -> list[int]:
    return [hit.article for hit in hits]  # type: ignore[attr-defined]


def test_all_words_must_be_there_and_a_title_weighs_more(filled: sqlite3.Connection) -> None:
    assert sorted(numbers(search_articles(filled, "harbour talks"))) == [1, 2, 3]
    assert numbers(search_articles(filled, "talks"))[-1] == 3  # the others have it in the title
    assert numbers(search_articles(filled, "closed door")) == [3]
    assert search_articles(filled, "harbour zeppelin") == ()


def test_case_and_diacritics_make_no_difference(filled: sqlite3.Connection) -> None:
    assert numbers(search_articles(filled, "SAO tome")) == [2]
    assert numbers(search_articles(filled, "TROMSØ")) == [1]


def test_a_phrase_must_stand_as_it_is(filled: sqlite3.Connection) -> None:
    assert numbers(search_articles(filled, '"the harbour is closed"')) == [3]
    assert search_articles(filled, '"closed harbour"') == ()


def test_words_with_a_minus_must_not_be_there(filled: sqlite3.Connection) -> None:
    assert numbers(search_articles(filled, "harbour -fleet")) == [3]
    assert numbers(search_articles(filled, 'talks -"talks are over" -resume')) == [2]


def test_days_and_sources_bound_the_search(filled: sqlite3.Connection) -> None:
    assert numbers(search_articles(filled, "harbour", bounds=Bounds(since="2025-04-01", until="2025-04-30"))) == [2]
    assert numbers(search_articles(filled, "talks", bounds=Bounds(source="another"))) == [2, 3]


@pytest.mark.parametrize("query", ["", "   ", "-only", '""', "…"])
def test_nothing_to_look_for_is_said(filled: sqlite3.Connection, query: str) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        search_articles(filled, query)


@pytest.mark.parametrize(
    "query", ["AND OR NOT", '"unclosed', "text:fleet", "a* (b", "NEAR(x y)", "'; DROP TABLE articles"]
)
def test_no_query_is_taken_for_code(filled: sqlite3.Connection, query: str) -> None:
    search_articles(filled, query)
    assert filled.execute("SELECT count(*) FROM articles").fetchone() == (3,)


def test_statements_are_found_by_their_words_and_their_speaker(filled: sqlite3.Connection) -> None:
    assert [hit.key for hit in search_statements(filled, "door open")] == ["s1"]
    assert [hit.key for hit in search_statements(filled, "fleet", speaker="olsen")] == ["s1"]
    assert search_statements(filled, "fleet", speaker="Vestland") == ()
    assert search_statements(filled, "blockade") == ()  # in the article, in no statement


def test_actors_are_found_by_name_with_the_days_of_their_articles(filled: sqlite3.Connection) -> None:
    (hit,) = search_actors(filled, "maria olsen")
    assert (hit.name, hit.country, hit.articles, hit.first) == ("Maria Olsen", "NOR", 1, "2025-03-10")


def test_an_excerpt_shows_the_place(filled: sqlite3.Connection) -> None:
    (hit,) = search_articles(filled, "envoy")
    assert "envoy" in hit.excerpt
    assert len(hit.excerpt) < 200


def test_terms_are_words_phrases_and_what_must_not_be_there() -> None:
    terms = parse_terms("Déjà “vu ici” -non")
    assert terms.wanted == (("deja",), ("vu", "ici"))
    assert terms.unwanted == (("non",),)
