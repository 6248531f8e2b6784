"""Two sides: how they deal with each other over time, the ledger of their words and deeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.analysis.events import QUADS, Selection
from detente.analysis.follow import FollowOptions
from detente.analysis.relations import RelationsOptions
from detente.runs.exploring import measures
from detente.runs.exploring.networks import NetworkQuestion, all_ties
from detente.runs.exploring.search import ClaimQuestion, FoundClaim, find_claims, is_country
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.figures import Figure, make_figure
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery, link
from detente.views.web.pages.explore.common import command, events_link, name_countries, name_side, period_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

#: Events of each direction in the ledger of words and deeds, the latest ones.
MOST_ENTRIES = 30
#: Pairs of countries that are offered where no two sides are named.
MOST_PAIRS = 12
_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


class DyadQuery(ExploreQuery):
    """Between whom."""

    one: str = Field("", max_length=200, description="A country's three letters, or a name.")
    other: str = Field("", max_length=200, description="The other side, likewise.")
    every: Literal["day", "week", "month", "year"] = "month"
    table: Literal["forth", "back", "follow"] = Field("forth", description="Which figure's table is the CSV.")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An event between two sides: whether it goes from the first to the other, whether it is a deed, and the claim."""

    forth: bool
    is_deed: bool
    claim: FoundClaim


@dataclass(frozen=True, slots=True)
class DirectionCounts:
    """Distinct events from one side toward the other: all, by quad class, and the address of each."""

    source: str
    target: str
    total: int
    address: str
    classes: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class BusyPair:
    """Two countries that deal with each other much: their codes and names, distinct events, those of conflict."""

    one: str
    other: str
    labels: tuple[str, str]
    events: int
    conflict: int
    address: str


@dataclass(frozen=True, slots=True)
class DyadPage:
    """Two sides.

    Attributes:
        title: The page's title.
        query: What was asked.
        labels: What the two sides are called.
        counts: Events in each direction.
        figures: Each direction over time, and whether words are followed by deeds.
        ledger: The latest events in both directions, words and deeds, the latest first.
        rows: The table of the figure that `table` names.
        busiest: Where no two sides are named: the pairs of countries with most events, the busiest first.
    """

    title: str
    query: DyadQuery
    labels: tuple[str, str]
    counts: tuple[DirectionCounts, ...]
    figures: tuple[Figure, ...]
    ledger: tuple[LedgerEntry, ...]
    rows: tuple[dict[str, Any], ...]
    busiest: tuple[BusyPair, ...] = ()


def make_dyad_page(archive: Archive, snapshot: Snapshot, query: DyadQuery) -> DyadPage:
    """Return how two sides deal with each other; while one is not named, which pairs of countries there are."""
    labels = name_side(query.one), name_side(query.other)
    if not (query.one and query.other):
        return DyadPage("Two sides", query, labels, (), (), (), (), _busiest(snapshot, query))
    figures = tuple(_figures(archive, snapshot, query))
    counts = tuple(_count(snapshot, *pair) for pair in ((query.one, query.other), (query.other, query.one)))
    rows = next(figure.rows for figure in figures if figure.name == query.table)
    title = f"{labels[0]} and {labels[1]}"
    return harmless(DyadPage(title, query, labels, counts, figures, _ledger(archive, snapshot, query), rows))


def _busiest(snapshot: Snapshot, query: DyadQuery) -> tuple[BusyPair, ...]:
    """Return the pairs of countries with most events; where one side is named, those of that side."""
    named = query.one or query.other
    pairs = [
        BusyPair(tie.one, tie.other, (name_side(tie.one), name_side(tie.other)), tie.events, tie.conflict,
                 link("/dyad", one=tie.one, other=tie.other))
        for tie in all_ties(snapshot, NetworkQuestion())
        if is_country(tie.one) and is_country(tie.other) and (not named or named in {tie.one, tie.other})
    ]  # fmt: skip
    return tuple(pairs[:MOST_PAIRS])


def _figures(archive: Archive, snapshot: Snapshot, query: DyadQuery) -> list[Figure]:
    countries = is_country(query.one) and is_country(query.other)
    selection = Selection(unit="country" if countries else "actor")
    by = None if countries else "actor"
    every = None if query.every == "month" else query.every
    figures = []
    for name, source, target in (("forth", query.one, query.other), ("back", query.other, query.one)):
        outcome = measures.relations(
            snapshot, RelationsOptions(source=source, target=target, every=query.every, selection=selection)
        )
        figures.append(make_figure(
            name, name_countries(outcome, source, target),
            command(archive.path.name, "relations", source, target, by=by, every=every),
            query.address("/dyad.csv", table=name),
            link=_behind(source, target, query),
        ))  # fmt: skip
    followed = measures.follow(snapshot, FollowOptions(sides=(query.one, query.other), selection=selection))
    figures.append(make_figure(
        "follow", name_countries(followed, query.one, query.other),
        command(archive.path.name, "follow", query.one, query.other, by=by),
        query.address("/dyad.csv", table="follow"),
    ))  # fmt: skip
    return figures


def _behind(source: str, target: str, query: DyadQuery) -> Callable[[dict[str, Any]], str | None]:
    return lambda row: period_link(row, source, target, query.every)


def _count(snapshot: Snapshot, source: str, target: str) -> DirectionCounts:
    counts = snapshot.count_quads(source, target)
    classes = tuple(
        (name, counts[number], events_link(source, target, quad=number)) for number, name in enumerate(QUADS, start=1)
    )
    return DirectionCounts(
        name_side(source), name_side(target), sum(counts.values()), events_link(source, target), classes
    )


def _ledger(archive: Archive, snapshot: Snapshot, query: DyadQuery) -> tuple[LedgerEntry, ...]:
    entries = []
    for forth, source, target in ((True, query.one, query.other), (False, query.other, query.one)):
        found = find_claims(archive, snapshot, ClaimQuestion(source=source, target=target), limit=MOST_ENTRIES)
        entries += [
            LedgerEntry(forth, claim.type not in _VERBAL and claim.status == "actual", claim) for claim in found
        ]
    return tuple(sorted(entries, key=lambda entry: entry.claim.date or "", reverse=True))


@page_routes(router, "/dyad", page=DyadPage, about="Two sides: over time, words and deeds.", same_for_all=True)
def dyad(request: Request, query: Annotated[DyadQuery, Query()]) -> Response:
    """Answer with how two sides deal with each other."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_dyad_page(archive, desk.snapshot(), query)
    take = {"html": link("/dossier", one=query.one, other=query.other), "json": query.address("/dyad.json")}
    return answer(request, page, "explore/dyad.html.j2", take=take)
