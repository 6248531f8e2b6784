"""`detente add`: from sources to the archive. A run can end anywhere and go on from there."""

from __future__ import annotations

from collections import deque
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.archive import connect, transaction
from detente.archive.feeds import select_feeds, store_feed
from detente.archive.filing import find_article, has_record
from detente.archive.maintenance import compact_if_grown
from detente.archive.run_log import end_run, find_resumable, resume_run, start_run, unfinished_run, visited
from detente.archive.totals import run_totals
from detente.records import article_id
from detente.runs.filer import BATCH_ARTICLES, Arrival, Filer, appearance_of
from detente.runs.local import ReadingOptions, check_options
from detente.runs.manifest import as_reading_options, as_settings, now
from detente.runs.origin import check_begun_here, with_mark
from detente.runs.watch import Summary, Watch
from detente.runs.workers import Task, TaskResult, Workers, as_failure
from detente.sources import CollectionOptions, ColumnChoice, FeedLog, FeedState, count_items, iter_items

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from detente.sources import Item


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add.

    Attributes:
        reading: How to read.
        columns: Columns of tables.
        date_format: How days are written in tables; None to find out.
        workers: Processes that read.
        delay_seconds: Time between two requests to one host.
    """

    reading: ReadingOptions = field(default_factory=ReadingOptions)
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    date_format: str | None = None
    workers: int = 1
    delay_seconds: float = 2.0


def add_articles(locations: Sequence[str], archive: Path, options: AddOptions, watch: Watch) -> Summary:
    """Read all articles at some locations into an archive, which is made if there is none.

    Args:
        locations: Files, folders, web addresses, feeds, or "-".
        archive: The archive's file.
        options: How to add.
        watch: Is told of the progress.

    Returns:
        What came of it. After Ctrl-C the run is not finished; what was read is in the archive.

    Raises:
        UsageError: There is nothing at a location, or an option is wrong. Nothing is written then.
        KnowledgeError: The table of actors or the codebook is wrong. Nothing is written then.
        ArchiveError: The archive cannot be opened or written.
    """
    check_options(options.reading)
    items = _Items(tuple(locations), options, watch)
    items.check()
    if archive.exists():
        connect(archive).close()  # what is no archive is told before the parser is loaded
    with Workers(options.workers, options.reading) as workers:
        workers.describe()  # a pipeline or a table of actors that is wrong would fail every article
        with closing(connect(archive, create=True)) as connection:
            if unfinished_run(connection, "add") is not None:
                watch.notice("an earlier run did not end, or is at work; detente add --resume goes on with it")
            with transaction(connection):
                run = start_run(connection, "add", _as_settings(locations, options), now())
            return _work(connection, run, items, workers)


def resume_adding(archive: Path, watch: Watch, *, workers: int | None = None, trust: bool = False) -> Summary:
    """Go on with the newest run that did not end, with the locations and options that it was started with.

    Args:
        archive: The archive's file.
        watch: Is told of the progress.
        workers: Another number of processes; None for the same as before.
        trust: Go on too with a run that was begun elsewhere, and read the files of this machine that it names.

    Raises:
        ArchiveError: There is no such archive, or no run that did not end.
        UsageError: There is nothing any more at one of its locations, only a re-reading did not end, or the run was
            begun elsewhere.
    """
    with closing(connect(archive)) as connection:
        run = find_resumable(connection, "add")
        check_begun_here(run, trust=trust)
        options = _from_settings(run.settings, workers)
        items = _Items(tuple(run.settings["locations"]), options, watch)
        items.check()
        with Workers(options.workers, options.reading) as crew:
            crew.describe()
            with transaction(connection):
                resume_run(connection, run.run)
            return _work(connection, run.run, items, crew)


def _work(connection: sqlite3.Connection, run: int, items: _Items, workers: Workers) -> Summary:
    done = visited(connection, run)
    filer = Filer(connection, run, items.watch)
    log = FeedLog()
    finished = False
    try:
        for arrival in _iter_arrivals(items.open(connection, done, log), workers, connection, items.options.reading):
            filer.file(arrival)
        filer.flush()
        with transaction(connection):
            for state in log.states.values():
                store_feed(
                    connection, state.address, etag=state.etag, last_modified=state.last_modified, seen=state.seen
                )
        finished = True
    except KeyboardInterrupt:
        items.watch.notice("interrupted; what was read is kept, and --resume goes on from here")
    finally:
        with transaction(connection):
            end_run(connection, run, "finished" if finished else "interrupted", now())
    if finished:
        compact_if_grown(connection, run)
    return Summary(run=run, finished=finished, **run_totals(connection, run))


@dataclass(frozen=True, slots=True)
class _Items:
    """The articles at some locations, as they come."""

    locations: tuple[str, ...]
    options: AddOptions
    watch: Watch

    def check(self) -> None:
        """Find out before anything is written whether there is something at each location."""
        iter_items(self.locations, self._how(), self.watch.notice)

    def open(self, connection: sqlite3.Connection, done: frozenset[str], log: FeedLog) -> Iterator[Item]:
        """Return the items that the run has not dealt with yet."""
        how = self._how()
        total = count_items(self.locations, how)
        self.watch.begin(None if total is None else max(total - len(done), 0))
        wanted = CollectionOptions(
            columns=how.columns,
            date_format=how.date_format,
            delay_seconds=how.delay_seconds,
            skip=done.__contains__,
            feed_state={address: FeedState(address, *kept) for address, kept in select_feeds(connection).items()},
            feed_log=log,
        )
        return iter_items(self.locations, wanted, self.watch.notice)

    def _how(self) -> CollectionOptions:
        return CollectionOptions(
            columns=self.options.columns,
            date_format=self.options.date_format,
            delay_seconds=self.options.delay_seconds,
        )


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An item on its way: its text is being read (`begun`), or read in another place, or known (no `task`)."""

    item: Item
    id: str | None
    task: Task | None
    begun: Future[TaskResult] | None


