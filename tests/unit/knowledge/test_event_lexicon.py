"""The event tables: every row is whole, and codes say what their types say."""

from __future__ import annotations

import pytest

from detente.knowledge.plover import EventLexicon, load_event_lexicon


@pytest.fixture(scope="module")
def lexicon() -> EventLexicon:
    return load_event_lexicon()


def test_ids_are_unique(lexicon: EventLexicon) -> None:
    keys = [row.key for rows in lexicon.patterns.values() for row in rows]
    assert len(keys) == len(set(keys)) > 1300


def test_every_type_has_verbs_and_nouns_or_adjectives(lexicon: EventLexicon) -> None:
    parts: dict[str, set[str]] = {}
    for rows in lexicon.patterns.values():
        for row in rows:
            parts.setdefault(row.type, set()).add(row.part)
    assert len(parts) == 16
    assert all(len(found) >= 2 for found in parts.values())


def test_codes_have_goldstein_values_in_range(lexicon: EventLexicon) -> None:
    assert all(-10 <= code.goldstein <= 10 for code in lexicon.codes.values())
    assert lexicon.codes["057"].goldstein == 8.0
    assert lexicon.codes["190"].name == "Use conventional military force"


def test_the_same_table_is_given_twice() -> None:
    assert load_event_lexicon() is load_event_lexicon()


def test_pattern_is_found_by_its_id(lexicon: EventLexicon) -> None:
    row = lexicon.pattern("v-accuse-1")
    assert (row.word, row.type, row.cameo) == ("accuse", "ACCUSE", "112")
    with pytest.raises(KeyError):
        lexicon.pattern("v-no-such-row")


def test_wrong_lemmas_are_put_right(lexicon: EventLexicon) -> None:
    assert lexicon.lemma("stag") == "stage"
    assert lexicon.lemma("attack") == "attack"
