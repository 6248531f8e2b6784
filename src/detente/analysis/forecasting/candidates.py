"""Whom a question may be about (partners so far, those of the like, those met most with this), with their features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from detente.analysis.forecasting.facts import spread
from detente.analysis.forecasting.features import PARTNER_FEATURES, scale_features

if TYPE_CHECKING:
    from detente.analysis.forecasting.facts import Floats, Ints, Queries
    from detente.analysis.forecasting.fading import FadingCount
    from detente.analysis.forecasting.history import History
    from detente.analysis.forecasting.profile import Profile

#: How many candidates of a question are looked at; the others count as less likely than all of these.
MOST_CANDIDATES: Final = 150
#: How many of those that a type meets most, and that a country's actors meet most with a type, are candidates.
_MOST_OF_TYPE: Final = 120
#: Partners of partners: ties that have not faded below this, of the last days.
_LEAST_TIE: Final = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class CandidateTable:
    """The candidates of some questions, with their features.

    Attributes:
        candidates: Q × K numbers of actors, rising in each row; -1 where there are fewer.
        features: Q × K × F, on the scale of the models.
        hand: Q × K, the score by which they were chosen: weights set by hand.
    """

    candidates: Ints
    features: Floats
    hand: Floats


def describe_candidates(history: History, profile: Profile, asked: Queries) -> CandidateTable:
    """Return the most likely candidates of each question and their features, from what happened before the day.

    Args:
        history: Advanced to the day of the questions (or, with several steps ahead, to the last day that is known).
        profile: Learned from earlier facts.
        asked: The questions.
    """
    survey = _Survey(history, profile, asked)
    candidates, hand = survey.choose()
    return CandidateTable(candidates, survey.features(candidates), hand)


class _Survey:
    """What is known of the questions of a day.

    Args:
        history: As for `describe_candidates`.
        profile: Likewise.
        asked: Likewise.
    """

    def __init__(self, history: History, profile: Profile, asked: Queries) -> None:
        self.history, self.profile = history, profile
        self.source, self.type = asked.source, asked.type
        facts = history.facts
        self.country = facts.country[self.source]
        self.sector = facts.sector[self.source]
        self.at_home = self.country * history.types + self.type
        self.source_all = history.source.sums[:, history.source.find(self.source)]
        self.source_same = history.source_type.sums[:2, history.source_type.find(self.source_type(self.type))]
        self.country_all = history.country_type.sums[:, history.country_type.find(self.at_home)]
        self._join_own()
        self._join_alike()
        self.through = self._through()

    def source_type(self, kind: Ints) -> Ints:
        return self.source * self.history.types + kind

    def _join_own(self) -> None:
        """Weigh all that went on between the source and each partner by how often the type asked follows it."""
        h = self.history
        many = np.diff(h.triples_of)[self.source]
        at = spread(h.triples_of[self.source], many)
        query = np.repeat(np.arange(len(self.source)), many)
        known = h.triple.sums[3, at] > 0  # what comes later is in the table with 0
        at, query = at[known], query[known]
        pair = h.triple_pair[at]
        new = np.flatnonzero(np.concatenate([[True], (np.diff(pair) != 0) | (np.diff(query) != 0)])[: len(at)])
        first, then = h.triple_type[at], self.type[query]
        days, week, month = (affinity[first, then] for affinity in self.profile.affinity)
        sums = h.triple.sums
        parts = (days * sums[0, at], week * sums[1, at], month * sums[2, at], month * sums[3, at])
        self.own_lead = np.stack([np.add.reduceat(part, new) if len(at) else part for part in parts])
        self.own_query, self.own_target = query[new], h.triple_target[at[new]]
        same = np.flatnonzero(first == then)
        self.same_query, self.same_target, self.same_at = query[same], h.triple_target[at[same]], at[same]

    def _join_alike(self) -> None:
        """Weigh what actors that behave alike did by their likeness: of the type asked, and of any."""
        h, alike = self.history, self.profile.alike
        of_query = alike[self.source].tocoo()
        row = h.source_type.find(of_query.col * h.types + self.type[of_query.row])
        kept = row < len(h.source_type.keys)
        shape = (len(self.source), len(h.source_type.keys))
        link = sparse.csr_array((of_query.data[kept], (of_query.row[kept], row[kept])), shape=shape)
        self.alike = _sorted(link @ h.triples(2))
        sources, back = np.unique(self.source, return_inverse=True)
        self.alike_any = _sorted((alike[sources] @ h.pairs(2))[back])

    def _through(self) -> sparse.csr_array:
        """Return the ties of the source's partners, each weighted by its share in what the source did."""
        ties = self.history.pairs(1, least=_LEAST_TIE)
        sources, back = np.unique(self.source, return_inverse=True)
        own = ties[sources]
        total = np.asarray(own.sum(axis=1)).ravel() + 1e-9
        return _sorted((sparse.diags_array(1 / total) @ own @ ties)[back])

    def choose(self) -> tuple[Ints, Floats]:
        """Return the candidates with the highest score by weights set by hand, and that score."""
        parts = [self._own_part(), self._same_part(), self._type_part(), self._country_part()]
        parts += [_weighted(self.alike, 0.05), _weighted(self.through, 0.1), _weighted(self.alike_any, 0.001)]
        query, target, score = (np.concatenate([part[at] for part in parts]) for at in range(3))
        shape = (len(self.source), self.history.actors)
        table = sparse.coo_array((score.astype(np.float32), (query, target)), shape=shape).tocsr()
        candidates = np.full((len(self.source), MOST_CANDIDATES), -1, dtype=np.int64)
        scores = np.full(candidates.shape, -np.inf, dtype=np.float32)
        for row in range(shape[0]):
            part = slice(table.indptr[row], table.indptr[row + 1])
            targets, values = table.indices[part], table.data[part]
            if len(values) > MOST_CANDIDATES:
                best = np.argpartition(-values, MOST_CANDIDATES)[:MOST_CANDIDATES]
                targets, values = targets[best], values[best]
            order = np.argsort(targets)
            candidates[row, : len(order)] = targets[order]
            scores[row, : len(order)] = values[order]
        return candidates, scores

    def _own_part(self) -> tuple[Ints, Ints, Floats]:
        week, ever = self.source_all[:, self.own_query]
        score = 0.05 * self.own_lead[1] / (week + 1) + 0.03 * self.own_lead[3] / (ever + 5)
        return self.own_query, self.own_target, score

    def _same_part(self) -> tuple[Ints, Ints, Floats]:
        week, ever = self.source_same[:, self.same_query]
        sums = self.history.triple.sums
        score = sums[2, self.same_at] / (2 * week + 1) + 0.6 * sums[3, self.same_at] / (ever + 1)
        return self.same_query, self.same_target, score

    def _type_part(self) -> tuple[Ints, Ints, Floats]:
        h = self.history
        total = h.type.sums[:, h.type.find(self.type)]
        return self._most(
            h.type_target, h.targets_of_type, self.type, (1, 3), (0.5 / (total[1] + 1e-9), 0.5 / (total[3] + 1e-9))
        )

    def _country_part(self) -> tuple[Ints, Ints, Floats]:
        h = self.history
        month, ever = self.country_all
        weights = np.where(self.country > 0, 0.5 / (month + 1), 0), np.where(self.country > 0, 0.5 / (ever + 3), 0)
        return self._most(h.country, h.targets_of_country, self.at_home, (0, 1), weights)

    def _most(
        self, tally: FadingCount, starts: Ints, group: Ints, at: tuple[int, int], weights: tuple[Floats, Floats]
    ) -> tuple[Ints, Ints, Floats]:
        """Return the targets with the highest counts of each question's group, with their weighted counts."""
        groups, first, back = np.unique(group, return_index=True, return_inverse=True)
        chosen, scores = [], []
        for number, query in zip(groups, first, strict=True):
            slots = np.arange(starts[number], starts[number + 1])
            score = weights[0][query] * tally.sums[at[0], slots] + weights[1][query] * tally.sums[at[1], slots]
            if len(slots) > _MOST_OF_TYPE:
                best = np.argpartition(-score, _MOST_OF_TYPE)[:_MOST_OF_TYPE]
                slots, score = slots[best], score[best]
            chosen.append(slots[score > 0])
            scores.append(score[score > 0])
        many = np.array([len(slots) for slots in chosen])
        begin = np.cumsum(many) - many
        flat = spread(begin[back], many[back])
        query = np.repeat(np.arange(len(group)), many[back])
        return query, tally.keys[np.concatenate(chosen)[flat]] % self.history.actors, np.concatenate(scores)[flat]

    def features(self, candidates: Ints) -> Floats:
        """Return the features of candidates, on the scale of the models."""
        values = np.zeros((*candidates.shape, len(PARTNER_FEATURES)), dtype=np.float32)
        put = {feature.name: values[..., at] for at, feature in enumerate(PARTNER_FEATURES)}
        target = np.maximum(candidates, 0)
        self._of_pair(put, target)
        self._of_target(put, target)
        self._of_groups(put, target)
        self._of_joins(put, target)
        self._of_question(put)
        for name in ("lead7", "lead30", "lead", "same30", "alike"):
            put[f"{name}_max"][...] = put[name] / (put[name].max(axis=1, keepdims=True) + 1e-9)
        scale_features(values, PARTNER_FEATURES)
        return values

    def _of_pair(self, put: dict[str, Floats], target: Ints) -> None:
        h, source, kind = self.history, self.source[:, None], self.type[:, None]
        for name, tally, keys in (
            ("same", h.triple, h.triple_key(source, kind, target)),
            ("any", h.pair, source * h.actors + target),
        ):
            at = tally.find(keys)
            for number, ending in enumerate(("2", "7", "30", "")):
                put[name + ending][...] = tally.sums[number, at]
            put[f"{name}_days"][...] = tally.since(at)
        put["share7"][...] = put["same7"] / (self.source_same[0][:, None] + 0.3)
        put["share"][...] = put["same"] / (self.source_same[1][:, None] + 0.5)
        put["any_share7"][...] = put["any7"] / (self.source_all[0][:, None] + 0.3)
        put["any_share"][...] = put["any"] / (self.source_all[1][:, None] + 0.5)
        put["self"][...] = target == source

    def _of_target(self, put: dict[str, Floats], target: Ints) -> None:
        h, kind = self.history, self.type[:, None]
        at = h.type_target.find(kind * h.actors + target)
        total = h.type.sums[:, h.type.find(self.type)]
        for number, ending in enumerate(("3", "14", "60", "")):
            put["type" + ending][...] = h.type_target.sums[number, at] / (total[number][:, None] + 1e-9)
        put["type_days"][...] = h.type_target.since(at)
        everywhere = h.target.find(np.arange(h.actors))[target]
        for number, ending in enumerate(("1", "3", "14", "")):
            put["active" + ending][...] = h.target.sums[number, everywhere]
        put["active_days"][...] = h.target.since(everywhere)
        put["trend"][...] = put["active3"] / (put["active14"] + 0.1)
        put["for_this"][...] = h.type_target.sums[3, at] / (put["active"] + 5)
        for number, name in enumerate(("repeats7", "repeats", "returns")):
            put[name][...] = self.profile.of_actor[target, number]

    def _of_groups(self, put: dict[str, Floats], target: Ints) -> None:
        h, facts = self.history, self.history.facts
        other = facts.country[target]
        own = self.country[:, None]
        at = h.country.find(self.at_home[:, None] * h.actors + target)
        put["country14"][...] = h.country.sums[0, at] / (self.country_all[0][:, None] + 1)
        put["country"][...] = h.country.sums[1, at] / (self.country_all[1][:, None] + 3)
        put["home"][...] = np.where((own > 0) & (other > 0), own == other, -1)
        between = h.country_country.sums[0, h.country_country.find(self.at_home[:, None] * h.countries + other)]
        put["country_country"][...] = np.where(other > 0, between / (self.country_all[1][:, None] + 3), 0)
        toward = h.source_country.sums[0, h.source_country.find(self.source[:, None] * h.countries + other)]
        put["toward_country"][...] = toward / (3 * self.source_all[0][:, None] + 1)
        keys = self.source_type(self.type)[:, None] * h.countries + other
        toward = h.source_type_country.sums[0, h.source_type_country.find(keys)]
        put["same_toward_country"][...] = toward / (3 * self.source_same[0][:, None] + 1)
        sectors = self.sector * h.types + self.type
        total = h.sector_type.sums[0, h.sector_type.find(sectors)]
        at = h.sector.find(sectors[:, None] * h.sectors + facts.sector[target])
        put["sector_sector"][...] = h.sector.sums[0, at] / (total[:, None] + 3)

    def _of_joins(self, put: dict[str, Floats], target: Ints) -> None:
        wide = self.history.actors
        keys = np.arange(len(target))[:, None] * wide + target
        own = self.own_query * wide + self.own_target
        at, found = _look_up(own, keys)
        for name, lead in zip(("lead2", "lead7", "lead30", "lead"), self.own_lead, strict=True):
            put[name][...] = np.where(found, lead[at], 0) if len(own) else 0
        for name, table in (("alike", self.alike), ("alike_any", self.alike_any), ("through", self.through)):
            rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
            at, found = _look_up(rows * wide + table.indices, keys)
            put[name][...] = np.where(found, table.data[at], 0) if len(table.data) else 0

    def _of_question(self, put: dict[str, Floats]) -> None:
        h, profile = self.history, self.profile
        pairs = np.bincount(self.own_query, minlength=len(self.source))
        columns = {
            "source_same7": self.source_same[0], "source_same": self.source_same[1],
            "source_any7": self.source_all[0], "source_any": self.source_all[1], "partners": pairs,
            "type_count": h.type.sums[3, h.type.find(self.type)],
        }  # fmt: skip
        for number, name in enumerate(("repeats7", "repeats", "returns7", "returns", "home")):
            columns[f"type_{name}"] = profile.of_type[self.type, number]
        for number, name in enumerate(("repeats7", "repeats", "returns")):
            columns[f"source_{name}"] = profile.of_actor[self.source, number]
        for name, column in columns.items():
            put[name][...] = column[:, None]


def _sorted(table: sparse.csr_array) -> sparse.csr_array:
    table = table.tocsr()
    table.sort_indices()
    return table


def _weighted(table: sparse.csr_array, weight: float) -> tuple[Ints, Ints, Floats]:
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    return rows, table.indices, weight * table.data


def _look_up(keys: Ints, asked: Ints) -> tuple[Ints, Ints]:
    """Return where each key asked stands among rising keys, and whether it does."""
    if not len(keys):
        return np.zeros(asked.shape, dtype=np.int64), np.zeros(asked.shape, dtype=bool)
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return at, keys[at] == asked
