"""The first page: what came in last, what moved, new commitments and open questions, and what the archive holds."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.analysis.events import QUADS
from detente.analysis.moved import MovedOptions
from detente.analysis.result import NotEnough
from detente.runs.exploring import measures
from detente.runs.exploring.profiles import latest
from detente.runs.exploring.search import FoundClaim
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import NoParameters
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.common import events_link

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

#: Articles, commitments and questions that are shown as the last that came in.
NEWEST = 12
MOST_CLAIMS = 5
#: Of an article without a title so much of its beginning, in whole words.
MOST_CHARS = 110
#: Dyads that moved and are shown, the surest first, and the false discovery rate up to which they count.
MOST_MOVED = 8
MOST_FALSE = 0.05


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article that came in lately: its number, day, publisher, title, and its numbers of events and statements."""

    article: int
    published: str | None
    source: str | None
    title: str
    events: int
    statements: int


@dataclass(frozen=True, slots=True)
class Mover:
    """A dyad whose share of the news rose or fell.

    Attributes:
        source: Who acts.
        target: Toward whom.
        quad_class: Cooperation or conflict, in words or deeds.
        ratio: Rate lately over the rate before; None where there was nothing before.
        low: Lower end of its 95 % interval.
        high: Upper end, or None where the data set none.
        lately: Distinct events of the last days.
        before: Distinct events of the days before.
        address: The address of the events of the last days.
    """

    source: str
    target: str
    quad_class: str
    ratio: float | None
    low: float
    high: float | None
    lately: int
    before: int
    address: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page.

    Attributes:
        title: The page's title.
        counts: How many articles, stories, claims of each kind and failures there are.
        rows: The articles that were added last, the newest first.
        moved: What moved in the last 30 days of the archive against the year before, the surest first.
        still: Why nothing is said to have moved, or None.
        commitments: The latest commitments.
        questions: The latest open questions.
    """

    title: str
    counts: dict[str, int]
    rows: tuple[Newcomer, ...]
    moved: tuple[Mover, ...]
    still: str | None
    commitments: tuple[FoundClaim, ...]
    questions: tuple[FoundClaim, ...]


def make_home_page(archive: Archive, snapshot: Snapshot) -> HomePage:
    """Return the first page of an archive.

    Args:
        archive: The archive.
        snapshot: Its claims in memory.
    """
    newest = archive.query(
        "SELECT article, published, source, title, substr(text, 1, 240), events, statements FROM articles_wide "
        "WHERE is_read ORDER BY article DESC LIMIT ?",
        (NEWEST,),
    )
    rows = (tuple(row.values()) for row in newest.to_pylist())
    moved, still = _moved(snapshot)
    return harmless(
        HomePage(
            title="Home",
            counts=snapshot.keep("counts", archive.counts),
            rows=tuple(
                Newcomer(
                    article, day, source, title or shorten(start, MOST_CHARS, placeholder=" …"), events, statements
                )
                for article, day, source, title, start, events, statements in rows
            ),
            moved=moved,
            still=still,
            commitments=latest(archive, snapshot, MOST_CLAIMS, kind="commitment"),
            questions=latest(archive, snapshot, MOST_CLAIMS, kind="question"),
        )
    )


def _moved(snapshot: Snapshot) -> tuple[tuple[Mover, ...], str | None]:
    """Return what moved beyond chance, and why nothing is shown otherwise."""
    options = MovedOptions()
    outcome = measures.moved(snapshot, options)
    if isinstance(outcome, NotEnough):
        return (), outcome.why
    since = measures.moved_since(snapshot, options)
    found = [row for row in outcome.table.to_pylist() if row["q"] <= MOST_FALSE][:MOST_MOVED]
    still = None if found else "No dyad's share of the news changed by more than chance explains."
    return tuple(_mover(row, since) for row in found), still


def _mover(row: dict[str, Any], since: object) -> Mover:
    quad = QUADS.index(row["class"]) + 1
    return Mover(
        source=row["source"],
        target=row["target"],
        quad_class=row["class"],
        ratio=_finite(row["ratio"]),
        low=row["low"],
        high=_finite(row["high"]),
        lately=row["lately"],
        before=row["before"],
        address=events_link(row["source"], row["target"], quad=quad, since=since),
    )


def _finite(value: float) -> float | None:
    return None if value == float("inf") else value


@page_routes(
    router,
    "/",
    page=HomePage,
    about="What came in last, what moved, new commitments and open questions.",
    same_for_all=True,
)
def home(request: Request, query: NoParameters) -> Response:  # noqa: ARG001 - refused by its type
    """Answer with the first page."""
    desk = desk_of(request)
    with desk.archive() as archive:
        page = make_home_page(archive, desk.snapshot())
    return answer(request, page, "home.html.j2")
