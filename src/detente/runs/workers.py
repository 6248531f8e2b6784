"""Reading in other processes: tasks in, results out, and no article that takes the others with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from detente.archive import Failure
from detente.errors import BUG_HINT, DetenteError, UsageError, stage_of
from detente.runs.local import ReadingOptions, current_maker, load_reader
from detente.text import make_article
from detente.text.fingerprints import sketch
from detente.threads import one_thread_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from multiprocessing.connection import Connection
    from types import TracebackType

    from detente.records import Article, Record, Run

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Task:
    """One text to read, with what its source knows of it."""

    text: str
    published: date | None
    url: str | None
    source: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class TaskResult:
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


def read_task(task: Task, options: ReadingOptions) -> TaskResult:
    """Read one text. Whatever goes wrong with it is in the result: one bad article never loses the others.

    Raises:
        UsageError: The pipeline does not exist.
        KnowledgeError: The table of actors or the codebook is wrong.
    """
    reader = load_reader(options)  # what is wrong here is wrong for all, and no article's fault
    article: Article | None = None
    try:
        article = make_article(task.text, published=task.published, url=task.url, source=task.source, title=task.title)
        return TaskResult(article, reader.read(article), sketch(task.text), None)
    except DetenteError as error:
        return TaskResult(article, None, (), as_failure(error))
    except MemoryError:
        return TaskResult(article, None, (), Failure("reading", "there was not enough memory to read it", None))
    except Exception as error:  # noqa: BLE001 - our own bug, which must not cost the other articles
        reason = f"{type(error).__name__}: {error}"
        return TaskResult(article, None, (), Failure("internal", reason, BUG_HINT))


def as_failure(error: DetenteError) -> Failure:
    """Return what is stored of an error."""
    return Failure(stage_of(error), error.message, error.hint)


_OPTIONS: list[ReadingOptions] = []  # of a worker process: set once, before its first task


def _begin_worker(options: ReadingOptions, lifeline: Connection, scratch: str) -> None:
    tempfile.tempdir = scratch  # what this process leaves there when it is ended goes with its parent's folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _OPTIONS[:] = [options]
    threading.Thread(target=_follow_parent, args=(lifeline,), daemon=True).start()


def _follow_parent(lifeline: Connection) -> None:
    """End this process, whatever it is doing, when its parent lets go of the other end, or was killed."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _work(task: Task) -> TaskResult:
    return read_task(task, _OPTIONS[0])


def _describe() -> Run:
    return current_maker(_OPTIONS[0])


class ReadingPool:
    """Processes that read, and that end with this one.

    Args:
        count: How many.
        options: How to read.
    """

    def __init__(self, count: int, options: ReadingOptions) -> None:
        context = multiprocessing.get_context("spawn")  # libraries with threads do not survive a fork
        theirs, self._lifeline = context.Pipe(duplex=False)
        self._scratch = tempfile.TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True)
        self._executor = ProcessPoolExecutor(count, context, _begin_worker, (options, theirs, self._scratch.name))
        self._theirs = theirs

    def submit(self, work: Callable[..., _T], *arguments: object) -> Future[_T]:
        """Begin a task.

        Raises:
            BrokenProcessPool: One of the processes died.
        """
        with _interrupts_held_back(), one_thread_each():
            return self._executor.submit(work, *arguments)

    def stop(self) -> None:
        """End the processes at once; what they are reading is given up."""
        self._lifeline.close()
        self._theirs.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._scratch.cleanup()


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even while they load; it reaches this one a moment later."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers:
    """A fixed number of processes that read; with one, this process reads itself.

    Args:
        count: How many, 1 or more.
        options: How to read.
    """

    def __init__(self, count: int, options: ReadingOptions) -> None:
        self._count = count
        self._options = options
        self._pool: ReadingPool | None = None
        self._second_try: ReadingPool | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._second_try):
            if pool is not None:
                pool.stop()
        self._pool = self._second_try = None

    @property
    def window(self) -> int:
        """How many tasks should be waiting, so that no process is idle."""
        return 1 if self._count == 1 else 4 * self._count

    def submit(self, task: Task) -> Future[TaskResult]:
        """Begin a task."""
        if self._count == 1:
            done: Future[TaskResult] = Future()
            done.set_result(read_task(task, self._options))
            return done
        if self._pool is not None:
            with contextlib.suppress(BrokenProcessPool):
                return self._pool.submit(_work, task)
            self._pool.stop()
        self._pool = ReadingPool(self._count, self._options)
        return self._pool.submit(_work, task)

    def describe(self) -> Run:
        """Return the version, models and knowledge that records are made with.

        Raises:
            UsageError: The pipeline does not exist, or no process can read here.
            KnowledgeError: The table of actors or the codebook is wrong.
        """
        if self._count == 1:
            return current_maker(self._options)
        self._pool = self._pool or ReadingPool(self._count, self._options)
        try:
            return self._pool.submit(_describe).result()
        except BrokenProcessPool as error:
            raise UsageError(
                "the processes that should read end as soon as they begin",
                hint="There may be too little memory: try --workers 1.",
            ) from error

    def result(self, task: Task, begun: Future[TaskResult]) -> TaskResult:
        """Return the result of a task.

        A process that dies takes all waiting tasks with it. Each of them is then tried again, one after the other; one
        that kills a second process has failed.
        """
        try:
            result = begun.result()
        except BrokenProcessPool:
            return self._try_again(task)
        if self._second_try is not None:  # all that the death took with it has been read
            self._second_try.stop()
            self._second_try = None
        return result

    def _try_again(self, task: Task) -> TaskResult:
        self._second_try = self._second_try or ReadingPool(1, self._options)
        try:
            return self._second_try.submit(_work, task).result()
        except BrokenProcessPool:
            self._second_try.stop()
            self._second_try = None
            reason = "the process that read it died"
            hint = "There may be too little memory: try --workers 1, and leave this article out."
            return TaskResult(None, None, (), Failure("reading", reason, hint))
