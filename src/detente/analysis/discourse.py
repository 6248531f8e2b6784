"""Discourse networks in the sense of DNA: who shares which stances with whom, or differs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa

from detente.analysis.choices import ARTICLES_NEED, POSITIONS_NEED
from detente.analysis.engine import ask, require
from detente.analysis.events import Selection
from detente.analysis.references import cite
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Aggregation = Literal["ignore", "congruence", "conflict", "subtract"]
Normalisation = Literal["none", "average", "jaccard", "cosine", "activity", "prominence"]
Duplicates = Literal["all", "document", "week", "month", "year", "once"]

#: Columns of the table of statements on concepts.
SCHEMA: Final = pa.schema([
    ("actor", pa.string()),
    ("concept", pa.string()),
    ("agrees", pa.bool_()),
    ("date", pa.date32()),
    ("document", pa.string()),
])
#: Statements that a network takes.
FLOOR: Final = 20
AGGREGATIONS: Final = ("ignore", "congruence", "conflict", "subtract")
ONE_MODE: Final = ("none", "average", "jaccard", "cosine")
TWO_MODE: Final = ("none", "activity", "prominence")
DUPLICATES: Final = ("all", "document", "week", "month", "year", "once")
_COLUMNS: Final = (
    ("one", "An actor."),
    ("other", "Another actor, or in a two-mode network a concept."),
    ("weight", "How strongly they are tied; below 0 where they differ more than they share (subtract)."),
    ("statements", "Statements of the first on what the tie is made of, duplicates left out."),
)


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What is asked of `measure_network`.

    Attributes:
        two_mode: Whether actors are tied to concepts, and not to each other.
        aggregation: What makes a tie: naming the same concept (ignore), the same stance on it (congruence), opposite
            stances (conflict), or the one less the other (subtract; with two modes agreement less disagreement).
        normalisation: none; average, jaccard or cosine between actors; activity or prominence with two modes.
        duplicates: How often the same stance of one actor on one concept counts: always, or once in each document,
            week, month, year, or at all.
        least_statements: Actors and concepts with fewer are left out.
    """

    two_mode: bool = False
    aggregation: Aggregation = "subtract"
    normalisation: Normalisation = "average"
    duplicates: Duplicates = "document"
    least_statements: int = 1

    def __post_init__(self) -> None:
        """Check the choices.

        Raises:
            UsageError: They do not go together.
        """
        if self.two_mode and self.aggregation in {"congruence", "conflict"}:
            raise UsageError(f"{self.aggregation} is between actors", hint="Two modes take ignore or subtract.")
        allowed = TWO_MODE if self.two_mode else ONE_MODE
        if self.normalisation not in allowed:
            raise UsageError(f"no normalisation {self.normalisation!r} here", hint=f"There are: {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class Stances:
    """Counts of stances after duplicates are left out.

    Attributes:
        actors: A of them, in order.
        concepts: C of them, in order.
        agree: How often each actor agrees with each concept, A × C.
        disagree: How often it disagrees, A × C.
        n: Statements before duplicates were left out.
    """

    actors: tuple[str, ...]
    concepts: tuple[str, ...]
    agree: NDArray[np.float64]
    disagree: NDArray[np.float64]
    n: int


def statements_of_positions(positions: pa.Table, articles: pa.Table, *, selection: Selection | None = None) -> pa.Table:
    """Return positions as statements of countries on issues; mixed ones are left out, for DNA knows only yes and no.

    Raises:
        UsageError: A column is missing.
    """
    require(positions, POSITIONS_NEED, "a discourse network")
    require(articles, ARTICLES_NEED, "a discourse network")
    chosen = selection or Selection()
    wanted = ["p.leads", "p.actor_country NOT IN ('-', 'IGO')", "p.actor_country NOT LIKE '%;%'", "stance <> 'mixed'"]
    values: list[Any] = []
    if chosen.reviewed_only:
        wanted.append("p.review IS NOT NULL")
    else:
        wanted.append("(p.confidence IS NULL OR p.confidence >= ? OR p.review IS NOT NULL)")
        values.append(chosen.min_confidence)
    for bound, day in ((">=", chosen.since), ("<=", chosen.until)):
        if day is not None:
            wanted.append(f"a.published {bound} ?")
            values.append(day)
    sql = f"""
        SELECT actor_country AS actor, issue || coalesce(' toward ' || nullif(toward_country, '-'), '') AS concept,
               stance = 'for' AS agrees, published AS date, article AS document
        FROM positions AS p JOIN articles AS a USING (article) WHERE {" AND ".join(wanted)} ORDER BY ALL"""
    return ask(sql, {"positions": positions, "articles": articles}, values).cast(SCHEMA)


def count_stances(statements: pa.Table, options: NetworkOptions) -> Stances:
    """Return how often each actor agrees and disagrees with each concept.

    Raises:
        UsageError: A column is missing.
    """
    require(statements, frozenset(SCHEMA.names), "a discourse network")
    unit = {
        "all": "row_number() OVER ()", "document": "document", "once": "1",
        **{one: f"date_trunc('{one}', date)" for one in ("week", "month", "year")},
    }[options.duplicates]  # fmt: skip
    sql = f"""
        SELECT actor, concept, agrees, count(DISTINCT unit) AS times FROM (SELECT *, {unit} AS unit FROM statements)
        GROUP BY ALL ORDER BY ALL"""
    rows = ask(sql, {"statements": statements}).to_pylist()
    for name in ("actor", "concept"):  # the rare ones are left out, first actors, then concepts
        totals: dict[str, int] = {}
        for row in rows:
            totals[row[name]] = totals.get(row[name], 0) + row["times"]
        rows = [row for row in rows if totals[row[name]] >= options.least_statements]
    actors = tuple(sorted({row["actor"] for row in rows}))
    concepts = tuple(sorted({row["concept"] for row in rows}))
    at_actor, at_concept = ({name: at for at, name in enumerate(names)} for names in (actors, concepts))
    agree, disagree = np.zeros((len(actors), len(concepts))), np.zeros((len(actors), len(concepts)))
    for row in rows:
        (agree if row["agrees"] else disagree)[at_actor[row["actor"]], at_concept[row["concept"]]] = row["times"]
    return Stances(actors, concepts, agree, disagree, len(statements))


def tie_actors(stances: Stances, options: NetworkOptions) -> NDArray[np.float64]:
    """Return the matrix of ties, A × A with a diagonal of 0, or A × C with two modes.

    With P and N the counts of agreement and disagreement: congruence PPᵀ + NNᵀ, conflict PNᵀ + NPᵀ, subtract their
    difference, ignore (P + N)(P + N)ᵀ; two modes P + N, or P - N (subtract). Normalised by the mean activity of the
    two (average), as x·y / (|x|² + |y|² - x·y) (jaccard) or x·y / |x||y| (cosine); by the actor's activity or the
    concept's prominence.
    """
    p, n = stances.agree, stances.disagree
    if options.two_mode:
        counts = p + n if options.aggregation == "ignore" else p - n
        size = (p + n).sum(axis=1, keepdims=True) if options.normalisation == "activity" else (p + n).sum(axis=0)
        return counts if options.normalisation == "none" else counts / np.maximum(size, 1)
    named = p + n
    congruence = named @ named.T if options.aggregation == "ignore" else p @ p.T + n @ n.T
    conflict = p @ n.T + n @ p.T
    own = np.diag(congruence).copy()
    activity = named.sum(axis=1)

    def normalise(ties: NDArray[np.float64]) -> NDArray[np.float64]:
        size = {
            "none": np.ones_like(ties),
            "average": (activity[:, None] + activity[None, :]) / 2,
            "jaccard": own[:, None] + own[None, :] - ties,
            "cosine": np.sqrt(own[:, None] * own[None, :]),
        }[options.normalisation]
        normalised: NDArray[np.float64] = np.divide(ties, size, out=np.zeros_like(ties), where=size > 0)
        return normalised

    ties = {
        "ignore": lambda: normalise(congruence),
        "congruence": lambda: normalise(congruence),
        "conflict": lambda: normalise(conflict),
        "subtract": lambda: normalise(congruence) - normalise(conflict),
    }[options.aggregation]()
    np.fill_diagonal(ties, 0)
    return ties


def measure_network(statements: pa.Table, options: NetworkOptions) -> Outcome:
    """Return the ties of a discourse network, the strongest first.

    Args:
        statements: Columns actor, concept, agrees, date, document (`SCHEMA`).
        options: What makes a tie, and how it is normalised.

    Raises:
        UsageError: A column is missing.
    """
    stances = count_stances(statements, options)
    question = f"Who is tied to whom by what they say? {options.aggregation}, {options.normalisation}"
    kept = int((stances.agree + stances.disagree).sum())
    if kept < FLOOR or len(stances.actors) < 2:
        why = "Fewer statements make no network. A longer stretch, a lower confidence or a lower least count has more."
        return NotEnough("network", question, kept, FLOOR, "stances, duplicates left out", why)
    rows = sorted(_edges(stances, options), key=lambda row: (-abs(row["weight"]), row["one"], row["other"]))
    reference, citation = cite("leifeld2017")
    return Result(
        measure="network",
        question=question,
        table=pa.Table.from_pylist(rows, schema=_schema()),
        columns=_COLUMNS,
        estimate=None,
        estimate_of="",
        interval=None,
        n=stances.n,
        n_distinct=min(kept, stances.n),
        counted="statements (distinct: without duplicates)",
        controls=(),
        floor=FLOOR,
        method=(
            f"{len(stances.actors)} actors, {len(stances.concepts)} concepts with {options.least_statements} "
            f"statements or "
            f"more; aggregation {options.aggregation}, normalisation {options.normalisation}, duplicates "
            f"{options.duplicates}; formulas in docs/methods/network.md"
        ),
        caution=(
            "A tie is a stance that two have in common in the news, not contact or agreement between them. Who "
            "speaks often "
            "has more and stronger ties (unless normalised), and silence is no stance."
        ),
        reference=reference,
        citation=citation,
        chart=Chart("matrix", "other", "one", value="weight", y_label="weight of the tie"),
    )


def _edges(stances: Stances, options: NetworkOptions) -> Iterator[dict[str, Any]]:
    ties = tie_actors(stances, options)
    others = stances.concepts if options.two_mode else stances.actors
    activity = (stances.agree + stances.disagree).sum(axis=1)
    for at, one in enumerate(stances.actors):
        for to, other in enumerate(others):
            if ties[at, to] and (options.two_mode or to > at):
                yield {"one": one, "other": other, "weight": float(ties[at, to]), "statements": int(activity[at])}


def _schema() -> pa.Schema:
    return pa.schema([
        ("one", pa.string()),
        ("other", pa.string()),
        ("weight", pa.float64()),
        ("statements", pa.int64()),
    ])
