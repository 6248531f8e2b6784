"""What forms and their handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from detente.errors import UsageError

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from detente.views.web.desk import Desk


class NoQuery(BaseModel):
    """Nothing can be asked: every parameter is refused."""

    model_config = ConfigDict(extra="forbid")


#: For pages that take no parameters.
NoParameters = Annotated[NoQuery, Query()]


def one(form: FormData, name: str) -> str:
    """Return a field of a form; "" if it is not there, or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def refuse_if_read_only(desk: Desk) -> None:
    """Refuse to write where the page was opened for reading only.

    Raises:
        UsageError: It was.
    """
    if desk.options.read_only:
        raise UsageError("this page was opened for reading only", hint="Start it without --read-only.")
