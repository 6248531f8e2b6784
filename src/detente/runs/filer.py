"""Putting what a run brings into the archive, some articles at a time, each batch wholly or not at all."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive import Appearance, filing, run_log, stories
from detente.archive.database import savepoint, transaction
from detente.archive.filing import Failure, Visit
from detente.archive.review.stories import hold_stories
from detente.errors import BUG_HINT
from detente.text.stories import StoryFinder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import Record
    from detente.runs.watch import Watch
    from detente.runs.workers import TaskResult
    from detente.sources import Found

#: A batch is filed when it has so many articles, or when its first one has waited so long. A run that is killed reads
#: at most one batch again; a reviewer waits for one batch at most.
BATCH_ARTICLES = 32
BATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Arrival:
    """One place that a run visited.

    Attributes:
        origin: Its name.
        id: sha256 of the text found there; None if there was none.
        appearance: What its source knew of it; None if nothing was found.
        result: What came of reading the text; None if it was not read, because the archive has it already.
        failure: Why nothing was found, or None.
    """

    origin: str
    id: str | None
    appearance: Appearance | None
    result: TaskResult | None
    failure: Failure | None


class Filer:
    """Files the arrivals of one run in the order in which they come.

    Args:
        connection: The archive.
        run: The run's number.
        watch: Is told of each article that is filed.
    """

    def __init__(self, connection: sqlite3.Connection, run: int, watch: Watch) -> None:
        self._connection = connection
        self._run = run
        self._watch = watch
        self._waiting: list[Arrival] = []
        self._since = self._sat_down = time.monotonic()

    def file(self, arrival: Arrival) -> None:
        """File an arrival, now or with the next batch."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(arrival)
        if len(self._waiting) >= BATCH_ARTICLES or time.monotonic() - self._since > BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """File what is waiting.

        Raises:
            ArchiveError: The archive cannot be written.
        """
        outcomes: list[tuple[str, Visit]] = []
        with transaction(self._connection):
            for arrival in self._waiting:
                outcome = self._file_safely(arrival)
                filing.file_visit(self._connection, self._run, arrival.origin, outcome)
                outcomes.append((arrival.origin, outcome))
            now = time.monotonic()
            run_log.add_seconds(self._connection, self._run, now - self._sat_down)
        self._sat_down = now
        self._waiting = []
        for origin, outcome in outcomes:
            self._watch.step(origin, outcome)

    def _file_safely(self, arrival: Arrival) -> Visit:
        """File an arrival; one that the database refuses is filed as failed, and the others of its batch stay."""
        try:
            with savepoint(self._connection):
                return self._file_one(arrival)
        except REFUSALS as error:
            filing.file_failure(self._connection, self._run, arrival.origin, as_refusal(error))
            return "failed"

    def _file_one(self, arrival: Arrival) -> Visit:
        connection, run = self._connection, self._run
        if arrival.failure is not None or arrival.appearance is None or arrival.id is None:
            filing.file_failure(connection, run, arrival.origin, arrival.failure or _NOTHING)
            return "failed"
        number = filing.find_article(connection, arrival.id)
        if number is not None and filing.has_record(connection, number):
            is_new = filing.file_appearance(connection, run, number, arrival.appearance)
            return "duplicate" if is_new else "known"
        if arrival.result is None:
            return self._fail_like_its_twin(arrival, number)
        return self._file_result(arrival, arrival.appearance, arrival.result)

    def _file_result(self, arrival: Arrival, appearance: Appearance, result: TaskResult) -> Visit:
        connection, run = self._connection, self._run
        if result.record is None:
            number = None if result.article is None else filing.file_text(connection, result.article)
            if number is not None:
                filing.file_appearance(connection, run, number, appearance)
            filing.file_failure(connection, run, arrival.origin, result.failure or _NOTHING, article=number)
            return "failed"
        number = file_first_record(connection, run, result.record, result.sketch)
        filing.file_appearance(connection, run, number, appearance)
        return "read"

    def _fail_like_its_twin(self, arrival: Arrival, number: int | None) -> Visit:
        """File an article whose text failed a moment ago, in another place of the same run."""
        failure = filing.last_failure(self._connection, number) or _TWIN
        filing.file_failure(self._connection, self._run, arrival.origin, failure, article=number)
        if number is not None and arrival.appearance is not None:
            filing.file_appearance(self._connection, self._run, number, arrival.appearance)
        return "failed"


def appearance_of(found: Found) -> Appearance:
    """Return where an article was found, as the archive keeps it."""
    published = None if found.published is None else found.published.isoformat()
    return Appearance(found.origin, found.url, found.source, published, found.title)


def file_first_record(connection: sqlite3.Connection, run: int, record: Record, sketch: Sequence[int]) -> int:
    """File the first record of an article, and make the article part of the story that it tells.

    Args:
        connection: The archive, in a transaction.
        run: The run that read it.
        record: The record.
        sketch: A few hashes of the text.

    Returns:
        The article's number.
    """
    match = StoryFinder(stories.ArchiveIndex(connection)).find_story(record.article.text, sketch)
    number = filing.file_record(connection, run, record)
    stories.add_sketch(connection, number, sketch)
    if match is not None:
        stories.join_story(connection, number, match.story)
        for story in match.merged:
            stories.join_story(connection, story, match.story)
        if match.merged:
            hold_stories(connection)
    return number


#: What the database or its encoding refuses of one article, and no fault of the others.
REFUSALS = (sqlite3.IntegrityError, UnicodeEncodeError)


def as_refusal(error: Exception) -> Failure:
    """Return what is stored of an article that the archive refuses."""
    return Failure("archive", f"the archive refuses what was read: {error}", BUG_HINT)


_NOTHING = Failure("source", "nothing was found there", None)
_TWIN = Failure("text", "the same text failed in another place", "See the failure before this one.")
