"""The dossier of an actor, two sides or an issue: a file to take along, which needs no page to be read."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from detente.views.report.dossier import DossierSubject, make_dossier, render_dossier
from detente.views.web.desk import desk_of
from detente.views.web.pages.explore.asking import ExploreQuery

router = APIRouter()

_NO_NAME = re.compile(r"[^A-Za-z0-9]+")


class DossierQuery(ExploreQuery):
    """Whom or what it is about."""

    actor: str = Field("", max_length=200, description="An actor: a country's three letters, or a name.")
    one: str = Field("", max_length=200, description="One of two sides.")
    other: str = Field("", max_length=200, description="The other side.")
    issue: str = Field("", max_length=60, description="An issue.")


@router.get("/dossier", include_in_schema=False)
def dossier(request: Request, query: Annotated[DossierQuery, Query()]) -> Response:
    """Answer with a dossier as a file: opened on this page, its style sheet would be refused by the page's policy."""
    desk, subject = desk_of(request), DossierSubject(query.actor or query.one, query.other, query.issue)
    with desk.archive() as archive:
        text = render_dossier(make_dossier(archive, desk.snapshot(), subject))
    name = _NO_NAME.sub("-", subject.title.lower()).strip("-") or "dossier"
    return HTMLResponse(text, headers={"content-disposition": f'attachment; filename="dossier-{name}.html"'})
