"""How two sides deal with each other over time: the picture, what it rests on, and the events behind it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from detente.analysis.events import Selection
from detente.analysis.relations import RelationsOptions
from detente.runs.exploring import measures
from detente.runs.exploring.search import ClaimQuestion, find_claims
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.frames import ResultFrame, make_frame
from detente.views.web.pages.explore.common import name_countries, name_side

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

#: Events that are listed behind the picture, the latest first.
MOST_EVENTS = 60


class RelationsQuery(BaseModel):
    """Whose relations are asked. Without a source nothing is measured yet."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field("", max_length=200, description="Who acts: a country (RUS), or a name with by=actor.")
    target: str = Field("", max_length=200, description="Toward whom; empty for all.")
    by: Literal["country", "actor"] = "country"
    both: bool = Field(default=False, description="Count what the target does to the source, too.")
    every: Literal["day", "week", "month", "year"] = "month"
    normalise: Literal["attention", "none"] = "attention"
    since: date | None = None
    until: date | None = None
    reviewed_only: bool = Field(default=False, description="Only what people accepted, corrected or added.")
    min_confidence: float = Field(0.5, ge=0, le=1)


@dataclass(frozen=True, slots=True)
class EventBehind:
    """An event that was counted: its day, type and words, and where it is told."""

    date: str | None
    type: str | None
    trigger: str
    sources: str
    targets: str
    article: int
    key: str


@dataclass(frozen=True, slots=True)
class RelationsPage:
    """Relations between two sides.

    Attributes:
        title: The page's title.
        query: What was asked.
        frame: The figure, or None while nobody is named.
        rows: The table of the figure.
        events: Events of the archive between the two sides, the latest first.
    """

    title: str
    query: RelationsQuery
    frame: ResultFrame | None
    rows: tuple[dict[str, Any], ...]
    events: tuple[EventBehind, ...]


def make_relations_page(archive: Archive, snapshot: Snapshot, query: RelationsQuery) -> RelationsPage:
    """Return the relations that were asked for.

    Args:
        archive: The archive, for the events behind the figure.
        snapshot: Its claims in memory.
        query: Whose relations.

    Raises:
        UsageError: A name or a value means nothing.
    """
    if not query.source and not query.target:
        return RelationsPage("Relations", query, None, (), ())
    options = RelationsOptions(
        source=query.source or None,
        target=query.target or None,
        both=query.both,
        every=query.every,
        normalise=query.normalise,
        selection=Selection(
            unit=query.by,
            reviewed_only=query.reviewed_only,
            min_confidence=query.min_confidence,
            since=query.since,
            until=query.until,
        ),
    )
    outcome = name_countries(measures.relations(snapshot, options), query.source, query.target)
    frame, rows = make_frame(outcome, _command(archive, query))
    title = f"Relations: {name_side(query.source)} → {name_side(query.target)}"
    return RelationsPage(neutralise(title), query, frame, rows, _events_behind(archive, snapshot, query))


def _command(archive: Archive, query: RelationsQuery) -> str:
    words = ["detente", "relations", query.source or "-", query.target or "-", "--archive", archive.path.name]
    words += [f"--{name}" for name in ("both", "reviewed-only") if getattr(query, name.replace("-", "_"))]
    for option, value, usual in (
        ("--by", query.by, "country"),
        ("--every", query.every, "month"),
        ("--normalise", query.normalise, "attention"),
        ("--from", query.since, None),
        ("--to", query.until, None),
        ("--min-confidence", query.min_confidence, 0.5),
    ):
        if value != usual:
            words += [option, str(value)]
    return shlex.join(words)


def _events_behind(archive: Archive, snapshot: Snapshot, query: RelationsQuery) -> tuple[EventBehind, ...]:
    """Return the archive's own events with these sides; those of imported data sets have no words."""
    asked = ClaimQuestion(source=query.source, target=query.target, min_confidence=query.min_confidence)
    return tuple(
        EventBehind(
            date=claim.date,
            type=claim.type,
            trigger=neutralise(claim.words),
            sources=neutralise(claim.source or "not named"),
            targets=neutralise(claim.target or "not named"),
            article=claim.article,
            key=claim.key,
        )
        for claim in find_claims(archive, snapshot, asked, limit=MOST_EVENTS)
        if claim.article is not None and claim.key is not None
    )


@page_routes(
    router, "/relations", page=RelationsPage, about="How two sides deal with each other over time.", same_for_all=True
)
def relations(request: Request, query: Annotated[RelationsQuery, Query()]) -> Response:
    """Answer with the relations of two sides."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_relations_page(archive, desk.snapshot(), query)
    return answer(request, page, "relations.html.j2", csv=f"/relations.csv?{request.url.query}")
