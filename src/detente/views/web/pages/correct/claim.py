"""One claim of an article: accept it, correct it, delete it. The reader takes the form of this page into its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive.filing import find_named_article
from detente.archive.review import look
from detente.archive.review.queue import context_of
from detente.errors import UsageError
from detente.records import kind_of
from detente.records.kinds import KEY
from detente.runs import reviewing
from detente.runs.shown_values import ShownField, show_fields
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder
from detente.views.web.judging import Judgement, ToldEdit, digest, find_shown, judge, tell_edits, typed_over
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3

router = APIRouter()


class ClaimQuery(BaseModel):
    """How a claim is shown."""

    model_config = ConfigDict(extra="forbid")

    part: Literal["", "form"] = Field("", description="The form alone, for a page that takes it in.")


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim with its fields to be corrected.

    Attributes:
        title: The page's title.
        article: The article's number.
        key: The claim's key.
        kind: What kind of claim it is.
        before: The words before the claim in its paragraph.
        words: The claim's words.
        after: The words behind it.
        confidence: The machine's, 0 to 1, or None.
        coder: Who decides; "" until it is said.
        fields: What the claim says.
        seen: A digest of what is shown; a decision on something else is not written.
        newest: The number of the article's newest edit, by which later ones are told.
        meanwhile: What others changed since the claim was shown to this person.
        rows: Every edit of the claim, the latest first.
    """

    title: str
    article: int
    key: str
    kind: str
    before: str
    words: str
    after: str
    confidence: float | None
    coder: str
    fields: tuple[ShownField, ...]
    seen: str
    newest: int
    meanwhile: tuple[ToldEdit, ...]
    rows: tuple[ToldEdit, ...]


def make_claim_page(
    connection: sqlite3.Connection, article: str, key: str, coder: str, *, since: int | None = None
) -> ClaimPage:
    """Return a claim as it is now.

    Args:
        connection: The archive.
        article: The article's number, its id, or the beginning of its id.
        key: The claim's key.
        coder: Who decides, or "".
        since: The newest edit that the person has seen; None if nothing was shown before.

    Raises:
        UsageError: There is no such article or claim.
    """
    number = find_named_article(connection, article)
    if not KEY.fullmatch(key):
        raise UsageError(f"{key!r} names no claim", hint="Name a claim of the article, such as s1.")
    view = look(connection, number)
    claim = find_shown(view.record, key)
    if claim is None:
        raise UsageError(f"article {number} has no claim {key}", hint="It may have been deleted: see its history.")
    edits = tell_edits(connection, number)
    anchor = view.anchors[key]
    before, after = context_of(view.record.article.text, anchor)
    return ClaimPage(
        title=f"{key} · {view.record.article.title or 'Without a title'}",
        article=number,
        key=key,
        kind=kind_of(key).singular,
        before=neutralise(before),
        words=neutralise(anchor.words),
        after=neutralise(after),
        confidence=getattr(claim, "confidence", None),
        coder=coder,
        fields=show_fields(view.record, key),
        seen=digest(claim),
        newest=edits[0].number if edits else 0,
        meanwhile=() if since is None else tell_edits(connection, number, since=since, key=key),
        rows=tell_edits(connection, number, key=key),
    )


@page_routes(router, "/claim/{article}/{key}", page=ClaimPage, about="One claim with its fields and its history.")
def claim(request: Request, article: str, key: str, query: Annotated[ClaimQuery, Query()]) -> Response:
    """Answer with a claim, or with its form alone."""
    desk = desk_of(request)
    with desk.connection() as connection:
        page = make_claim_page(connection, article, key, coder_of(request))
    return answer(request, page, _template(query.part), problem=None)


def _template(part: str) -> str:
    return "claim_form.html.j2" if part == "form" else "claim.html.j2"


@router.post("/claim/{article}/{key}", include_in_schema=False)
async def decide(request: Request, article: str, key: str) -> Response:
    """Write a decision on a claim and go back to the article."""
    async with request.form(max_fields=500) as form:
        return await run_in_threadpool(_decide, request, f"{article}:{key}", form)


def _decide(request: Request, address: str, form: FormData) -> Response:
    desk = desk_of(request)
    refuse_if_read_only(desk)
    article, _, key = address.partition(":")
    coder = desk.options.coder or one(form, "coder") or coder_of(request)
    template = _template(one(form, "part"))
    since = int(one(form, "newest")) if one(form, "newest").isdecimal() else None
    problem, written = None, False
    with desk.connection(write=True) as connection:
        try:
            signed = reviewing.sign(coder, one(form, "why") or None)
            written = judge(connection, address, form, Judgement(signed, desk.knowledge))
        except UsageError as error:
            problem = {"error": neutralise(error.message), "hint": neutralise(error.hint or "")}
        if written:
            number = find_named_article(connection, article)
            return remember_coder(RedirectResponse(f"/article/{number}#{key}", 303), coder)
        page = make_claim_page(connection, article, key, coder, since=since)
    drawn = render(request, template, _with_typed(page, form), problem=problem)
    if one(form, "part"):  # for the page that took the form in: browsers complain aloud of any other status
        return HTMLResponse(drawn)
    return HTMLResponse(drawn, 422 if problem else 409)


def _with_typed(page: ClaimPage, form: FormData) -> ClaimPage:
    """Return a page that keeps what the person typed, whatever others did meanwhile."""
    return replace(page, fields=typed_over(page.fields, form))
