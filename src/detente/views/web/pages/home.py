"""The first page: what the archive holds and what came in last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of

if TYPE_CHECKING:
    from detente.archive import Archive

router = APIRouter()

#: Articles that are shown as the last that came in.
NEWEST = 12


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article that came in lately: its number, day, publisher, title, and its numbers of events and statements."""

    article: int
    published: str | None
    source: str | None
    title: str
    events: int
    statements: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page.

    Attributes:
        title: The page's title.
        counts: How many articles, stories, claims of each kind and failures there are.
        rows: The articles that were added last, the newest first.
    """

    title: str
    counts: dict[str, int]
    rows: tuple[Newcomer, ...]


def make_home_page(archive: Archive) -> HomePage:
    """Return the first page of an archive."""
    newest = archive.query(
        "SELECT article, published, source, title, substr(text, 1, 120), events, statements FROM articles_wide "
        "WHERE is_read ORDER BY article DESC LIMIT ?",
        (NEWEST,),
    )
    rows = (tuple(row.values()) for row in newest.to_pylist())
    return HomePage(
        title="Home",
        counts=archive.counts(),
        rows=tuple(
            Newcomer(article, day, _harmless(source), neutralise(title or start), events, statements)
            for article, day, source, title, start, events, statements in rows
        ),
    )


def _harmless(text: str | None) -> str | None:
    return None if text is None else neutralise(text)


@page_routes(router, "/", page=HomePage, about="What the archive holds, and what came in last.")
def home(request: Request) -> Response:
    """Answer with the first page."""
    with desk_of(request).archive() as archive:
        return answer(request, make_home_page(archive), "home.html.j2")
