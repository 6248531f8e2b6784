"""The error card: how often what is wrong, with typical failures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.views.itself.card import CardTable, load_card, sections, summary, tables
from detente.views.web.answers import answer, page_routes
from detente.views.web.forms import NoParameters

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The error card.

    Attributes:
        title: The page's title.
        summary: What to expect of what is shown by default, in one sentence.
        tables: The tables: title, heads, rows of text.
        failures: Typical failures: kind, text, what it should be, what is read.
        sections: What is said besides figures, by heading.
        rows: The figures field by field, as `detente about --json` has them.
    """

    title: str
    summary: str
    tables: tuple[CardTable, ...]
    failures: tuple[dict[str, Any], ...]
    sections: dict[str, list[str]]
    rows: list[dict[str, Any]]


def make_about_page() -> AboutPage:
    """Return the page of the error card."""
    card = load_card()
    return AboutPage(
        title="How often it is wrong",
        summary=summary(card),
        tables=tuple(tables(card)),
        failures=tuple(card["failures"]),
        sections=dict(sections(card)),
        rows=card["fields"],
    )


@page_routes(router, "/about", page=AboutPage, about="How often what is wrong, with typical failures.")
def about(request: Request, _: NoParameters) -> Response:
    """Answer with the error card."""
    return answer(request, make_about_page(), "about.html.j2")
