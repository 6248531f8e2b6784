"""The archive as users of the library see it: open a file, ask it, close it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from detente.archive.database import connect_to_read
from detente.archive.filed import Appearance, Filed, Flag
from detente.archive.filing import find_named_article
from detente.archive.imported_search import find_imported, iter_imports
from detente.archive.layout import CLAIMS
from detente.archive.review.flags import select_flags
from detente.archive.review.identities import joined_identities, with_joined_identities
from detente.archive.rows import select_record, select_reviews
from detente.archive.run_log import RunRow, select_runs
from detente.archive.seals import digest_archive
from detente.archive.search import matching_articles, newest_articles, search_articles, search_statements
from detente.counts import say_kind
from detente.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    import pyarrow as pa

    from detente.archive.exchange import ExportOptions, Losses
    from detente.archive.search import ArticleHit, Bounds, StatementHit
    from detente.records import Record


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story: its number, day and title, and how many of its events others told before."""

    number: int
    published: str | None
    title: str | None
    copied: int


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that are nearly the same text.

    Attributes:
        number: The story's number, which is that of its leading article.
        articles: Its articles in the order of their arrival.
        events: How many distinct events they tell together.
    """

    number: int
    articles: tuple[StoryArticle, ...]
    events: int


class Archive:
    """Articles and their records in one SQLite file, opened for reading.

        with detente.Archive("news.sqlite") as archive:
            print(archive.events().to_pandas())

    A run or a reviewer may be writing meanwhile: what is read is what was committed last.

    Args:
        path: The file.

    Raises:
        ArchiveError: There is no such file, or it is no archive, or of another format.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._connection = connect_to_read(self.path)

    def __repr__(self) -> str:
        """Return the name of the file and what it holds: "Archive('news.sqlite': 12 articles, 148 events, …)"."""
        counts = ", ".join(say_kind(count, what) for what, count in self.counts().items() if count)
        return f"Archive({str(self.path)!r}: {counts or 'empty'})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __len__(self) -> int:
        """Return how many articles there are."""
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """Return the answer to a question in SQL as an Arrow table. Nothing can be written this way.

        Args:
            sql: One SELECT; docs/archive.md lists tables and views.
            parameters: Values for the question marks in it.

        Raises:
            UsageError: The SQL is wrong, or would write.
        """
        from detente.archive.arrow import to_arrow  # noqa: PLC0415 - loads Arrow, which writing does not need

        try:
            cursor = self._connection.execute(sql, tuple(parameters))
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise UsageError(f"this query cannot be answered: {error}", hint=_SQL_HINT) from error
        if cursor.description is None:
            raise UsageError("this query answers nothing", hint=_SQL_HINT)
        return to_arrow([column[0] for column in cursor.description], cursor)

    def events(self) -> pa.Table:
        """Return all events, one row for each article that tells one; rows with the same `told` are one event.

        The columns are those of `detente export --as csv`, with a codebook there.
        """
        return self.table("events")

    def statements(self) -> pa.Table:
        """Return all statements, one row each."""
        return self.table("statements")

    def table(self, name: str) -> pa.Table:
        """Return one of the flat tables, such as "events", "statements", "conditions" or "actors".

        Raises:
            UsageError: There is no such table; the hint lists them.
        """
        from detente.archive.exchange import arrow_table  # noqa: PLC0415 - loads Arrow, which writing does not need

        return arrow_table(name, self.filed())

    def dyads(self) -> pa.Table:
        """Return one row for each source and target of each event, of our own reading and of imported data sets.

        The columns are those of the table "dyads"; `review` and `leads` are null for imported events.
        """
        import pyarrow as pa  # noqa: PLC0415 - loads Arrow, which writing does not need

        from detente.archive.imports import imported_dyads  # noqa: PLC0415 - loads Arrow, which writing does not need

        return pa.concat_tables([self.table("dyads"), imported_dyads(self._connection)])

    def export(self, form: str, target: Path | str, options: ExportOptions) -> Losses:
        """Write the archive in a format of other tools, and beside it what the format could not hold.

        Args:
            form: Name of the format: "csv", "parquet", "gdelt", "dna", "gexf", …
            target: The file, or the folder for "csv" and "parquet".
            options: What is written.

        Raises:
            UsageError: There is no such format, or the target cannot be written.
        """
        from detente.archive.exchange import export  # noqa: PLC0415 - loads Arrow, which writing does not need
        from detente.archive.imports import iter_imported  # noqa: PLC0415 - likewise

        imported = iter_imported(self._connection)
        return export(form, self.filed(), Path(target), replace(options, imported=imported))

    def imports(self) -> Iterator[tuple[int, str, str, str, int, int]]:
        """Yield number, path, kind, time, rows and malformed lines of each import of events of other data sets."""
        return iter_imports(self._connection)

    def imported_event(self, event: str) -> list[dict[str, object]]:
        """Return all rows of an imported event by its id, such as "gdelt:1234567890".

        Raises:
            UsageError: There is none.
        """
        return find_imported(self._connection, event)

    def find(self, name: str) -> int:
        """Return the number of an article.

        Args:
            name: Its number, or its id, or the beginning of its id.

        Raises:
            UsageError: There is none, or several begin so.
        """
        return find_named_article(self._connection, name)

    def search_articles(self, words: str, bounds: Bounds, limit: int = 20) -> tuple[ArticleHit, ...]:
        """Return the articles that hold all words of a query, the best match first.

        Args:
            words: Words, phrases in quotation marks, and words with a minus that must not be there.
            bounds: Which articles are searched.
            limit: How many are wanted at most.

        Raises:
            UsageError: There is nothing to look for.
        """
        return search_articles(self._connection, words, bounds=bounds, limit=limit)

    def matching_articles(self, words: str, *, most: int) -> tuple[int, ...]:
        """Return the numbers of the articles that hold all words of a query, those that were added last first.

        Args:
            words: As for `search_articles`.
            most: How many are wanted at most.

        Raises:
            UsageError: There is nothing to look for.
        """
        return matching_articles(self._connection, words, most=most)

    def first_row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row of an answer, or None; `query` without Arrow, for single rows.

        Args:
            sql: One SELECT of our own.
            parameters: Values for the question marks in it.
        """
        row: tuple[Any, ...] | None = self._connection.execute(sql, tuple(parameters)).fetchone()
        return row

    def search_statements(
        self, words: str, *, speaker: str | None = None, bounds: Bounds | None = None, limit: int = 20
    ) -> tuple[StatementHit, ...]:
        """Return the statements that hold all words; see `detente.archive.search.search_statements`."""
        return search_statements(self._connection, words, speaker=speaker, bounds=bounds, limit=limit)

    def newest_articles(self, bounds: Bounds, before: int | None = None, limit: int = 20) -> tuple[ArticleHit, ...]:
        """Return the articles that were added last, the newest first.

        Args:
            bounds: Which articles are wanted.
            before: Only articles with a smaller number; None begins at the newest.
            limit: How many are wanted at most.
        """
        return newest_articles(self._connection, bounds=bounds, before=before, limit=limit)

    def record(self, article: int | str) -> Record:
        """Return the current record of an article, people's edits included.

        Args:
            article: Its number, or its id, or the beginning of its id.

        Raises:
            UsageError: There is none, or several begin so.
            ArchiveError: The article could not be read and has no record.
        """
        number = self.find(str(article))
        record = select_record(self._connection, number)
        if record is None:
            raise ArchiveError(
                f"article {number} could not be read, so it has no record", hint="detente show says why."
            )
        return with_joined_identities(record, joined_identities(self._connection))

    def filed(self, *, from_article: int = 1) -> Iterator[Filed]:
        """Yield all articles that were read, with their stories, appearances and reviews, in the order of arrival.

        Args:
            from_article: The number of the first article that is wanted.
        """
        joined = joined_identities(self._connection)
        sql = "SELECT article, id, story FROM articles WHERE article >= ? AND maker IS NOT NULL ORDER BY article"
        for number, id_, story in self._connection.execute(sql, (from_article,)):
            record = select_record(self._connection, number)
            if record is None:
                continue
            yield Filed(
                record=with_joined_identities(record, joined),
                story=story,
                leads=story == number,
                appearances=self.appearances(number),
                told={event.key: f"{id_}:{event.key}" for event in record.events} | self._told(number),
                reviews=select_reviews(self._connection, number),
                flags=select_flags(self._connection, number),
            )

    def flags(self, number: int) -> tuple[Flag, ...]:
        """Return what people want others to look at in an article, in order."""
        return select_flags(self._connection, number)

    def appearances(self, number: int) -> tuple[Appearance, ...]:
        """Return where an article's text was found, in the order of finding."""
        sql = "SELECT origin, url, source, published, title FROM appearances WHERE article = ? ORDER BY appearance"
        return tuple(Appearance(*row) for row in self._connection.execute(sql, (number,)))

    def _told(self, number: int) -> dict[str, str]:
        sql = (
            "SELECT event, id || ':' || first_event FROM tellings JOIN articles ON articles.article = first_article "
            "WHERE tellings.article = ?"
        )
        return dict(self._connection.execute(sql, (number,)).fetchall())

    def failure(self, number: int) -> str | None:
        """Return why an article has no record; None if it has one."""
        row = self._connection.execute(
            "SELECT maker IS NULL, (SELECT stage || ': ' || reason FROM failures WHERE article = articles.article "
            "ORDER BY failure DESC LIMIT 1) FROM articles WHERE article = ?",
            (number,),
        ).fetchone()
        return (row[1] or "it was not read") if row and row[0] else None

    def reviews(self, number: int) -> dict[str, str]:
        """Return what people made of an article's claims, by key: "accepted", "corrected" or "added"."""
        return dict(select_reviews(self._connection, number))

    def counts(self) -> dict[str, int]:
        """Return how many articles, stories, claims of each kind, and failures there are."""
        one = "SELECT count(*) FROM "
        asked = {
            "articles": one + "articles",
            "appearances": one + "appearances",
            "stories": one + "articles WHERE story = article",
            **{layout.table: one + layout.table for layout in CLAIMS},
            "distinct events": "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM tellings)",
            "failures": one + "failures",
            "imported events": one + "imported_dyads",
        }
        return {name: int(self._connection.execute(sql).fetchone()[0]) for name, sql in asked.items()}

    def stories(self, limit: int = 20) -> tuple[Story, ...]:
        """Return the stories that several articles tell, the largest first.

        Args:
            limit: How many are wanted at most.
        """
        found = self._connection.execute(
            "SELECT story FROM articles WHERE story <> article GROUP BY story ORDER BY count(*) DESC, story LIMIT ?",
            (limit,),
        ).fetchall()
        return tuple(self._story(row[0]) for row in found)

    def _story(self, number: int) -> Story:
        rows = self._connection.execute(
            "SELECT article, published, title, (SELECT count(*) FROM tellings AS t WHERE t.article = a.article), "
            "(SELECT count(*) FROM events AS e WHERE e.article = a.article) FROM articles AS a "
            "WHERE article = ? OR (story = ? AND story <> article) ORDER BY article",
            (number, number),
        ).fetchall()
        events = sum(row[4] - row[3] for row in rows)
        return Story(number, tuple(StoryArticle(*row[:4]) for row in rows), events)

    def digest(self) -> tuple[str, int]:
        """Return the sha256 of what is in the archive, the same in every copy, and how many records have no seal."""
        return digest_archive(self._connection)

    def runs(self) -> tuple[RunRow, ...]:
        """Return all runs with their manifests, the first one first."""
        return select_runs(self._connection)


_SQL_HINT = "Ask with one SELECT over the tables and views of docs/archive.md, such as events_wide."
