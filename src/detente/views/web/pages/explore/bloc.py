"""A bloc: where its members stand, how far they stand as one, and who leaves the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.runs.exploring import measures
from detente.runs.exploring.dissents import dissents_of
from detente.runs.exploring.profiles import MemberRow, list_blocs, list_issues, members_of
from detente.runs.exploring.search import FoundClaim
from detente.runs.roll_calls import bloc_members
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.figures import Figure, make_figure
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery, link
from detente.views.web.pages.explore.common import command, period_ends

if TYPE_CHECKING:
    from detente.analysis.periods import Every
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()


class BlocQuery(ExploreQuery):
    """Which bloc, and on what."""

    bloc: str = Field("eu", min_length=1, max_length=300, description="Its id (eu, nato), or members: FRA,DEU,ITA.")
    issue: str = Field("", max_length=60, description="Only positions on this issue.")
    every: Literal["month", "year", "all"] = "year"
    table: Literal["cohesion", "departures", "members"] = Field("members", description="Which table is the CSV.")


@dataclass(frozen=True, slots=True)
class BlocPage:
    """A bloc.

    Attributes:
        title: The page's title.
        query: What was asked.
        blocs: Ids of the blocs that are known.
        issues: Issues with positions in this archive.
        members: Members that hold positions, with how many for and against.
        silent: How many members hold none.
        figures: How far they stand as one, and who leaves the line.
        dissents: Positions against the line of a bloc, the latest first, with their words.
        rows: The table that `table` names.
    """

    title: str
    query: BlocQuery
    blocs: tuple[str, ...]
    issues: tuple[str, ...]
    members: tuple[MemberRow, ...]
    silent: int
    figures: tuple[Figure, ...]
    dissents: tuple[FoundClaim, ...]
    rows: tuple[Any, ...]


def make_bloc_page(archive: Archive, snapshot: Snapshot, query: BlocQuery) -> BlocPage:
    """Return where a bloc stands.

    Raises:
        UsageError: There is no such bloc.
    """
    issue = query.issue or None
    every = cast("Every | None", None if query.every == "all" else query.every)
    outcomes = measures.cohesion(snapshot, query.bloc, issue, every)
    listed = sorted({str(member) for member in bloc_members(query.bloc).column("member").to_pylist()})
    members = members_of(snapshot, listed, issue)
    line = {"issue": issue, "every": None if query.every == "year" else query.every}
    figures = (
        make_figure("cohesion", outcomes[0], command(archive.path.name, "cohesion", query.bloc, **line),
                    query.address("/bloc.csv", table="cohesion"), link=lambda row: _period(row, query)),
        make_figure("departures", outcomes[1], command(archive.path.name, "cohesion", query.bloc, "--leavers", **line),
                    query.address("/bloc.csv", table="departures"),
                    link=lambda row: link("/search", kind="position", source=row["member"], type=query.issue)),
    )  # fmt: skip
    rows: tuple[Any, ...] = members
    if query.table != "members":
        rows = next(figure.rows for figure in figures if figure.name == query.table)
    return harmless(
        BlocPage(
            title=f"Bloc: {query.bloc.upper()}",
            query=query,
            blocs=list_blocs(),
            issues=tuple(row.issue for row in list_issues(snapshot)),
            members=members,
            silent=len(listed) - len(members),
            figures=figures,
            dissents=dissents_of(archive, snapshot, listed, issue),
            rows=rows,
        )
    )


def _period(row: dict[str, Any], query: BlocQuery) -> str | None:
    if row["period"] is None or query.every == "all":
        return link("/search", kind="position", type=query.issue)
    since, until = period_ends(row["period"], query.every)
    return link("/search", kind="position", type=query.issue, since=since, until=until)


@page_routes(router, "/bloc", page=BlocPage, about="A bloc: positions, cohesion and dissent.", same_for_all=True)
def bloc(request: Request, query: Annotated[BlocQuery, Query()]) -> Response:
    """Answer with where a bloc stands."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_bloc_page(archive, desk.snapshot(), query)
    take = {"csv": query.address("/bloc.csv"), "json": query.address("/bloc.json")}
    return answer(request, page, "explore/bloc.html.j2", take=take)
