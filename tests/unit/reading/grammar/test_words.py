"""The word lists of the reading room."""

from __future__ import annotations

import re
from pathlib import Path

import detente.reading
from detente.knowledge.folding import PARTICLES
from detente.reading.grammar.words import WORD_CLASSES, title_at_end, word_class

SOURCE = Path(detente.reading.__file__).parent


def test_each_class_of_words_is_asked_for_by_one_rule() -> None:
    asked = [
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'word_class\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    ]
    assert sorted(asked) == sorted(WORD_CLASSES)


def test_words_of_a_class_are_lemmas_in_lower_case() -> None:
    words = {word for name in WORD_CLASSES for word in word_class(name)} | PARTICLES
    assert {word for word in words if word != word.lower()} == set()


def test_the_longest_title_at_the_end_counts() -> None:
    title = title_at_end("the former Head of State")
    assert title is not None
    assert title.words == "head of state"
    assert title_at_end("the former") is None
