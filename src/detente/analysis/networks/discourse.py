"""Discourse networks in the sense of DNA: who shares which stances with whom, or differs on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa

from detente.analysis.choices import (
    ARTICLES_NEED,
    CONCEPT,
    OF_ONE_COUNTRY,
    POSITION_WEIGHT,
    POSITIONS_NEED,
    pick_positions,
)
from detente.analysis.engine import ask, require
from detente.analysis.events import Selection
from detente.analysis.references import cite
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Aggregation = Literal["ignore", "congruence", "conflict", "subtract", "combine"]
Normalisation = Literal["none", "average", "jaccard", "cosine", "salton", "activity", "prominence"]
Duplicates = Literal["all", "document", "week", "month", "year", "once"]

#: Columns of the table of statements on concepts. `weight` is empty where a statement counts as one.
SCHEMA: Final = pa.schema([
    ("actor", pa.string()),
    ("concept", pa.string()),
    ("agrees", pa.bool_()),
    ("date", pa.date32()),
    ("document", pa.string()),
    ("weight", pa.float64()),
])
#: Statements that a network takes.
FLOOR: Final = 20
AGGREGATIONS: Final = ("ignore", "congruence", "conflict", "subtract", "combine")
ONE_MODE: Final = ("none", "average", "jaccard", "cosine", "salton")
TWO_MODE: Final = ("none", "activity", "prominence")
DUPLICATES: Final = ("all", "document", "week", "month", "year", "once")
#: What n counts.
COUNTED: Final = "statements (distinct: without duplicates)"
_EDGE_COLUMNS: Final = (
    ("one", "An actor."),
    ("other", "Another actor, or in a two-mode network a concept."),
    ("weight", "How strongly they are tied; below 0 where they differ more than they share (subtract); with combine "
     "1 only for, 2 only against, 3 both."),
    ("statements", "Statements of the first on what the tie is made of, duplicates left out."),
)  # fmt: skip
_CONCEPT_COLUMNS: Final = (
    ("concept", "What is spoken of."),
    ("choice", "for or against."),
    ("statements", "Statements, duplicates left out; weighted where that was chosen."),
    ("share", "Their share of all statements on the concept, 0 to 1."),
    ("actors", "Actors who made one."),
)
_CAUTION: Final = (
    "A tie is a stance that two have in common in the news, not contact or agreement between them. Who speaks often "
    "has more and stronger ties (unless normalised), and silence is no stance. A tie has no interval here: one on two "
    "or three statements is an anecdote, however large its weight (--min-count leaves out who says little)."
)
_COUNT_CAUTION: Final = (
    "What is reported is counted: who is asked often counts often, and silence is no stance. That much is said of a "
    "concept does not make it weigh more."
)


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What is asked of a discourse network.

    Attributes:
        two_mode: Whether actors are tied to concepts, and not to each other.
        aggregation: What makes a tie: naming the same concept (ignore), the same stance on it (congruence), opposite
            stances (conflict), or the one less the other (subtract; with two modes agreement less disagreement). With
            two modes also combine: which stances the actor took on the concept, as a number.
        normalisation: none; average, jaccard, cosine or salton between actors; activity or prominence with two modes.
        duplicates: How often the same stance of one actor on one concept counts: always, or once in each document,
            week, month, year, or at all. With aggregation ignore the stance makes no difference.
        least_statements: Actors and concepts with fewer are left out.
        about: Where the statements come from and which count, for the method of the result.
    """

    two_mode: bool = False
    aggregation: Aggregation = "subtract"
    normalisation: Normalisation = "average"
    duplicates: Duplicates = "document"
    least_statements: int = 1
    about: str = "statements as given"

    def __post_init__(self) -> None:
        """Check the choices.

        Raises:
            UsageError: They do not go together.
        """
        if self.two_mode and self.aggregation in {"congruence", "conflict"}:
            raise UsageError(
                f"{self.aggregation} is between actors", hint="Two modes take ignore, subtract or combine."
            )
        if self.aggregation == "combine" and (not self.two_mode or self.normalisation != "none"):
            raise UsageError("combine is of two modes without normalisation", hint="--two-mode --normalisation none")
        allowed = TWO_MODE if self.two_mode else ONE_MODE
        if self.normalisation not in allowed:
            raise UsageError(f"no normalisation {self.normalisation!r} here", hint=f"There are: {', '.join(allowed)}.")

    def describe(self) -> str:
        """Return the choices in words, for the method of a result."""
        return (
            f"aggregation {self.aggregation}, normalisation {self.normalisation}, duplicates {self.duplicates}, "
            f"{self.least_statements} statements or more; {self.about}"
        )


