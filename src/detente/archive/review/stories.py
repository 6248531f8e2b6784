"""Which articles tell one story, where a person knows better than the fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.database import transaction
from detente.archive.review.apply import live_edits
from detente.archive.review.edit import friendly
from detente.archive.review.log import append_edit, select_edits_everywhere, sign_edit
from detente.archive.review.model import Proposal
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
        if connection.execute("SELECT count(*) FROM articles WHERE story = ?", (story,)).fetchone()[0] == 1:
            raise UsageError(f"article {article} is alone in its story")
        edit = sign_edit(connection, article, Proposal("leave_story", old={"story": story}), signed)
        append_edit(connection, edit)
        place_stories(connection)
    return edit


def place_stories(connection: sqlite3.Connection) -> None:
    """Put every article into the story that it belongs to by the edits that hold, and by the machine otherwise.

    An article that a run adds later goes where the article goes that it is like.
    """
    connection.execute(
        "UPDATE articles SET story = moved.story FROM moved_articles AS moved WHERE moved.article = articles.article"
    )
    connection.execute("DELETE FROM moved_articles")
    for edit in live_edits(select_edits_everywhere(connection)):
        if edit.article is None:
            continue
        story = story_of(connection, edit.article)
        if edit.action == "join_story":
            other = story_of(connection, int(edit.new["article"]))
            _move(connection, max(story, other), min(story, other))
        elif edit.action == "leave_story":
            _leave(connection, edit.article, story)
    _forget_tellings(connection)


def _move(connection: sqlite3.Connection, story: int, to: int) -> None:
    """Move all articles of a story into another, and remember where they were."""
    if story == to:
        return
    connection.execute(
        "INSERT OR IGNORE INTO moved_articles (article, story) SELECT article, story FROM articles WHERE story = ?",
        (story,),
    )
    connection.execute("UPDATE articles SET story = ? WHERE story = ?", (to, story))


def _leave(connection: sqlite3.Connection, article: int, story: int) -> None:
    if article != story:
        connection.execute("INSERT OR IGNORE INTO moved_articles (article, story) VALUES (?, ?)", (article, story))
        connection.execute("UPDATE articles SET story = article WHERE article = ?", (article,))
        return
    others = "SELECT {} FROM articles WHERE story = ? AND article <> story"
    heir = connection.execute(others.format("min(article)"), (story,)).fetchone()[0]
    if heir is None:
        return
    connection.execute(
        f"INSERT OR IGNORE INTO moved_articles (article, story) {others.format('article, story')}", (story,)
    )
    connection.execute("UPDATE articles SET story = ? WHERE story = ? AND article <> story", (heir, story))


def _forget_tellings(connection: sqlite3.Connection) -> None:
    """Forget that one article's events are told by another of a different story."""
    connection.execute(
        "DELETE FROM tellings WHERE (SELECT story FROM articles AS a WHERE a.article = tellings.article) IS NOT "
        "(SELECT story FROM articles AS a WHERE a.article = tellings.first_article)"
    )
