"""Reading in other processes: tasks in, results out, and no article that takes the others with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive import Failure
from detente.errors import DetenteError, DocumentError
from detente.runs.local import ReadingOptions, current_maker, load_reader
from detente.text import make_article, sketch

if TYPE_CHECKING:
    from datetime import date
    from types import TracebackType

    from detente.records import Article, Record, Run


@dataclass(frozen=True, slots=True)
class Task:
    """One text to read, with what its source knows of it."""

    text: str
    published: date | None
    url: str | None
    source: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task.

    Attributes:
        article: The article; None if not even that could be made of the text.
        record: Its record; None if it could not be read.
        sketch: A few hashes of the text, by which near-duplicates are found.
        failure: Why it could not be read, or None.
    """

    article: Article | None
    record: Record | None
    sketch: tuple[int, ...]
    failure: Failure | None


def read_task(task: Task, options: ReadingOptions) -> Result:
    """Read one text. Whatever goes wrong is in the result: one bad article never loses the others."""
    article: Article | None = None
    try:
        article = make_article(task.text, published=task.published, url=task.url, source=task.source, title=task.title)
        return Result(article, load_reader(options).read(article), sketch(task.text), None)
    except DetenteError as error:
        return Result(article, None, (), as_failure(error))
    except MemoryError:
        return Result(article, None, (), Failure("reading", "there was not enough memory to read it", None))
    except Exception as error:  # noqa: BLE001 - our own bug, which must not cost the other articles
        reason = f"{type(error).__name__}: {error}"
        return Result(article, None, (), Failure("internal", reason, "This is a bug: please report it with the text."))


def as_failure(error: DetenteError) -> Failure:
    """Return what is stored of an error."""
    stage = error.stage if isinstance(error, DocumentError) else "source"
    return Failure(stage, error.message, error.hint)


_OPTIONS: list[ReadingOptions] = []  # of a worker process: set once, before its first task


def _begin_worker(options: ReadingOptions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us in order
    _OPTIONS[:] = [options]
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End this process when its parent was killed: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Result:
    return read_task(task, _OPTIONS[0])


def _describe() -> Run:
    return current_maker(_OPTIONS[0])


class Workers:
    """A fixed number of processes that read; with one, this process reads itself.

    Args:
        count: How many, 1 or more.
        options: How to read.
    """

    def __init__(self, count: int, options: ReadingOptions) -> None:
        self._count = count
        self._options = options
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def window(self) -> int:
        """How many tasks should be waiting, so that no process is idle."""
        return 1 if self._count == 1 else 4 * self._count

    def submit(self, task: Task) -> Future[Result]:
        """Begin a task."""
        if self._count == 1:
            done: Future[Result] = Future()
            done.set_result(read_task(task, self._options))
            return done
        with contextlib.suppress(BrokenProcessPool):
            return self._started().submit(_work, task)
        self._stop()
        return self._started().submit(_work, task)

    def describe(self) -> Run:
        """Return the version, models and knowledge that records are made with."""
        if self._count == 1:
            return current_maker(self._options)
        return self._started().submit(_describe).result()

    def result(self, task: Task, begun: Future[Result]) -> Result:
        """Return the result of a task.

        A process that dies takes all waiting tasks with it. Each of them is then tried again, alone; one that kills a
        second process has failed.
        """
        with contextlib.suppress(BrokenProcessPool):
            return begun.result()
        self._stop()
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin_worker, (self._options,)) as alone:
            try:
                return alone.submit(_work, task).result()
            except BrokenProcessPool:
                reason = "the process that read it died"
                hint = "There may be too little memory: try --workers 1, and leave this article out."
                return Result(None, None, (), Failure("reading", reason, hint))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # libraries with threads do not survive a fork
            self._pool = ProcessPoolExecutor(self._count, context, _begin_worker, (self._options,))
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
