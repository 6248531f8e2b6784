"""Which articles tell one story, where a person knows better than the fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.database import transaction
from detente.archive.review.apply import live_edits
from detente.archive.review.edit import friendly
from detente.archive.review.log import append_edit, select_edits_everywhere, sign_edit
from detente.archive.review.model import Proposal
from detente.archive.stories import tell_story_again
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

    from detente.archive.review.model import Edit, Signature


def story_of(connection: sqlite3.Connection, article: int) -> int:
    """Return the story of an article.

    Raises:
        UsageError: There is no such article.
    """
    row = connection.execute("SELECT story FROM articles WHERE article = ?", (article,)).fetchone()
    if row is None:
        raise UsageError(f"there is no article {article}", hint="detente search lists articles.")
    return int(row[0])


def merge_stories(connection: sqlite3.Connection, article: int, other: int, signed: Signature) -> Edit:
    """Make the stories of two articles one. The lower number leads it, as what was cited stays as it is.

    Raises:
        UsageError: There is no such article, or they tell one story already.
    """
    with transaction(connection), friendly():
        stories = (story_of(connection, article), story_of(connection, other))
        if stories[0] == stories[1]:
            raise UsageError(f"articles {article} and {other} are one story already")
        old = {"story": stories[0]}
        edit = sign_edit(connection, article, Proposal("join_story", old=old, new={"article": other}), signed)
        append_edit(connection, edit)
        place_stories(connection)
    return edit


def split_story(connection: sqlite3.Connection, article: int, signed: Signature) -> Edit:
    """Take an article out of its story: it tells one of its own. If it led, the next article leads the others.

    Raises:
        UsageError: There is no such article, or it is alone in its story.
    """
    with transaction(connection), friendly():
        story = story_of(connection, article)
        if len(_members(connection, story)) == 1:
            raise UsageError(f"article {article} is alone in its story")
        edit = sign_edit(connection, article, Proposal("leave_story", old={"story": story}), signed)
        append_edit(connection, edit)
        place_stories(connection)
    return edit


def place_stories(connection: sqlite3.Connection) -> None:
    """Put every article into the story that it belongs to by the edits that hold, and by the machine otherwise.

    An article that a run adds later goes where the article goes that it is like.
    """
    moved = "SELECT a.article, a.story, m.story FROM moved_articles AS m JOIN articles AS a USING (article)"
    touched = {article for row in connection.execute(moved) for article in row}
    connection.execute(
        "UPDATE articles SET story = moved.story FROM moved_articles AS moved WHERE moved.article = articles.article"
    )
    for (article,) in connection.execute("SELECT article FROM moved_articles ORDER BY article").fetchall():
        _follow_leader(connection, article)
    connection.execute("DELETE FROM moved_articles")
    for edit in live_edits(select_edits_everywhere(connection)):
        if edit.action == "join_story" and edit.article is not None:
            stories = (story_of(connection, edit.article), story_of(connection, int(edit.new["article"])))
            _move(connection, _members(connection, max(stories)), min(stories))
        elif edit.action == "leave_story" and edit.article is not None:
            _leave(connection, edit.article)
    touched |= {article for row in connection.execute(moved) for article in row}
    for story in sorted({story_of(connection, article) for article in touched}):
        tell_story_again(connection, story)


def hold_stories(connection: sqlite3.Connection) -> None:
    """Let people's edits stand after a run has made two stories one.

    Args:
        connection: The archive, in a transaction.
    """
    if connection.execute("SELECT 1 FROM moved_articles LIMIT 1").fetchone() is not None:
        place_stories(connection)


def _follow_leader(connection: sqlite3.Connection, article: int) -> None:
    """Put an article where its story is now: a run may have made that story part of another meanwhile."""
    story = story_of(connection, article)
    while (leader := story_of(connection, story)) != story:
        story = leader
    connection.execute("UPDATE articles SET story = ? WHERE article = ?", (story, article))


def _members(connection: sqlite3.Connection, story: int) -> list[int]:
    """Return the articles of a story in the order of their arrival."""
    # in this form the index of copies answers, and no text is read
    rows = connection.execute(
        "SELECT article FROM articles WHERE article = ?1 AND story = ?1 OR story = ?1 AND story <> article", (story,)
    )
    return sorted(row[0] for row in rows)


def _move(connection: sqlite3.Connection, articles: list[int], story: int) -> None:
    """Put articles into a story, and remember in which the machine had them."""
    listed = [(article,) for article in articles]
    connection.executemany(
        "INSERT OR IGNORE INTO moved_articles (article, story) SELECT article, story FROM articles WHERE article = ?",
        listed,
    )
    connection.executemany(f"UPDATE articles SET story = {story:d} WHERE article = ?", listed)


def _leave(connection: sqlite3.Connection, article: int) -> None:
    """Make an article a story of its own; if it led others, the next one leads them."""
    story = story_of(connection, article)
    others = [member for member in _members(connection, story) if member != article]
    if article != story:
        _move(connection, [article], article)
    elif others:
        _move(connection, others, others[0])
