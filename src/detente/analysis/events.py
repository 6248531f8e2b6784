"""The one reading of the table `dyads` that all measures share: which events count, once each, with which weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

Unit = Literal["country", "actor"]

_SCHEMA: Final = pa.schema([
    ("event", pa.string()),
    ("told", pa.string()),
    ("date", pa.date32()),
    ("type", pa.string()),
    ("cameo", pa.string()),
    ("quad", pa.int64()),
    ("intensity", pa.float64()),
    ("status", pa.string()),
    ("background", pa.bool_()),
    ("source", pa.string()),
    ("source_country", pa.string()),
    ("target", pa.string()),
    ("target_country", pa.string()),
    ("mentions", pa.int64()),
    ("confidence", pa.float64()),
    ("source_confidence", pa.float64()),
    ("target_confidence", pa.float64()),
    ("review", pa.string()),
])

#: Columns of the table `dyads` without which no event can be counted.
NEEDS: Final = frozenset(_SCHEMA.names)

#: The four quad classes, by their number.
QUADS: Final = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events a measure counts.

    Attributes:
        unit: Whether sides are countries (bodies of states by their name) or single actors by their name.
        statuses: What has to be true of an event: "actual" leaves out what is promised, denied or possible.
        background: Whether events that are only recalled count.
        reviewed_only: Whether only what people accepted, corrected or added counts.
        min_confidence: Events of our own reading count from this confidence on, 0 to 1: the least of those of type,
            source and target. What people have looked at counts always, and so do events without an estimate, such
            as those of other data sets.
        weigh: Whether an event counts as much as this confidence, and not as one.
        since: First day that counts, or None.
        until: Last day that counts, or None.
        domestic: Whether events between two actors of one country count, where sides are countries.
    """

    unit: Unit = "country"
    statuses: tuple[str, ...] = ("actual",)
    background: bool = False
    reviewed_only: bool = False
    min_confidence: float = 0.5
    weigh: bool = False
    since: date | None = None
    until: date | None = None
    domestic: bool = False

    def __post_init__(self) -> None:
        """Check the confidence.

        Raises:
            UsageError: It is no share.
        """
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(f"a confidence is between 0 and 1, not {self.min_confidence}")

    def describe(self) -> str:
        """Return the choices in words, for the method of a result."""
        parts = [
            f"events that are {' or '.join(self.statuses)}",
            "only what people have reviewed" if self.reviewed_only
            else f"with a confidence of {self.min_confidence:g} or more, or reviewed, or without an estimate",
            "each event weighted by its confidence" if self.weigh else "each event counted once",
        ]  # fmt: skip
        parts += ["recalled events too"] if self.background else []
        parts += [f"from {self.since.isoformat()}"] if self.since else []
        parts += [f"to {self.until.isoformat()}"] if self.until else []
        return ", ".join(parts)

    def describe_claims(self, what: str = "positions") -> str:
        """Return the choices that bear on other claims than events, in words: positions, statements.

        Args:
            what: What the claims are, in the plural.
        """
        parts = [
            f"only {what} that people have reviewed" if self.reviewed_only
            else f"{what} with a confidence of {self.min_confidence:g} or more, or reviewed, or without an estimate",
            "each weighted by its confidence" if self.weigh else "each counted once",
        ]  # fmt: skip
        parts += [f"from {self.since.isoformat()}"] if self.since else []
        parts += [f"to {self.until.isoformat()}"] if self.until else []
        return ", ".join(parts)


_SURENESS: Final = "least(confidence, source_confidence, target_confidence)"  # of those that are estimated
# Bodies of states share the code IGO; as sides they are told apart by their names.
_SIDE: Final = {
    "country": "CASE WHEN {0}_country = 'IGO' THEN {0} ELSE {0}_country END",
    "actor": "{0}",
}


