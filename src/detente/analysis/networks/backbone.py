"""The backbone of a debate: which concepts make the network, and which could be left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from detente.analysis.networks.discourse import (
    COUNTED,
    FLOOR,
    NetworkOptions,
    Stances,
    collect_entries,
    make_stances,
    tie_actors,
    too_few,
)
from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: More concepts than this take too long, and no person looks through them.
MOST_CONCEPTS: Final = 200
_SHUFFLES: Final = 99
_COLUMNS: Final = (
    ("rank", "1 for the concept that the network can do without least: it is left out last."),
    ("concept", "The concept."),
    ("loss", "Spectral loss, 0 to 2, once this concept and all of higher rank are left out."),
    ("redundant_loss", "The same for the network of the left-out concepts alone."),
    ("statements", "Statements on the concept, duplicates left out."),
)
_SCHEMA: Final = pa.schema([
    ("rank", pa.int64()), ("concept", pa.string()), ("loss", pa.float64()), ("redundant_loss", pa.float64()),
    ("statements", pa.int64()),
])  # fmt: skip


def spectral_loss(full: NDArray[np.float64], part: NDArray[np.float64]) -> float:
    """Return the sum of absolute differences of the eigenvalues of two Laplacians, each made to sum to 1; 0 to 2.

    Negative ties count as none.

    Examples:
        >>> ties = np.array([[0.0, 1, 0], [1, 0, 2], [0, 2, 0]])
        >>> round(spectral_loss(ties, 5 * ties), 9)
        0.0
    """
    return float(np.abs(_spectrum(full) - _spectrum(part)).sum())


def measure_backbone(statements: pa.Table, options: NetworkOptions, *, seed: int = 1) -> Outcome:
    """Return the concepts in the order in which the network can do without them, those that make it first.

    Nested backbone: the concept whose loss is smallest is left out, again and again; loss is the spectral distance of
    what remains from the whole network of actors. Control: the loss with half of the concepts left out at random,
    beside that with the half which the backbone leaves out (the estimate).

    Raises:
        UsageError: A column is missing, or there are more than 200 concepts.
    """
    question = "Which concepts make the network?"
    options = replace(options, two_mode=False, aggregation="congruence" if options.aggregation == "combine"
                      else options.aggregation)  # fmt: skip
    entries = collect_entries(statements, options)
    if few := too_few("backbone", question, entries, actors=4):
        return few
    stances = make_stances(entries)
    full = tie_actors(stances, options)
    many = len(entries.concepts)
    if many > MOST_CONCEPTS:
        raise UsageError(f"{many} concepts are more than {MOST_CONCEPTS}", hint="--min-count leaves out the rare ones.")
    if many < 4 or not (np.maximum(full, 0)).any():
        why = "It takes four concepts and positive ties between actors: --aggregation congruence has most."
        return NotEnough("backbone", question, many, 4, "concepts", why)
    order = list(_leave_out(stances, full, options))
    counts = stances.agree.sum(axis=0) + stances.disagree.sum(axis=0)
    rows = []
    for number, (concept, loss) in enumerate(order):
        gone = [one for one, _ in order[: number + 1]]
        rows.append({
            "rank": many - number, "concept": entries.concepts[concept], "loss": loss,
            "redundant_loss": spectral_loss(full, tie_actors(_only(stances, gone), options)),
            "statements": round(counts[concept]),
        })  # fmt: skip
    draw, half = np.random.default_rng(seed), many // 2
    chance = [
        spectral_loss(full, tie_actors(_only(stances, draw.permutation(many)[half:].tolist()), options))
        for _ in range(_SHUFFLES)
    ]
    found, ends = rows[half - 1]["loss"], [float(end) for end in np.quantile(chance, (0.025, 0.975))]
    reference, citation = cite("leifeld2017")
    return Result(
        measure="backbone",
        question=question,
        table=pa.Table.from_pylist(rows[::-1], schema=_SCHEMA),
        columns=_COLUMNS,
        estimate=found,
        estimate_of=f"spectral loss with the {half} least needed of {many} concepts left out, 0 to 2",
        interval=None,
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(
            Control(f"{half} concepts left out at random", float(np.mean(chance)),
                    Interval(ends[0], ends[1], 0.95, f"{_SHUFFLES} draws"),
                    (1 + sum(one <= found for one in chance)) / (1 + _SHUFFLES),
                    "A large p: any half of the concepts carries the network as well, and there is no backbone."),
        ),
        floor=FLOOR,
        method=f"nested: the concept of the smallest spectral loss is left out, again and again; {options.describe()}",
        caution=(
            "A concept ranks high if the ties among actors need it, not because it matters in the world. Ranks that "
            "differ by little loss may be reversed by one more article."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("points", "concept", "loss", y_label="spectral loss once it and all below it are left out"),
    )  # fmt: skip


def _leave_out(stances: Stances, full: NDArray[np.float64], options: NetworkOptions) -> Iterator[tuple[int, float]]:
    """Yield each concept with the loss once it is left out, the least needed first."""
    kept = list(range(len(stances.concepts)))
    while kept:
        losses = [
            spectral_loss(full, tie_actors(_only(stances, [one for one in kept if one != gone]), options))
            for gone in kept
        ]
        at = int(np.argmin(np.round(losses, 12)))
        yield kept[at], losses[at]
        del kept[at]


def _only(stances: Stances, concepts: list[int]) -> Stances:
    return replace(
        stances, concepts=tuple(stances.concepts[at] for at in concepts), agree=stances.agree[:, concepts],
        disagree=stances.disagree[:, concepts],
    )  # fmt: skip


def _spectrum(ties: NDArray[np.float64]) -> NDArray[np.float64]:
    positive = np.maximum(ties, 0)
    values = np.linalg.eigvalsh(np.diag(positive.sum(axis=1)) - positive)
    whole = float(values.sum())
    spectrum: NDArray[np.float64] = values / whole if whole > 0 else np.zeros_like(values)
    return spectrum