@dataclass(frozen=True, slots=True)
class Entries:
    """Stances one by one, after duplicates and the rare are left out: what is shuffled, drawn anew and weighted.

    Attributes:
        actors: A of them, in order.
        concepts: C of them, in order.
        actor: For each of E stances the number of its actor.
        concept: Of its concept.
        agrees: Whether it agrees.
        weight: How much it counts, 1 or its confidence.
        day: Its day; the first one where duplicates were left out.
        n: Statements before duplicates were left out.
    """

    actors: tuple[str, ...]
    concepts: tuple[str, ...]
    actor: NDArray[np.int64]
    concept: NDArray[np.int64]
    agrees: NDArray[np.bool_]
    weight: NDArray[np.float64]
    day: NDArray[np.datetime64]
    n: int

    def __len__(self) -> int:
        return len(self.actor)

    def weighted(self, weight: NDArray[np.float64]) -> Entries:
        """Return the same stances with other weights, E of them."""
        return replace(self, weight=weight)

    def drawn(self, draw: np.random.Generator) -> Entries:
        """Return as many stances, drawn anew with replacement: a bootstrap sample."""
        at = draw.integers(0, len(self), len(self))
        return replace(
            self, actor=self.actor[at], concept=self.concept[at], agrees=self.agrees[at], weight=self.weight[at],
            day=self.day[at],
        )  # fmt: skip

    def present(self) -> Entries:
        """Return the same without stances of no weight, and without actors and concepts that have none."""
        kept = self.weight > 0
        actors, actor = np.unique(self.actor[kept], return_inverse=True)
        concepts, concept = np.unique(self.concept[kept], return_inverse=True)
        return replace(
            self, actors=tuple(self.actors[at] for at in actors), concepts=tuple(self.concepts[at] for at in concepts),
            actor=actor, concept=concept, agrees=self.agrees[kept], weight=self.weight[kept], day=self.day[kept],
        )  # fmt: skip

    def dealt(self, draw: np.random.Generator) -> Entries:
        """Return the same with the sides on each concept dealt anew: who speaks of what stays, sides are random."""
        agrees = np.empty_like(self.agrees)
        agrees[np.argsort(self.concept, kind="stable")] = self.agrees[
            np.lexsort((draw.random(len(self)), self.concept))
        ]
        return replace(self, agrees=agrees)


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
    require(positions, POSITIONS_NEED | {"toward"}, "a discourse network")
    require(articles, ARTICLES_NEED, "a discourse network")
    chosen = selection or Selection()
    picked, values = pick_positions(chosen)
    wanted = [*picked, *OF_ONE_COUNTRY, "stance <> 'mixed'"]
    weight = POSITION_WEIGHT if chosen.weigh else "NULL"
    sql = f"""
        SELECT actor_country AS actor,
               {CONCEPT} AS concept,
               stance = 'for' AS agrees, published AS date, article AS document, {weight} AS weight
        FROM positions AS p JOIN articles AS a USING (article) WHERE {" AND ".join(wanted)} ORDER BY ALL"""
    return ask(sql, {"positions": positions, "articles": articles}, values).cast(SCHEMA)


def collect_entries(statements: pa.Table, options: NetworkOptions) -> Entries:
    """Return the stances that count, one by one.

    Raises:
        UsageError: A column is missing.
    """
    require(statements, frozenset(SCHEMA.names), "a discourse network")
    unit = {
        "all": "row_number() OVER ()", "document": "document", "once": "1",
        **{one: f"date_trunc('{one}', date)" for one in ("week", "month", "year")},
    }[options.duplicates]  # fmt: skip
    same = "" if options.aggregation == "ignore" else ", agrees"
    sql = f"""
        SELECT actor, concept, min_by(agrees, (date, document)) AS agrees, min(date) AS date,
               max(coalesce(weight, 1)) AS weight
        FROM (SELECT *, {unit} AS unit FROM statements) GROUP BY actor, concept, unit{same}
        ORDER BY actor, concept, agrees, date, weight"""
    table = ask(sql, {"statements": statements})
    for name in ("actor", "concept"):  # the rare ones are left out, first actors, then concepts
        counts = {pair["values"]: pair["counts"] for pair in table.column(name).value_counts().to_pylist()}
        kept = [counts[value] >= options.least_statements for value in table.column(name).to_pylist()]
        table = table.filter(pa.array(kept, pa.bool_()))
    names = {name: sorted(set(table.column(name).to_pylist())) for name in ("actor", "concept")}
    at = {name: {value: number for number, value in enumerate(values)} for name, values in names.items()}
    actor, concept = (
        np.array([at[name][value] for value in table.column(name).to_pylist()], dtype=np.int64)
        for name in ("actor", "concept")
    )
    return Entries(
        tuple(names["actor"]), tuple(names["concept"]), actor, concept,
        np.array(table.column("agrees").to_pylist(), dtype=bool),
        np.array(table.column("weight").to_pylist(), dtype=float),
        np.array(table.column("date").to_pylist(), dtype="datetime64[D]"),
        len(statements),
    )  # fmt: skip