def pick_events(
    dyads: pa.Table, selection: Selection, *, source: str | None = None, target: str | None = None
) -> pa.Table:
    """Return the events that count, one row for each event, source and target.

    Tellings of one event (rows with one `told`) are one row; how often it is told stands in `tellings`. Events without
    a day, a source or a target are left out: no series can hold them.

    Args:
        dyads: The table `dyads`, as `Archive.dyads` or an export gives it.
        selection: Which events count.
        source: Only this source, or None for all.
        target: Only this target, or None for all.

    Returns:
        Columns told, event (id of the first telling), date, source, target, type, cameo, status, quad (1 to 4),
        intensity, weight (1, or the confidence), tellings; ordered by date, told, source, target.

    Raises:
        UsageError: A column is missing.
    """
    require(dyads, NEEDS, "every measure over events")
    sql, parameters = events_sql(selection, source=source, target=target)
    return ask(f"{sql} ORDER BY date, told, source, target", {"dyads": dyads}, parameters)


def events_sql(
    selection: Selection, *, source: str | None = None, target: str | None = None
) -> tuple[str, list[object]]:
    """Return `pick_events` as a SELECT over `dyads` without an order, and the values for its question marks."""
    wanted, parameters = _conditions(selection, source, target)
    weight = f"coalesce(max({_SURENESS}), 1.0)" if selection.weigh else "1.0"
    sql = f"""
        SELECT told, min(event) AS event, min(date) AS date, {_side(selection, "source")} AS source,
               {_side(selection, "target")} AS target, min(type) AS type, min(cameo) AS cameo,
               min(status) AS status, min(quad)::INTEGER AS quad, min(intensity)::DOUBLE AS intensity,
               {weight}::DOUBLE AS weight, sum(coalesce(mentions, 1))::BIGINT AS tellings
        FROM dyads WHERE {" AND ".join(wanted)} GROUP BY 1, 4, 5"""
    return sql, parameters


def _side(selection: Selection, name: str) -> str:
    return _SIDE[selection.unit].format(name)


def _conditions(selection: Selection, source: str | None, target: str | None) -> tuple[list[str], list[object]]:
    """Return the conditions on a row as SQL, and the values for its question marks."""
    sides = [_side(selection, name) for name in ("source", "target")]
    wanted = ["date IS NOT NULL", "quad IS NOT NULL", *(f"({side}) IS NOT NULL" for side in sides)]
    wanted += [] if selection.domestic else [f"({sides[0]}) <> ({sides[1]})"]
    parameters: list[object] = []
    for name, asked in (("source", source), ("target", target)):
        if asked is not None and selection.unit == "country":  # the plain column first: it is quick to compare
            wanted.append(f"({name}_country = ? OR ({name}_country = 'IGO' AND {name} = ?))")
            parameters += [asked, asked]
        elif asked is not None:
            wanted.append(f"{name} = ?")
            parameters.append(asked)
    for condition, *values in _kinds(selection):
        wanted.append(condition)
        parameters += values
    return wanted, parameters


def _kinds(selection: Selection) -> Iterator[tuple[Any, ...]]:
    """Yield the conditions on an event's status, certainty and day, each with its values."""
    yield f"status IN ({', '.join('?' * len(selection.statuses))})", *selection.statuses
    if not selection.background:
        yield ("NOT background",)
    if selection.reviewed_only:
        yield ("review IS NOT NULL",)
    elif selection.min_confidence > 0:
        yield f"({_SURENESS} IS NULL OR {_SURENESS} >= ? OR review IS NOT NULL)", selection.min_confidence
    if selection.since:
        yield "date >= ?", selection.since
    if selection.until:
        yield "date <= ?", selection.until


def make_dyads(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return a table of dyads from a few events of one's own; what a row leaves out has its usual value.

    Args:
        rows: Each with date, source, target and quad (1 to 4); the sides are countries if no `source_country` or
            `target_country` is given.

    Examples:
        >>> from datetime import date
        >>> table = make_dyads([{"date": date(2025, 3, 6), "source": "RUS", "target": "UKR", "quad": 4}])
        >>> table.column("status").to_pylist()
        ['actual']
    """
    return pa.Table.from_pylist([_whole(number, row) for number, row in enumerate(rows)], schema=_SCHEMA)


def _whole(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    usual = {
        "event": f"own:{number}",
        "told": f"own:{number}",
        "status": "actual",
        "background": False,
        "mentions": 1,
        "source_country": row.get("source"),
        "target_country": row.get("target"),
    }
    return usual | dict(row)
