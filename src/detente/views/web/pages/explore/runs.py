"""The runs: what was read into the archive, when, by which version and models, and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery

if TYPE_CHECKING:
    from detente.archive import Archive

router = APIRouter()

#: Failures that are listed, the last ones.
MOST_FAILURES = 40


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run.

    Attributes:
        run: Its number.
        kind: "add" or "reread".
        state: "running" also stands for a run that was killed.
        started: When it began, UTC.
        seconds: How long it worked.
        read: Articles read.
        duplicate: Texts that the archive already had.
        known: Places that it already knew.
        failed: Articles that could not be read.
        version: Détente's version, or None if nothing was read.
        models: sha256 of each model, by name.
        knowledge: sha256 of the knowledge tables, or None.
        settings: What was asked for.
    """

    run: int
    kind: str
    state: str
    started: str
    seconds: float
    read: int
    duplicate: int
    known: int
    failed: int
    version: str | None
    models: dict[str, str]
    knowledge: str | None
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FailureLine:
    """An article that could not be read: in which run, where it lies, at which stage it failed, why, and what helps."""

    run: int
    origin: str
    stage: str
    reason: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The runs.

    Attributes:
        title: The page's title.
        rows: All runs, the last first.
        failures: The last articles that could not be read.
    """

    title: str
    rows: tuple[RunLine, ...]
    failures: tuple[FailureLine, ...]


def make_runs_page(archive: Archive) -> RunsPage:
    """Return the runs of an archive."""
    rows = tuple(
        RunLine(
            run.run, run.kind, run.state, run.started[:16].replace("T", " "), run.seconds, run.read, run.duplicate,
            run.known, run.failed, run.version, dict(run.models), run.knowledge, dict(run.settings),
        )
        for run in reversed(archive.runs())
    )  # fmt: skip
    failed = archive.query(
        "SELECT run, origin, stage, reason, hint FROM failures ORDER BY failure DESC LIMIT ?", (MOST_FAILURES,)
    ).to_pylist()
    return harmless(RunsPage("Runs", rows, tuple(FailureLine(**row) for row in failed)))


@page_routes(
    router, "/runs", page=RunsPage, about="What was read into the archive, when and by which models.", same_for_all=True
)
def runs(request: Request, _query: Annotated[ExploreQuery, Query()]) -> Response:
    """Answer with the runs."""
    with desk_of(request).archive() as archive:
        page = make_runs_page(archive)
    return answer(request, page, "explore/runs.html.j2", take={"csv": "/runs.csv", "json": "/runs.json"})
