"""Stories: articles that are nearly the same text, and the events that they tell once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.rows import select_record
from detente.archive.telling import first_tellings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: Articles of a story whose events are compared with those of a new one: the first ones, which told it first.
MOST_TELLERS = 5


class ArchiveIndex:
    """Answers from the archive to whoever looks for the story of a new article.

    Args:
        connection: The archive.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def articles_with(self, fingerprint: int, most: int) -> Sequence[int]:
        """Return the articles whose sketch holds one hash, ascending: no more than the first `most`."""
        sql = "SELECT article FROM fingerprints WHERE hash = ? ORDER BY article LIMIT ?"
        return [row[0] for row in self._connection.execute(sql, (fingerprint, most))]

    def text_of(self, article: int) -> str:
        """Return an article's text."""
        row = self._connection.execute("SELECT text FROM articles WHERE article = ?", (article,)).fetchone()
        return str(row[0])

    def story_of(self, article: int) -> int:
        """Return the story that an article belongs to now."""
        row = self._connection.execute("SELECT story FROM articles WHERE article = ?", (article,)).fetchone()
        return int(row[0])


def add_sketch(connection: sqlite3.Connection, number: int, hashes: Sequence[int]) -> None:
    """Add an article to the index of near-duplicates."""
    connection.executemany(
        "INSERT OR IGNORE INTO fingerprints (hash, article) VALUES (?, ?)", ((hash_, number) for hash_ in hashes)
    )


def join_story(connection: sqlite3.Connection, number: int, story: int) -> None:
    """Make an article, and all that were of one story with it, part of another story.

    Args:
        connection: The archive, in a transaction.
        number: The article.
        story: The number of the story's leading article.
    """
    own = connection.execute("SELECT story FROM articles WHERE article = ?", (number,)).fetchone()[0]
    members = [number] if own == story else _members(connection, own)
    connection.execute("UPDATE articles SET story = ? WHERE article = ? OR story = ?", (story, number, own))
    for member in members:
        tell_events(connection, member)


def tell_events(connection: sqlite3.Connection, number: int) -> None:
    """Find which events of an article earlier articles of its story told first, and write it down."""
    connection.execute("DELETE FROM tellings WHERE article = ?", (number,))
    story = connection.execute("SELECT story FROM articles WHERE article = ?", (number,)).fetchone()[0]
    earlier = [member for member in _members(connection, story) if member < number][:MOST_TELLERS]
    record = select_record(connection, number) if earlier else None
    if record is None:
        return
    others = ((member, select_record(connection, member)) for member in earlier)
    tellers = ((member, other) for member, other in others if other is not None)
    told = first_tellings(record, tellers, lambda member, event: _first_telling(connection, member, event))
    connection.executemany(
        "INSERT INTO tellings (article, event, first_article, first_event) VALUES (?, ?, ?, ?)",
        ((number, key, *first) for key, first in sorted(told.items())),
    )


def tell_story_again(connection: sqlite3.Connection, number: int) -> None:
    """Find anew what the articles of a story tell, after the events of one of them changed."""
    for member in _members(connection, ArchiveIndex(connection).story_of(number)):
        if member >= number:
            tell_events(connection, member)


def _members(connection: sqlite3.Connection, story: int) -> list[int]:
    """Return the articles of a story in the order of their arrival."""
    rows = connection.execute(
        "SELECT article FROM articles WHERE article = ? OR (story = ? AND story <> article) ORDER BY article",
        (story, story),
    )
    return [row[0] for row in rows]


def _first_telling(connection: sqlite3.Connection, number: int, event: str) -> tuple[int, str]:
    """Return article and key of the event that an article's event tells: its own, if no other told it before."""
    sql = "SELECT first_article, first_event FROM tellings WHERE article = ? AND event = ?"
    return connection.execute(sql, (number, event)).fetchone() or (number, event)
