"""One article: its text on the left, its record on the right, each claim tied to its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from detente.archive.filed import Flag
from detente.views.report.page import make_page
from detente.views.safety import neutralise
from detente.views.web.answers import answer, page_routes
from detente.views.web.desk import desk_of
from detente.views.web.forms import NoParameters, coder_of
from detente.views.web.harmless import harmless

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.views.report.page import Page

router = APIRouter()

#: Articles of the same story that are listed.
MOST_SIBLINGS = 20


@dataclass(frozen=True, slots=True)
class StorySibling:
    """Another article that is nearly the same text: its number, day, publisher and title, and whether it leads."""

    article: int
    published: str | None
    source: str | None
    title: str
    leads: bool


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with its record.

    Attributes:
        title: The article's title.
        article: Its number in the archive.
        id: Its id, the sha256 of its text.
        record: Its record as docs/record.md describes it, people's corrections included.
        places: Where the text was found.
        reviews: What people made of claims, by key: "accepted", "corrected" or "added". The others are only read.
        claims: How many claims there are, actors left out.
        story: The other articles of its story.
        readings: How many earlier readings are kept.
        edits: How many edits people made.
        last_edit: The number of the coder's own last edit here that holds, or None.
        coder: Who signs corrections; "" until it is said.
        flags: What people want others to look at, in order.
    """

    title: str
    article: int
    id: str
    record: dict[str, Any]
    places: tuple[str, ...]
    reviews: dict[str, str]
    claims: int
    story: tuple[StorySibling, ...]
    readings: int
    edits: int
    last_edit: int | None
    coder: str
    flags: tuple[Flag, ...]


def make_article_page(archive: Archive, name: str, coder: str = "") -> tuple[ArticlePage, Page]:
    """Return an article's page, and the same record as the self-contained report shows it.

    Args:
        archive: The archive.
        name: The article's number, its id, or the beginning of its id.
        coder: Who signs corrections, or "".

    Raises:
        UsageError: There is no such article.
        ArchiveError: The article could not be read and has no record.
    """
    number = archive.find(name)
    record = archive.record(number)
    drawn = make_page(record)
    about = archive.query(_ABOUT, (number, number, number, coder, number)).to_pylist()[0]
    page = ArticlePage(
        title=drawn.title,
        article=number,
        id=record.article.id,
        record=record.to_dict(),
        places=tuple(neutralise(place.origin) for place in archive.appearances(number)),
        reviews=archive.reviews(number),
        claims=sum(len(section.cards) + len(section.folded) for section in drawn.sections if section.kind != "actor"),
        story=_story(archive, number),
        readings=about["readings"],
        edits=about["edits"],
        last_edit=about["last_edit"],
        coder=coder,
        flags=harmless(archive.flags(number)),
    )
    return page, drawn


#: An undo of an undo brings an edit back; so an edit holds if what undoes it is itself undone, one step deep, which is
#: enough for the button: the history has all.
_ABOUT = """
SELECT (SELECT count(*) FROM kept_records WHERE article = ? AND why = 'replaced') AS readings,
       (SELECT count(*) FROM edits WHERE article = ?) AS edits,
       (SELECT max(edit) FROM edits AS e WHERE article = ? AND coder = ? AND action <> 'undo' AND NOT EXISTS (
            SELECT 1 FROM edits AS u WHERE u.undoes = e.edit AND u.article = ? AND NOT EXISTS (
                SELECT 1 FROM edits AS r WHERE r.undoes = u.edit))) AS last_edit
"""


#: In this form the index of copies answers, and no text is read.
_SIBLINGS = """
WITH mine AS (SELECT story FROM articles WHERE article = ?)
SELECT article, published, source, title, article = story AS leads FROM articles
WHERE (article = (SELECT story FROM mine) OR story = (SELECT story FROM mine) AND story <> article) AND article <> ?
ORDER BY article LIMIT ?
"""


def _story(archive: Archive, number: int) -> tuple[StorySibling, ...]:
    found = archive.query(_SIBLINGS, (number, number, MOST_SIBLINGS))
    return tuple(
        StorySibling(
            row["article"],
            row["published"],
            None if row["source"] is None else neutralise(row["source"]),
            neutralise(row["title"] or "Without a title"),
            bool(row["leads"]),
        )
        for row in found.to_pylist()
    )


@page_routes(router, "/article/{name}", page=ArticlePage, about="One article with its record.")
def article(request: Request, name: str, query: NoParameters) -> Response:  # noqa: ARG001 - refused by its type
    """Answer with one article."""
    with desk_of(request).archive() as archive:
        page, drawn = make_article_page(archive, name, coder_of(request))
    desk = None if desk_of(request).options.read_only else {"base": f"/claim/{page.article}", "reviews": page.reviews}
    reviewed = sum(key[0] != "a" for key in page.reviews)
    return answer(request, page, "article.html.j2", drawn=drawn, desk=desk, reviewed=reviewed)
