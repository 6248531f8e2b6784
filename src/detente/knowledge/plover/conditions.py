"""Conditions and places as the event tables write them: `obj=AID|food`, `LIGHT`, `!subj=ACTOR`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.model import PatternCondition
from detente.knowledge.plover.vocabulary import (
    CLAUSE_TESTS,
    CONDITION_PLACES,
    FLAGS,
    FRAME_ONLY,
    PLACES,
    PREPOSITIONS,
    TESTS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.knowledge.rows import KnowledgeRow

_IN_FRAMES = frozenset([*PLACES, *PREPOSITIONS])
_IN_CONDITIONS = (_IN_FRAMES - FRAME_ONLY) | CONDITION_PLACES.keys()
_ANYTHING = "*"


def read_frame_place(row: KnowledgeRow, text: str) -> str:
    """Return a place that a frame names.

    Raises:
        KnowledgeError: There is no such place.
    """
    return row.known(text, _IN_FRAMES, "place")


def read_condition(row: KnowledgeRow, text: str, classes: Mapping[str, frozenset[str]]) -> PatternCondition:
    """Return one condition of a pattern.

    Args:
        row: The row that it stands in, for errors.
        text: A flag ("LIGHT"), or a place and what may stand there ("obj=AID|food", "about=*"); "!" before it for not.
        classes: Noun class → lemmas.

    Raises:
        KnowledgeError: There is no such flag, place, test or class.
    """
    negated = text.startswith("!")
    place, equals, values = text.removeprefix("!").partition("=")
    if not equals:
        return PatternCondition(row.known(place, FLAGS, "flag"), negated=negated, text=text)
    if not values:
        raise row.error(f"{text!r} says nothing behind “=”", hint="obj=* is for anything that stands there.")
    row.known("mod" if place.startswith("mod.") else place, _IN_CONDITIONS, "place")
    tests = CLAUSE_TESTS if place == "comp" else TESTS
    words: set[str] = set()
    names: set[str] = set()
    for value in values.split("|"):
        if value == _ANYTHING:
            continue
        if value in tests:
            names.add(value)
        elif value.isupper():
            words |= classes[row.known(value, [*classes, *tests], "class or test")]
        elif value:
            words.add(value.lower())
        else:
            raise row.error(f"{text!r} has two “|” with nothing between them, or one at an end")
    return PatternCondition(place, frozenset(words), frozenset(names), negated, text)
