"""Conditions and interpretations: on what acts are made to depend, and as what they are read, each in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from detente.runs.exploring.passages import Piece, passage_of
from detente.runs.exploring.search import MOST_LISTED, ClaimQuestion, FoundClaim, find_claims, search_claims
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.harmless import harmless
from detente.views.web.pages.explore.asking import CLAIM_PARTS, ClaimListQuery
from detente.views.web.pages.explore.common import Chosen, Facet, chosen_of, facets_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.archive import Archive
    from detente.runs.exploring.passages import Passage
    from detente.runs.exploring.snapshot import Snapshot

router = APIRouter()

ROWS_A_PAGE = 40
Listed = Literal["conditions", "interpretations"]

_KINDS: Final[dict[Listed, Literal["condition", "interpretation"]]] = {
    "conditions": "condition",
    "interpretations": "interpretation",
}
_FACETS: Final[dict[Listed, dict[str, str]]] = {
    "conditions": {
        "type": "What it is", "actor": "Who, on either side", "year": "Year", "publisher": "Published by",
        "reviewed": "Reviewed by a person",
    },
    "interpretations": {
        "actor": "Who reads it so", "year": "Year", "publisher": "Published by", "reviewed": "Reviewed by a person",
    },
}  # fmt: skip
_PARTS: Final = CLAIM_PARTS | {"source": "held by", "target": "asked of", "type": "what it is"}
_METHODS: Final[dict[Listed, str]] = {
    "conditions": "read where a text makes an act depend on something by its own words (if, unless, until, must)",
    "interpretations": "read where somebody calls an act one thing, or says that it is not another",
}
_CAUTIONS: Final[dict[Listed, str]] = {
    "conditions": "A condition that no word marks is not found, and one that is reported need not be meant, nor be the "
    "last word of its holder. How many there are follows what is reported.",
    "interpretations": "How somebody reads an act says nothing of what it is. Readings that no word marks are not "
    "found, and how many there are follows what is reported.",
}


class SubstanceQuery(ClaimListQuery):
    """Which conditions or interpretations."""

    source: str = Field("", max_length=200, description="Who holds it: a name, or a country.")
    target: str = Field("", max_length=200, description="Of whom a condition is asked: a name, or a country.")
    type: Literal["", "offer", "threat", "demand", "requirement"] = Field("", description="Direction of a condition.")
    issue: str = Field("", max_length=60, description="Only of articles that tell a position on this issue.")


@dataclass(frozen=True, slots=True)
class SubstanceLine:
    """A condition or an interpretation.

    Attributes:
        published: Day of the report, or None.
        holder: Who sets the condition, or reads the act so; None if the text does not say.
        addressee: Of whom a condition is asked, or None.
        direction: Of a condition: offer, threat, demand, requirement; or None.
        condition: What is asked or must hold; None for an interpretation.
        on: What depends on it, or None.
        deadline: By when it is to be met, or None.
        of: The act that is read so; None for a condition, or where the text leaves it out.
        affirmed: What it is said to be, or None.
        denied: What it is said not to be, or None.
        publisher: Who published it, or None.
        confidence: How sure the machine is, 0 to 1, or None.
        review: What people made of it, or None.
        address: Where it stands in its article.
        id: Its id in all files.
    """

    published: str | None
    holder: str | None
    addressee: str | None
    direction: str | None
    condition: str | None
    on: str | None
    deadline: str | None
    of: str | None
    affirmed: str | None
    denied: str | None
    publisher: str | None
    confidence: float | None
    review: str | None
    address: str
    id: str


@dataclass(frozen=True, slots=True)
class SubstanceList:
    """Some conditions or interpretations, and for each its passage, with the parts marked."""

    rows: tuple[SubstanceLine, ...]
    passages: tuple[tuple[Piece, ...], ...]


NONE: Final = SubstanceList((), ())


@dataclass(frozen=True, slots=True)
class SubstancePage:
    """Conditions, or interpretations.

    Attributes:
        title: The page's title.
        query: What was asked.
        listed: "conditions" or "interpretations".
        found: How many there are of what was asked.
        chosen: The parts of the question.
        facets: How many by what they are, by actor, publisher, review and year.
        passages: For each row its passage, with the parts marked.
        rows: Those that are shown, the latest first.
        method: How they are found.
        caution: What the list does not mean.
        code: What gives the whole table in Python.
        next: The address of those behind these, or None.
    """

    title: str
    query: SubstanceQuery
    listed: Listed
    found: int
    chosen: tuple[Chosen, ...]
    facets: tuple[Facet, ...]
    passages: tuple[tuple[Piece, ...], ...]
    rows: tuple[SubstanceLine, ...]
    method: str
    caution: str
    code: str
    next: str | None


def make_substance_page(
    archive: Archive, snapshot: Snapshot, listed: Listed, query: SubstanceQuery, *, limit: int = ROWS_A_PAGE
) -> SubstancePage:
    """Return conditions, or interpretations, with their words.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        listed: Which of both.
        query: Which of them.
        limit: How many are listed.

    Raises:
        UsageError: The words make no question.
    """
    question = query.question(kind=_KINDS[listed])
    found = search_claims(archive, snapshot, question, skip=query.skip, limit=limit, with_text=False)
    told = _tell(archive, found.claims)
    onward = query.skip + limit
    return harmless(
        SubstancePage(
            title=listed.capitalize(),
            query=query,
            listed=listed,
            found=found.distinct,
            chosen=chosen_of(query, f"/{listed}", _PARTS),
            facets=facets_of(query, f"/{listed}", _FACETS[listed], found.facets),
            passages=told.passages,
            rows=told.rows,
            method=_METHODS[listed],
            caution=_CAUTIONS[listed],
            code=f'detente.Archive("{archive.path.name}").table("{listed}")',
            next=query.address(f"/{listed}", skip=onward) if found.more and onward <= MOST_LISTED else None,
        )
    )


def latest_substance(
    archive: Archive, snapshot: Snapshot, listed: Listed, limit: int = 4, *, source: str = "", issue: str = ""
) -> SubstanceList:
    """Return the latest conditions, or interpretations.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        listed: Which of both.
        limit: How many at most.
        source: Only those that somebody holds: a name, or a country; "" for all.
        issue: Only those of articles that tell a position on this issue; "" for all.
    """
    question = ClaimQuestion(kind=_KINDS[listed], source=source, issue=issue)
    return _tell(archive, find_claims(archive, snapshot, question, limit=limit, with_text=False))


def _tell(archive: Archive, claims: Iterable[FoundClaim]) -> SubstanceList:
    """Return claims with their passages; one that is gone from the file by now is left out."""
    rows, passages = [], []
    for claim in claims:
        passage = passage_of(archive, claim.article or 0, claim.key or "")
        if passage is not None:
            rows.append(_line(claim, passage))
            passages.append(passage.pieces)
    return SubstanceList(tuple(rows), tuple(passages))


def _line(claim: FoundClaim, passage: Passage) -> SubstanceLine:
    return SubstanceLine(
        published=claim.date,
        holder=claim.source,
        addressee=claim.target,
        direction=claim.type,
        condition=passage.words("condition"),
        on=passage.words("on"),
        deadline=passage.deadline,
        of=passage.words("of"),
        affirmed=passage.words("affirmed"),
        denied=passage.words("denied"),
        publisher=claim.publisher,
        confidence=claim.confidence,
        review=claim.review,
        address=f"/article/{claim.article}#{claim.key}",
        id=claim.id,
    )


def _answer(request: Request, listed: Listed, query: SubstanceQuery) -> Response:
    desk = desk_of(request)
    limit = MOST_LISTED if request.url.path.endswith(".csv") else ROWS_A_PAGE
    with desk.archive() as archive:
        page = make_substance_page(archive, desk.snapshot(), listed, query, limit=limit)
    take = {form: query.address(f"/{listed}.{form}", skip=None) for form in ("csv", "json")}
    return answer(request, page, "explore/substance.html.j2", take=take, path=f"/{listed}")


@page_routes(
    router, "/conditions", page=SubstancePage, about="What acts are made to depend on, by whom.", same_for_all=True
)
def conditions(request: Request, query: Annotated[SubstanceQuery, Query()]) -> Response:
    """Answer with the conditions."""
    return _answer(request, "conditions", query)


@page_routes(
    router, "/interpretations", page=SubstancePage, about="As what acts are read, and by whom.", same_for_all=True
)
def interpretations(request: Request, query: Annotated[SubstanceQuery, Query()]) -> Response:
    """Answer with the interpretations."""
    return _answer(request, "interpretations", query)