def make_stances(entries: Entries) -> Stances:
    """Return the sums of the entries' weights by actor, concept and side."""
    shape = (2, len(entries.actors), len(entries.concepts))
    counts = np.zeros(shape)
    np.add.at(counts, (entries.agrees.astype(int), entries.actor, entries.concept), entries.weight)
    return Stances(entries.actors, entries.concepts, counts[1], counts[0], entries.n)


def tie_actors(stances: Stances, options: NetworkOptions) -> NDArray[np.float64]:
    """Return the matrix of ties, A × A with a diagonal of 0, or A × C with two modes.

    With P and N the counts of agreement and disagreement: congruence PPᵀ + NNᵀ, conflict PNᵀ + NPᵀ, subtract their
    difference, ignore (P + N)(P + N)ᵀ. Normalised by the mean activity of the two (average); by the statements of the
    one on what the other is silent on, plus the reverse, plus congruence (jaccard); by the product of both activities
    (cosine: what DNA 3.1 calls so); by the lengths of the two rows (salton: the cosine of the two). Two modes: P + N,
    P - N (subtract) or P > 0 plus 2 where N > 0 (combine), by the actor's activity or the concept's prominence.
    """
    p, n = stances.agree, stances.disagree
    if options.two_mode:
        return _tie_concepts(p, n, options)
    named, sides = p + n, np.concatenate([p, n], axis=1)
    congruence, conflict = p @ p.T + n @ n.T, p @ n.T + n @ p.T
    ties = {
        "ignore": named @ named.T, "congruence": congruence, "conflict": conflict, "subtract": congruence - conflict,
    }[options.aggregation]  # fmt: skip
    size = _pair_sizes(named, sides, options)
    normalised: NDArray[np.float64] = np.divide(ties, size, out=np.zeros_like(ties), where=size > 0)
    np.fill_diagonal(normalised, 0)
    return normalised


def _pair_sizes(named: NDArray[np.float64], sides: NDArray[np.float64], options: NetworkOptions) -> NDArray[np.float64]:
    """Return what the ties of each two actors are divided by, A × A."""
    activity = named.sum(axis=1)
    if options.normalisation == "average":
        mean: NDArray[np.float64] = (activity[:, None] + activity[None, :]) / 2
        return mean
    if options.normalisation == "jaccard":
        silent = sides @ (sides == 0).T.astype(float)
        union: NDArray[np.float64] = silent + silent.T + sides @ sides.T
        return union
    if options.normalisation == "cosine":
        return np.outer(activity, activity)
    if options.normalisation == "salton":
        own = ((named if options.aggregation == "ignore" else sides) ** 2).sum(axis=1)
        lengths: NDArray[np.float64] = np.sqrt(np.outer(own, own))
        return lengths
    return np.ones((len(named), len(named)))


def _tie_concepts(p: NDArray[np.float64], n: NDArray[np.float64], options: NetworkOptions) -> NDArray[np.float64]:
    if options.aggregation == "combine":
        return (p > 0) + 2.0 * (n > 0)
    counts = p + n if options.aggregation == "ignore" else p - n
    if options.normalisation == "none":
        return counts
    size = (p + n).sum(axis=1, keepdims=True) if options.normalisation == "activity" else (p + n).sum(axis=0)
    size = np.broadcast_to(size, counts.shape)
    normalised: NDArray[np.float64] = np.divide(counts, size, out=np.zeros_like(counts), where=size > 0)
    return normalised


def measure_network(statements: pa.Table, options: NetworkOptions) -> Outcome:
    """Return the ties of a discourse network, the strongest first.

    Args:
        statements: Columns actor, concept, agrees, date, document, weight (`SCHEMA`).
        options: What makes a tie, and how it is normalised.

    Raises:
        UsageError: A column is missing.
    """
    question = f"Who is tied to whom by what they say? {options.aggregation}, {options.normalisation}"
    entries = collect_entries(statements, options)
    if few := too_few("network", question, entries):
        return few
    stances = make_stances(entries)
    rows = sorted(_edges(stances, options), key=lambda row: (-abs(row["weight"]), row["one"], row["other"]))
    chart = Chart("matrix", "other", "one", value="weight", y_label="weight of the tie", mirrored=not options.two_mode)
    return _result(_Shown("network", question, _EDGE_COLUMNS, chart), entries, options, rows)


