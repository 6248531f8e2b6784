"""An article of one's own: pasted, uploaded or by its address, read within bounds, added to the archive on request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive.filing import find_article
from detente.errors import DetenteError, UsageError
from detente.records import article_id
from detente.runs.reading_room import Given, file_reading
from detente.views.report.page import make_page
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import NoParameters, one, refuse_if_read_only
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3

    from detente.runs.reading_room import GivenReading, ReadingBounds
    from detente.views.report.page import Page

router = APIRouter()

#: The fields of the form that are shown again when something was wrong.
_TYPED = ("text", "address", "published", "source")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The form to have an article read.

    Attributes:
        title: The page's title.
        most_bytes: Size of a file or a page that is read at most.
        most_chars: Length of an article that is read at most, in code points.
        most_seconds: How long it may take.
    """

    title: str
    most_bytes: int
    most_chars: int
    most_seconds: float


@dataclass(frozen=True, slots=True)
class GivenPage:
    """An article that somebody gave, with its record. It is not in the archive unless `article` says so.

    Attributes:
        title: The article's title.
        token: By which it is asked for again, for a while.
        article: Its number in the archive, or None.
        record: Its record as docs/record.md describes it.
    """

    title: str
    token: str
    article: int | None
    record: dict[str, Any]


def make_read_page(bounds: ReadingBounds) -> ReadPage:
    """Return the form, with what it takes at most."""
    return ReadPage("Read an article", bounds.most_bytes, bounds.most_chars, bounds.most_seconds)


def make_given_page(connection: sqlite3.Connection, reading: GivenReading) -> tuple[GivenPage, Page]:
    """Return the page of an article that was given, and its record as the self-contained report shows it.

    Args:
        connection: The archive, which may hold the same article.
        reading: The article and its record.
    """
    drawn = make_page(reading.record)
    number = find_article(connection, article_id(reading.found.text))
    return GivenPage(drawn.title, reading.token, number, reading.record.to_dict()), drawn


@page_routes(router, "/read", page=ReadPage, about="The form to have an article read, and its bounds.")
def read(request: Request, query: NoParameters) -> Response:  # noqa: ARG001 - parameters are refused by its type
    """Answer with the form."""
    return _show_form(request, dict.fromkeys(_TYPED, ""))


def _show_form(request: Request, typed: dict[str, str], problem: DetenteError | None = None) -> Response:
    page = make_read_page(desk_of(request).room.bounds)
    told = None
    if problem is not None:
        told = {"error": neutralise(problem.message), "hint": neutralise(problem.hint or "")}
        return HTMLResponse(render(request, "read.html.j2", page, problem=told, typed=typed), 422)
    return answer(request, page, "read.html.j2", problem=told, typed=typed)


@router.post("/read", include_in_schema=False)
async def give(request: Request) -> Response:
    """Read what was given, and go on to its page."""
    async with request.form(max_files=1, max_fields=20) as form:
        file = form.get("file")
        data, name = b"", ""
        if isinstance(file, UploadFile):
            data, name = await file.read(), file.filename or ""
        return await run_in_threadpool(_give, request, form, data, name)


def _give(request: Request, form: FormData, data: bytes, name: str) -> Response:
    typed = {field: one(form, field) for field in _TYPED}
    try:
        given = Given(
            text=typed["text"],
            data=data,
            name=name,
            address=typed["address"].strip(),
            published=_day(typed["published"]),
            source=typed["source"].strip() or None,
        )
        reading = desk_of(request).room.read(given)
    except DetenteError as error:
        return _show_form(request, typed, error)
    return RedirectResponse(f"/given/{reading.token}", 303)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise UsageError(f"{written!r} is no day", hint="Write 2025-03-10.") from error


def _find(request: Request, token: str) -> GivenReading:
    reading = desk_of(request).room.find(token)
    if reading is None:
        raise UsageError("this article is no longer kept", hint="Have it read again.")
    return reading


@page_routes(router, "/given/{token}", page=GivenPage, about="An article that was given to be read a while ago.")
def given(request: Request, token: str, query: NoParameters) -> Response:  # noqa: ARG001 - as above
    """Answer with an article that was given and read."""
    reading = _find(request, token)
    with desk_of(request).connection() as connection:
        page, drawn = make_given_page(connection, reading)
    return answer(request, page, "given.html.j2", drawn=drawn)


@router.post("/given/{token}", include_in_schema=False)
def add(request: Request, token: str) -> Response:
    """File an article that was given, and go on to its place in the archive."""
    desk = desk_of(request)
    refuse_if_read_only(desk)
    reading = _find(request, token)
    number = file_reading(desk.options.archive, reading, desk.options.reading)
    return RedirectResponse(f"/article/{number}", 303)
