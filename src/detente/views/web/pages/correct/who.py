"""Who may be meant by the first letters of a name, on the day of an article: what fields for actors suggest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from detente.archive.filing import find_named_article
from detente.archive.review import look
from detente.runs.naming import Suggestion, suggest
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of

if TYPE_CHECKING:
    from detente.knowledge import Knowledge
    from detente.records import Record

router = APIRouter()


class WhoQuery(BaseModel):
    """What was typed."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=100, description="The first letters of a name.")


@dataclass(frozen=True, slots=True)
class WhoPage:
    """Who may be meant.

    Attributes:
        title: The page's title.
        query: What was typed.
        day: The article's day, for which roles are told, or None.
        rows: The article's actors first, then those of the knowledge, then how to write a new one.
    """

    title: str
    query: WhoQuery
    day: str | None
    rows: tuple[Suggestion, ...]


def make_who_page(record: Record, knowledge: Knowledge, query: WhoQuery) -> WhoPage:
    """Return who may be meant in an article."""
    found = suggest(record, knowledge, query.q)
    rows = tuple(Suggestion(row.value, neutralise(row.name), neutralise(row.about), row.origin) for row in found)
    return WhoPage("Who is meant", query, record.article.published, rows)


@page_routes(router, "/who/{article}", page=WhoPage, about="Who may be meant by the first letters of a name.")
def who(request: Request, article: str, query: Annotated[WhoQuery, Query()]) -> Response:
    """Answer with suggestions for a name."""
    desk = desk_of(request)
    with desk.connection() as connection:
        record = look(connection, find_named_article(connection, article)).record
    return answer(request, make_who_page(record, desk.knowledge, query), "who.html.j2")
