"""Pairs of a trigger and a mention of an actor: which pairs are weighed, and what is known of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
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

#: Mentions in the trigger's own sentence, actors named before it and actors only named behind it that are weighed at
#: most, and mentions that are looked through for them. Articles of usual length have fewer.
_SAME_SENTENCE = 40
_BEFORE = 40
_BEHIND = 40
_LOOKED_BACK = 500

_PREP = 1 + DEPENDENCIES.index("prep")
_CONJ = 1 + DEPENDENCIES.index("conj")
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
        self._sentences: list[int] = signals.sentences.tolist()
        self._signals = signals
        self._paths = paths or {}
        self._rows = [place.row for place in signals.places]
        # Mentions that stand in a sentence, in the order of the text, and the sentences of these.
        self._order = [n for n, place in enumerate(signals.places) if self._sentences[place.row] >= 0]
        self._where = [self._sentences[signals.places[n].row] for n in self._order]
        self._first: dict[int, int] = {}
        for number in self._order:
            self._first.setdefault(signals.places[number].actor, number)
        self._steps: dict[int, str] = {}
        self._above: dict[int, list[int]] = {}
        self._ways: dict[tuple[int, int], tuple[str, int]] = {}

    def head_of(self, rows: Sequence[int]) -> int:
        """Return the first row whose head lies outside these rows."""
        inside = set(rows)
        for row in rows:
            if self._heads[row] not in inside or self._heads[row] == row:
                return row
        return rows[0]

    def candidates(self, trigger: Trigger) -> list[int]:
        """Return which places are weighed for a trigger, by their position in `Signals.places`.

        Those are the mentions in its sentence; of the actors named last before that sentence their last mention and
        the first of all; of actors not named before it the next mention behind it.
        """
        head = self.head_of(trigger.rows)
        sentence, places = self._sentences[head], self._signals.places
        low, high = bisect_left(self._where, sentence), bisect_right(self._where, sentence)
        near = sorted(self._order[low:high], key=lambda number: abs(places[number].row - head))
        chosen = set(near[:_SAME_SENTENCE])
        named = self._each(reversed(self._order[max(low - _LOOKED_BACK, 0) : low]), _BEFORE)
        chosen.update(named.values())
        chosen.update(self._first[actor] for actor in named)
        behind = self._each(
            (n for n in self._order[high : high + _LOOKED_BACK] if self._begins(places[n].actor) >= sentence),
            _BEHIND,
        )
        chosen.update(behind.values())
        return sorted(chosen)

    def _begins(self, actor: int) -> int:
        """Return the sentence that names an actor first."""
        return self._sentences[self._signals.places[self._first[actor]].row]

    def _each(self, numbers: Iterable[int], most: int) -> dict[int, int]:
        """Return the first of these mentions of each actor, for at most so many actors."""
        found: dict[int, int] = {}
        for number in numbers:
            if len(found) == most:
                break
            found.setdefault(self._signals.places[number].actor, number)
        return found

    def lists(self, trigger: Trigger) -> dict[int, frozenset[int]]:
        """Return actor → the others joined with it by "and" or "or" in the trigger's sentence, where there are any."""
        sentence = self._sentences[self.head_of(trigger.rows)]
        low, high = bisect_left(self._where, sentence), bisect_right(self._where, sentence)
        members: dict[int, set[int]] = {}
        for number in self._order[low:high]:
            place = self._signals.places[number]
            members.setdefault(self._first_listed(place.row), set()).add(place.actor)
        found: dict[int, frozenset[int]] = {}
        for actors in members.values():
            for actor in actors if len(actors) > 1 else ():
                found[actor] = found.get(actor, frozenset()) | (actors - {actor})
        return found

    def _first_listed(self, row: int) -> int:
        """Return the row of the first member of the list that a word is a member of, or its own."""
        for _ in range(_CLIMBED):
            if self._labels[row] != _CONJ:
                break
            row = self._heads[row]
        return row

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
        """Return the name of the path from a mention to a trigger and its length; None across sentences."""
        if self._sentences[head] != self._sentences[row]:
            return None
        if (head, row) not in self._ways:
            self._ways[head, row] = self._way(self._ancestors(head), self._ancestors(row))
        return self._ways[head, row]

    def _way(self, below: Sequence[int], above: Sequence[int]) -> tuple[str, int]:
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
        out = self._above.get(row)
        if out is None:
            out = self._above[row] = [row]
            while len(out) <= _CLIMBED and self._heads[out[-1]] != out[-1]:
                out.append(self._heads[out[-1]])
        return out

    def _ranks(self, head: int) -> dict[int, int]:
        """Return of each actor named before the trigger how many others were named since, from 1."""
        ranks: dict[int, int] = {}
        last = bisect_left(self._rows, head) - 1
        for number in range(last, max(last - _LOOKED_BACK, -1), -1):
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
