"""Unity and division: how far a bloc stands as one, from roll calls, positions or events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.choices import CHOICES, count_choices
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result
from detente.analysis.statistics.agreement import agreement_index, attina_index, entropy_cohesion, rice_index
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detente.analysis.periods import Every

#: Fewer calls than this say nothing of a bloc.
FLOOR: Final = 10
_DRAWS: Final = 1000
_REFERENCES: Final = ("hix2005", "rice1925", "attina1990", "bowler2016", "efron1979")
_CAUTION: Final = (
    "Unity on what is put to a vote, or reported: lopsided and symbolic votes raise it (see contested), and "
    "what a bloc "
    "quarrels about may never come to a vote. It does not say why members agree. Absence is no choice here, and an "
    "abstention is half a dissent in the Agreement Index but none in Rice's."
)
_COLUMNS: Final = (
    ("bloc", "The bloc."),
    ("period", "First day of the period; empty where all calls are taken together."),
    ("agreement", "Agreement Index (Hix, Noury, Roland), mean over the calls, 0 to 1."),
    ("low", "Lower end of its 95 % interval, bootstrap over calls."),
    ("high", "Upper end of its 95 % interval."),
    ("rice", "Rice index, mean over the calls in which somebody was for or against, 0 to 1."),
    ("attina", "Attinà's index, mean over the calls, -1/3 to 1."),
    ("entropy", "1 less the normalised entropy of the three choices, mean over the calls, 0 to 1."),
    ("unanimous", "Share of the calls in which all who chose did the same, 0 to 1."),
    ("calls", "Calls with enough members."),
    ("contested", "Agreement Index in contested calls: at most three in four of all blocs' choices were the same."),
    ("contested_calls", "How many of these there are."),
)
_KINDS: Final = {"bloc": pa.string(), "period": pa.date32(), "calls": pa.int64(), "contested_calls": pa.int64()}
_SCHEMA: Final = pa.schema([(name, _KINDS.get(name, pa.float64())) for name, _ in _COLUMNS])


@dataclass(frozen=True, slots=True)
class CohesionOptions:
    """What is asked of `measure_cohesion`.

    Attributes:
        period: Length of the periods that are told apart; None takes all calls together.
        least_members: In how many members (or votes of a group) a call must find a choice to count.
        contested: A call is contested if at most this share of all choices were the same.
        about: What the choices are, in words, for the question.
        chosen: Which of them count, and how much, in words, for the method.
        seed: Of the bootstrap and of the draws.
    """

    period: Every | None = None
    least_members: int = 3
    contested: float = 0.75
    about: str = "roll calls"
    chosen: str = ""
    seed: int = 1

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            UsageError: Fewer than two members, or a share beyond 0 to 1.
        """
        if self.least_members < 2:
            raise UsageError("unity takes two members at least", hint="Set the least number to 2 or more.")
        if not 0 < self.contested <= 1:
            raise UsageError(f"a share is above 0 and at most 1, not {self.contested}")


def measure_cohesion(choices: pa.Table, options: CohesionOptions, *, others: pa.Table | None = None) -> Outcome:
    """Return how far each bloc stood as one.

    Args:
        choices: A table of choices with blocs (`choices.SCHEMA`).
        options: Periods, and what counts.
        others: The choices of all who could choose, members or not; gives what is contested, and the control: blocs
            of the same size drawn at random. None takes `choices`.

    Returns:
        A row for each bloc and period. The estimate is the Agreement Index of the only bloc, if there is one.

    Raises:
        UsageError: A column is missing.
    """
    table = count_choices(choices, period=options.period)
    counts = _counts(table)
    kept = np.flatnonzero(counts.sum(axis=1) >= options.least_members)
    table, counts = table.take(pa.array(kept)), counts[kept]
    question = f"How far do the members stand as one in {options.about}?"
    if len(kept) < FLOOR:
        why = (
            f"A call counts with {options.least_members} members or more. A longer stretch, more members, all issues "
            "or a lower confidence give more."
        )
        return NotEnough("cohesion", question, len(kept), FLOOR, "calls", why)
    contested = _contested(choices if others is None else others, options.contested)
    is_contested = np.array([call in contested for call in table.column("call").to_pylist()])
    rows = list(_rows(table, counts, is_contested, options.seed))
    only = len({row["bloc"] for row in rows}) == 1
    estimate, interval = _mean_and_interval(agreement_index(counts), options.seed) if only else (None, None)
    reference, citation = cite(*_REFERENCES)
    return Result(
        measure="cohesion",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=estimate,
        estimate_of="Agreement Index, 0 (three equal parts) to 1 (all the same)" if only else "",
        interval=interval,
        n=int(counts.sum()),
        n_distinct=len(kept),
        counted="choices of members (distinct: calls)",
        controls=tuple(_random_blocs(others, table, counts, options)) if only and others is not None else (),
        floor=FLOOR,
        method=(
            f"mean over calls with {options.least_members} or more choices; absence left out; percentile "
            f"bootstrap over "
            f"calls, {_DRAWS:,} draws" + (f"; {options.chosen}" if options.chosen else "")
        ),
        caution=_CAUTION,
        reference=reference,
        citation=citation,
        chart=_chart(options, rows),
    )


