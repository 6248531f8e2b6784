"""The list of articles: searched, filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from detente.archive.search import Bounds
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.archive.search import ArticleHit

router = APIRouter()

ROWS_A_PAGE = 50


class ArticlesQuery(BaseModel):
    """What is asked of the list. Parameters that are not named here are refused."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=500, description='Words, "a phrase", -not.')
    since: date | None = Field(None, description="Published on this day or later.")
    until: date | None = Field(None, description="Published on this day or earlier.")
    source: str = Field("", max_length=200, description="Published by whoever has this in the name.")
    before: int | None = Field(None, ge=0, lt=2**63, description="Only articles with a smaller number.")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the list: number, id, day, publisher, title, and the words around what was looked for, or ""."""

    article: int
    id: str
    published: str | None
    source: str | None
    title: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """The list of articles.

    Attributes:
        title: The page's title.
        query: What was asked, to be filled into the form again.
        rows: What was found: by rank if words were looked for, otherwise the newest first.
        next: The address of the rows behind these, or None at the end. A search gives its best rows only.
    """

    title: str
    query: ArticlesQuery
    rows: tuple[ArticleRow, ...]
    next: str | None


def make_articles_page(archive: Archive, query: ArticlesQuery) -> ArticlesPage:
    """Return the articles that were asked for.

    Raises:
        UsageError: The words that were looked for make no question.
    """
    since, until = (None if day is None else day.isoformat() for day in (query.since, query.until))
    bounds = Bounds(since, until, query.source or None)
    if query.q.strip():
        hits = archive.search_articles(query.q, bounds, limit=ROWS_A_PAGE)
        return ArticlesPage("Articles", query, tuple(map(_row, hits)), None)
    hits = archive.newest_articles(bounds, before=query.before, limit=ROWS_A_PAGE + 1)
    rows = tuple(map(_row, hits[:ROWS_A_PAGE]))
    return ArticlesPage("Articles", query, rows, _next(query, rows[-1].article) if len(hits) > ROWS_A_PAGE else None)


def _row(hit: ArticleHit) -> ArticleRow:
    return ArticleRow(
        article=hit.article,
        id=hit.id,
        published=hit.published,
        source=None if hit.source is None else neutralise(hit.source),
        title=neutralise(hit.title or "Without a title"),
        excerpt=neutralise(hit.excerpt),
    )


def _next(query: ArticlesQuery, last: int) -> str:
    asked = query.model_dump(mode="json", exclude_defaults=True) | {"before": last}
    return f"/articles?{urlencode(asked)}"


@page_routes(router, "/articles", page=ArticlesPage, about="Articles, searched or the newest first.")
def articles(request: Request, query: Annotated[ArticlesQuery, Query()]) -> Response:
    """Answer with the list of articles."""
    with desk_of(request).archive() as archive:
        return answer(request, make_articles_page(archive, query), "articles.html.j2")
