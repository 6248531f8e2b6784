"""One claim of an article: accept it, correct it, delete it. The reader takes the form of this page into its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive.filed import Flag
from detente.archive.filing import find_named_article
from detente.archive.review import look, select_flags
from detente.archive.review.queue import context_of
from detente.errors import UsageError
from detente.records import kind_of
from detente.records.kinds import KEY
from detente.runs import reviewing
from detente.runs.shown_values import ShownField, show_fields
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder, typed_in
from detente.views.web.harmless import harmless
from detente.views.web.judging import Judgement, ToldEdit, digest, find_shown, judge, tell_edits, typed_over
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.records import Actor, ClaimKind, Record

router = APIRouter()

#: Characters that stand around a mention of an actor.
_AROUND_CHARS = 40


class ClaimQuery(BaseModel):
    """How a claim is shown."""

    model_config = ConfigDict(extra="forbid")

    part: Literal["", "form"] = Field("", description="The form alone, for a page that takes it in.")


@dataclass(frozen=True, slots=True)
class ShownMention:
    """A mention of an actor: its place as START-END, its words, and those around."""

    place: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class OtherActor:
    """Another actor of the article: its key, its name, and what it is."""

    key: str
    name: str
    about: str


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
        flags: What people want others to look at in it.
        states: The states that it can be settled in; empty for what nothing settles.
        mentions: Of an actor, where the text speaks of it; empty for other claims.
        others: For an actor, the other actors of the article.
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
    flags: tuple[Flag, ...]
    states: tuple[str, ...]
    mentions: tuple[ShownMention, ...]
    others: tuple[OtherActor, ...]


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
        flags=harmless(tuple(flag for flag in select_flags(connection, number) if flag.key == key)),
        states=_states(kind_of(key)),
        mentions=tuple(_mentions(view.record, claim)) if key[0] == "a" else (),
        others=tuple(_others(view.record, key)) if key[0] == "a" else (),
    )


def _states(kind: ClaimKind) -> tuple[str, ...]:
    """Return the states that claims of a kind can be settled in, as the field's type lists them."""
    if "settled_by" not in kind.field_types:
        return ()
    return next(get_args(part) for part in get_args(kind.field_types["state"]) if get_args(part))


def _mentions(record: Record, actor: Actor) -> Iterator[ShownMention]:
    text = record.article.text
    for one_of in actor.mentions:
        before, after = text[max(0, one_of.start - _AROUND_CHARS) : one_of.start], text[one_of.end :][:_AROUND_CHARS]
        words = (" ".join(part.split()) for part in (before, one_of.span.words(text), after))
        yield ShownMention(f"{one_of.start}-{one_of.end}", *map(neutralise, words))


def _others(record: Record, key: str) -> Iterator[OtherActor]:
    for actor in record.actors:
        if actor.key != key:
            about = ", ".join(part for part in (actor.role, actor.kind, actor.country) if part)
            yield OtherActor(actor.key, neutralise(actor.name), neutralise(about))


@page_routes(router, "/claim/{article}/{key}", page=ClaimPage, about="One claim with its fields and its history.")
def claim(request: Request, article: str, key: str, query: Annotated[ClaimQuery, Query()]) -> Response:
    """Answer with a claim, or with its form alone."""
    desk = desk_of(request)
    with desk.connection() as connection:
        page = make_claim_page(connection, article, key, coder_of(request))
    return answer(request, page, _template(query.part), problem=None, typed=typed_in())


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
    drawn = render(request, template, _with_typed(page, form), problem=problem, typed=typed_in(form))
    if one(form, "part"):  # for the page that took the form in: browsers complain aloud of any other status
        return HTMLResponse(drawn)
    return HTMLResponse(drawn, 422 if problem else 409)


def _with_typed(page: ClaimPage, form: FormData) -> ClaimPage:
    """Return a page that keeps what the person typed, whatever others did meanwhile."""
    return replace(page, fields=typed_over(page.fields, form))
