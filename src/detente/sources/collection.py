"""What a collection of articles is: a folder, a table, an export, a feed, a crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol

from detente.errors import DetenteError, InternalError, SourceError, UsageError, unexpected
from detente.sources.contract import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from detente.sources.contract import Found
    from detente.sources.inputs import InputFile
    from detente.sources.online.polite_client import PoliteClient


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a collection, found or failed.

    Attributes:
        origin: Name of its place, unique within a run and the same each time: "folder/a.txt", "news.csv#17" (data
            row, from 1), "crawl.warc.gz#123456" (byte at which the record begins), "factiva.txt#3",
            "<address of a feed>#<id of the entry>". A file that fails as a whole has its own name.
        found: The article; None if it failed.
        error: Why it failed; None if it was found. An `InternalError` is our own bug.
    """

    origin: str
    found: Found | None
    error: DetenteError | None

    def __post_init__(self) -> None:
        if (self.found is None) == (self.error is None):
            raise InternalError(f"the item {self.origin} is neither found nor failed, or both")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns of a table hold what; None lets the names and the content decide.

    Attributes:
        text: The article's text.
        date: Its day of publication.
        title: Its title.
        url: Its address.
        source: Who published it.
    """

    text: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is kept of a feed from one visit to the next.

    Attributes:
        address: The feed's address, as it was given.
        etag: What the server calls this version of the feed, or None. None too if an entry failed: the feed is then
            asked for in full the next time, and the entry tried again.
        last_modified: When the server says it last changed, in the server's words, or None.
        seen: Ids of the entries in the feed that were taken, sorted.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()


@dataclass(slots=True)
class FeedLog:
    """Collects the states of the feeds that were visited, for the archive to keep.

    A feed's state is there once its last item was taken from the iterator, not before: a run that is cut short
    leaves the old state, so nothing is missed.

    Attributes:
        states: The new state for each feed's address.
    """

    states: dict[str, FeedState] = field(default_factory=dict)


def want_everything(text: str) -> bool:  # noqa: ARG001 - the signature that `wants_page` has
    """Return True for every page."""
    return True


def skip_nothing(origin: str) -> bool:  # noqa: ARG001 - the signature that `skip` has
    """Return False for every origin: nothing is skipped."""
    return False


@dataclass(frozen=True, slots=True)
class CollectionOptions:
    """How collections are taken.

    Attributes:
        columns: Columns of tables.
        limits: How much is taken at most.
        skip: Tells whether the item of an origin is not wanted, such as one that is already in the archive. It is
            asked before the article is looked for, and its item is not yielded. A set's `__contains__` will do.
        feed_state: What was kept of feeds at the last visit, by address.
        feed_log: Where the new states of feeds go.
        delay_seconds: Time between two requests to one host.
        date_format: How days are written in tables, for `strptime` ("%d/%m/%Y"); None to find out.
        stdin: What standard input is; None for the process's own.
        wants_page: Tells from the first paragraphs of a page in a crawl whether it is wanted, such as by its language.
            It is asked before the article is looked for, which takes fifty times as long; pages that are not wanted
            are counted, and not yielded.
        rows: First row, from 1, and the row behind the last (0 for all that follow) of a table that are wanted; None
            for all. It saves reading on behind them, and in Parquet what comes before: `skip` says what is yielded.
    """

    columns: ColumnChoice = ColumnChoice()
    limits: Limits = field(default_factory=Limits)
    skip: Callable[[str], bool] = skip_nothing
    feed_state: Mapping[str, FeedState] = field(default_factory=dict)
    feed_log: FeedLog = field(default_factory=FeedLog)
    delay_seconds: float = 2.0
    date_format: str | None = None
    stdin: BinaryIO | None = None
    wants_page: Callable[[str], bool] = want_everything
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """One run over collections.

    Attributes:
        options: How they are taken.
        notice: Takes one line for the person.
        client: Fetches pages of the web.
        read_file: Reads a file by its kind; for files inside archives.
        suffixes: Endings of names that are taken from folders and archives.
        told: What was said already, so that a thousand like files say it once.
    """

    options: CollectionOptions
    notice: Callable[[str], None]
    client: PoliteClient
    read_file: Callable[[InputFile, Intake], Iterator[Item]]
    suffixes: tuple[str, ...]
    told: set[str] = field(default_factory=set)

    def tell_once(self, origin: str, message: str) -> None:
        """Say something about a file, unless it was said of another one."""
        if message not in self.told:
            self.told.add(message)
            self.notice(f"{origin}: {message}")


def attempt(origin: str, find: Callable[[], Found]) -> Item:
    """Return the item that a function finds; whatever goes wrong is in the item, and costs no other.

    Args:
        origin: The item's origin.
        find: Returns the article.
    """
    try:
        return Item(origin, find(), None)
    except DetenteError as error:
        return Item(origin, None, error)
    except Exception as error:  # noqa: BLE001 - foreign files find the faults of every library; the others go on
        return Item(origin, None, unexpected(error, origin, "its source was read"))


def guard(origin: str, items: Iterator[Item]) -> Iterator[Item]:
    """Yield items; if they break off, why is the last one.

    Args:
        origin: Origin of the last one.
        items: The items of a file, a feed, a page.
    """
    try:
        yield from items
    except UsageError as error:  # a table among others that lacks a column; the run goes on
        yield Item(origin, None, SourceError(error.message, hint=error.hint))
    except DetenteError as error:
        yield Item(origin, None, error)
    except Exception as error:  # noqa: BLE001 - as in `attempt`
        yield Item(origin, None, unexpected(error, origin, "its source was read"))


class Collection(Protocol):
    """A kind of file that holds articles, such as CSV."""

    @property
    def name(self) -> str:
        """A short name for messages and tests."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of names, before ".gz", by which such files are taken from a folder or an archive, in lower case."""

    def recognises(self, file: InputFile) -> bool:
        """Tell from its first bytes, and its name where they do not tell, whether a file is of this kind."""

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the articles in a file, in their order; what is broken is yielded as an error.

        Args:
            file: A file that `recognises` took.
            intake: The run.

        Raises:
            SourceError: The file cannot be read on; the caller makes an item of it.
        """

    def count_items(self, file: InputFile) -> int | None:
        """Return about how many articles a file holds; None if only reading all of it would tell."""
