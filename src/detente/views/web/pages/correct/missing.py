"""A claim or an actor that the machine did not find: added by a person, with the words that say it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive.filing import find_named_article
from detente.archive.review import look
from detente.errors import UsageError
from detente.records import KINDS
from detente.records.kinds import find_kind
from detente.runs import reviewing
from detente.runs.naming import add_named_actors
from detente.runs.own_actor import OfficeTime, note_office
from detente.runs.shown_values import ShownField, blank_fields
from detente.runs.written_values import find_words
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder
from detente.views.web.judging import corrections, typed_over
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3

    from detente.archive.review import Edited

router = APIRouter()


class MissingQuery(BaseModel):
    """What is to be added."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field("event", max_length=40, description="A kind of claim, or actor.")
    part: Literal["", "form"] = Field("", description="The form alone, for a page that takes it in.")


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A form for a claim that is yet to be added.

    Attributes:
        title: The page's title.
        article: The article's number.
        of: The article's title.
        kind: What kind of claim it is going to be.
        kinds: All kinds that can be added, actors among them.
        coder: Who adds it; "" until it is said.
        fields: What it may say, empty.
        own_actors: Name of the table that an actor's time in office is noted in, or None.
    """

    title: str
    article: int
    of: str
    kind: str
    kinds: tuple[str, ...]
    coder: str
    fields: tuple[ShownField, ...]
    own_actors: str | None


def make_missing_page(
    connection: sqlite3.Connection, article: str, kind: str, coder: str, own_actors: str | None = None
) -> MissingPage:
    """Return the form for a claim of a kind.

    Raises:
        UsageError: There is no such article or kind.
    """
    number = find_named_article(connection, article)
    record = look(connection, number).record
    found = find_kind(kind)
    kinds = tuple(known.singular for known in KINDS)
    if found is None:
        raise UsageError(f"there is no kind of claim called {kind!r}", hint=f"Known: {', '.join(kinds)}.")
    of = neutralise(record.article.title or "Without a title")
    fields = blank_fields(record, found)
    return MissingPage(f"A missing {kind}", number, of, found.singular, kinds, coder, fields, own_actors)


@page_routes(router, "/missing/{article}", page=MissingPage, about="The fields of a claim that is yet to be added.")
def missing(request: Request, article: str, query: Annotated[MissingQuery, Query()]) -> Response:
    """Answer with the form for a missing claim."""
    with desk_of(request).connection() as connection:
        page = make_missing_page(connection, article, query.kind, coder_of(request), _own_actors(request))
    return answer(request, page, _template(query.part), problem=None, typed=_NOTHING)


_OFFICE = ("words", "start", "end", "aliases")
_NOTHING = dict.fromkeys(_OFFICE, "")


def _template(part: str) -> str:
    return "missing_form.html.j2" if part == "form" else "missing.html.j2"


def _own_actors(request: Request) -> str | None:
    path = desk_of(request).options.reading.actors
    return None if path is None else path.name


@router.post("/missing/{article}", include_in_schema=False)
async def add(request: Request, article: str) -> Response:
    """Add a claim and go to it."""
    async with request.form(max_fields=500) as form:
        return await run_in_threadpool(_add, request, article, form)


def _add(request: Request, article: str, form: FormData) -> Response:
    desk = desk_of(request)
    refuse_if_read_only(desk)
    coder = desk.options.coder or one(form, "coder") or coder_of(request)
    with desk.connection(write=True) as connection:
        page = make_missing_page(connection, article, one(form, "kind"), coder, _own_actors(request))
        try:
            edited = _add_claim(request, connection, page, form)
        except UsageError as error:
            problem = {"error": neutralise(error.message), "hint": neutralise(error.hint or "")}
            shown = replace(page, fields=typed_over(page.fields, form))
            typed = {name: one(form, name) for name in _OFFICE}
            drawn = render(request, _template(one(form, "part")), shown, problem=problem, typed=typed)
            return HTMLResponse(
                drawn, 200 if one(form, "part") else 422
            )  # the part is asked for by a script, and a browser logs a 422 as an error
    return remember_coder(RedirectResponse(f"/article/{page.article}#{edited.key}", 303), coder)


def _add_claim(request: Request, connection: sqlite3.Connection, page: MissingPage, form: FormData) -> Edited:
    """Add what a form says.

    Raises:
        UsageError: A value means nothing, or something is missing.
    """
    desk = desk_of(request)
    signed = reviewing.sign(page.coder, one(form, "why") or None)
    written = corrections(form, page.fields)
    kind = find_kind(page.kind)
    assert kind is not None  # noqa: S101 - make_missing_page refused what is none
    named = add_named_actors(connection, page.article, f"{kind.letter}0", written, (desk.knowledge, signed))
    if kind.letter != "a":
        return reviewing.add_claim(connection, page.article, page.kind, named, signed)
    if one(form, "words").strip():
        span = find_words(look(connection, page.article).record, one(form, "words"))
        named["mentions"] = [json.dumps([{"start": span.start, "end": span.end, "form": "name"}])]
    time = OfficeTime(one(form, "start"), one(form, "end"), one(form, "aliases"))
    if desk.options.reading.actors is not None and (time.start or time.end or time.aliases):
        note_office(desk.options.reading.actors, {name: values[0] for name, values in named.items() if values}, time)
        desk.forget_knowledge()
    return reviewing.add_claim(connection, page.article, page.kind, named, signed)
