"""The network: who deals with whom, the strongest hundred and fifty of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.runs.exploring.networks import NetworkNode, NetworkQuestion, NetworkTie, all_ties, iter_gexf, strongest
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery
from detente.views.web.pages.explore.common import ties_command

if TYPE_CHECKING:
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()


class NetworkQuery(ExploreQuery):
    """Which ties."""

    by: Literal["country", "actor"] = "country"
    tone: Literal["all", "cooperation", "conflict"] = "all"
    since: date | None = None
    until: date | None = None
    least: int = Field(1, ge=1, le=10_000, description="Ties of fewer events are left out.")

    def question(self) -> NetworkQuestion:
        """Return what is asked of the archive."""
        return NetworkQuestion(**self.model_dump())


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """A network.

    Attributes:
        title: The page's title.
        query: What was asked.
        nodes: The nodes that are drawn, those with most events first.
        rows: The ties that are drawn, the strongest first.
        all_nodes: How many nodes there are.
        all_ties: How many ties there are.
        n: Events in all ties together.
        command: The command that gives the same ties.
    """

    title: str
    query: NetworkQuery
    nodes: tuple[NetworkNode, ...]
    rows: tuple[NetworkTie, ...]
    all_nodes: int
    all_ties: int
    n: int
    command: str


def make_network_page(archive: str, snapshot: Snapshot, query: NetworkQuery) -> NetworkPage:
    """Return the strongest part of a network.

    Args:
        archive: Name of the archive's file.
        snapshot: The archive in memory.
        query: Which ties.
    """
    found = strongest(snapshot, query.question())
    told = ties_command(archive, query.tone, query.since, query.until, by=query.by, least=query.least)
    return harmless(
        NetworkPage("Network", query, found.nodes, found.ties, found.all_nodes, found.all_ties, found.n, told)
    )


@page_routes(router, "/network", page=NetworkPage, about="Who deals with whom, the strongest ties.", same_for_all=True)
def network(request: Request, query: Annotated[NetworkQuery, Query()]) -> Response:
    """Answer with the network."""
    desk = desk_of(request)
    page = make_network_page(desk.options.archive.name, desk.snapshot(), query)
    take = {form: query.address(f"/network.{form}") for form in ("gexf", "csv", "json")}
    return answer(request, page, "explore/network.html.j2", take=take)


@router.get("/network.gexf", include_in_schema=False)
def network_gexf(request: Request, query: Annotated[NetworkQuery, Query()]) -> Response:
    """Answer with all ties as GEXF."""
    text = "".join(iter_gexf(all_ties(desk_of(request).snapshot(), query.question())))
    headers = {"content-disposition": 'attachment; filename="network.gexf"'}
    return Response(text, media_type="application/gexf+xml; charset=utf-8", headers=headers)
