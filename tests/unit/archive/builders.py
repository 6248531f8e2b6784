"""A record with every field filled, built by hand: what the archive must hold without loss."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from detente.archive import Appearance, transaction
from detente.archive.database import connect
from detente.archive.filing import file_appearance, file_record
from detente.archive.run_log import start_run
from detente.records import (
    FORMAT,
    Actor,
    Article,
    Block,
    Commitment,
    Condition,
    DateRange,
    Event,
    Gap,
    Interpretation,
    Mention,
    Place,
    Position,
    Question,
    Record,
    Run,
    Span,
    Statement,
)
from detente.records.article import article_id
from tests.made_text import where

if TYPE_CHECKING:
    import sqlite3

_START = "2025-03-10T00:00:00+00:00"

TEXT = (
    "Harbour talks 🚢 resume\n\n"
    "“Our door,” said Maria Olsen in Tromsø on Monday, “stays open if Vestland withdraws its fleet by Friday.” "
    "She called the blockade not a drill but a threat. Vestland rejected the offer. "
    "Whether the fleet leaves or stays remains open."
)


def span(words: str, text: str = TEXT, *, nth: int = 0) -> Span:
    """Return where `words` stand in `text`, the first time or the one after."""
    return where(text, words, nth)


def make_article(text: str = TEXT, **fields: str | None) -> Article:
    """Return an article of one title and one paragraph."""
    first = text.index("\n") if "\n" in text else 0
    blocks = (Block("title", 0, first),) if first else ()
    start = first + 2 if first else 0
    return Article(
        id=article_id(text),
        title=text[:first] or None,
        published=fields.get("published", "2025-03-10"),
        url=fields.get("url", "https://example.org/harbour"),
        source=fields.get("source", "The Example"),
        language=fields.get("language", "en"),
        text=text,
        blocks=(*blocks, Block("paragraph", start, len(text))),
    )


def _mention(words: str, form: str, *, nth: int = 0) -> Mention:
    where = span(words, nth=nth)
    return Mention(where.start, where.end, form)  # type: ignore[arg-type]


def full_record(*, version: str = "0.0.test") -> Record:
    """Return a record in which every field of every kind of claim is filled at least once."""
    friday = DateRange("2025-03-14", "2025-03-14", "day", span("by Friday"))
    tromso = Place("Tromsø", "NOR", 3133895, 69.6489, 18.9551, span("Tromsø"))
    return Record(
        format=FORMAT,
        article=make_article(),
        actors=(
            Actor(
                "a1", "Q1", "Maria Olsen", "person", "NOR", "GOV", "Foreign minister of Norway",
                (_mention("Maria Olsen", "name"), _mention("She", "pronoun")),
            ),
            Actor(
                "a2", None, "Vestland", "state", None, None, None,
                (_mention("Vestland", "name"), _mention("its", "pronoun"), _mention("Vestland", "name", nth=1)),
            ),
            Actor("a3", "Q2", "Government of Norway", "organization", "NOR", "GOV", None, ()),
        ),
        statements=(
            Statement(
                "s1", ("a1",), ("a3",), (span("Maria Olsen"),), (span("said"),),
                (span("“Our door,”"), span("“stays open if Vestland withdraws its fleet by Friday.”")), "direct", None,
                DateRange("2025-03-10", "2025-03-10", "day", span("on Monday")), tromso, span("resume"), 0.91,
            ),
            Statement(
                "s2", (), (), (), (span("called"),), (span("a threat"),), "indirect", "s1", None, None, None,
                None,
            ),
        ),
        events=(
            Event(
                "e1", "RETREAT", "withdraw", "087", ("a2",), (), span("withdraws"), "conditional", span("if"), False,
                "s1", friday, tromso, ("military", "territory"), 9.0, (span("leaves"),), 0.8, (0.7,),
            ),
            Event(
                "e2", "REJECT", None, None, ("a2",), ("a1", "a3"), span("rejected"), "actual", None, True, None,
                DateRange("2025-03-01", "2025-03-31", "month"), None, (), None, (), None, (), (0.75, 0.25),
            ),
        ),
        conditions=(
            Condition(
                "c1", span("if Vestland withdraws its fleet by Friday"), span("if"), span("stays open"), "offer", "a1",
                "a2", "s1", ("e1",), friday, 0.6,
            ),
        ),
        interpretations=(
            Interpretation("i1", "a1", span("the blockade"), (span("a threat"),), (span("a drill"),), "s2", 0.5),
        ),
        questions=(
            Question(
                "q1", span("Whether the fleet leaves or stays remains open"),
                (span("leaves"), span("stays", nth=1)), ("e1",), ("a2",), 0.95, "closed", f"{'0' * 64}:e1",
            ),
        ),
        positions=(Position("p1", "a1", "a2", "troop presence", "against", True, ("s1", "e1"), 0.4),),
        commitments=(Commitment("m1", "e1", "a2", "a1", friday, ("c1",), 0.3, "kept", f"{'0' * 64}:e1"),),
        gaps=(Gap(span("the offer"), "events", "no_target", "Nobody is named."),),
        run=Run(version, {"pipeline": "0" * 64}, "1" * 64),
    )  # fmt: skip


def plain_record(text: str, **fields: str | None) -> Record:
    """Return a record that claims nothing of a text."""
    empty = dict.fromkeys(("actors", "statements", "events", "conditions", "interpretations", "questions"), ())
    return Record(
        format=FORMAT,
        article=make_article(text, **fields),
        positions=(),
        commitments=(),
        gaps=(),
        run=Run("0.0.test", {"pipeline": "0" * 64}, "1" * 64),
        **empty,
    )


@functools.cache
def _empty_archive() -> bytes:
    """Return an archive without articles. To make one costs twenty times as much as to copy it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        connect(path, create=True).close()
        return path.read_bytes()


def new_archive(path: Path) -> sqlite3.Connection:
    """Make an archive without articles, as `connect(path, create=True)` does where there is none, and open it."""
    path.write_bytes(_empty_archive())
    return connect(path)


def store(connection: sqlite3.Connection, record: Record, *, origin: str = "a.txt", marked: bool = True) -> int:
    """File a record as a run would, with s1 marked as accepted, and return the article's number."""
    with transaction(connection):
        run = connection.execute("SELECT max(run) FROM runs").fetchone()[0] or start_run(connection, "add", {}, _START)
        number = file_record(connection, run, record)
        article = record.article
        found = Appearance(origin, article.url, article.source, article.published, article.title)
        file_appearance(connection, run, number, found)
        if marked:
            connection.execute("UPDATE statements SET review = 'accepted' WHERE article = ? AND key = 's1'", (number,))
    return number
