"""An issue: who stands for it and who against, and how that changes over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.analysis.events import Selection
from detente.runs.exploring import measures
from detente.runs.exploring.profiles import IssueRow, StandRow, latest, list_issues, stands_on
from detente.runs.exploring.search import FoundClaim
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.figures import Figure, make_figure
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery, link
from detente.views.web.pages.explore.common import command, period_ends
from detente.views.web.pages.explore.substance import NONE, SubstanceList, latest_substance

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()


class IssueQuery(ExploreQuery):
    """Which issue."""

    issue: str = Field("", max_length=60, description="Its name; empty for the list of issues.")
    every: Literal["week", "month", "year"] = "month"
    table: Literal["stances", "actors"] = Field("stances", description="Which table is the CSV.")


@dataclass(frozen=True, slots=True)
class IssuePage:
    """An issue, or all of them.

    Attributes:
        title: The page's title.
        query: What was asked.
        issues: All issues with their positions.
        figure: For and against over time, or None while no issue is named.
        stands: Who stands where.
        claims: The latest positions, with their words.
        conditions: The latest conditions in articles with positions on the issue.
        interpretations: Likewise, as what acts are read.
        rows: The table that `table` names; without an issue, all issues.
    """

    title: str
    query: IssueQuery
    issues: tuple[IssueRow, ...]
    figure: Figure | None
    stands: tuple[StandRow, ...]
    claims: tuple[FoundClaim, ...]
    conditions: SubstanceList
    interpretations: SubstanceList
    rows: tuple[Any, ...]


def make_issue_page(archive: Archive, snapshot: Snapshot, query: IssueQuery) -> IssuePage:
    """Return who stands for and against an issue.

    Raises:
        UsageError: No position is about it.
    """
    issues = list_issues(snapshot)
    if not query.issue:
        return harmless(IssuePage("Issues", query, issues, None, (), (), NONE, NONE, issues))
    stands = stands_on(snapshot, query.issue)
    outcome = measures.stances(snapshot, query.issue, query.every, Selection())
    figure = make_figure(
        "stances", outcome, command(archive.path.name, "stances", query.issue,
                                    every=None if query.every == "month" else query.every),
        query.address("/issue.csv", table=None), link=lambda row: _behind(row, query),
    )  # fmt: skip
    title = query.issue.replace("_", " ").capitalize()
    claims = latest(archive, snapshot, kind="position", type=query.issue)
    rows = figure.rows if query.table == "stances" else stands
    conditions = latest_substance(archive, snapshot, "conditions", issue=query.issue)
    readings = latest_substance(archive, snapshot, "interpretations", issue=query.issue)
    return harmless(IssuePage(title, query, issues, figure, stands, claims, conditions, readings, rows))


def _behind(row: dict[str, Any], query: IssueQuery) -> str:
    since, until = period_ends(row["period"], query.every)
    return link("/search", kind="position", type=query.issue, since=since, until=until)


@page_routes(
    router, "/issue", page=IssuePage, about="An issue: for and against, by whom, over time.", same_for_all=True
)
def issue(request: Request, query: Annotated[IssueQuery, Query()]) -> Response:
    """Answer with who stands for and against an issue."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_issue_page(archive, desk.snapshot(), query)
    dossier = {"html": link("/dossier", issue=query.issue)} if query.issue else {}
    take = dossier | {"csv": query.address("/issue.csv", table="actors"), "json": query.address("/issue.json")}
    return answer(request, page, "explore/issue.html.j2", take=take)
