"""What a request that cannot be answered gets: one shape for programs, one page for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from detente.errors import ArchiveError, DetenteError, UsageError
from detente.views.safety import neutralise
from detente.views.web.shell import render

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request could not be answered. The API's errors have these fields and no others.

    Attributes:
        status: The HTTP status.
        title: What kind of problem it is.
        error: What happened.
        hint: What to do next, or None.
        ok: Always false, so that a program need ask one field only.
    """

    status: int
    title: str
    error: str
    hint: str | None
    ok: bool = False


def add_handlers(app: FastAPI) -> None:
    """Let every error end in a `Problem`."""
    app.add_exception_handler(DetenteError, _detente)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(HTTPException, _http)


def _detente(request: Request, error: Exception) -> Response:
    assert isinstance(error, DetenteError)  # noqa: S101 - registered for this class
    status = 404 if isinstance(error, UsageError) else 503 if isinstance(error, ArchiveError) else 500
    return _answer(request, Problem(status, _TITLES[status], error.message, error.hint))


def _wrong_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    told = "; ".join(_tell(one) for one in error.errors())
    return _answer(request, Problem(400, _TITLES[400], told, "The API is described at /api/openapi.json."))


def _tell(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"][1:]) or "the request"
    if error["type"] == "extra_forbidden":
        return f"there is no parameter {where}"
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    title = _TITLES.get(error.status_code, "It did not work")
    return _answer(request, Problem(error.status_code, title, str(error.detail), None))


def _answer(request: Request, problem: Problem) -> Response:
    path = request.url.path
    if path.startswith("/api/") or path.endswith((".json", ".csv")):
        return JSONResponse(asdict(problem), problem.status)
    hint = None if problem.hint is None else neutralise(problem.hint)
    shown = replace(problem, error=neutralise(problem.error), hint=hint)
    return HTMLResponse(render(request, "problem.html.j2", shown), problem.status)


_TITLES = {
    400: "This was asked wrongly",
    403: "This is not allowed",
    404: "There is no such thing here",
    405: "This is not allowed",
    500: "It did not work",
    503: "The archive cannot be read",
}
