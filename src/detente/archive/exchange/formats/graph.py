"""The network of the archive: actors as nodes, what they do and where they stand towards each other as edges.

There is one edge at most from one node to another, with its counts as attributes: Gephi merges parallel edges.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detente.archive.exchange.codes import quads
from detente.archive.exchange.contract import CONFIDENCES, ExportSelection, Tally, kinds_beside
from detente.archive.exchange.gathering import DistinctEvent, Unheld, day_cell, gather, published_on
from detente.archive.exchange.parties import Party, identify, iter_dyads, party_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed
    from detente.records import Event, Position

Value = str | int | float | None

#: Columns of the counts of each quad class.
_QUADS: Final = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}

#: Attributes of nodes and edges with their kinds, in the order of the files.
NODE_ATTRIBUTES: Final = (
    ("name", "string"), ("entity", "string"), ("country", "string"), ("sector", "string"), ("kind", "string"),
    ("role", "string"), ("mentions", "int"), ("articles", "int"),
)  # fmt: skip
EDGE_ATTRIBUTES: Final = (
    ("weight", "double"), ("events", "int"), ("told", "int"),
    *((name, "int") for name in _QUADS.values()),
    *((f"type_{kind.lower()}", "int") for kind in quads()),
    ("intensity_mean", "double"), ("first", "string"), ("last", "string"),
    ("positions_for", "int"), ("positions_against", "int"), ("positions_mixed", "int"), ("issues", "string"),
)  # fmt: skip

#: What the network has no place for, and which fields of its events.
_UNHELD_KINDS = kinds_beside("events", "positions")
_UNHELD = ("mode", "cameo", "contexts", "place", "status_cue", "said_in", *CONFIDENCES)


@dataclass(frozen=True, slots=True)
class Node:
    """An actor.

    Attributes:
        id: The same in all articles; see `parties.identify`.
        attributes: Values for the names in `NODE_ATTRIBUTES`; None for what is unknown.
    """

    id: str
    attributes: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """All that goes from one actor to another.

    Attributes:
        source: Id of a node.
        target: Id of a node.
        attributes: Values for the names in `EDGE_ATTRIBUTES`; None for what is unknown.
    """

    source: str
    target: str
    attributes: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph; nodes and edges in the order in which the articles bring them up."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(slots=True)
class _Person:
    party: Party
    mentions: int = 0
    articles: int = 0


@dataclass(slots=True)
class _Tie:
    counts: Counter[str] = field(default_factory=Counter)
    intensities: list[float] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    issues: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Row:
    type: str
    intensity: float | None
    day: str | None
    pairs: tuple[tuple[Party, Party], ...]


@dataclass(slots=True)
class _Builder:
    tally: Tally
    reviewed_only: bool
    nodes: dict[str, _Person] = field(default_factory=dict)
    ties: dict[tuple[str, str], _Tie] = field(default_factory=dict)

    def see(self, filed: Filed) -> None:
        """Count the actors of an article, and take the positions of a story's leading text."""
        record = filed.record
        self.tally.lose_kinds(record, _UNHELD_KINDS)
        for actor in record.actors:
            party = party_of(record, actor.key)
            person = self.nodes.setdefault(party.id, _Person(party))
            person.mentions += len(actor.mentions)
            person.articles += 1
        if filed.leads:
            for position in record.positions:
                if self.reviewed_only and position.key not in filed.reviews:
                    self.tally.lost["positions that nobody has reviewed: left out"] += 1
                else:
                    self._add_position(filed, position)
                    self.tally.lose_fields(position, ("confidence",))

    def _add_position(self, filed: Filed, position: Position) -> None:
        if position.toward is None:
            self.tally.lost["positions towards nobody in particular: not held"] += 1
            return
        record = filed.record
        pair = (identify(record, record.actor(position.actor)), identify(record, record.actor(position.toward)))
        tie = self.ties.setdefault(pair, _Tie())
        tie.counts[f"positions_{position.stance}"] += 1
        tie.issues.add(position.issue)
        day = published_on(filed)
        tie.days.extend(() if day is None else (day,))

    def make(self, filed: Filed, event: Event) -> _Row | Unheld:
        """Return what the edges need of an event."""
        record = filed.record
        pairs = tuple(
            (party_of(record, source), party_of(record, target))
            for source, target in iter_dyads(event)
            if source is not None and target is not None
        )
        if not pairs:
            return Unheld("events that lack a source or a target: left out")
        self.tally.lose_fields(event, _UNHELD)
        return _Row(event.type, event.intensity, day_cell(filed, event, self.tally) or None, pairs)

    def add_event(self, told: DistinctEvent[_Row]) -> None:
        """Add an event to the edges between its sides."""
        row = told.row
        for source, target in row.pairs:
            tie = self.ties.setdefault((source.id, target.id), _Tie())
            tie.counts.update({"events": 1, "told": told.mentions, _QUADS[quads()[row.type]]: 1})
            tie.counts[f"type_{row.type.lower()}"] += 1
            tie.intensities.extend(() if row.intensity is None else (row.intensity,))
            tie.days.extend(() if row.day is None else (row.day,))


def build_graph(articles: Iterable[Filed], options: ExportOptions, tally: Tally) -> Graph:
    """Return the network of some articles.

    Args:
        articles: Gone through once.
        options: What is taken in. By default events that happened and are news.
        tally: Counts what the graph cannot hold.
    """
    selection = ExportSelection.of_events(options)
    builder = _Builder(tally, options.reviewed_only)
    with gather(articles, selection, tally, builder.make, see=builder.see) as gathered:
        for told in gathered:
            builder.add_event(told)
    nodes = tuple(Node(key, _describe_node(person)) for key, person in builder.nodes.items())
    edges = tuple(Edge(*pair, _describe_edge(tie)) for pair, tie in builder.ties.items())
    tally.written.update({"nodes": len(nodes), "edges": len(edges)})
    return Graph(nodes, edges)


def _describe_node(person: _Person) -> dict[str, Value]:
    party = person.party
    return {
        "name": party.name,
        "entity": party.entity,
        "country": party.country,
        "sector": party.sector,
        "kind": party.kind,
        "role": party.role,
        "mentions": person.mentions,
        "articles": person.articles,
    }


def _describe_edge(tie: _Tie) -> dict[str, Value]:
    """Return an edge's attributes. Its weight is the number of its events and positions."""
    counts = {name: tie.counts[name] for name, kind in EDGE_ATTRIBUTES if kind == "int"}
    positions = sum(tie.counts[f"positions_{stance}"] for stance in ("for", "against", "mixed"))
    mean = sum(tie.intensities) / len(tie.intensities) if tie.intensities else None
    rest: dict[str, Value] = {
        "weight": float(tie.counts["events"] + positions),
        "intensity_mean": mean,
        "first": min(tie.days, default=None),
        "last": max(tie.days, default=None),
        "issues": "; ".join(sorted(tie.issues)) or None,
    }
    found = {**counts, **rest}
    return {name: found[name] for name, _kind in EDGE_ATTRIBUTES}
