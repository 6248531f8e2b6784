"""Who deals with whom, as a network and on the map: the strongest ties, and all of them as GEXF."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import quoteattr

import numpy as np

from detente.analysis.networks.signed import find_communities
from detente.archive.exchange.files import xml_text
from detente.knowledge.load import load_knowledge
from detente.runs.exploring.profiles import country_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from detente.analysis.events import Unit
    from detente.runs.exploring.snapshot import Snapshot

Tone = Literal["all", "cooperation", "conflict"]

#: More nodes than this are a ball of wool on a screen; GEXF has all.
MOST_NODES: Final = 150
#: Ties that are drawn, the strongest ones; each node keeps its strongest.
MOST_TIES: Final = 450
#: Communities that have a colour of their own.
MOST_COLOURS: Final = 7

#: Which column of the ties counts the events of a tone, and which those of them that are conflict.
_EVENTS: Final = {"all": "events", "cooperation": "cooperation", "conflict": "conflict"}
_CONFLICT: Final = {"all": "conflict", "cooperation": "0", "conflict": "conflict"}


@dataclass(frozen=True, slots=True)
class NetworkQuestion:
    """Which ties are asked for.

    Attributes:
        by: Whether nodes are countries (bodies of states by their name) or actors by their name.
        tone: Which events make a tie.
        since: First day, or None.
        until: Last day, or None.
        least: Ties of fewer events are left out.
    """

    by: Unit = "country"
    tone: Tone = "all"
    since: date | None = None
    until: date | None = None
    least: int = 1


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A node: its id (a country's code or a name), how it is called, its events, and its community, from 0."""

    id: str
    label: str
    events: int
    community: int


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """A tie between two nodes: distinct events in both directions, and how many of them are conflict."""

    one: str
    other: str
    events: int
    conflict: int


@dataclass(frozen=True, slots=True)
class TieNetwork:
    """A network, the strongest part of it.

    Attributes:
        nodes: Those with most events, most first.
        ties: The strongest, strongest first.
        all_nodes: How many nodes there are.
        all_ties: How many ties there are.
        n: Distinct events in all of it.
    """

    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]
    all_nodes: int
    all_ties: int
    n: int


def all_ties(snapshot: Snapshot, asked: NetworkQuestion) -> tuple[NetworkTie, ...]:
    """Return every tie, the strongest first: news that is actual, of sufficient confidence, each event once.

    An event belongs to the day on which it is first told.
    """
    sql = f"""
        SELECT one, other, sum({_EVENTS[asked.tone]})::BIGINT AS events,
               sum({_CONFLICT[asked.tone]})::BIGINT AS conflict
        FROM tie_{asked.by} WHERE (?::DATE IS NULL OR date >= ?) AND (?::DATE IS NULL OR date <= ?)
        GROUP BY one, other HAVING events >= greatest(?, 1) ORDER BY events DESC, one, other"""
    values = [asked.since, asked.since, asked.until, asked.until, asked.least]
    return snapshot.keep(("ties", asked), lambda: tuple(NetworkTie(**row) for row in snapshot.ask(sql, values)))


def strongest(snapshot: Snapshot, asked: NetworkQuestion) -> TieNetwork:
    """Return the part of a network that can be drawn, with communities of what is drawn."""
    return snapshot.keep(("network", asked), lambda: _prune(all_ties(snapshot, asked), asked))


def _prune(ties: tuple[NetworkTie, ...], asked: NetworkQuestion) -> TieNetwork:
    weights: dict[str, int] = {}
    for tie in ties:
        for name in (tie.one, tie.other):
            weights[name] = weights.get(name, 0) + tie.events
    kept = sorted(weights, key=lambda name: (-weights[name], name))[:MOST_NODES]
    drawable = set(kept)
    inside = [tie for tie in ties if tie.one in drawable and tie.other in drawable]
    drawn = _backbone(inside)
    groups = _communities(kept, drawn)
    return TieNetwork(
        tuple(
            NetworkNode(name, country_name(name) if asked.by == "country" else name, weights[name], groups[name])
            for name in kept
        ),
        drawn,
        len(weights),
        len(ties),
        sum(tie.events for tie in ties),
    )


def _backbone(ties: list[NetworkTie]) -> tuple[NetworkTie, ...]:
    """Return the strongest ties, and the strongest of each node besides, so that nobody stands alone for no reason."""
    chosen = set(ties[:MOST_TIES])
    seen: set[str] = set()
    for tie in ties:  # strongest first
        if tie.one not in seen or tie.other not in seen:
            chosen.add(tie)
        seen |= {tie.one, tie.other}
    return tuple(tie for tie in ties if tie in chosen)


def _communities(names: list[str], ties: tuple[NetworkTie, ...]) -> dict[str, int]:
    """Return the community of each node, the largest first; those without a colour of their own share the last."""
    if not ties:
        return dict.fromkeys(names, 0)
    at = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for tie in ties:
        matrix[at[tie.one], at[tie.other]] = matrix[at[tie.other], at[tie.one]] = math.log1p(tie.events)
    groups = find_communities(matrix)
    order = [int(group) for group in np.argsort(-np.bincount(groups), kind="stable")]
    return {name: min(order.index(int(groups[at[name]])), MOST_COLOURS) for name in names}


def iter_gexf(ties: tuple[NetworkTie, ...]) -> Iterator[str]:
    """Yield a network as GEXF 1.3: nodes with their events, ties with events and share of conflict."""
    weights: dict[str, int] = {}
    for tie in ties:
        for name in (tie.one, tie.other):
            weights[name] = weights.get(name, 0) + tie.events
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="undirected">\n<attributes class="node"><attribute id="events" title="events" '
    yield 'type="integer"/></attributes>\n<attributes class="edge"><attribute id="conflict" title="conflict" '
    yield 'type="integer"/></attributes>\n<nodes>\n'
    for name, events in sorted(weights.items()):
        quoted = quoteattr(xml_text(name))
        yield f"<node id={quoted} label={quoted}><attvalues>"
        yield f'<attvalue for="events" value="{events}"/></attvalues></node>\n'
    yield "</nodes>\n<edges>\n"
    for number, tie in enumerate(ties):
        one, other = quoteattr(xml_text(tie.one)), quoteattr(xml_text(tie.other))
        yield f'<edge id="{number}" source={one} target={other} weight="{tie.events}"><attvalues>'
        yield f'<attvalue for="conflict" value="{tie.conflict}"/></attvalues></edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


@dataclass(frozen=True, slots=True)
class MapDot:
    """A country on the map: its code and name, where its capital lies in degrees, and its events."""

    country: str
    label: str
    capital: str
    latitude: float
    longitude: float
    events: int


def dots_of(network: TieNetwork) -> tuple[MapDot, ...]:
    """Return the countries of a network at their capitals; bodies of states have no place on a map."""
    dots = []
    for node in network.nodes:
        capital = _capital(node.id)
        if capital is not None:
            dots.append(MapDot(node.id, node.label, *capital, node.events))
    return tuple(dots)


def _capital(code: str) -> tuple[str, float, float] | None:
    known = load_knowledge()
    country = known.countries.by_code.get(code)
    if country is None or country.capital_place is None:
        return None
    try:
        place = known.place_by_id(country.capital_place)
    except KeyError:
        return None
    return country.capital or place.name, place.lat, place.lon
