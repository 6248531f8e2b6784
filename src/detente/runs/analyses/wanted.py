"""Which rows of the table of dyads a measure needs, asked of the file itself, so that the others need not be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from detente.analysis.events import NEEDS
from detente.analysis.panel import SIGNAL_STATUSES
from detente.archive.exchange.flat.tables import table_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.events import Selection
    from detente.analysis.follow import FollowOptions
    from detente.analysis.forecasting.options import ForecastOptions
    from detente.analysis.relations import RelationsOptions

#: A side of a pair: a country, a body of states by its name, or with `unit` "actor" a name; None for anybody.
Side = str | None

#: An actor of an article as it stands in a list of keys, among those who are a side. The names are our own.
_BEING: Final = (
    "SELECT x.article, '\"' || x.key || '\"' AS key FROM actors AS x "
    "WHERE x.identity IN (SELECT identity FROM identities_joined WHERE {0})"
)
#: Toward whom an event is: its targets, or, where several act and none is named, each other.
_MET: Final = "CASE WHEN instr(e.targets, '\"') THEN e.targets ELSE e.sources END"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of the table `dyads`: those that a selection counts, of some pairs of sides.

    What is left out for it does not change what `analysis.events.pick_events` makes of the table; rows that it leaves
    out may be there all the same.

    Attributes:
        selection: Which events count.
        pairs: (source, target) of each pair that is wanted; one of them at least.
    """

    selection: Selection
    pairs: tuple[tuple[Side, Side], ...] = ((None, None),)

    @staticmethod
    def of_relations(options: RelationsOptions) -> Wanted:
        """Return the rows of the two sides whose relations are asked for, without those for the attention."""
        pair = (options.source, options.target)
        return Wanted(options.selection, (pair, pair[::-1]) if options.both and pair[0] != pair[1] else (pair,))

    @staticmethod
    def of_follow(options: FollowOptions) -> Wanted:
        """Return the rows of the two sides whose words and deeds are compared, or of all; promised acts are signals."""
        selection = replace(options.selection, statuses=SIGNAL_STATUSES)
        return Wanted(selection) if options.sides is None else Wanted(selection, (options.sides, options.sides[::-1]))

    @staticmethod
    def of_forecast(options: ForecastOptions) -> Wanted | None:
        """Return the rows that a forecast learns from; None for the whole table: single actors have a sector there."""
        return None if options.selection.unit == "actor" else Wanted(options.selection)

    @property
    def is_everybody(self) -> bool:
        """Whether the sides do not matter."""
        return (None, None) in self.pairs


def wanted_columns() -> pa.Schema:
    """Return the columns of the table `dyads` that measures need, in its order."""
    schema = table_named("dyads").schema
    return pa.schema([field for field in schema if field.name in NEEDS])


def choose_events(wanted: Wanted) -> tuple[str, list[object]]:
    """Return a SELECT over an archive that gives article and key of the events that are wanted, and its values.

    The actors who are a side are found by the index on who an actor is, so that of a pair only those articles are read
    in which both occur.

    Args:
        wanted: Which.
    """
    tests, of_tests = _tests(wanted.selection, "e.confidence / 10000.0")
    beings: list[str] = []
    values: list[object] = []
    parts = []
    for number, pair in enumerate(dict.fromkeys(wanted.pairs)):
        tables, held = [], ["e.sources IS NOT NULL", *tests]
        for role, side, keys in zip(("source", "target"), pair, ("e.sources", _MET), strict=True):
            if side is not None:
                name = f"{role}_{number}"
                test, of_side = _is_side(side, wanted.selection)
                beings.append(f"{name} AS MATERIALIZED ({_BEING.format(test)})")
                values += of_side
                tables.append(name)
                held.append(f"instr({keys}, {name}.key)")
        # first the articles in which both occur: the planner would go through one side's articles one by one
        both = " JOIN ".join(f"{name}{' USING (article)' if at else ''}" for at, name in enumerate(tables))
        events = f"{both} CROSS JOIN events AS e ON e.article = {tables[0]}.article" if tables else "events AS e"
        parts.append(f"SELECT e.article, e.key FROM {events} WHERE {' AND '.join(held)}")  # noqa: S608 - our names
    values += of_tests * len(parts)
    return f"{'WITH ' if beings else ''}{', '.join(beings)} {' UNION '.join(parts)}", values


def imported_where(wanted: Wanted) -> tuple[str, list[object]]:
    """Return the condition on rows of imported events that are wanted, as SQL, and its values."""
    tests, values = _tests(wanted.selection, "NULL", review="NULL")
    if wanted.is_everybody:
        return " AND ".join(tests), values
    sides, of_sides = pairs_where(wanted)
    return " AND ".join([f"({sides})", *tests]), [*of_sides, *values]


def pairs_where(wanted: Wanted) -> tuple[str, list[object]]:
    """Return the condition on columns of the table `dyads` that one of the pairs is meant, as SQL, and its values."""
    parts: list[str] = []
    values: list[object] = []
    for pair in dict.fromkeys(wanted.pairs):
        tests = []
        for name, side in zip(("source", "target"), pair, strict=True):
            if side is not None:
                test, of_side = _is_side(side, wanted.selection, f"{name}_country", name)
                tests.append(f"({test})")
                values += of_side
        parts.append(" AND ".join(tests) or "TRUE")
    return " OR ".join(f"({part})" for part in parts), values


def _is_side(side: str, selection: Selection, country: str = "country", name: str = "name") -> tuple[str, list[object]]:
    """Return the condition that somebody is a side, as `analysis.events` has it."""
    if selection.unit == "actor":
        return f"{name} = ?", [side]
    return f"{country} = ? OR ({country} = 'IGO' AND {name} = ?)", [side, side]


def _tests(selection: Selection, confidence: str, review: str = "e.review") -> tuple[list[str], list[object]]:
    """Return conditions on status and certainty that every event meets that counts, and their values."""
    found = list(_kinds(selection, confidence, review))
    return [test for test, _ in found], [value for _, values in found for value in values]


def _kinds(selection: Selection, confidence: str, review: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    yield f"status IN ({', '.join('?' * len(selection.statuses))})", selection.statuses
    if not selection.background:
        yield "NOT background", ()
    if selection.reviewed_only:
        yield f"{review} IS NOT NULL", ()
    elif selection.min_confidence > 0:
        yield (f"({confidence} IS NULL OR {confidence} >= ? OR {review} IS NOT NULL)", (selection.min_confidence,))