def _chart(options: CohesionOptions, rows: list[dict[str, Any]]) -> Chart:
    label = "Agreement Index"
    if options.period and len({row["period"] for row in rows}) > 1:
        return Chart("lines", "period", "agreement", "low", "high", by="bloc", y_label=label)
    return Chart("points", "bloc", "agreement", "low", "high", y_label=label)


def _counts(table: pa.Table) -> NDArray[np.float64]:
    return np.column_stack([table.column(name).to_numpy().astype(float) for name in CHOICES]).reshape(-1, 3)


def _contested(choices: pa.Table, share: float) -> frozenset[str]:
    """Return the calls in which at most `share` of all choices were the same."""
    everybody = choices.set_column(choices.schema.get_field_index("bloc"), "bloc", pa.array(["all"] * len(choices)))
    table = count_choices(everybody, period=None)
    counts = _counts(table)
    is_so = counts.max(axis=1) <= share * counts.sum(axis=1)
    return frozenset(call for call, so in zip(table.column("call").to_pylist(), is_so, strict=True) if so)


def _rows(
    table: pa.Table, counts: NDArray[np.float64], contested: NDArray[np.bool_], seed: int
) -> Iterator[dict[str, Any]]:
    keys = list(zip(table.column("bloc").to_pylist(), table.column("period").to_pylist(), strict=True))
    places: dict[tuple[str, Any], list[int]] = {}
    for number, key in enumerate(keys):
        places.setdefault(key, []).append(number)
    for key, at in places.items():
        own, agreement = counts[at], agreement_index(counts[at])
        if len(own) < FLOOR:  # a year of three calls would be a peak or a dip of the curve
            yield {"bloc": key[0], "period": key[1], "calls": len(own), "contested_calls": int(contested[at].sum())}
            continue
        mean, interval = _mean_and_interval(agreement, seed)
        rice = rice_index(own)
        hard = agreement[contested[at]]
        yield {
            "bloc": key[0],
            "period": key[1],
            "agreement": mean,
            "low": interval.low,
            "high": interval.high,
            "rice": float(np.nanmean(rice)) if not np.isnan(rice).all() else None,
            "attina": float(attina_index(own).mean()),
            "entropy": float(entropy_cohesion(own).mean()),
            "unanimous": float((own.max(axis=1) == own.sum(axis=1)).mean()),
            "calls": len(own),
            "contested": float(hard.mean()) if len(hard) else None,
            "contested_calls": len(hard),
        }


def _mean_and_interval(values: NDArray[np.float64], seed: int) -> tuple[float, Interval]:
    drawn = np.random.default_rng(seed).integers(0, len(values), (_DRAWS, len(values)))
    low, high = (float(end) for end in np.quantile(values[drawn].mean(axis=1), (0.025, 0.975)))
    return float(values.mean()), Interval(low, high, 0.95, f"bootstrap over calls, {_DRAWS:,} draws")


def _random_blocs(
    others: pa.Table, table: pa.Table, counts: NDArray[np.float64], options: CohesionOptions
) -> Iterator[Control]:
    """Yield the control: in each call, as many of all who chose, drawn at random."""
    everybody = others.set_column(others.schema.get_field_index("bloc"), "bloc", pa.array(["all"] * len(others)))
    whole = count_choices(everybody, period=None)
    of_call = dict(zip(whole.column("call").to_pylist(), _counts(whole).astype(int), strict=True))
    listed = [of_call[call] for call in table.column("call").to_pylist()]
    draw = np.random.default_rng(options.seed)
    sizes = counts.sum(axis=1).astype(int)
    drawn = np.array([
        [draw.multivariate_hypergeometric(all_, size) for all_, size in zip(listed, sizes, strict=True)]
        for _ in range(99)
    ], dtype=float)  # fmt: skip
    means = [float(mean) for mean in agreement_index(drawn.reshape(-1, 3)).reshape(99, -1).mean(axis=1)]
    own = float(agreement_index(counts).mean())
    low, high = (float(end) for end in np.quantile(means, (0.025, 0.975)))
    yield Control(
        "as many members drawn at random from all who chose",
        float(np.mean(means)),
        Interval(low, high, 0.95, "99 draws"),
        (1 + sum(mean >= own for mean in means)) / 100,
        "The unity that comes from everybody agreeing; only what lies above it is the bloc's own.",
    )
