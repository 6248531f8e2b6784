"""One actor, or all actors of a country: roles, with whom it deals, what it says, stands for and commits itself to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.analysis.events import Selection
from detente.analysis.relations import RelationsOptions
from detente.runs.exploring import measures
from detente.runs.exploring.profiles import ActorProfile, latest, profile_actor
from detente.runs.exploring.search import FoundClaim, is_country
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.figures import Figure, make_figure
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery, link
from detente.views.web.pages.explore.common import command, name_countries, period_link
from detente.views.web.pages.explore.substance import SubstanceList, latest_substance

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()


class ActorQuery(ExploreQuery):
    """Who is asked about."""

    name: str = Field(min_length=1, max_length=200, description="A name, or a country's three letters.")
    every: Literal["week", "month", "year"] = "month"


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor.

    Attributes:
        title: The page's title.
        query: What was asked.
        profile: Counts, roles, counterparts and issues.
        figure: What the actor does to others, over time.
        statements: What it said last.
        events: What it did last.
        conditions: The conditions that it set last.
        interpretations: How it read acts last.
        rows: The table of the figure.
    """

    title: str
    query: ActorQuery
    profile: ActorProfile
    figure: Figure
    statements: tuple[FoundClaim, ...]
    events: tuple[FoundClaim, ...]
    conditions: SubstanceList
    interpretations: SubstanceList
    rows: tuple[dict[str, Any], ...]


def make_actor_page(archive: Archive, snapshot: Snapshot, query: ActorQuery) -> ActorPage:
    """Return what the archive holds of an actor."""
    profile = profile_actor(snapshot, query.name)
    unit: Literal["country", "actor"] = "country" if is_country(query.name) else "actor"
    options = RelationsOptions(source=query.name, every=query.every, selection=Selection(unit=unit))
    figure = make_figure(
        "relations",
        name_countries(measures.relations(snapshot, options), query.name),
        command(archive.path.name, "relations", query.name, "-", by=None if unit == "country" else unit,
                every=None if query.every == "month" else query.every),
        query.address("/actor.csv"),
        link=lambda row: period_link(row, query.name, None, query.every),
    )  # fmt: skip
    return harmless(
        ActorPage(
            title=profile.label,
            query=query,
            profile=profile,
            figure=figure,
            statements=latest(archive, snapshot, kind="statement", source=query.name),
            events=latest(archive, snapshot, source=query.name),
            conditions=latest_substance(archive, snapshot, "conditions", source=query.name),
            interpretations=latest_substance(archive, snapshot, "interpretations", source=query.name),
            rows=figure.rows,
        )
    )


@page_routes(
    router,
    "/actor",
    page=ActorPage,
    about="One actor: roles, counterparts, words, positions and commitments.",
    same_for_all=True,
)
def actor(request: Request, query: Annotated[ActorQuery, Query()]) -> Response:
    """Answer with what the archive holds of an actor."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_actor_page(archive, desk.snapshot(), query)
    take = {"html": link("/dossier", actor=query.name), "json": query.address("/actor.json")}
    return answer(request, page, "explore/actor.html.j2", take=take)
