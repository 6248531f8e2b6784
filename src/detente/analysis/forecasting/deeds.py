"""Will there be material cooperation, or conflict, of A toward B within so many days: a logistic model of past rates.

Two faults flatter such forecasts, and are avoided: dyads are chosen by what happened before the training ends, never by
the days that are scored; and between the last day of training and the first that is scored lies the whole horizon, so
that no label of the one looks into the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import optimize, special

from detente.analysis.statistics.clustered import clustered_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.analysis.forecasting.facts import Ints
    from detente.analysis.result import Interval

    Reals = NDArray[np.float64]

#: A dyad takes part with so many events before the training ends.
LEAST_EVENTS: Final = 20
#: More dyads are cut to those with most events.
MOST_DYADS: Final = 1500
_TRAIN_SHARE: Final = 0.7
_MOST_ROWS: Final = 150_000
_FIRST_DAY: Final = 14
#: The penalty on a weight, in independent observations: days of one dyad within a horizon see the same deeds.
_RIDGE: Final = 10.0
#: The decayed rate that the model is held against, and how far it is drawn toward the mean of all dyads.
_RATE_HALF_LIFE, _OWN_SHARE = 60.0, 0.7
_SMALL: Final = 1e-3

#: Features of a dyad on a day: name, and what a high value says.
DEED_FEATURES: Final = (
    ("rate", "{source} has done so toward {target} often since the records begin"),
    ("decayed_rate", "{source} has done so toward {target} often in the last months"),
    ("own7", "{source} did so toward {target} in the last weeks"),
    ("own30", "{source} did so toward {target} in the last months"),
    ("back7", "{target} did so toward {source} in the last weeks"),
    ("back30", "{target} did so toward {source} in the last months"),
    ("any2", "the two are in the news together these days"),
    ("any7", "the two were in the news together in the last weeks"),
    ("any30", "the two were in the news together in the last months"),
    ("any90", "the two have long been in the news together"),
    ("source_sends7", "{source} did so toward many in the last weeks"),
    ("source_sends60", "{source} did so toward many in the last months"),
    ("target_gets7", "{target} met with it from many in the last weeks"),
    ("target_gets60", "{target} met with it from many in the last months"),
    ("source_active60", "{source} is often in the news"),
    ("target_active60", "{target} is often in the news"),
)


@dataclass(frozen=True, slots=True, eq=False)
class DyadDays:
    """Directed dyads by day.

    Attributes:
        pairs: D × 2 numbers of source and target.
        deeds: Deeds of the source toward the target, D × T.
        back: Deeds of the target toward the source.
        any: All events between the two.
        sent: Deeds of each actor toward anybody, E × T.
        got: Deeds of anybody toward it.
        active: All its events.
    """

    pairs: Ints
    deeds: Reals
    back: Reals
    any: Reals
    sent: Reals
    got: Reals
    active: Reals

    @property
    def days(self) -> int:
        """How many days there are, T."""
        return int(self.deeds.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class DeedScores:
    """How well deeds were forecast on held-out days.

    Attributes:
        happened: Whether the deed came, by dyad and day, flat.
        chances: Forecast of each model and baseline, by name.
        cluster: Number of the pair (either direction) of each.
    """

    happened: NDArray[np.bool_]
    chances: dict[str, Reals]
    cluster: Ints

    def losses(self, name: str, *, brier: bool = False) -> Reals:
        """Return the log loss of each forecast, -log p of what happened, or its Brier score (p - y)²."""
        chance = self.chances[name]
        if brier:
            found: Reals = (chance - self.happened) ** 2
        else:
            found = -np.log(np.where(self.happened, chance, 1 - chance))
        return found

    def difference(self, one: str, other: str, *, brier: bool = False) -> tuple[float, Interval]:
        """Return the mean loss of one less that of another, with its interval clustered by pair.

        Below 0 the first is better. Paired: both are scored on the same dyads and days.
        """
        gap = self.losses(one, brier=brier) - self.losses(other, brier=brier)
        return clustered_mean(gap, self.cluster, of="pairs")


@dataclass(frozen=True, slots=True, eq=False)
class DeedModel:
    """A fitted logistic model.

    Attributes:
        mean: Of each feature where it was fitted.
        scale: Standard deviation there.
        weight: Of each standardised feature.
        constant: Log odds where all features are at their mean.
    """

    mean: Reals
    scale: Reals
    weight: Reals
    constant: float

    def parts(self, features: Reals) -> Reals:
        """Return what each feature adds to the log odds, over the last axis."""
        found: Reals = (features - self.mean) / self.scale * self.weight
        return found

    def chance(self, features: Reals) -> Reals:
        """Return the probability that the deed comes."""
        found: Reals = special.expit(self.parts(features).sum(axis=-1) + self.constant)
        return found


def choose_dyads(source: Ints, target: Ints, day: Ints, before: int) -> Ints:
    """Return the directed dyads with 20 events or more before a day, D × 2, those with most first at most 1,500.

    Args:
        source: Of each event.
        target: Likewise.
        day: Days from 0.
        before: Only events before this day are looked at.
    """
    early = day < before
    wide = int(max(source.max(initial=0), target.max(initial=0))) + 1
    keys, many = np.unique(source[early] * wide + target[early], return_counts=True)
    kept = np.flatnonzero(many >= LEAST_EVENTS)
    kept = np.sort(kept[np.argsort(-many[kept], kind="stable")[:MOST_DYADS]])
    return np.stack([keys[kept] // wide, keys[kept] % wide], axis=1)


def lay_out(events: tuple[Ints, Ints, Ints], is_deed: NDArray[np.bool_], pairs: Ints) -> DyadDays:
    """Return dyads by day.

    Args:
        events: Source, target and day of each event.
        is_deed: Which events are deeds.
        pairs: The dyads, D × 2.
    """
    source, target, day = events
    actors, days = int(max(source.max(), target.max(), pairs.max(initial=0))) + 1, int(day.max()) + 1
    keys = pairs[:, 0] * actors + pairs[:, 1]
    order = np.argsort(keys)

    def by_dyad(first: Ints, second: Ints, kept: NDArray[np.bool_]) -> Reals:
        asked = first * actors + second
        at = np.minimum(np.searchsorted(keys[order], asked), len(keys) - 1)
        kept = kept & (keys[order][at] == asked)
        return _count(order[at[kept]], day[kept], (len(keys), days))

    every = np.ones(len(day), dtype=bool)
    return DyadDays(
        pairs=pairs,
        deeds=by_dyad(source, target, is_deed),
        back=by_dyad(target, source, is_deed),
        any=by_dyad(source, target, every) + by_dyad(target, source, every),
        sent=_count(source[is_deed], day[is_deed], (actors, days)),
        got=_count(target[is_deed], day[is_deed], (actors, days)),
        active=_count(source, day, (actors, days)) + _count(target, day, (actors, days)),
    )


def _count(row: Ints, day: Ints, shape: tuple[int, int]) -> Reals:
    table = np.zeros(shape)
    np.add.at(table, (row, day), 1)
    return table


def split_days(days: int, horizon: int) -> tuple[Ints, Ints] | None:
    """Return the days of training and those that are scored, the whole horizon apart; None if there are too few.

    Args:
        days: How many days there are; the label of day t looks at t + 1 … t + horizon.
        horizon: In days.
    """
    usable = np.arange(_FIRST_DAY, days - horizon)
    if len(usable) < 2 * horizon:
        return None
    cut = int(usable[int(len(usable) * _TRAIN_SHARE)])
    train = usable[usable <= cut - horizon]
    return (train, usable[usable >= cut]) if len(train) >= horizon else None


def label_days(deeds: Reals, horizon: int) -> NDArray[np.bool_]:
    """Return whether a deed comes in the days t + 1 … t + horizon, D × T."""
    sums = np.concatenate([np.zeros((len(deeds), 1)), np.cumsum(deeds, axis=1)], axis=1)
    days = np.arange(deeds.shape[1])
    end = np.minimum(days + 1 + horizon, deeds.shape[1])
    found: NDArray[np.bool_] = sums[:, end] > sums[:, days + 1]
    return found


def rate_chances(table: DyadDays, horizon: int) -> dict[str, Reals]:
    """Return the baselines, D × T: 1 - exp(-h λ), with λ the dyad's deeds a day so far, or decayed (half-life 60 days).

    Both rates are drawn toward the mean of all dyads on the day: λ = .7 λ_dyad + .3 λ_all.
    """
    found = {}
    for name, half_life in (("rate so far", np.inf), ("decayed rate", _RATE_HALF_LIFE)):
        rate = _rate(table.deeds, half_life)
        drawn = _OWN_SHARE * rate + (1 - _OWN_SHARE) * rate.mean(axis=0)
        found[name] = np.clip(1 - np.exp(-horizon * drawn), _SMALL, 1 - _SMALL)
    return found


def describe_dyads(table: DyadDays, horizon: int, days: Ints) -> Reals:
    """Return the features of each dyad on some days, from what happened up to the end of the day, D × days × F."""
    source, target = table.pairs.T
    decayed = rate_chances(table, horizon)["decayed rate"]
    columns = [_log(_rate(table.deeds, np.inf)), special.logit(decayed)]
    columns += [_log(_rate(part, half_life)) for part in (table.deeds, table.back) for half_life in (7.0, 30.0)]
    columns += [_log(_rate(table.any, half_life)) for half_life in (2.0, 7.0, 30.0, 90.0)]
    columns += [_log(_rate(part, half_life))[side] for part, side in ((table.sent, source), (table.got, target))
                for half_life in (7.0, 60.0)]  # fmt: skip
    columns += [_log(_rate(table.active, 60.0))[side] for side in (source, target)]
    return np.stack([column[:, days] for column in columns], axis=2)


def _rate(counts: Reals, half_life: float) -> Reals:
    """Return Σ_{s ≤ t} counts_s 2^(-(t - s) / h) / (Σ_{s ≤ t} 2^(-(t - s) / h) + 5): a rate a day, drawn toward 0."""
    keep = 2 ** (-1 / half_life)
    found, past, weight = np.zeros_like(counts), np.zeros(len(counts)), 0.0
    for day in range(counts.shape[1]):
        past, weight = past * keep + counts[:, day], weight * keep + 1
        found[:, day] = past / (weight + 5)
    return found


def _log(rate: Reals) -> Reals:
    found: Reals = np.log(rate + _SMALL)
    return found


def fit_deeds(features: Reals, happened: NDArray[np.bool_], *, independent: float) -> DeedModel:
    """Return the logistic model that makes what happened most likely.

    It maximises the mean log likelihood less (10 / independent) |w|² / 2 over the weights of standardised features.

    Args:
        features: N × F.
        happened: N.
        independent: How many of the N count as independent.
    """
    ridge = _RIDGE / max(independent, 1)
    step = -(-len(features) // _MOST_ROWS)
    features, happened = features[::step], happened[::step].astype(float)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    table = (features - mean) / scale

    def loss(given: Reals) -> tuple[float, Reals]:
        odds = table @ given[:-1] + given[-1]
        value = float((np.logaddexp(0, odds) - happened * odds).mean()) + ridge / 2 * float(given[:-1] @ given[:-1])
        apart = (special.expit(odds) - happened) / len(table)
        return value, np.append(table.T @ apart + ridge * given[:-1], apart.sum())

    found = optimize.minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B")
    return DeedModel(mean, scale, found.x[:-1], float(found.x[-1]))


def score_deeds(table: DyadDays, horizon: int, train: Ints, held: Ints) -> tuple[DeedModel, DeedScores]:
    """Return the model fitted on some days and how it does on others, beside the baselines.

    Args:
        table: Dyads chosen before the scored days.
        horizon: In days.
        train: Days of training.
        held: Days that are scored.
    """
    happened = label_days(table.deeds, horizon)
    features = describe_dyads(table, horizon, train)
    independent = len(table.pairs) * max(len(train) / horizon, 1)
    known = happened[:, train].ravel()
    model = fit_deeds(features.reshape(-1, features.shape[2]), known, independent=independent)
    seen = describe_dyads(table, horizon, held)
    chances = {"model": model.chance(seen)}
    chances |= {name: part[:, held] for name, part in rate_chances(table, horizon).items()}
    only_rate = fit_deeds(features[..., 1].reshape(-1, 1), known, independent=independent)
    chances["decayed rate, calibrated"] = only_rate.chance(seen[..., 1:2])
    chances = {name: np.clip(part, _SMALL, 1 - _SMALL).ravel() for name, part in chances.items()}
    low, high = table.pairs.min(axis=1), table.pairs.max(axis=1)
    _, cluster = np.unique(low * (int(high.max()) + 1) + high, return_inverse=True)
    return model, DeedScores(happened[:, held].ravel(), chances, np.repeat(cluster, len(held)))
