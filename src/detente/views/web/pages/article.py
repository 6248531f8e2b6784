"""One article: its text on the left, its record on the right, each claim tied to its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.views.report.page import make_page
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.views.report.page import Page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with its record.

    Attributes:
        title: The article's title.
        article: Its number in the archive.
        id: Its id, the sha256 of its text.
        record: Its record as docs/record.md describes it, people's corrections included.
        places: Where the text was found.
    """

    title: str
    article: int
    id: str
    record: dict[str, Any]
    places: tuple[str, ...]


def make_article_page(archive: Archive, name: str) -> tuple[ArticlePage, Page]:
    """Return an article's page, and the same record as the self-contained report shows it.

    Args:
        archive: The archive.
        name: The article's number, its id, or the beginning of its id.

    Raises:
        UsageError: There is no such article.
        ArchiveError: The article could not be read and has no record.
    """
    number = archive.find(name)
    record = archive.record(number)
    drawn = make_page(record)
    places = tuple(neutralise(place.origin) for place in archive.appearances(number))
    return ArticlePage(drawn.title, number, record.article.id, record.to_dict(), places), drawn


@page_routes(router, "/article/{name}", page=ArticlePage, about="One article with its record.")
def article(request: Request, name: str) -> Response:
    """Answer with one article."""
    with desk_of(request).archive() as archive:
        page, drawn = make_article_page(archive, name)
    return answer(request, page, "article.html.j2", drawn=drawn)
