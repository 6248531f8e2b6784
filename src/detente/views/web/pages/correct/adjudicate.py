"""Adjudication: a table a claim, a column a coder, the decision on top; and how far the coders agree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from detente.archive.database import snapshot
from detente.archive.review import FieldAgreement
from detente.errors import UsageError
from detente.records.kinds import KEY
from detente.runs import reviewing
from detente.runs.adjudicating import adjudicate, agreement, iter_adjudicable
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.runs.adjudicating import Adjudicable

router = APIRouter()

#: Claims on one page.
CLAIMS_A_PAGE = 20


class AdjudicateQuery(BaseModel):
    """Which claims are shown."""

    model_config = ConfigDict(extra="forbid")

    show: Literal["differing", "all"] = Field("differing", description="Claims in which coders differ, or all.")
    after: int = Field(0, ge=0, le=1_000_000, description="Pass over so many claims.")


@dataclass(frozen=True, slots=True)
class CodedField:
    """A field in which coders differ, or that says what the claim is: what the record and each coder say."""

    field: str
    now: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A claim that several coders have judged.

    Attributes:
        article: The article's number.
        key: The claim's key.
        title: The article's title.
        before: The words before the claim.
        words: The claim's words.
        after: The words behind it.
        coders: Who judged it: a column each.
        fields: A row each; the first says whether it is a claim at all.
        decided_by: Who decided between them, or None.
    """

    article: int
    key: str
    title: str
    before: str
    words: str
    after: str
    coders: tuple[str, ...]
    fields: tuple[CodedField, ...]
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class AdjudicatePage:
    """Where coders differ, and how far they agree.

    Attributes:
        title: The page's title.
        query: What was asked.
        coder: Who would decide; "" until it is said.
        agreement: Krippendorff's alpha with its interval, a field a row; alpha is null below the floor.
        claims: The claims of this page.
        rows: What differs, one row a claim and field, with a column a coder: the table.
        next: The address of the claims behind these, or None.
    """

    title: str
    query: AdjudicateQuery
    coder: str
    agreement: tuple[FieldAgreement, ...]
    claims: tuple[CodedClaim, ...]
    rows: tuple[dict[str, str | int], ...]
    next: str | None


def make_adjudicate_page(connection: sqlite3.Connection, query: AdjudicateQuery, coder: str) -> AdjudicatePage:
    """Return the claims that coders judged differently, or all that several judged."""
    with snapshot(connection):
        wanted = (item for item in iter_adjudicable(connection) if query.show == "all" or not item.agree)
        found = list(islice(wanted, query.after, query.after + CLAIMS_A_PAGE + 1))
        agreed = agreement(connection)
    shown = tuple(map(_claim, found[:CLAIMS_A_PAGE]))
    coders = sorted({name for claim in shown for name in claim.coders})
    rows = tuple(row for claim in shown for row in _rows(claim, coders))
    following = None
    if len(found) > CLAIMS_A_PAGE:
        following = f"/adjudicate?{urlencode({'show': query.show, 'after': query.after + CLAIMS_A_PAGE})}"
    return AdjudicatePage("Adjudication", query, coder, agreed, shown, rows, following)


def _claim(item: Adjudicable) -> CodedClaim:
    decision = CodedField(
        "decision",
        _decision(is_claim=item.now.is_claim),
        tuple(_decision(is_claim=view.is_claim) for view in item.coders),
        differs=len({view.is_claim for view in item.coders}) > 1,
    )
    kind = item.anchor.kind
    told = (*kind.who_fields, *(name for name in kind.label_fields if name not in kind.reference_fields))
    names = dict.fromkeys((*item.fields, *told))
    fields = (_field(item, name) for name in names)
    return CodedClaim(
        article=item.article,
        key=item.anchor.key,
        title=neutralise(item.title or "Without a title"),
        before=neutralise(item.before),
        words=neutralise(item.anchor.words),
        after=neutralise(item.after),
        coders=tuple(neutralise(view.coder) for view in item.coders),
        fields=(decision, *fields),
        decided_by=None if item.decided_by is None else neutralise(item.decided_by),
    )


def _decision(*, is_claim: bool) -> str:
    return "claim" if is_claim else "none"


def _field(item: Adjudicable, name: str) -> CodedField:
    values = tuple(neutralise(view.values.get(name, "")) for view in item.coders)
    return CodedField(name, neutralise(item.now.values.get(name, "")), values, differs=name in item.fields)


def _rows(claim: CodedClaim, coders: list[str]) -> Iterator[dict[str, str | int]]:
    for field in claim.fields:
        said = dict(zip(claim.coders, field.values, strict=True))
        about: dict[str, str | int] = {"article": claim.article, "key": claim.key, "words": claim.words}
        yield about | {"field": field.field, "now": field.now} | {name: said.get(name, "") for name in coders}


@page_routes(router, "/adjudicate", page=AdjudicatePage, about="Where coders differ, and how far they agree.")
def adjudication(request: Request, query: Annotated[AdjudicateQuery, Query()]) -> Response:
    """Answer with the claims that coders judged differently."""
    with desk_of(request).connection() as connection:
        page = make_adjudicate_page(connection, query, coder_of(request))
    return answer(request, page, "adjudicate.html.j2")


@router.post("/adjudicate", include_in_schema=False)
async def decide(request: Request) -> Response:
    """Take a coder's value and go on to the next claim."""
    async with request.form(max_fields=20) as form:
        return await run_in_threadpool(_decide, request, form)


def _decide(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    refuse_if_read_only(desk)
    coder = desk.options.coder or one(form, "coder") or coder_of(request)
    article, key = one(form, "article"), one(form, "key")
    if not article.isdecimal() or not KEY.fullmatch(key):
        raise UsageError("a decision names an article and a claim of it")
    with desk.connection(write=True) as connection:
        signed = reviewing.sign(coder, one(form, "why") or None)
        adjudicate(connection, int(article), key, one(form, "take"), signed)
    show = "all" if one(form, "show") == "all" else "differing"
    return remember_coder(RedirectResponse(f"/adjudicate?show={show}#{article}-{key}", 303), coder)
