"""Events as numbers: who did which kind of thing to whom on which day, each once a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]


class Queries(NamedTuple):
    """Questions "(source, type, ?) on a day", each once, with all that is true.

    Attributes:
        source: Number of the source, Q of them, ordered by day, type, source.
        type: Number of the type.
        day: The day.
        ends: Where the answers of each question end in `answers`; Q + 1 numbers, the first is 0.
        answers: Numbers of the true targets.
    """

    source: Ints
    type: Ints
    day: Ints
    ends: Ints
    answers: Ints

    def take(self, chosen: Ints) -> Queries:
        """Return some of the questions, by their numbers in rising order."""
        many = np.diff(self.ends)[chosen]
        at = spread(self.ends[chosen], many)
        ends = np.concatenate([[0], np.cumsum(many)])
        return Queries(self.source[chosen], self.type[chosen], self.day[chosen], ends, self.answers[at])


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Events as numbers, ordered by day, each (source, type, target, day) once.

    Attributes:
        source: Number of the source, N of them.
        type: Number of the type.
        target: Number of the target.
        day: Days since any first day.
        actors: Names of the actors, by number.
        types: Names of the types, by number.
        country: Number of each actor's country; 0 is unknown.
        sector: Number of each actor's sector or kind; 0 is unknown.
    """

    source: Ints
    type: Ints
    target: Ints
    day: Ints
    actors: tuple[str, ...]
    types: tuple[str, ...]
    country: Ints
    sector: Ints

    def __len__(self) -> int:
        return len(self.day)

    def doubled(self) -> Facts:
        """Return each fact in both directions: the other way round its type has a number of its own."""
        many = len(self.types)
        whole = replace(
            self,
            source=np.concatenate([self.source, self.target]),
            type=np.concatenate([self.type, self.type + many]),
            target=np.concatenate([self.target, self.source]),
            day=np.concatenate([self.day, self.day]),
            types=self.types + tuple(f"{name} (received)" for name in self.types),
        )
        return whole.pick(np.argsort(whole.day, kind="stable"))

    def between(self, first: int, end: int) -> Facts:
        """Return the facts of the days from `first` on and before `end`."""
        return self.pick(np.flatnonzero((self.day >= first) & (self.day < end)))

    def pick(self, at: Ints) -> Facts:
        """Return the facts at these places, in this order."""
        return replace(self, source=self.source[at], type=self.type[at], target=self.target[at], day=self.day[at])

    def queries(self) -> Queries:
        """Return what may be asked of these facts: every (source, type, day) once, with all targets."""
        order = np.lexsort((self.target, self.source, self.type, self.day))
        source, kind, day = self.source[order], self.type[order], self.day[order]
        new = np.concatenate([[True], (np.diff(source) != 0) | (np.diff(kind) != 0) | (np.diff(day) != 0)])
        starts = np.flatnonzero(new[: len(order)])
        ends = np.concatenate([starts, [len(order)]])
        return Queries(source[starts], kind[starts], day[starts], ends, self.target[order])


def make_facts(
    rows: tuple[Ints, Ints, Ints, Ints],
    actors: Sequence[str],
    types: Sequence[str],
    *,
    country: Sequence[str | None] | None = None,
    sector: Sequence[str | None] | None = None,
) -> Facts:
    """Return facts from columns of numbers; what stands in them twice is taken once.

    Args:
        rows: Source, type, target, day.
        actors: Names, by the number of a source or target.
        types: Names, by the number of a type.
        country: Country of each actor, or None where it is unknown.
        sector: Sector of each actor, or None where it is unknown.
    """
    table = np.unique(np.stack([rows[3], rows[0], rows[1], rows[2]], axis=1), axis=0)
    day, source, kind, target = (np.ascontiguousarray(column) for column in table.T)
    groups = [_number(names, len(actors)) for names in (country, sector)]
    return Facts(source, kind, target, day, tuple(actors), tuple(types), groups[0], groups[1])


def _number(names: Sequence[str | None] | None, many: int) -> Ints:
    """Return the number of each name among its like, from 1; 0 for None."""
    if names is None:
        return np.zeros(many, dtype=np.int64)
    listed = {name: at for at, name in enumerate(sorted({name for name in names if name is not None}), start=1)}
    return np.array([0 if name is None else listed[name] for name in names], dtype=np.int64)


def spread(starts: Ints, many: Ints) -> Ints:
    """Return the numbers from each start on, so many of each, one after the other.

    Examples:
        >>> spread(np.array([5, 20]), np.array([3, 2])).tolist()
        [5, 6, 7, 20, 21]
    """
    if not len(many) or not many.sum():
        return np.zeros(0, dtype=np.int64)
    before = np.cumsum(many) - many
    found: Ints = np.arange(int(many.sum())) + np.repeat(starts - before, many)
    return found
