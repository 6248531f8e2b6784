"""The list of actors: who is in the archive, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.runs.exploring.profiles import ActorRow, list_actors
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery

if TYPE_CHECKING:
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

ROWS_SHOWN = 100
ROWS_IN_TABLE = 10_000


class ActorsQuery(ExploreQuery):
    """Which actors are listed."""

    name: str = Field("", max_length=200, description="Only names that hold this.")
    kind: Literal["", "person", "state", "organization", "group"] = ""


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """The list of actors.

    Attributes:
        title: The page's title.
        query: What was asked.
        rows: The actors, those in most articles first.
        cut: Whether there are more.
    """

    title: str
    query: ActorsQuery
    rows: tuple[ActorRow, ...]
    cut: bool


def make_actors_page(snapshot: Snapshot, query: ActorsQuery, *, limit: int = ROWS_SHOWN) -> ActorsPage:
    """Return the actors that were asked for, `limit` of them at most."""
    found = list_actors(snapshot, query.name, query.kind, limit + 1)
    return harmless(ActorsPage("Actors", query, found[:limit], len(found) > limit))


@page_routes(
    router, "/actors", page=ActorsPage, about="Actors of the archive, those in most articles first.", same_for_all=True
)
def actors(request: Request, query: Annotated[ActorsQuery, Query()]) -> Response:
    """Answer with the list of actors."""
    limit = ROWS_IN_TABLE if request.url.path.endswith(".csv") else ROWS_SHOWN
    page = make_actors_page(desk_of(request).snapshot(), query, limit=limit)
    take = {form: query.address(f"/actors.{form}") for form in ("csv", "json")}
    return answer(request, page, "explore/actors.html.j2", take=take)
