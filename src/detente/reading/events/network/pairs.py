"""Pairs of a trigger and a mention of an actor: which pairs are weighed, and what is known of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.attribution.windows import DEPENDENCIES

if TYPE_CHECKING:
    import numpy.typing as npt

    from detente.reading.attribution.windows import Features
    from detente.reading.events.network.signals import ActorMention, Signals

    Ints = npt.NDArray[np.int64]

PAIR = ("form", "kind", "distance", "sentences", "path", "length", "said", "rule", "rank", "label", "above")
"""What is known of a pair, each a number."""

PAIR_SIZES: Mapping[str, int] = {
    "form": 6,
    "kind": 5,
    "distance": 14,
    "sentences": 7,
    "length": 8,
    "said": 5,
    "rule": 6,
    "rank": 7,
    "label": len(DEPENDENCIES) + 1,
    "above": len(DEPENDENCIES) + 1,
}
"""How many values each takes; the paths are as many as the model knows."""

UNSEEN_PATH, NO_PATH = 0, 1

#: Prepositions that tell who did what to whom, and so are part of a path's name.
_PREPOSITIONS = frozenset((
    "of by with to from against for between on over at in into under toward towards about among upon after"
).split())  # fmt: skip

_DISTANCES = (1, 2, 4, 8, 16, 40)
_LONGEST = 5
_CLIMBED = 7

#: Mentions in the trigger's own sentence that are weighed at most.
_SAME_SENTENCE = 40

_PREP = 1 + DEPENDENCIES.index("prep")
_LABELS = ("", *DEPENDENCIES)


def words_of(text: str, features: Features) -> list[str]:
    """Return the words in lower case."""
    pairs = zip(features.starts.tolist(), features.ends.tolist(), strict=True)
    return [text[start:end].lower() for start, end in pairs]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that carry an event: their rows, ascending, and the number of the type."""

    rows: tuple[int, ...]
    type: int


