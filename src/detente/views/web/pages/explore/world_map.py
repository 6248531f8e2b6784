"""The map: land without borders, a dot at each capital, an arc between those who deal with each other most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.runs.exploring.networks import MapDot, NetworkQuestion, NetworkTie, dots_of, strongest
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery
from detente.views.web.pages.explore.common import ties_command

if TYPE_CHECKING:
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

#: Arcs that are drawn, the strongest ones.
MOST_ARCS = 60


class MapQuery(ExploreQuery):
    """Which events."""

    tone: Literal["all", "cooperation", "conflict"] = "all"
    since: date | None = None
    until: date | None = None
    least: int = Field(1, ge=1, le=10_000, description="Arcs of fewer events are left out.")


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map.

    Attributes:
        title: The page's title.
        query: What was asked.
        rows: Countries at their capitals, those with most events first.
        arcs: The strongest ties between them.
        n: Events in all ties together, those of bodies of states too.
        command: The command that gives the same ties.
    """

    title: str
    query: MapQuery
    rows: tuple[MapDot, ...]
    arcs: tuple[NetworkTie, ...]
    n: int
    command: str


def make_map_page(archive: str, snapshot: Snapshot, query: MapQuery) -> MapPage:
    """Return the countries of the archive and their strongest ties.

    Args:
        archive: Name of the archive's file.
        snapshot: The archive in memory.
        query: Which events.
    """
    network = strongest(snapshot, NetworkQuestion(by="country", **query.model_dump()))
    dots = dots_of(network)
    known = {dot.country for dot in dots}
    arcs = tuple(tie for tie in network.ties if tie.one in known and tie.other in known)[:MOST_ARCS]
    told = ties_command(archive, query.tone, query.since, query.until, least=query.least)
    return harmless(MapPage("Map", query, dots, arcs, network.n, told))


@page_routes(
    router, "/map", page=MapPage, about="Countries at their capitals, and their strongest ties.", same_for_all=True
)
def world_map(request: Request, query: Annotated[MapQuery, Query()]) -> Response:
    """Answer with the map."""
    desk = desk_of(request)
    page = make_map_page(desk.options.archive.name, desk.snapshot(), query)
    take = {form: query.address(f"/map.{form}") for form in ("csv", "json")}
    return answer(request, page, "explore/map.html.j2", take=take)
