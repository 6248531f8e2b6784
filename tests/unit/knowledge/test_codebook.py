"""The codebook: a shipped one that holds together, and messages that say where a person's own is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import KnowledgeError
from detente.knowledge import load_codebook

OWN = """[[issue]]
name = "lighthouses"
label = "Lighthouses"
for = "building them"
against = "closing them"
patterns = ["lighthouse", "light ship*"]
events = ["AID"]
examples = ["The duchy built a lighthouse."]
"""


def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, word.rstrip("s")) for word in text.lower().split())


def test_the_shipped_codebook_has_about_forty_issues_each_with_examples() -> None:
    issues = load_codebook().issues
    assert len(issues) >= 40
    assert all(issue.patterns and issue.examples and issue.means_for and issue.means_against for issue in issues)


def test_the_longest_pattern_names_the_issue() -> None:
    codebook = load_codebook()
    assert codebook.issue_of(_words("sending military aid to the islands")) == "military_aid"
    assert codebook.issue_of(_words("a ceasefire on the lake")) == "ceasefire"
    assert codebook.issue_of(_words("soup and bread")) is None


def test_an_event_type_names_the_issue_only_where_no_pattern_does() -> None:
    codebook = load_codebook()
    assert codebook.issue_of(_words("they hit the port"), "ASSAULT") == "military_action"
    assert codebook.issue_of(_words("they hit the dam"), "ASSAULT") == "water"


def test_a_persons_own_codebook_has_the_same_form(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    codebook = load_codebook(path)
    assert [issue.name for issue in codebook.issues] == ["lighthouses"]
    assert codebook.issue_of(_words("two light ships")) == "lighthouses"


@pytest.mark.parametrize(("words", "name"), [("the beacons", "lighthouses"), ("a bea", None), ("sunbeacons", None)])
def test_a_pattern_may_begin_with_a_beginning(tmp_path: Path, words: str, name: str | None) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('"light ship*"', '"beac*"'), encoding="utf-8")
    assert load_codebook(path).issue_of(_words(words)) == name


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (OWN.replace('against = "closing them"\n', ""), r"line 1: the issue has no 'against'"),
        (OWN.replace('label = "Lighthouses"', 'label = ""'), r"line 1: 'label' must be a text"),
        (OWN.replace('["AID"]', '["HELP"]'), r"line 1: 'HELP' in 'events' is no PLOVER event type"),
        (OWN + "\n" + OWN.replace("label =", "colour = 1\nlabel ="), r"line 10: unknown key 'colour'"),
        (OWN.replace('"lighthouses"', '"Light Houses"'), r"line 1: the name 'Light Houses'"),
        (OWN + "\n" + OWN, r"names the issue 'lighthouses' twice"),
        ("name = !\nlabel = 1", r"is not TOML: .*line 1"),
        ("x = 1", r"holds no list of \[\[issue\]\] tables"),
    ],
)
def test_a_wrong_codebook_says_where(tmp_path: Path, changed: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message):
        load_codebook(path)


def test_a_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_codebook(tmp_path / "none.toml")
