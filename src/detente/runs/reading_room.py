"""One article that somebody gives to the page, read in a process of its own, within bounds of size and time.

The process reads one article after the other, so that those who look at the archive meanwhile do not wait for it. What
takes too long is ended with the process; the next article gets a new one.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.archive import connect, transaction
from detente.archive.filing import find_article
from detente.archive.run_log import end_run, start_run
from detente.errors import DetenteError, DocumentError, SourceError
from detente.records import article_id
from detente.runs.filer import Arrival, Filer, appearance_of
from detente.runs.local import ReadingOptions
from detente.runs.manifest import as_settings, now
from detente.runs.origin import with_mark
from detente.runs.watch import NoWatch
from detente.runs.workers import ReadingPool, Task, TaskResult, read_task
from detente.sources import Found, Limits

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from detente.records import Record


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives to be read: one of text, data and address.

    Attributes:
        text: The article itself, or "".
        data: A file, or b"".
        name: What the file was called.
        address: An address on the web, or "".
        published: Its day, if the person knows it; None for what the article says itself.
        source: Who published it, if the person knows it, or None.
    """

    text: str = ""
    data: bytes = b""
    name: str = ""
    address: str = ""
    published: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingBounds:
    """How much one article may ask for.

    Attributes:
        most_bytes: Size of a file or a page.
        most_chars: Length of the article in code points.
        most_seconds: How long fetching and reading may take together, the wait behind others not counted.
        most_waiting: How many articles may wait for the one that is read.
        inner: Whether addresses may lead to an inner network.
        most_kept: How many articles that were read are kept until somebody adds them to the archive.
    """

    most_bytes: int = 2_000_000
    most_chars: int = 100_000
    most_seconds: float = 60.0
    most_waiting: int = 4
    inner: bool = False
    most_kept: int = 32


@dataclass(frozen=True, slots=True)
class GivenReading:
    """An article that was given and read.

    Attributes:
        token: By which it is asked for again.
        found: The article as it was given.
        record: Its record.
        result: What goes into the archive.
    """

    token: str
    found: Found
    record: Record
    result: TaskResult


class ReadingRoom:
    """Reads what people give, one article at a time.

    Args:
        options: How to read.
        bounds: How much one article may ask for.
    """

    def __init__(self, options: ReadingOptions, bounds: ReadingBounds) -> None:
        self.bounds = bounds
        self._options = options
        self._pool: ReadingPool | None = None
        self._is_stale = False
        self._turn = threading.Lock()
        self._seats = threading.BoundedSemaphore(1 + bounds.most_waiting)
        self._kept: OrderedDict[str, GivenReading] = OrderedDict()

    def read(self, given: Given) -> GivenReading:
        """Read what somebody gives; it waits while another article is read.

        Raises:
            UsageError: The address is no address of the web.
            SourceError: It cannot be had, is too large, or too many are waiting.
            DocumentError: It cannot be read, or not in time.
        """
        if not self._seats.acquire(blocking=False):
            raise SourceError(
                f"{self.bounds.most_waiting} articles wait to be read already", hint="Try again in a minute."
            )
        try:
            with self._turn:
                outcome = self._read_outside(given)
        finally:
            self._seats.release()
        if isinstance(outcome, DetenteError):
            raise outcome
        found, result = outcome
        if result.record is None:
            failure = result.failure
            raise DocumentError(
                failure.reason if failure else "it could not be read",
                stage=failure.stage if failure else "reading",
                hint=failure.hint if failure else None,
            )
        reading = GivenReading(_token(found), found, result.record, result)
        self._kept[reading.token] = reading
        self._kept.move_to_end(reading.token)
        while len(self._kept) > self.bounds.most_kept:
            self._kept.popitem(last=False)
        return reading

    def find(self, token: str) -> GivenReading | None:
        """Return what was read a while ago; None if it is no longer kept."""
        return self._kept.get(token)

    def forget(self) -> None:
        """Read the next article with the tables as they are then: one of them has changed."""
        self._is_stale = True

    def close(self) -> None:
        """End the process; what it is reading is given up."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def _read_outside(self, given: Given) -> tuple[Found, TaskResult] | DetenteError:
        if self._is_stale:
            self.close()
            self._is_stale = False
        self._pool = self._pool or ReadingPool(1, self._options)
        try:
            return self._pool.submit(_read, given, self._options, self.bounds).result(self.bounds.most_seconds)
        except TimeoutError:
            self.close()
            return DocumentError(
                f"it was not read within {self.bounds.most_seconds:.0f} seconds",
                stage="reading",
                hint="Give a shorter article, or add it with detente add, which takes its time.",
            )
        except BrokenProcessPool:
            self.close()
            return DocumentError(
                "the process that read it died", stage="reading", hint="There may be too little memory."
            )


def file_reading(archive: Path, reading: GivenReading, options: ReadingOptions) -> int:
    """File an article that was given and read, in a run of its own, and return its number in the archive.

    An article that the archive has already is not filed again; the place where it was found is added.

    Raises:
        ArchiveError: The archive cannot be written.
        DocumentError: The archive refuses the article.
    """
    found = reading.found
    appearance = appearance_of(found)
    id_ = article_id(found.text)
    with closing(connect(archive)) as connection:
        with transaction(connection):
            settings = with_mark({"locations": [found.origin], "given": True, **as_settings(options), "workers": 1})
            run = start_run(connection, "add", settings, now())
        filer = Filer(connection, run, NoWatch())
        filer.file(Arrival(found.origin, id_, appearance, reading.result, None))
        filer.flush()
        with transaction(connection):
            end_run(connection, run, "finished", now())
        number = find_article(connection, id_)
    if number is None:
        raise DocumentError("the archive refuses it", stage="archive", hint="detente doctor may say why.")
    return number


def _token(found: Found) -> str:
    return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _read(given: Given, options: ReadingOptions, bounds: ReadingBounds) -> tuple[Found, TaskResult] | DetenteError:
    """Find and read an article; runs in the process of the room, which may be ended at any time."""
    try:
        found = _find(given, bounds)
    except DetenteError as error:
        return error
    if len(found.text) > bounds.most_chars:
        return SourceError(
            f"the article has {len(found.text):,} characters, and {bounds.most_chars:,} are read here at most",
            hint="Add it with detente add, which takes its time.",
        )
    task = Task(found.text, found.published, found.url, found.source, found.title)
    return found, read_task(task, options)


def _find(given: Given, bounds: ReadingBounds) -> Found:
    from detente.sources.given import read_given_address, read_given_bytes  # noqa: PLC0415 - HTML, which text is without

    limits = Limits(
        max_bytes=bounds.most_bytes, max_held_bytes=bounds.most_bytes * 10, timeout_seconds=bounds.most_seconds / 2
    )
    if given.address:
        found = read_given_address(given.address, limits, inner=bounds.inner)
    elif given.data:
        found = read_given_bytes(given.data, given.name or "the file", limits)
    elif given.text.strip():
        text = given.text.replace("\r\n", "\n")
        found = Found(text, None, None, None, None, "utf-8", f"pasted:{article_id(text)[:12]}")
    elif given.name:
        raise SourceError(f"{given.name} is empty", hint="Choose a file with the text of an article.")
    else:
        raise SourceError("nothing was given", hint="Paste an article, choose a file, or give an address.")
    return replace(found, published=given.published or found.published, source=given.source or found.source)
