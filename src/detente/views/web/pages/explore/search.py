"""Search: the claims of the archive by who, what, when, where published, and what people made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import PlainTextResponse, Response

from detente.runs.exploring.bibliography import list_articles
from detente.runs.exploring.search import MOST_LISTED, FoundClaim, Kind, search_claims
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import CLAIM_PARTS, ClaimListQuery
from detente.views.web.pages.explore.common import Chosen, Facet, chosen_of, facets_of

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

ROWS_A_PAGE = 50
_LABELS = {
    "type": "What", "actor": "Who, on either side", "status": "Status", "year": "Year", "publisher": "Published by",
    "reviewed": "Reviewed by a person",
}  # fmt: skip
_PARTS = CLAIM_PARTS | {
    "source": "who acts", "target": "toward whom", "type": "type", "quad": "quad class", "status": "status",
    "news": "news only", "between": "between two sides", "article": "article",
}  # fmt: skip


class SearchQuery(ClaimListQuery):
    """What is looked for."""

    kind: Kind = "event"
    source: str = Field("", max_length=200, description="Who acts or speaks: a name, or a country.")
    target: str = Field("", max_length=200, description="Toward whom: a name, or a country.")
    type: str = Field("", max_length=60, description="Type, form, issue, or direction.")
    quad: int | None = Field(None, ge=1, le=4, description="Quad class of an event.")
    status: str = Field("", max_length=30, description="Status of an event, stance of a position.")
    news: bool = Field(default=False, description="Only events that are news, not recalled ones.")
    between: bool = Field(default=False, description="Only events between two different countries or bodies.")
    article: int | None = Field(None, ge=1, lt=2**63, description="Only claims of this article.")
    issue: str = Field("", max_length=60, description="Only claims of articles that tell a position on this issue.")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found.

    Attributes:
        title: The page's title.
        query: What was asked.
        distinct: Distinct claims; tellings of one event count once.
        tellings: How often they are told.
        cut: Whether the words stand in more articles than were searched: the latest were.
        chosen: The parts of the question.
        facets: Counts by actor, type, status, publisher, review and year, most frequent first.
        rows: The claims, the latest first.
        next: The address of those behind them, or None.
    """

    title: str
    query: SearchQuery
    distinct: int
    tellings: int
    cut: bool
    chosen: tuple[Chosen, ...]
    facets: tuple[Facet, ...]
    rows: tuple[FoundClaim, ...]
    next: str | None


def make_search_page(archive: Archive, snapshot: Snapshot, query: SearchQuery, *, limit: int) -> SearchPage:
    """Return what was searched for.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        query: What is looked for.
        limit: How many claims are listed.

    Raises:
        UsageError: The words make no question.
    """
    found = search_claims(archive, snapshot, query.question(), skip=query.skip, limit=limit)
    onward = query.skip + limit
    return harmless(
        SearchPage(
            title="Search",
            query=query,
            distinct=found.distinct,
            tellings=found.tellings,
            cut=found.cut,
            chosen=chosen_of(query, "/search", _PARTS),
            facets=facets_of(query, "/search", _LABELS, found.facets),
            rows=found.claims,
            next=query.address("/search", skip=onward) if found.more and onward <= MOST_LISTED else None,
        )
    )


@page_routes(
    router, "/search", page=SearchPage, about="Claims of the archive, by who, what, when and where.", same_for_all=True
)
def search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """Answer with what was searched for; as CSV, with the whole list."""
    desk, is_table = desk_of(request), request.url.path.endswith(".csv")
    with desk.archive() as archive:
        limit = MOST_LISTED if is_table else ROWS_A_PAGE
        page = make_search_page(archive, desk.snapshot(), query, limit=limit)
    return answer(request, page, "explore/search.html.j2", take=_take(query))


def _take(query: SearchQuery) -> dict[str, str]:
    """Return the addresses at which the list can be had."""
    return {form: query.address(f"/search.{form}", skip=None) for form in ("csv", "bib", "json")}


@router.get("/search.bib", include_in_schema=False)
def search_bib(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """Answer with the articles of the claims as BibTeX."""
    desk = desk_of(request)
    with desk.archive() as archive:
        found = search_claims(archive, desk.snapshot(), query.question(), limit=MOST_LISTED)
    text = list_articles(desk.snapshot(), (claim.article for claim in found.claims if claim.article))
    headers = {"content-disposition": 'attachment; filename="detente.bib"'}
    return PlainTextResponse(text, headers=headers, media_type="application/x-bibtex; charset=utf-8")
