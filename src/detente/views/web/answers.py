"""How a page answers: as HTML, and with the same data as JSON and CSV.

A page is a frozen dataclass made by a pure function. Its fields are what the template shows, what JSON holds, and what
docs/api.md describes. If it has a field `rows`, these are its table, which CSV gives.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from fastapi.encoders import jsonable_encoder
from starlette.responses import HTMLResponse, JSONResponse, Response

from detente.errors import UsageError
from detente.views.web.desk import desk_of
from detente.views.web.problems import Problem
from detente.views.web.shell import render

if TYPE_CHECKING:
    from fastapi import APIRouter
    from starlette.requests import Request

#: Spreadsheets run a cell that begins so as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "It was asked wrongly"},
    404: {"model": Problem, "description": "There is no such thing"},
    503: {"model": Problem, "description": "The archive cannot be read"},
}

Handler = Callable[..., Response]


class WebPage(Protocol):
    """What every page has: a title for the browser's tab and for lists of pages."""

    @property
    def title(self) -> str:
        """The page's title, already harmless to show."""


def page_routes(
    router: APIRouter, path: str, *, page: type[Any], about: str, same_for_all: bool = False
) -> Callable[[Handler], Handler]:
    """Register one handler for a page's four addresses: HTML, `.json`, `.csv` and the one under `/api`.

    Args:
        router: Where.
        path: The page's address, such as "/articles" or "/article/{name}".
        page: The page's dataclass; the API's description follows from it.
        about: One sentence for the API's description.
        same_for_all: Whether the address and the archive alone decide what is shown, so that it can be held.
    """

    def register(made: Handler) -> Handler:
        handler = _held(made) if same_for_all else made
        base = path.rstrip("/") or "/home"
        for ending in (".json", ".csv"):  # before the page itself, whose address may end in a name of any form
            router.get(base + ending, include_in_schema=False)(handler)
        router.get(path, response_class=HTMLResponse, include_in_schema=False)(handler)
        name = "_".join(part for part in base.split("/") if part and not part.startswith("{"))
        described = router.get(
            f"/api{base}", response_model=page, responses=_REFUSALS, summary=about, operation_id=f"get_{name}"
        )
        described(handler)
        return made

    return register


def _held(handler: Handler) -> Handler:
    @functools.wraps(handler)
    def answered(*args: Any, **asked: Any) -> Response:
        request = asked["request"]
        desk = desk_of(request)
        return desk.made.answer(request, desk.state(), lambda: handler(*args, **asked))

    return answered


def answer(request: Request, page: WebPage, template: str, **drawn: Any) -> Response:
    """Answer with a page in the form that the address asks for.

    Args:
        request: The request; its path says the form.
        page: The page.
        template: Name of its template.
        drawn: What the template shows besides, drawn from the same data.

    Raises:
        UsageError: A table was asked of a page that has none.
    """
    path = request.url.path
    if path.startswith("/api/") or path.endswith(".json"):
        return JSONResponse(jsonable_encoder(page))
    if path.endswith(".csv"):
        return _csv(page)
    return HTMLResponse(render(request, template, page, **drawn))


def _csv(page: WebPage) -> Response:
    rows: Sequence[Any] | None = getattr(page, "rows", None)
    if rows is None:
        raise UsageError("this page has no table", hint="Ask for .json instead.")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    listed = [row if isinstance(row, Mapping) else _fields_of(row) for row in rows]
    writer.writerow(listed[0] if listed else [])
    writer.writerows([_cell(value) for value in row.values()] for row in listed)
    headers = {"content-disposition": 'attachment; filename="detente.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _fields_of(row: Any) -> dict[str, Any]:
    """Return the fields of a row that is a dataclass, by name."""
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}


def _cell(value: object) -> str | int | float | None:
    """Return a value as a spreadsheet may open it: lists in one cell, nothing that it would run as a formula."""
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}={part}" for key, part in value.items())
    elif not isinstance(value, str):
        value = "; ".join(str(part) for part in value) if isinstance(value, Sequence) else str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
