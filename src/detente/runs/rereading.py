"""`detente reread`: the articles of an archive once more, with the version and the knowledge of today."""

from __future__ import annotations

import time
from collections import deque
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.archive import connect, filing, run_log, stories, transaction
from detente.archive.database import savepoint
from detente.archive.makers import find_maker
from detente.archive.rows import select_article
from detente.archive.run_log import end_run, find_resumable, resume_run, start_run, visited
from detente.archive.totals import run_totals
from detente.runs.filer import REFUSALS, as_refusal, file_first_record
from detente.runs.local import ReadingOptions, check_options
from detente.runs.manifest import as_reading_options, as_settings, now
from detente.runs.origin import check_begun_here, with_mark
from detente.runs.watch import Summary, Watch
from detente.runs.workers import Task, TaskResult, Workers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


def reread_articles(
    archive: Path, options: ReadingOptions, watch: Watch, *, workers: int = 1, everything: bool = False
) -> Summary:
    """Read again all articles whose record was made by another version, or with other knowledge or models.

    Their old records are kept, and people's edits are applied to the new ones. Articles that failed are tried again.

    Args:
        archive: The archive's file.
        options: How to read; a publication day in it is not used.
        watch: Is told of the progress.
        workers: Processes that read.
        everything: Read also what was made with the same version, models and knowledge.

    Raises:
        KnowledgeError: The table of actors or the codebook is wrong. Nothing is written then.
        ArchiveError: The archive cannot be opened or written.
    """
    check_options(options)
    settings = with_mark({**as_settings(options), "workers": workers, "everything": everything})
    with closing(connect(archive)) as connection:
        with transaction(connection):
            run = start_run(connection, "reread", settings, now())
        return _work(connection, run, settings, watch)


def resume_rereading(archive: Path, watch: Watch, *, workers: int | None = None, trust: bool = False) -> Summary:
    """Go on with a re-reading that did not end.

    Raises:
        ArchiveError: There is no such archive, or no run that did not end.
        UsageError: Only a run that added articles did not end, or the run was begun elsewhere.
    """
    with closing(connect(archive)) as connection:
        run = find_resumable(connection, "reread")
        check_begun_here(run, trust=trust)
        with transaction(connection):
            resume_run(connection, run.run)
        settings = run.settings | ({"workers": workers} if workers else {})
        return _work(connection, run.run, settings, watch)


def _work(connection: sqlite3.Connection, run: int, settings: dict[str, Any], watch: Watch) -> Summary:
    options = as_reading_options(settings)
    finished = False
    began = time.monotonic()
    try:
        with Workers(settings["workers"], options) as workers:
            with transaction(connection):
                maker = find_maker(connection, workers.describe())
            numbers = _to_read(connection, run, None if settings["everything"] else maker)
            watch.begin(len(numbers))
            for number, result in _iter_results(connection, numbers, workers):
                with transaction(connection):
                    outcome = _file(connection, run, number, result)
                    filing.file_visit(connection, run, str(number), outcome)
                watch.step(f"article {number}", outcome)
        finished = True
    except KeyboardInterrupt:
        watch.notice("interrupted; what was read is kept, and --resume goes on from here")
    finally:
        with transaction(connection):
            run_log.add_seconds(connection, run, time.monotonic() - began)
            end_run(connection, run, "finished" if finished else "interrupted", now())
    return Summary(run=run, finished=finished, **run_totals(connection, run))


def _to_read(connection: sqlite3.Connection, run: int, maker: int | None) -> list[int]:
    """Return the articles to read: all but those made by `maker`, and those that this run has dealt with."""
    done = visited(connection, run)
    rows = filing.articles_by_maker(connection)
    return [number for number, made_by in rows if str(number) not in done and (maker is None or made_by != maker)]


def _iter_results(
    connection: sqlite3.Connection, numbers: list[int], workers: Workers
) -> Iterator[tuple[int, TaskResult]]:
    waiting: deque[tuple[int, Task, Any]] = deque()
    for number in numbers:
        article = select_article(connection, number)
        if article is None:
            continue
        published = None if article.published is None else date.fromisoformat(article.published)
        task = Task(article.text, published, article.url, article.source, article.title)
        waiting.append((number, task, workers.submit(task)))
        if len(waiting) >= workers.window:
            first, asked, begun = waiting.popleft()
            yield first, workers.result(asked, begun)
    for number, asked, begun in waiting:
        yield number, workers.result(asked, begun)


def _file(connection: sqlite3.Connection, run: int, number: int, result: TaskResult) -> filing.Visit:
    failure = result.failure
    if result.record is not None:
        try:
            with savepoint(connection):
                if filing.has_record(connection, number):
                    filing.file_record(connection, run, result.record)
                    stories.tell_story_again(connection, number)
                else:
                    file_first_record(connection, run, result.record, result.sketch)
        except REFUSALS as error:
            failure = as_refusal(error)
        else:
            return "read"
    failure = failure or filing.Failure("reading", "nothing came of it", None)
    filing.file_failure(connection, run, str(number), failure, article=number)
    return "failed"
