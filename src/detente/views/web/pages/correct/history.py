"""The history of an article's record: every edit with who, when, what and why; each can be undone and redone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from detente.archive.filing import find_named_article
from detente.archive.review import look
from detente.errors import UsageError
from detente.runs import reviewing
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import NoParameters, coder_of, one, refuse_if_read_only, remember_coder
from detente.views.web.judging import ToldEdit, tell_edits

if TYPE_CHECKING:
    import sqlite3

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What people did to an article's record.

    Attributes:
        title: The page's title.
        article: The article's number.
        of: The article's title.
        coder: Who would sign an undo; "" until it is said.
        rows: Every edit, the latest first, undos included.
    """

    title: str
    article: int
    of: str
    coder: str
    rows: tuple[ToldEdit, ...]


def make_history_page(connection: sqlite3.Connection, article: str, coder: str) -> HistoryPage:
    """Return the edits of an article.

    Raises:
        UsageError: There is no such article, or it has no record.
    """
    number = find_named_article(connection, article)
    about = look(connection, number).record.article
    of = neutralise(about.title or "Without a title")
    return HistoryPage("History", number, of, coder, tell_edits(connection, number))


@page_routes(router, "/history/{article}", page=HistoryPage, about="Every edit of an article's record.")
def history(request: Request, article: str, query: NoParameters) -> Response:  # noqa: ARG001 - refused by its type
    """Answer with the edits of an article."""
    with desk_of(request).connection() as connection:
        page = make_history_page(connection, article, coder_of(request))
    return answer(request, page, "history.html.j2")


@router.post("/history/{article}", include_in_schema=False)
async def take_back(request: Request, article: str) -> Response:
    """Undo or redo an edit and go back to where it was asked."""
    async with request.form(max_fields=20) as form:
        return await run_in_threadpool(_take_back, request, article, form)


def _take_back(request: Request, article: str, form: FormData) -> Response:
    desk = desk_of(request)
    refuse_if_read_only(desk)
    coder = desk.options.coder or one(form, "coder") or coder_of(request)
    number = one(form, "edit")
    if not number.isdecimal():
        raise UsageError(f"{number!r} is no edit")
    with desk.connection(write=True) as connection:
        verb = reviewing.redo_edit if one(form, "verb") == "redo" else reviewing.undo_edit
        verb(connection, int(number), reviewing.sign(coder))
        found = find_named_article(connection, article)
    where = "article" if one(form, "back") == "article" else "history"
    return remember_coder(RedirectResponse(f"/{where}/{found}", 303), coder)