def measure_concepts(statements: pa.Table, options: NetworkOptions) -> Outcome:
    """Return how many statements are for and against each concept, the concepts most spoken of first.

    Raises:
        UsageError: A column is missing.
    """
    question = "What is spoken of, and how many are for and against?"
    entries = collect_entries(statements, replace(options, two_mode=True, aggregation="subtract", normalisation="none"))
    if few := too_few("concepts", question, entries):
        return few
    stances = make_stances(entries)
    both = stances.agree.sum(axis=0) + stances.disagree.sum(axis=0)
    rows = [
        {"concept": entries.concepts[at], "choice": choice, "statements": float(counts[:, at].sum()),
         "share": float(counts[:, at].sum() / both[at]), "actors": int((counts[:, at] > 0).sum())}
        for at in sorted(range(len(entries.concepts)), key=lambda at: (-both[at], entries.concepts[at]))
        for choice, counts in (("for", stances.agree), ("against", stances.disagree))
    ]  # fmt: skip
    chart = Chart("bars", "concept", "statements", by="choice", y_label="statements, duplicates left out")
    return _result(_Shown("concepts", question, _CONCEPT_COLUMNS, chart), entries, options, rows)


def measure_matrix(statements: pa.Table, options: NetworkOptions) -> Outcome:
    """Return the whole matrix: a row for each actor, a column for each other actor or, with two modes, each concept.

    Raises:
        UsageError: A column is missing.
    """
    question = f"The matrix of ties: {options.aggregation}, {options.normalisation}"
    entries = collect_entries(statements, options)
    if few := too_few("matrix", question, entries):
        return few
    ties = tie_actors(make_stances(entries), options)
    others = entries.concepts if options.two_mode else entries.actors
    head = "actor" if "actor" not in others else "actor (row)"
    columns = ((head, "An actor."), *((name, "Weight of the tie to it.") for name in others))
    rows = [{head: actor, **dict(zip(others, map(float, ties[at]), strict=True))}
            for at, actor in enumerate(entries.actors)]  # fmt: skip
    return _result(_Shown("matrix", question, columns, None), entries, options, rows)


def too_few(measure: str, question: str, entries: Entries, *, actors: int = 2) -> NotEnough | None:
    """Return that there is not enough data, or None if there is."""
    if len(entries) >= FLOOR and len(entries.actors) >= actors:
        return None
    why = (
        f"It takes {FLOOR} statements of {actors} actors; here are {len(entries.actors)} actors. A longer stretch, a "
        "lower confidence or a lower least count has more."
    )
    return NotEnough(measure, question, len(entries), FLOOR, "statements, duplicates left out", why)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a result is called and shows."""

    measure: str
    question: str
    columns: tuple[tuple[str, str], ...]
    chart: Chart | None


def _result(shown: _Shown, entries: Entries, options: NetworkOptions, rows: list[dict[str, Any]]) -> Result:
    reference, citation = cite("leifeld2017")
    kinds = {"statements": pa.float64() if shown.measure == "concepts" else pa.int64(), "actors": pa.int64()}
    texts = {"one", "other", "concept", "choice", shown.columns[0][0]}
    schema = pa.schema([
        (name, pa.string() if name in texts else kinds.get(name, pa.float64())) for name, _ in shown.columns
    ])
    return Result(
        measure=shown.measure,
        question=shown.question,
        table=pa.Table.from_pylist(rows, schema=schema),
        columns=shown.columns,
        estimate=None,
        estimate_of="",
        interval=None,
        n=entries.n,
        n_distinct=len(entries),
        counted=COUNTED,
        controls=(),
        floor=FLOOR,
        method=(
            f"{len(entries.actors)} actors, {len(entries.concepts)} concepts; {options.describe()}; formulas in "
            "docs/methods/network.md"
        ),
        caution=_COUNT_CAUTION if shown.measure == "concepts" else _CAUTION,
        reference=reference,
        citation=citation,
        chart=shown.chart,
    )


def _edges(stances: Stances, options: NetworkOptions) -> Iterator[dict[str, Any]]:
    ties = tie_actors(stances, options)
    others = stances.concepts if options.two_mode else stances.actors
    activity = (stances.agree + stances.disagree).sum(axis=1)
    for at, one in enumerate(stances.actors):
        for to, other in enumerate(others):
            if ties[at, to] and (options.two_mode or to > at):
                yield {"one": one, "other": other, "weight": float(ties[at, to]), "statements": round(activity[at])}
