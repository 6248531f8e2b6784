"""Filing what a run brings: articles with their records, appearances, failures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.archive.kept import keep_record, machine_record
from detente.archive.makers import find_maker
from detente.archive.review.store import reapply
from detente.archive.rows import delete_claims, insert_article, insert_claims, select_record
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

    from detente.archive.filed import Appearance
    from detente.records import Article, Record

#: Shorter beginnings of an article's id are taken for its number.
_LEAST_ID_CHARS = 6
_ARTICLE_HINT = "Name it by its number or by the first characters of its id, as detente search prints them."

#: Longer reasons of failures are cut.
MOST_REASON_CHARS = 1_000

#: What became of one place that a run visited.
Visit = Literal["read", "duplicate", "known", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article could not be read.

    Attributes:
        stage: The part of reading that failed: "source", "text", "parse", …
        reason: What happened.
        hint: What to do next, or None.
    """

    stage: str
    reason: str
    hint: str | None


def find_article(connection: sqlite3.Connection, id_: str) -> int | None:
    """Return the number of the article with this id (sha256 of its text), or None."""
    row = connection.execute("SELECT article FROM articles WHERE id = ?", (id_,)).fetchone()
    return None if row is None else int(row[0])


def find_named_article(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of the article that a person names.

    Args:
        connection: The archive.
        name: Its number, or its id, or the beginning of its id.

    Raises:
        UsageError: There is none, or several begin so.
    """
    if name.isdecimal() and len(name) < _LEAST_ID_CHARS + 3:
        rows = connection.execute("SELECT article FROM articles WHERE article = ?", (int(name),)).fetchall()
        if rows:
            return int(rows[0][0])
    if len(name) < _LEAST_ID_CHARS or not all(c in "0123456789abcdef" for c in name):
        raise UsageError(f"there is no article {name}", hint=_ARTICLE_HINT)
    sql = "SELECT article, id FROM articles WHERE id BETWEEN ? AND ? LIMIT 6"
    rows = connection.execute(sql, (name, name + "g")).fetchall()
    if len(rows) != 1:
        found = "several articles" if rows else "no article"
        ids = ", ".join(row[1][:16] for row in rows)
        raise UsageError(f"the id of {found} begins with {name}", hint=f"{ids}" if rows else _ARTICLE_HINT)
    return int(rows[0][0])


def has_record(connection: sqlite3.Connection, number: int) -> bool:
    """Tell whether an article was read."""
    row = connection.execute("SELECT maker IS NOT NULL FROM articles WHERE article = ?", (number,)).fetchone()
    return bool(row and row[0])


def file_record(connection: sqlite3.Connection, run: int, record: Record) -> int:
    """File a record: the article is inserted if the archive does not have it, and a record it has is kept and replaced.

    What people made of the article's claims is made of them again.

    Returns:
        The article's number.
    """
    number = find_article(connection, record.article.id)
    if number is None:
        number = insert_article(connection, record.article)
    elif (old := machine_record(connection, number) or select_record(connection, number)) is not None:
        keep_record(connection, number, old, "replaced", run=run)
        delete_claims(connection, number)
    applied = reapply(connection, number, record)
    insert_claims(connection, number, applied.record, applied.reviews)
    maker = find_maker(connection, record.run)
    connection.execute("UPDATE articles SET maker = ?, run = ? WHERE article = ?", (maker, run, number))
    connection.execute("UPDATE runs SET maker = ? WHERE run = ? AND maker IS NOT ?", (maker, run, maker))
    return number


def file_text(connection: sqlite3.Connection, article: Article) -> int:
    """Keep the text of an article that could not be read, and return its number."""
    number = find_article(connection, article.id)
    return insert_article(connection, article) if number is None else number


def file_appearance(connection: sqlite3.Connection, run: int, number: int, found: Appearance) -> bool:
    """File where a text was found; tell whether the archive did not know."""
    cursor = connection.execute(
        "INSERT INTO appearances (article, run, origin, url, source, published, title) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (article, origin) DO NOTHING",
        (number, run, found.origin, found.url, found.source, found.published, found.title),
    )
    return cursor.rowcount > 0


def file_failure(
    connection: sqlite3.Connection, run: int, origin: str, failure: Failure, *, article: int | None = None
) -> None:
    """File an article that could not be read, with stage and reason."""
    reason = failure.reason.encode("utf-8", "backslashreplace").decode()  # it may quote what is broken
    connection.execute(
        "INSERT INTO failures (run, origin, article, stage, reason, hint) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (run, origin) DO NOTHING",
        (run, origin, article, failure.stage, reason[:MOST_REASON_CHARS], failure.hint),
    )


def last_failure(connection: sqlite3.Connection, number: int | None) -> Failure | None:
    """Return why an article could not be read the last time; None if it never failed."""
    row = connection.execute(
        "SELECT stage, reason, hint FROM failures WHERE article = ? ORDER BY failure DESC LIMIT 1", (number,)
    ).fetchone()
    return Failure(*row) if row else None


def articles_by_maker(connection: sqlite3.Connection) -> tuple[tuple[int, int | None], ...]:
    """Return every article with the number of what made its record, None if it was not read; in their order."""
    return tuple(connection.execute("SELECT article, maker FROM articles ORDER BY article"))


def file_visit(connection: sqlite3.Connection, run: int, origin: str, outcome: Visit) -> None:
    """Count a place that a run is done with, once, so that a resumed run passes it by."""
    cursor = connection.execute("INSERT OR IGNORE INTO visits (run, origin) VALUES (?, ?)", (run, origin))
    if cursor.rowcount > 0:
        connection.execute(f"UPDATE runs SET {outcome} = {outcome} + 1 WHERE run = ?", (run,))
