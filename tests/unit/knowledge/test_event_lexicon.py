"""The event tables: every row is whole, and codes say what their types say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.plover import EventLexicon, build_event_lexicon, load_event_lexicon
from detente.knowledge.plover.types import EVENT_TYPES, MODES, QUADS
from detente.knowledge.plover.vocabulary import (
    BLOCKS,
    CLAUSE_FORMS,
    CLAUSE_TESTS,
    CONDITION_PLACES,
    FLAGS,
    PLACES,
    PREPOSITIONS,
    TESTS,
)
from detente.knowledge.rows import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

Damage: TypeAlias = "Callable[[str, str, str], int]"

DOCS = Path(__file__).parents[3] / "docs" / "methods" / "events.md"


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


def test_codes_say_what_their_types_say(lexicon: EventLexicon) -> None:
    for rows in lexicon.patterns.values():
        for row in rows:
            meant = None if row.cameo is None else lexicon.codes[row.cameo].type
            assert meant in {None, row.type}, row.key


def test_types_have_their_quads_and_modes(lexicon: EventLexicon) -> None:
    assert list(QUADS) == list(EVENT_TYPES)
    assert (QUADS["AGREE"], QUADS["AID"], QUADS["ACCUSE"], QUADS["SANCTION"]) == (1, 2, 3, 4)
    assert "visit" in MODES["CONSULT"]
    assert not MODES["AGREE"]
    modes = {(row.type, row.mode) for rows in lexicon.patterns.values() for row in rows if row.mode is not None}
    assert all(mode in MODES[kind] for kind, mode in modes)


@pytest.fixture
def damaged(tmp_path: Path) -> Damage:
    """Copy the tables, put one text for another in one of them, and return the line where that stands."""

    def damage(name: str, old: str, new: str) -> int:
        for table in shipped("plover").iterdir():
            if table.name.endswith(".tsv"):
                (tmp_path / table.name).write_text(table.read_text(encoding="utf-8"), encoding="utf-8")
        text = (tmp_path / name).read_text(encoding="utf-8")
        at = text.index(old)
        (tmp_path / name).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
        return text.count("\n", 0, at) + 1

    return damage


@pytest.mark.parametrize(
    ("name", "change", "message", "hint"),
    [
        ("patterns.tsv", ("attack\tv\tobj=ACTOR", "attack\tv\tojb=ACTOR"), "no place 'ojb'", "Did you mean obj?"),
        ("patterns.tsv", ("attack\tv\tobj=ACTOR", "attack\tv\tobj=ACTORR"), "'ACTORR'", "Did you mean ACTOR?"),
        ("patterns.tsv", ("obj=WEAPON|", "obj=WEAPXN|"), "'WEAPXN'", "WEAPON"),
        ("patterns.tsv", ("obj=WEAPON|", "obj=WEAPON||"), "nothing between them", None),
        ("patterns.tsv", ("attack\tv\tobj=ACTOR", "attack\tv\tobj="), "says nothing behind", "obj=*"),
        ("patterns.tsv", ("attack\tn\tACTOR", "attack\tn\tACTR"), "no flag 'ACTR'", "Did you mean ACTOR?"),
        ("patterns.tsv", ("comp=inf", "comp=HOSTIL"), "'HOSTIL'", "HOSTILE"),
        ("patterns.tsv", ("obj=ACTOR\tASSAULT", "obj=ACTOR\tASAULT"), "no type 'ASAULT'", "Did you mean ASSAULT"),
        ("patterns.tsv", ("ASSAULT\taerial", "ASSAULT\taeriel"), "no mode 'aeriel'", "Did you mean aerial?"),
        ("patterns.tsv", ("ASSAULT\taerial", "ASSAULT\tvisit"), "no mode 'visit'", "Known: abduct"),
        ("patterns.tsv", ("aerial\t195", "aerial\t1959"), "no cameo '1959'", "195"),
        ("patterns.tsv", ("aerial\t195", "aerial\t051"), "code 051 means SUPPORT, and the row ASSAULT", "codes.tsv"),
        ("patterns.tsv", ("190\tact\t", "190\takt\t"), "no frame 'akt'", "act"),
        ("patterns.tsv", ("v-assault-1", "v-attack-1"), "'v-attack-1' stands in line", None),
        ("frames.tsv", ("obj of for over", "obj of fxom over"), "no place 'fxom'", "from"),
        ("codes.tsv", ("Appeal", "Appeal\tmore"), "cells for 7 columns", "hyphen"),
        ("cues.tsv", ("verb\tdeny\tdenied", "verb\tdeny\tdeneid"), "no status 'deneid'", "Did you mean denied?"),
        ("light.tsv", ("launch\tagent", "launch\tagnet"), "no voice 'agnet'", "Did you mean agent?"),
        ("blocks.tsv", ("sport\tsemi", "sprot\tsemi"), "no kind 'sprot'", "sport"),
    ],
)
def test_typo_is_refused_with_its_line(
    damaged: Damage, tmp_path: Path, name: str, change: tuple[str, str], message: str, hint: str | None
) -> None:
    line = damaged(name, *change)
    with pytest.raises(KnowledgeError) as caught:
        build_event_lexicon(tmp_path)
    assert message in str(caught.value)
    assert f"{name}, line {line}" in str(caught.value)
    assert hint is None or (caught.value.hint is not None and hint in caught.value.hint)


def test_class_that_the_readers_ask_for_must_have_words(damaged: Damage, tmp_path: Path) -> None:
    damaged("patterns.tsv", "", "")
    kept = [row for row in (tmp_path / "classes.tsv").read_text(encoding="utf-8").splitlines() if "SPEECH" not in row]
    (tmp_path / "classes.tsv").write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no word of the class SPEECH"):
        build_event_lexicon(tmp_path)


def test_every_word_of_the_tables_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for words in (PLACES, CONDITION_PLACES, FLAGS, TESTS, CLAUSE_TESTS, CLAUSE_FORMS):
        for word, meaning in words.items():
            assert re.search(rf"^\| `{re.escape(word)}` \| {re.escape(meaning)} \|$", text, re.MULTILINE), word
    assert f"`{' '.join(sorted(PREPOSITIONS))}`" in text
    assert all(f"`{kind}`" in text for kind in BLOCKS)
