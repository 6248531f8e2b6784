"""What a person does to a claim besides judging it: flag it, settle it, and tell actors apart or make them one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.archive.filing import find_named_article
from detente.errors import UsageError
from detente.runs import reviewing
from detente.views.safety import neutralise
from detente.views.web.desk import desk_of
from detente.views.web.forms import coder_of, one, refuse_if_read_only, remember_coder, typed_in
from detente.views.web.pages.correct.claim import make_claim_page
from detente.views.web.shell import render

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from detente.archive.review import Signature

router = APIRouter()

#: Pages to which a form may send back, by the beginning of their address.
_BACK: Final = ("/commitments", "/questions")


@router.post("/act/{article}/{key}", include_in_schema=False)
async def act(request: Request, article: str, key: str) -> Response:
    """Do what a form asks for and go back to where it was asked."""
    async with request.form(max_fields=500) as form:
        return await run_in_threadpool(_act, request, article, key, form)


def _act(request: Request, article: str, key: str, form: FormData) -> Response:
    desk = desk_of(request)
    refuse_if_read_only(desk)
    coder = desk.options.coder or one(form, "coder") or coder_of(request)
    with desk.connection(write=True) as connection:
        try:
            signed = reviewing.sign(coder, one(form, "why") or None)
            _verb(one(form, "verb"))(connection, f"{article}:{key}", form, signed)
        except UsageError as error:
            problem = {"error": neutralise(error.message), "hint": neutralise(error.hint or "")}
            page = make_claim_page(connection, article, key, coder)
            return HTMLResponse(render(request, "claim.html.j2", page, problem=problem, typed=typed_in(form)), 422)
        number = find_named_article(connection, article)
    back = one(form, "back")
    # Only pages of our own: "//…" would name another machine.
    address = back if back.partition("?")[0] in _BACK else f"/article/{number}#{key}"
    return remember_coder(RedirectResponse(address, 303), coder)


def _verb(name: str) -> Callable[[sqlite3.Connection, str, FormData, Signature], None]:
    if name not in VERBS:
        raise UsageError(f"there is nothing called {name!r} to do", hint=f"Known: {', '.join(VERBS)}.")
    return VERBS[name]


def _flag(connection: sqlite3.Connection, address: str, _: FormData, signed: Signature) -> None:
    reviewing.flag_claim(connection, reviewing.find_claim(connection, address), signed)


def _settle(connection: sqlite3.Connection, address: str, form: FormData, signed: Signature) -> None:
    claim = reviewing.find_claim(connection, address)
    reviewing.settle_claim(connection, claim, one(form, "state"), signed, by=one(form, "by").strip() or None)


def _merge(connection: sqlite3.Connection, address: str, form: FormData, signed: Signature) -> None:
    """Make another actor one with this one, which keeps its name: of the article by its key, of others as 40:a3."""
    named = one(form, "other").strip()
    if not named:
        raise UsageError("no other actor was chosen", hint="Choose who is the same.")
    kept = reviewing.find_address(connection, address)
    other = reviewing.find_address(connection, named if ":" in named else f"{kept.article}:{named}")
    reviewing.merge(connection, kept, other, signed, everywhere=one(form, "everywhere") == "yes")


def _split(connection: sqlite3.Connection, address: str, form: FormData, signed: Signature) -> None:
    fields = {name: [one(form, name).strip()] for name in ("name", "kind") if one(form, name).strip()}
    mentions = [str(value) for value in form.getlist("mention")]
    part = reviewing.WrittenPart(mentions=mentions, fields=fields)
    reviewing.split(connection, reviewing.find_address(connection, address), part, signed)


#: What can be done, by the verb that a form sends.
VERBS: Final = {"flag": _flag, "settle": _settle, "merge": _merge, "split": _split}
