"""All that happened before a day, as fading counts by who, what, to whom, and from which country and sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from detente.analysis.forecasting.fading import EVER, FadingCount

if TYPE_CHECKING:
    from detente.analysis.forecasting.facts import Facts, Floats, Ints


class History:
    """The counts over facts before the day that was reached; it goes forward only.

    Args:
        facts: All facts, in both directions; those of later days are not looked at before their day has passed.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.actors, self.types = len(facts.actors), len(facts.types)
        self.countries, self.sectors = int(facts.country.max(initial=0)) + 1, int(facts.sector.max(initial=0)) + 1
        source, kind, target, day = facts.source, facts.type, facts.target, facts.day
        self.triple = FadingCount(self.triple_key(source, kind, target), day, (2, 7, 30, EVER))
        self.pair = FadingCount(source * self.actors + target, day, (2, 7, 30, EVER))
        self.type_target = FadingCount(kind * self.actors + target, day, (3, 14, 60, EVER))
        self.target = FadingCount(target, day, (1, 3, 14, EVER))
        self.source = FadingCount(source, day, (7, EVER))
        self.source_type = FadingCount(source * self.types + kind, day, (7, EVER, 30))
        self.type = FadingCount(kind, day, (3, 14, 60, EVER))
        country, other = facts.country[source], facts.country[target]
        home = np.flatnonzero(country > 0)
        at_home = country[home] * self.types + kind[home]
        self.country = FadingCount(at_home * self.actors + target[home], day[home], (14, EVER))
        self.country_type = FadingCount(at_home, day[home], (14, EVER))
        self.country_country = FadingCount(at_home * self.countries + other[home], day[home], (EVER,))
        self.source_country = FadingCount(source * self.countries + other, day, (30,))
        self.source_type_country = FadingCount((source * self.types + kind) * self.countries + other, day, (30,))
        sectors = facts.sector[source] * self.types + kind
        self.sector = FadingCount(sectors * self.sectors + facts.sector[target], day, (EVER,))
        self.sector_type = FadingCount(sectors, day, (EVER,))
        self._lay_out()

    def _lay_out(self) -> None:
        """Find where the triples of a source, of a pair and of a source with a type stand."""
        pair, self.triple_type = self.triple.keys // self.types, self.triple.keys % self.types
        self.triple_target = pair % self.actors
        self.triple_pair = np.searchsorted(self.pair.keys, pair)
        self.triples_between = np.append(np.searchsorted(self.triple_pair, np.arange(len(self.pair.keys))), len(pair))
        every = np.arange(self.actors + 1)
        self.triples_of = np.searchsorted(self.triple.keys, every * self.actors * self.types)
        self._pairs_of = np.searchsorted(self.pair.keys, every * self.actors)
        by_type = self.triple.keys // (self.actors * self.types) * self.types + self.triple_type
        self._by_type = np.lexsort((self.triple_target, by_type))
        starts = np.searchsorted(by_type[self._by_type], self.source_type.keys)
        self._type_rows = np.append(starts, len(by_type))
        self.targets_of_type = np.searchsorted(self.type_target.keys, np.arange(self.types + 1) * self.actors)
        self.targets_of_country = np.searchsorted(
            self.country.keys, np.arange(self.countries * self.types + 1) * self.actors
        )

    def triple_key(self, source: Ints, kind: Ints, target: Ints) -> Ints:
        """Return the key of (source, target, type), in this order."""
        return (source * self.actors + target) * self.types + kind

    @property
    def day(self) -> int:
        """The day that was reached: what happened before it is known."""
        return self.pair.day

    def advance(self, day: int) -> None:
        """Go on to a day."""
        for tally in vars(self).values():
            if isinstance(tally, FadingCount):
                tally.advance(day)

    def pairs(self, half_life_at: int, *, least: float = 0.0) -> sparse.csr_array:
        """Return the decayed number of facts from each actor to each other one, E × E.

        Args:
            half_life_at: Which half-life of `pair`.
            least: What is not above it is left out.
        """
        return self._matrix(self.pair.sums[half_life_at, :-1], self.pair.keys % self.actors, self._pairs_of, least)

    def triples(self, half_life_at: int) -> sparse.csr_array:
        """Return the decayed number of facts of each (source, type), in the order of `source_type`, to each target."""
        data = self.triple.sums[half_life_at, self._by_type]
        return self._matrix(data, self.triple_target[self._by_type], self._type_rows, 0.0)

    def _matrix(self, data: Floats, columns: Ints, rows: Ints, least: float) -> sparse.csr_array:
        kept = data > least
        ends = np.concatenate([[0], np.cumsum(kept)])[rows]
        return sparse.csr_array((data[kept], columns[kept], ends), shape=(len(rows) - 1, self.actors))
