"""Names are found in a text by a table of a few rows, written by hand."""

from __future__ import annotations

from detente.knowledge.names import NameFinder

TABLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "^mali": (("1", "0"),),
    "mali": (("f", "", "state:MLI"),),
    "^us": (("1", "0"),),
    "us": (("a", "u", "state:USA"),),
    "^george": (("3", "7"),),
    "^george w": (("+",),),
    "george w bush": (("f", "", "Q207"),),
}


def found(text: str) -> list[tuple[str, str]]:
    finder = NameFinder(lambda key: TABLE.get(key, ()), small_starts=frozenset(), small_inner=frozenset())
    return [(text[m.start : m.end], m.senses[0].entity_ids[0]) for m in finder.find(text, 0, len(text))]


def test_names_are_found_at_word_boundaries_the_longest_first() -> None:
    assert found("George W. Bush met Malians in Mali.") == [("George W. Bush", "Q207"), ("Mali", "state:MLI")]


def test_an_acronym_counts_in_capitals_only() -> None:
    assert found("They told us.") == []
    assert found("Us and them.") == []
    assert found("The US left.") == [("US", "state:USA")]


def test_what_owns_ends_a_name_and_a_beginning_alone_is_none() -> None:
    assert found("Mali's envoy met George W.") == [("Mali", "state:MLI")]


def test_given_names_are_counted() -> None:
    finder = NameFinder(lambda key: TABLE.get(key, ()), small_starts=frozenset(), small_inner=frozenset())
    assert (finder.given_name_count("George"), finder.given_name_count("Oddny")) == (7, 0)
