"""What forms and their handlers share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from detente.errors import UsageError
from detente.views.safety import neutralise
from detente.views.web.desk import desk_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from detente.views.web.desk import Desk


#: Who signs, remembered by the browser.
CODER_COOKIE = "detente_coder"
_YEAR_SECONDS = 365 * 24 * 3600


class NoQuery(BaseModel):
    """Nothing can be asked: every parameter is refused."""

    model_config = ConfigDict(extra="forbid")


#: For pages that take no parameters.
NoParameters = Annotated[NoQuery, Query()]


def one(form: FormData, name: str) -> str:
    """Return a field of a form; "" if it is not there, or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def typed_in(form: FormData | None = None) -> defaultdict[str, str]:
    """Return what was typed into the fields of a form, "" for every other; without a form, nothing."""
    given = form.items() if form is not None else ()
    return defaultdict(str, {name: value for name, value in given if isinstance(value, str)})


def refuse_if_read_only(desk: Desk) -> None:
    """Refuse to write where the page was opened for reading only.

    Raises:
        UsageError: It was.
    """
    if desk.options.read_only:
        raise UsageError("this page was opened for reading only", hint="Start it without --read-only.")


def coder_of(request: Request) -> str:
    """Return under which name a person signs; "" until it is said."""
    return desk_of(request).options.coder or neutralise(request.cookies.get(CODER_COOKIE, ""))


def remember_coder(response: Response, coder: str) -> Response:
    """Let the browser remember who signs."""
    response.set_cookie(CODER_COOKIE, coder, max_age=_YEAR_SECONDS, httponly=True, samesite="strict")
    return response
