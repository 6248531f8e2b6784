"""What is learned once from an earlier time: which types follow which, who repeats themselves, who resembles whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from detente.analysis.forecasting.facts import spread
from detente.analysis.forecasting.fading import NEVER, FadingCount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Facts, Floats, Ints

#: Half-lives of what one type says of the next, in days.
AFFINITY_HALF_LIVES: Final = (2.0, 7.0, 30.0)
#: How many actors that behave alike are kept for each.
MOST_ALIKE: Final = 15
_LEAST_ALIKE: Final = 0.03
#: Shares are drawn toward the mean of all as by so many observations.
_SMOOTH: Final = 20.0
_SOON_DAYS: Final = 7
#: A habit (type and target) of fewer actors says nothing of likeness, one of more is everybody's.
_LEAST_SHARED, _MOST_SHARED = 2, 400
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is learned from facts in both directions, R types and E actors.

    Attributes:
        affinity: For each half-life, R × R: how much more often than usual the second type follows the first between
            the same two (1 is usual).
        of_type: R × 5: share of facts of a type that repeat the same fact within a week, ever; that follow any fact
            between the two within a week, ever; that stay in one country.
        of_actor: E × 3: share of an actor's facts that repeat the same fact within a week, ever; that are with a
            partner it had before.
        alike: E × E, sparse: likeness (cosine) to the 15 actors that do the same things to the same others.
    """

    affinity: Floats
    of_type: Floats
    of_actor: Floats
    alike: sparse.csr_array


def learn_profile(facts: Facts) -> Profile:
    """Return what facts of an earlier time say.

    Args:
        facts: In both directions.
    """
    of_type, of_actor = _habits(facts)
    return Profile(_affinity(facts), of_type, of_actor, _alike(facts))


def _affinity(facts: Facts) -> Floats:
    """Return A[r', r] = (N[r', r] + 20 g_r) / (n_r' + 20), over its mean by r'.

    N: decayed number of r' before each r on the same ordered pair; g_r = N_.r / n; n_r' facts of type r'.
    """
    many, types = len(facts.actors), len(facts.types)
    pair = facts.source * many + facts.target
    tally = FadingCount(pair * types + facts.type, facts.day, AFFINITY_HALF_LIVES)
    pair_of, type_of = tally.keys // types, tally.keys % types
    pairs, starts = np.unique(pair_of, return_index=True)
    sizes = np.diff(np.append(starts, len(pair_of)))
    row = np.searchsorted(pairs, pair)
    found = np.zeros((len(AFFINITY_HALF_LIVES), types * types))
    days, begins = np.unique(facts.day, return_index=True)
    for day, first, end in zip(days, begins, np.append(begins[1:], len(facts)), strict=True):
        tally.advance(int(day))
        rows = row[first:end]
        at = spread(starts[rows], sizes[rows])
        cell = type_of[at] * types + np.repeat(facts.type[first:end], sizes[rows])
        for number in range(len(AFFINITY_HALF_LIVES)):
            found[number] += np.bincount(cell, weights=tally.sums[number, at], minlength=types * types)
    counts = np.bincount(facts.type, minlength=types).astype(float)
    followed = found.reshape(-1, types, types)
    usual = followed.sum(axis=1, keepdims=True) / max(counts.sum(), 1)
    rates = (followed + _SMOOTH * usual) / (counts[:, None] + _SMOOTH)
    mean = (rates * counts[:, None]).sum(axis=1, keepdims=True) / max(counts.sum(), 1)
    affinity: Floats = (rates / (mean + 1e-12)).astype(np.float32)
    return affinity


def _habits(facts: Facts) -> tuple[Floats, Floats]:
    """Return the shares `Profile.of_type` and `Profile.of_actor`."""
    many, types = len(facts.actors), len(facts.types)
    pair = facts.source * many + facts.target
    same = _days_since(pair * types + facts.type, facts.day)
    any_type = _days_since(pair, facts.day)
    home = (facts.country[facts.source] > 0) & (facts.country[facts.source] == facts.country[facts.target])
    soon, ever = same <= _SOON_DAYS, same < NEVER
    met_soon, met = any_type <= _SOON_DAYS, any_type < NEVER
    of_type = _shares(facts.type, (soon, ever, met_soon, met, home), types)
    return of_type, _shares(facts.source, (soon, ever, met), many)


def _days_since(keys: Ints, days: Ints) -> Ints:
    """Return how many days before each fact its key occurred last on an earlier day; `NEVER` if it did not."""
    wide = int(days.max(initial=0)) + 2
    met, place = np.unique(keys * wide + days, return_inverse=True)
    key, day = met // wide, met % wide
    first = np.concatenate([[True], key[1:] != key[:-1]])[: len(met)]
    gap = np.where(first, NEVER, day - np.concatenate([[0], day[:-1]])[: len(met)])
    return np.minimum(gap, NEVER)[place]


def _shares(group: Ints, marks: tuple[NDArray[np.bool_], ...], many: int) -> Floats:
    """Return the share of each mark in each group, drawn toward the share in all."""
    sizes = np.bincount(group, minlength=many).astype(float)
    columns = []
    for mark in marks:
        usual = float(mark.mean()) if len(mark) else 0.0
        marked = np.bincount(group, weights=mark.astype(float), minlength=many)
        columns.append((marked + _SMOOTH * usual) / (sizes + _SMOOTH))
    return np.stack(columns, axis=1).astype(np.float32)


def _alike(facts: Facts) -> sparse.csr_array:
    """Return the cosine of tf-idf weights over (type, target), the 15 largest of each actor."""
    many = len(facts.actors)
    habits, column = np.unique(facts.type * many + facts.target, return_inverse=True)
    table = sparse.csr_array((np.ones(len(facts)), (facts.source, column)), shape=(many, len(habits)))
    table.sum_duplicates()
    table.data = np.log1p(table.data)
    shared = np.bincount(table.indices, minlength=len(habits))
    table = table @ sparse.diags_array(np.log(many / (shared + 1.0)))
    table = table[:, np.flatnonzero((shared >= _LEAST_SHARED) & (shared <= _MOST_SHARED))].tocsr()
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()) + 1e-9
    table = (sparse.diags_array(1 / length) @ table).tocsr()
    across = table.T.tocsr()
    parts = [_most_alike((table[at : at + _ROWS_AT_ONCE] @ across).tocsr(), at) for at in range(0, many, _ROWS_AT_ONCE)]
    return sparse.vstack(parts, format="csr") if parts else sparse.csr_array((0, 0))


def _most_alike(products: sparse.csr_array, first: int) -> sparse.csr_array:
    """Return the largest cosines of each row with another actor; row 0 is the actor `first`."""
    rows, columns, values = [], [], []
    for row in range(products.shape[0]):
        part = slice(products.indptr[row], products.indptr[row + 1])
        other, value = products.indices[part], products.data[part]
        kept = (value > _LEAST_ALIKE) & (other != first + row)
        other, value = other[kept], value[kept]
        best = np.lexsort((other, -value))[:MOST_ALIKE]
        rows.append(np.full(len(best), row))
        columns.append(other[best])
        values.append(value[best])
    cells = (np.concatenate(values).astype(np.float32), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(cells, shape=products.shape)
