"""Which events of a copy tell an event of the story's leading text, so that each is counted once.

Two near-duplicates print nearly the same sentences, and nearly the same is read in them. So an event of the copy is the
leading text's if it has the same type and no other sides, and stands in nearly the same words. What one of the two
left out makes no difference: a cut can take the name that "he" stood for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.records import Event, Record, Span
    from detente.records.claims import EventType

#: Words before and behind a trigger that are compared, within its sentence.
_WORDS_ASIDE = 12

#: No sentence's end is looked for farther away than these words reach.
_CHARS_ASIDE = 16 * _WORDS_ASIDE

#: Share of the shorter surroundings that must be in the other, where the trigger is the same word.
_LEAST_ALIKE = 0.5

#: The same where another word was put for the trigger ("met" for "saw"): nearly all the rest must stand.
_LEAST_ALIKE_REWORDED = 0.75

_WORD = re.compile(r"[^\W_]+")

# Near enough for a comparison: "U.S." and initials end nothing, "Mr." does, but in both texts alike.
_SENTENCE_END = re.compile(r"(?<=[a-z0-9\)\]\"”’%])[.!?…]+[\"”’)\]]*\s+|[\n\r\u2028\u2029]+")


def match_events(leading: Record, copy: Record) -> dict[str, str]:
    """Return which events of a copy are events of the leading text.

    Pairs are made from the most to the least alike, each event in one pair at most; of pairs that are equally alike,
    the one earlier in the leading text goes first. The same records give the same pairs always.

    Args:
        leading: The record of the story's leading text, or of any article of it whose events are counted.
        copy: The record of another article of the story.

    Returns:
        For the key of an event of `copy`, the key of the event of `leading` that it tells. Events that only the copy
        tells are not in it.
    """
    told = [_read_telling(leading, event) for event in leading.events]
    tellings = [_read_telling(copy, event) for event in copy.events]
    alike = sorted(
        (-score, i, j)
        for i, first in enumerate(told)
        for j, second in enumerate(tellings)
        if (score := _likeness(first, second)) > 0
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in alike:
        if j not in pairs and i not in taken:
            pairs[j] = i
            taken.add(i)
    return {copy.events[j].key: leading.events[i].key for j, i in sorted(pairs.items())}


def first_tellings(
    record: Record,
    tellers: Iterable[tuple[int, Record]],
    first_telling: Callable[[int, str], tuple[int, str]],
) -> dict[str, tuple[int, str]]:
    """Return which events of an article earlier articles of its story told first.

    Args:
        record: The article's record.
        tellers: Numbers and records of the earlier articles, the first one first.
        first_telling: Gives article and key of the event that an earlier article's event tells.

    Returns:
        Article and key of the first telling, by the key of the event. Two events of one article never become one.
    """
    told: dict[str, tuple[int, str]] = {}
    for number, other in tellers:
        for key, theirs in match_events(other, record).items():
            first = first_telling(number, theirs)
            if key not in told and first not in told.values():
                told[key] = first
    return told


@dataclass(frozen=True, slots=True)
class _Name:
    """An actor apart from its record: the entity if the tables know it, and the folded words of the name."""

    entity: str | None
    words: frozenset[str]

    def may_be(self, other: _Name) -> bool:
        if self.entity is not None and other.entity is not None:
            return self.entity == other.entity
        # a copy that lost the full name has the surname alone
        return self.words <= other.words or other.words <= self.words


@dataclass(frozen=True, slots=True)
class _Place:
    """One place that tells an event: its folded trigger, and the folded words around it in the sentence."""

    trigger: str
    around: Counter[str]


@dataclass(frozen=True, slots=True)
class _Telling:
    """An event apart from its record. A side that nobody is named on is empty."""

    type: EventType
    is_denied: bool
    sources: frozenset[_Name]
    targets: frozenset[_Name]
    places: tuple[_Place, ...]


def _likeness(first: _Telling, second: _Telling) -> float:
    """Return how alike two tellings are, up to 2; 0 if they cannot be of one event."""
    if first.type != second.type or first.is_denied != second.is_denied:
        return 0.0
    if not (_are_compatible(first.sources, second.sources) and _are_compatible(first.targets, second.targets)):
        return 0.0
    return max(_compare_places(a, b) for a in first.places for b in second.places)


def _compare_places(a: _Place, b: _Place) -> float:
    """Return 1 for the same trigger, and the share of the shorter surroundings that both have; 0 for too little."""
    same_trigger = a.trigger == b.trigger
    if not same_trigger and (_has(a.around, b.trigger) or _has(b.around, a.trigger)):
        # a word that was replaced is gone: this is another event of the sentence
        return 0.0
    shorter = min(a.around.total(), b.around.total())
    alike = (a.around & b.around).total() / shorter if shorter else float(same_trigger)
    if alike < (_LEAST_ALIKE if same_trigger else _LEAST_ALIKE_REWORDED):
        return 0.0
    return alike + same_trigger


def _has(around: Counter[str], trigger: str) -> bool:
    return all(word in around for word in trigger.split())


def _are_compatible(a: frozenset[_Name], b: frozenset[_Name]) -> bool:
    """Tell whether one side is unknown in either, or all of the shorter list are in the longer."""
    shorter, longer = sorted((a, b), key=len)
    return all(any(name.may_be(other) for other in longer) for name in shorter)


def _read_telling(record: Record, event: Event) -> _Telling:
    text = record.article.text
    return _Telling(
        event.type,
        event.status == "denied",
        _read_names(record, event.sources),
        _read_names(record, event.targets),
        tuple(_read_place(text, span) for span in (event.trigger, *event.mentions)),
    )


def _read_names(record: Record, keys: tuple[str, ...]) -> frozenset[_Name]:
    actors = [record.actor(key) for key in keys]
    return frozenset(_Name(actor.entity, frozenset(_fold_words(actor.name))) for actor in actors)


def _read_place(text: str, trigger: Span) -> _Place:
    before = _SENTENCE_END.split(text[max(0, trigger.start - _CHARS_ASIDE) : trigger.start])[-1]
    behind = _SENTENCE_END.split(text[trigger.end : trigger.end + _CHARS_ASIDE], maxsplit=1)[0]
    around = Counter(_fold_words(before)[-_WORDS_ASIDE:] + _fold_words(behind)[:_WORDS_ASIDE])
    return _Place(" ".join(_fold_words(trigger.words(text))), around)


def _fold_words(text: str) -> list[str]:
    """Return the words of a text in small letters without diacritics."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return [found.group() for found in _WORD.finditer(plain.lower())]
