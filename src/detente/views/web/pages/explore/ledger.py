"""Commitments and open questions: what was said would be done or was left open, and what has been reported since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from detente.analysis.ledger import LedgerOptions
from detente.analysis.result import NotEnough
from detente.runs.exploring import measures
from detente.runs.exploring.words import ClaimWords, words_of_claims
from detente.views.results.data import table_rows
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.frames import ResultFrame, frame_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import ExploreQuery
from detente.views.web.pages.explore.common import claim_link, command

if TYPE_CHECKING:
    from detente.analysis.result import Outcome
    from detente.archive import Archive
    from detente.runs.exploring.measures import Entries
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

ROWS_A_PAGE = 60
#: The states in which a person may settle an entry.
_SETTLED: Final[dict[Entries, tuple[str, ...]]] = {
    "commitments": ("kept", "broken", "lapsed", "unclear", "open"),
    "questions": ("closed", "unclear", "open"),
}


class LedgerQuery(ExploreQuery):
    """Which entries."""

    state: str = Field("", max_length=12, description="Only entries in this state, such as open or kept?.")
    who: str = Field("", max_length=200, description="Only entries about actors with this in their name.")
    reviewed_only: bool = Field(default=False, description="Only what people accepted, corrected or added.")
    min_confidence: float = Field(0.5, ge=0, le=1)
    within: int = Field(365, ge=1, le=36_500, description="Days after the report in which an event counts.")
    skip: int = Field(0, ge=0, le=1_000_000)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry of the ledger.

    Attributes:
        state: What a person has set, with a question mark what the rules propose, or open.
        who: Who promised, or whom the question is about; None if the text does not say.
        type: PLOVER type of what was promised or asked, or None.
        before: Words in front of them in the article.
        words: The words of the commitment or the question.
        after: Words behind them.
        toward: To whom it was promised, or None.
        published: Day of the report.
        deadline: Last day of the deadline, or None.
        conditional: Whether it hangs on a condition.
        address: Address of the entry in its article.
        deed_date: Day of the first like event since, or None.
        deed_words: Its words, or None.
        deed_address: Its address, or None.
        contrary_date: Day of the first contrary event since, or None.
        contrary_words: Its words, or None.
        contrary_address: Its address, or None.
        id: Id of the entry.
    """

    state: str
    who: str | None
    type: str | None
    before: str
    words: str
    after: str
    toward: str | None
    published: str
    deadline: str | None
    conditional: bool
    address: str | None
    deed_date: str | None
    deed_words: str | None
    deed_address: str | None
    contrary_date: str | None
    contrary_words: str | None
    contrary_address: str | None
    id: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger.

    Attributes:
        title: The page's title.
        query: What was asked.
        entries: "commitments" or "questions".
        states: How many entries are in each state.
        frame: What the list rests on: method, n, what it does not mean.
        rows: The entries.
        found: How many there are of what was asked.
        next: The address of those behind these, or None.
    """

    title: str
    query: LedgerQuery
    entries: str
    states: dict[str, int]
    frame: ResultFrame
    rows: tuple[LedgerLine, ...]
    found: int
    next: str | None


def make_ledger_page(
    archive: Archive, snapshot: Snapshot, entries: Entries, query: LedgerQuery, *, limit: int = ROWS_A_PAGE
) -> LedgerPage:
    """Return commitments, or open questions.

    Args:
        archive: For the words.
        snapshot: The archive in memory.
        entries: Which of both.
        query: Which entries.
        limit: How many are listed.
    """
    options = LedgerOptions(
        reviewed_only=query.reviewed_only, min_confidence=query.min_confidence, within_days=query.within
    )
    outcome = measures.ledger(snapshot, entries, options)
    frame = frame_of(outcome, _command(archive.path.name, entries, query))
    states, shown, found = _choose(outcome, query, limit)
    path = f"/{entries}"
    numbers = snapshot.numbers({part.partition(":")[0] for row in shown for part in _ids(row)})
    onward = query.skip + limit
    return harmless(
        LedgerPage(
            title="Open questions" if entries == "questions" else "Commitments",
            query=query,
            entries=entries,
            states=states,
            frame=frame,
            rows=_lines(archive, shown, numbers),
            found=found,
            next=query.address(path, skip=onward) if found > onward else None,
        )
    )


def _command(archive: str, entries: Entries, query: LedgerQuery) -> str:
    """Return the command that lists the same entries."""
    words = [
        *(["--questions"] if entries == "questions" else []),
        *(["--reviewed-only"] if query.reviewed_only else []),
    ]
    usual = LedgerOptions()
    return command(
        archive, "ledger", *words, state=query.state,
        min_confidence=None if query.min_confidence == usual.min_confidence else f"{query.min_confidence:g}",
        within=None if query.within == usual.within_days else str(query.within),
    )  # fmt: skip


def _choose(outcome: Outcome, query: LedgerQuery, limit: int) -> tuple[dict[str, int], list[dict[str, Any]], int]:
    """Return the states with their counts, the rows that are shown, and how many there are of what was asked."""
    if isinstance(outcome, NotEnough):
        return {}, [], 0
    states, chosen = measures.chosen_entries(outcome, query.state, query.who)
    shown = replace(chosen, table=chosen.table.slice(query.skip, limit))
    return states, table_rows(shown), len(chosen.table)


def _ids(row: dict[str, Any]) -> list[str]:
    return [row[name] for name in ("id", "deed", "contrary") if row[name]]


def _lines(archive: Archive, rows: list[dict[str, Any]], numbers: dict[str, int]) -> tuple[LedgerLine, ...]:
    places = {row["id"]: (numbers[row["id"].partition(":")[0]], row["id"].partition(":")[2]) for row in rows}
    told = words_of_claims(archive, list(places.values()))
    none = ClaimWords("", "", "")
    return tuple(_line(row, numbers, told.get(places[row["id"]], none)) for row in rows)


def _line(row: dict[str, Any], numbers: dict[str, int], told: ClaimWords) -> LedgerLine:
    return LedgerLine(
        state=row["state"],
        who=row.get("actor") or row.get("about"),
        type=row.get("promised") or row.get("asked"),
        before=told.before,
        words=row.get("words") or row.get("question") or "",
        after=told.after,
        toward=row.get("addressee"),
        published=row["published"],
        deadline=row.get("deadline"),
        conditional=bool(row.get("conditional")),
        address=claim_link(row["id"], numbers),
        deed_date=row["deed_date"],
        deed_words=row["deed_words"],
        deed_address=claim_link(row["deed"], numbers),
        contrary_date=row["contrary_date"],
        contrary_words=row["contrary_words"],
        contrary_address=claim_link(row["contrary"], numbers),
        id=row["id"],
    )


def _answer(request: Request, entries: Entries, query: LedgerQuery) -> Response:
    desk = desk_of(request)
    limit = 10_000 if request.url.path.endswith(".csv") else ROWS_A_PAGE
    with desk.archive() as archive:
        page = make_ledger_page(archive, desk.snapshot(), entries, query, limit=limit)
    take = {form: query.address(f"/{entries}.{form}") for form in ("csv", "json")}
    states = _SETTLED[entries]
    return answer(request, page, "explore/ledger.html.j2", take=take, path=f"/{entries}", settled=states)


@page_routes(
    router,
    "/commitments",
    page=LedgerPage,
    about="What was promised, and what has been reported since.",
    same_for_all=True,
)
def commitments(request: Request, query: Annotated[LedgerQuery, Query()]) -> Response:
    """Answer with the commitments."""
    return _answer(request, "commitments", query)


@router.get("/promises{ending:path}", include_in_schema=False)
def promises(request: Request, ending: str) -> Response:
    """Lead from the name that the commitments had here to theirs."""
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/commitments{ending if ending in {'.json', '.csv'} else ''}{asked}", 308)


@page_routes(
    router,
    "/questions",
    page=LedgerPage,
    about="What was left open, and what has been reported since.",
    same_for_all=True,
)
def questions(request: Request, query: Annotated[LedgerQuery, Query()]) -> Response:
    """Answer with the open questions."""
    return _answer(request, "questions", query)
