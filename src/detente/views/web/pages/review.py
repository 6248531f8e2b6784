"""One claim at a time: accept it, correct it, reject it, skip it, undo; the keyboard is enough.

Every decision is a request of its own that ends in the next claim, so that nothing is lost with the browser and the
page works without scripts. What a person saw goes with the decision: if the claim reads otherwise by now, nothing is
written, and the page shows what changed.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive import connect
from detente.archive.review import select_last_edits, undone_edits
from detente.errors import UsageError
from detente.records import CLAIM_KINDS, kind_of
from detente.runs import reviewing
from detente.runs.shown_values import ShownField, show_fields
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder
from detente.views.web.judging import Judgement, digest, judge, typed_over
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from detente.archive.review import Edit, QueueAhead, QueueItem

router = APIRouter()

#: Decisions that stay in sight and can be undone.
LAST_DECISIONS = 10
#: Claims that can be skipped before the queue begins again.
MOST_SKIPPED = 200


class ReviewQuery(BaseModel):
    """Which claims are asked."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field("", max_length=40, description="A kind of claim, such as event; empty for all with words.")
    second: bool = Field(default=False, description="Claims that others have judged, without their judgement.")
    skipped: str = Field("", max_length=5000, description="Claims to pass over: 12:s3,12:e1.")
    changed: str = Field(
        "", pattern=r"^(\d+:[a-z]\d+)?$", description="A claim that changed while it was on the screen."
    )


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """A claim to judge.

    Attributes:
        article: The article's number.
        key: The claim's key.
        kind: What kind of claim it is.
        title: The article's title.
        published: Its day, or None.
        before: The words before the claim in its paragraph.
        words: The claim's words.
        after: The words behind it.
        confidence: The machine's, 0 to 1, or None.
        fields: What the claim says, to be corrected.
        seen: A digest of what is shown; a decision on something else is not written.
    """

    article: int
    key: str
    kind: str
    title: str
    published: str | None
    before: str
    words: str
    after: str
    confidence: float | None
    fields: tuple[ShownField, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the coder: its number, when (UTC), what was done, to which claim, and whether it is undone.

    Attributes:
        number: The edit's number.
        at: When, UTC.
        action: What was done.
        article: The article's number, or None.
        key: The claim's key, or "".
        kind: What kind of claim it is; "article" where no claim is meant.
        words: The claim's words, or "".
        is_undone: Whether it was undone.
    """

    number: int
    at: str
    action: str
    article: int | None
    key: str
    kind: str
    words: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The page to review on.

    Attributes:
        title: The page's title.
        coder: Who decides; "" until it is said.
        kinds: The kinds of claim that can be asked for.
        query: What was asked.
        task: The claim to judge, or None if nothing is left.
        changed: The claim that changed while it was on the screen ("12:e1"), or None.
        rows: The coder's last decisions, the latest first.
    """

    title: str
    coder: str
    kinds: tuple[str, ...]
    query: ReviewQuery
    task: ReviewTask | None
    changed: str | None
    rows: tuple[Decision, ...]


def make_review_page(
    connection: sqlite3.Connection, query: ReviewQuery, coder: str, ahead: QueueAhead | None = None
) -> ReviewPage:
    """Return the next claim to judge, and what the coder decided last.

    Args:
        connection: The archive.
        query: Which claims are asked.
        coder: Who decides, or "".
        ahead: Who keeps the queue between two questions; None to ask it anew.

    Raises:
        UsageError: The kind is none, or second coding is asked without saying who codes.
    """
    if query.second and not coder:
        raise UsageError("second coding must know who codes", hint="Say your name first.")
    skipped = _skipped(query)
    kinds = [query.kind] if query.kind else None
    items = reviewing.ask_queue(connection, len(skipped) + 1, kinds, coder if query.second else None, ahead=ahead)
    item = next((item for item in items if f"{item.article}:{item.anchor.key}" not in skipped), None)
    task = None if item is None else _task(item)
    return ReviewPage(
        title="Review",
        coder=coder,
        kinds=tuple(kind.singular for kind in CLAIM_KINDS),
        query=query,
        task=task,
        changed=query.changed or None,
        rows=_decisions(connection, coder) if coder else (),
    )


def _skipped(query: ReviewQuery) -> tuple[str, ...]:
    return tuple(filter(None, query.skipped.split(",")))[-MOST_SKIPPED:]


def _task(item: QueueItem) -> ReviewTask:
    return ReviewTask(
        article=item.article,
        key=item.anchor.key,
        kind=item.anchor.kind.singular,
        title=neutralise(item.title or "Without a title"),
        published=item.published,
        before=neutralise(item.before),
        words=neutralise(item.anchor.words),
        after=neutralise(item.after),
        confidence=item.confidence,
        fields=show_fields(item.view.record, item.anchor.key),
        seen=digest(item.claim),
    )


def _decisions(connection: sqlite3.Connection, coder: str) -> tuple[Decision, ...]:
    edits = select_last_edits(connection, coder, LAST_DECISIONS)
    undone = undone_edits(edits)
    own = [edit for edit in edits if edit.action != "undo"]
    return tuple(_decision(edit, is_undone=edit.number in undone) for edit in reversed(own))


def _decision(edit: Edit, *, is_undone: bool) -> Decision:
    subject = edit.subject
    key = subject.key if subject else str(edit.new.get("key", ""))
    return Decision(
        number=edit.number,
        at=edit.at,
        action=edit.action,
        article=edit.article,
        key=key,
        kind=kind_of(key).singular if key else "article",
        words=neutralise((subject.words or subject.label or "") if subject else ""),
        is_undone=is_undone,
    )


@page_routes(router, "/review", page=ReviewPage, about="The next claim to judge, and what was decided last.")
def review(request: Request, query: Annotated[ReviewQuery, Query()]) -> Response:
    """Answer with the next claim."""
    desk = desk_of(request)
    coder = coder_of(request)
    with closing(connect(desk.options.archive, read_only=True)) as connection:
        return answer(
            request, make_review_page(connection, query, coder, desk.queue), "review.html.j2", problem=None, why=""
        )


@router.post("/review", include_in_schema=False)
async def decide(request: Request) -> Response:
    """Write a decision and go on to the next claim."""
    form = await request.form(max_fields=500)
    return await run_in_threadpool(_decide, request, form)


def _decide(request: Request, form: FormData) -> Response:
    """Do what a form asks for.

    Raises:
        UsageError: It asks for nothing that can be done.
    """
    desk = desk_of(request)
    refuse_if_read_only(desk)
    verb = one(form, "verb")
    query = ReviewQuery(
        kind=one(form, "kind"), second=one(form, "second") == "yes", skipped=one(form, "skipped"), changed=""
    )
    if verb == "name":
        return remember_coder(_go_on(query), one(form, "coder"))
    here = f"{one(form, 'article')}:{one(form, 'key')}"
    if verb == "skip":
        return _go_on(query, skipped=[*_skipped(query), here])
    coder = desk.options.coder or one(form, "coder")
    with closing(connect(desk.options.archive)) as connection:
        signed = reviewing.sign(coder, one(form, "why") or None)
        if verb == "undo":
            number = one(form, "edit")
            reviewing.undo_edit(connection, int(number) if number.isdecimal() else None, signed)
            return _go_on(query)
        try:
            if verb == "flag":
                reviewing.flag_claim(connection, reviewing.find_claim(connection, here), signed)
                return _go_on(query, skipped=[*_skipped(query), here])
            judgement = Judgement(signed, desk.knowledge, blind=query.second)
            written = judge(connection, here, form, judgement)
        except UsageError as error:
            page = make_review_page(connection, query, coder, desk.queue)
            return _show_again(request, _with_typed(page, here, form), form, error)
    return _go_on(query) if written else _go_on(query, changed=here)


def _go_on(query: ReviewQuery, *, skipped: Sequence[str] | None = None, changed: str = "") -> Response:
    """Send the browser to the next claim; 303, so that going back decides nothing again."""
    passed_over = query.skipped if skipped is None else ",".join(skipped[-MOST_SKIPPED:])
    asked = query.model_copy(update={"skipped": passed_over, "changed": changed})
    return RedirectResponse(f"/review?{urlencode(asked.model_dump(mode='json', exclude_defaults=True))}", 303)


def _with_typed(page: ReviewPage, here: str, form: FormData) -> ReviewPage:
    """Return a page that keeps what the person typed, if it shows the same claim again."""
    task = page.task
    if task is None or f"{task.article}:{task.key}" != here:
        return page
    return replace(page, task=replace(task, fields=typed_over(task.fields, form)))


def _show_again(request: Request, page: ReviewPage, form: FormData, error: UsageError) -> Response:
    """Show a claim again with what was wrong with the decision."""
    problem = {"error": neutralise(error.message), "hint": neutralise(error.hint or "")}
    return HTMLResponse(render(request, "review.html.j2", page, problem=problem, why=one(form, "why")), 422)