class PairReader:
    """Weighs the pairs of one article.

    Args:
        words: The words in lower case.
        features: Their features.
        signals: What is known of them.
        paths: Number of each path between a mention and a trigger that the model knows.
    """

    def __init__(
        self, words: Sequence[str], features: Features, signals: Signals, paths: Mapping[str, int] | None = None
    ) -> None:
        self._words = words
        self._heads = features.heads[:, 0].tolist()
        self._labels = features.flags[:, 4].tolist()
        self._sentences = signals.sentences.tolist()
        self._signals = signals
        self._paths = paths or {}
        self._rows = [place.row for place in signals.places]
        self._steps: dict[int, str] = {}

    def head_of(self, rows: Sequence[int]) -> int:
        """Return the first row whose head lies outside these rows."""
        inside = set(rows)
        for row in rows:
            if self._heads[row] not in inside or self._heads[row] == row:
                return row
        return rows[0]

    def candidates(self, trigger: Trigger) -> list[int]:
        """Return which places are weighed for a trigger, by their position in `Signals.places`.

        Those are the mentions in its sentence, and of each actor the first mention of all and the last before that
        sentence; of an actor not named before it, the next behind it.
        """
        head = self.head_of(trigger.rows)
        sentence = self._sentences[head]
        places, chosen = self._signals.places, set()
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        after: dict[int, int] = {}
        near: list[int] = []
        for number, place in enumerate(places):
            where = self._sentences[place.row]
            first.setdefault(place.actor, number)
            if where == sentence:
                near.append(number)
            elif where < sentence:
                last[place.actor] = number
            else:
                after.setdefault(place.actor, number)
        near.sort(key=lambda number: abs(places[number].row - head))
        chosen.update(near[:_SAME_SENTENCE])
        chosen.update(last.values())
        chosen.update(number for actor, number in first.items() if actor in last)
        chosen.update(number for actor, number in after.items() if actor not in last)
        return sorted(chosen)

    def read(self, trigger: Trigger, candidates: Sequence[int]) -> Ints:
        """Return what is known of each pair of the trigger and a candidate: C x len(`PAIR`)."""
        head = self.head_of(trigger.rows)
        rows = set(trigger.rows)
        signals = self._signals
        around = [one for one in signals.sayings if head in one.content]
        speakers = {actor for one in around for actor in one.speakers}
        cue_speakers = {actor for one in signals.sayings if one.cue & rows for actor in one.speakers}
        ruled = [one for one in signals.findings if one.rows & rows]
        sources = {actor for one in ruled for actor in one.sources}
        targets = {actor for one in ruled for actor in one.targets}
        ranks = self._ranks(head)
        out = []
        for number in candidates:
            place = signals.places[number]
            apart = place.row - head
            path, length = self._path(head, place.row)
            out.append((
                place.form,
                place.kind,
                bisect_left(_DISTANCES, abs(apart)) + (7 if apart > 0 else 0),
                _sentences_apart(self._sentences[place.row] - self._sentences[head]),
                path,
                length,
                _said(place, around, speakers, cue_speakers),
                0 if not ruled else 1 + (place.actor in sources) + 2 * (place.actor in targets),
                min(ranks.get(place.actor, 0), 6),
                self._labels[place.row],
                self._labels[self._heads[place.row]],
            ))
        return np.array(out, np.int64).reshape(len(out), len(PAIR))

    def path(self, head: int, row: int) -> str | None:
        """Return the name of the path from a mention up and down to a trigger; None across sentences."""
        found = self._climb(head, row)
        return None if found is None else found[0]

    def _path(self, head: int, row: int) -> tuple[int, int]:
        found = self._climb(head, row)
        if found is None:
            return NO_PATH, _LONGEST + 2
        return self._paths.get(found[0], UNSEEN_PATH), min(found[1], _LONGEST)

    def _climb(self, head: int, row: int) -> tuple[str, int] | None:
        if self._sentences[head] != self._sentences[row]:
            return None
        below, above = self._ancestors(head), self._ancestors(row)
        for up, node in enumerate(above):
            if node in below:
                down = below.index(node)
                names = "/".join(self._step(x) for x in above[:up]), "/".join(self._step(x) for x in below[:down])
                return "<>".join(names), up + down
        return "far", _LONGEST + 1

    def _step(self, row: int) -> str:
        known = self._steps.get(row)
        if known is None:
            known = _LABELS[self._labels[row]]
            if self._labels[row] == _PREP and self._words[row] in _PREPOSITIONS:
                known += ":" + self._words[row]
            self._steps[row] = known
        return known

    def _ancestors(self, row: int) -> list[int]:
        out = [row]
        while len(out) <= _CLIMBED and self._heads[out[-1]] != out[-1]:
            out.append(self._heads[out[-1]])
        return out

    def _ranks(self, head: int) -> dict[int, int]:
        """Return of each actor named before the trigger how many others were named since, from 1."""
        ranks: dict[int, int] = {}
        for number in range(bisect_left(self._rows, head) - 1, -1, -1):
            ranks.setdefault(self._signals.places[number].actor, len(ranks) + 1)
        return ranks


def _sentences_apart(apart: int) -> int:
    """Number of a distance in sentences: same, one before, two or three, more, one behind, more."""
    if apart == 0:
        return 0
    if apart > 0:
        return 4 if apart == 1 else 5
    return 1 if apart == -1 else 2 if apart >= -3 else 3


def _said(place: ActorMention, around: Sequence[object], speakers: set[int], cue_speakers: set[int]) -> int:
    """Whether the actor says what carries the event (1), or says what holds it (2), or is in what is said (3, 4)."""
    if place.actor in cue_speakers:
        return 1
    if place.actor in speakers:
        return 2
    if not around:
        return 0
    return 3 if any(place.row in one.content for one in around) else 4  # type: ignore[attr-defined]