class _Texts:
    """The texts on their way from here to the archive, by id, so that none is read twice.

    Args:
        most: How many that were read can be on their way.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._is_read: dict[str, bool | None] = {}  # None while it is being read
        self._ended: deque[str] = deque()

    def begin(self, id_: str) -> bool:
        """Note that a text is about to be read; False if it is on its way already."""
        if self._is_read.get(id_, False) is not False:
            return False
        self._is_read[id_] = None
        return True

    def end(self, id_: str, *, is_read: bool) -> None:
        """Note what came of a text. After so many more it is in the archive, and forgotten here."""
        self._is_read[id_] = is_read
        self._ended.append(id_)
        if len(self._ended) > self._most:
            oldest = self._ended.popleft()
            if self._is_read.get(oldest) is not None and oldest not in self._ended:
                del self._is_read[oldest]

    def has_failed(self, id_: str) -> bool:
        """Tell whether a text could not be read a moment ago."""
        return self._is_read.get(id_) is False


def _iter_arrivals(
    items: Iterator[Item], workers: Workers, connection: sqlite3.Connection, reading: ReadingOptions
) -> Iterator[Arrival]:
    """Yield the items in their order as their texts are read, a window of them at a time."""
    waiting: deque[_Waiting] = deque()
    texts = _Texts(BATCH_ARTICLES + workers.window)
    for item in items:
        waiting.append(_begin(item, texts, workers, connection, reading))
        while len(waiting) >= workers.window:
            yield _end(waiting.popleft(), texts, workers)
    while waiting:
        yield _end(waiting.popleft(), texts, workers)


def _begin(
    item: Item, texts: _Texts, workers: Workers, connection: sqlite3.Connection, reading: ReadingOptions
) -> _Waiting:
    found = item.found
    if found is None:
        return _Waiting(item, None, None, None)
    id_ = article_id(found.text)
    number = find_article(connection, id_)
    if number is not None and has_record(connection, number):
        return _Waiting(item, id_, None, None)
    task = Task(found.text, reading.published or found.published, found.url, found.source, found.title)
    return _Waiting(item, id_, task, workers.submit(task) if texts.begin(id_) else None)


def _end(one: _Waiting, texts: _Texts, workers: Workers) -> Arrival:
    found = one.item.found
    if found is None or one.id is None:
        failure = None if one.item.error is None else as_failure(one.item.error)
        return Arrival(one.item.origin, None, None, None, failure)
    result = None
    if one.task is not None and (one.begun is not None or texts.has_failed(one.id)):
        # what failed in one place is tried again in the next, where it may have another title: so the outcome does
        # not depend on how near to each other they were read, and a resumed run ends as any other
        result = workers.result(one.task, one.begun or workers.submit(one.task))
        texts.end(one.id, is_read=result.record is not None)
    return Arrival(one.item.origin, one.id, appearance_of(found), result, None)


def _as_settings(locations: Sequence[str], options: AddOptions) -> dict[str, Any]:
    """Return what a run was asked for, as JSON values."""
    settings = {
        "locations": list(locations),
        **as_settings(options.reading),
        "columns": asdict(options.columns),
        "date_format": options.date_format,
        "workers": options.workers,
        "delay_seconds": options.delay_seconds,
    }
    return with_mark(settings)


def _from_settings(settings: dict[str, Any], workers: int | None) -> AddOptions:
    return AddOptions(
        as_reading_options(settings),
        ColumnChoice(**settings["columns"]),
        settings["date_format"],
        workers or settings["workers"],
        settings["delay_seconds"],
    )
