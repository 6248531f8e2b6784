"""All kinds of collections, and the way from what the user names to one article after the other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import SourceError, UsageError
from detente.sources.collection import Collection, CollectionOptions, Intake, Item, attempt, guard
from detente.sources.document_file import DocumentFile
from detente.sources.exports.factiva_xml import FactivaXml
from detente.sources.exports.press_export import PressExport
from detente.sources.folders import PassedOver, iter_files
from detente.sources.inputs import InputFile, open_path
from detente.sources.metadata import printable
from detente.sources.online.feed import Feed, iter_web
from detente.sources.online.polite_client import PoliteClient
from detente.sources.online.web import WebSource
from detente.sources.packed.dna_documents import DnaDocuments
from detente.sources.packed.warc import Warc
from detente.sources.packed.zip_archive import ZipArchive
from detente.sources.registry import read_location
from detente.sources.rows.csv_table import CsvRows
from detente.sources.rows.json_table import JsonRows
from detente.sources.rows.parquet_table import ParquetRows
from detente.sources.rows.tables import TableCollection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from detente.sources.contract import Limits

#: Asked in this order; a document takes whatever is left.
COLLECTIONS: tuple[Collection, ...] = (
    Warc(),
    ZipArchive(),
    DnaDocuments(),
    TableCollection(ParquetRows()),
    TableCollection(CsvRows()),
    TableCollection(JsonRows()),
    Feed(),
    FactivaXml(),
    PressExport(),
    DocumentFile(),
)

#: Endings of names, before ".gz", that are taken from a folder or an archive: those of all kinds.
SUFFIXES = tuple(dict.fromkeys(suffix for kind in COLLECTIONS for suffix in kind.suffixes))

#: Of these, before ".gz", those of tables.
TABLE_SUFFIXES = tuple(suffix for kind in COLLECTIONS if isinstance(kind, TableCollection) for suffix in kind.suffixes)

_TEXTS = (".txt", ".text", ".md", ".html", ".htm")
#: A text file that is larger may be an export of many articles.
_MOST_ARTICLE_BYTES = 64_000


def iter_items(locations: Sequence[str], options: CollectionOptions, notice: Callable[[str], None]) -> Iterator[Item]:
    """Return an iterator over all articles at some locations, in a fixed order.

    Args:
        locations: Paths of files and folders, http(s) addresses of pages and feeds, or "-" for standard input.
        options: How they are taken.
        notice: Takes one line for the person, such as which columns of a table were chosen.

    Returns:
        The items, each origin once; one that is broken, or a file that is, as an error.

    Raises:
        UsageError: There is no such file, or a table that was named lacks a column that was named. This is found out
            before the first item.
    """
    intake = Intake(options, notice, PoliteClient(options.limits, options.delay_seconds), read_file, SUFFIXES)
    for location in locations:
        _check(location, intake)
    return _tell_notes(_iter_once(locations, intake), intake)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that articles are taken from, before it is opened for them.

    Attributes:
        path: Where it lies.
        origin: Its name for items.
        count: About how many articles it holds; None if only reading all of it would tell.
        has_rows: Whether it is a table, whose items are "<origin>#<row>", rows from 1.
    """

    path: Path
    origin: str
    count: int | None
    has_rows: bool


def list_files(location: str, limits: Limits, notice: Callable[[str], None]) -> Iterator[ListedFile]:
    """Yield the files at a location of this machine, in the order in which `iter_items` reads them.

    Args:
        location: Path of a file or folder.
        limits: How much of a file is taken at most.
        notice: Takes one line for the person, such as what of a folder was passed over.

    Raises:
        UsageError: There is no such file.
        SourceError: A folder in it cannot be opened.
    """
    path = Path(location)
    if not location or "\x00" in location or not path.exists():
        raise UsageError(f"there is no file {printable(location)!r}", hint="Check the path.")
    passed_over = PassedOver()
    for found, origin, error in _iter_paths(path, location, passed_over):
        if error is not None:
            raise error
        count, has_rows = _count_path(found, origin, limits, is_named=found == path), False
        if count is None or count > 1:
            with suppress(SourceError, OSError):
                has_rows = isinstance(kind_of_file(open_path(found, origin, limits)), TableCollection)
        yield ListedFile(found, origin, count, has_rows)
    said = passed_over.describe()
    if said is not None:
        notice(f"{printable(location)}: {said}")


def count_rows(file: InputFile) -> int | None:
    """Return about how many rows a table has; None if only reading it would tell, or if it is no table."""
    kind = kind_of_file(file)
    return kind.count_items(file) if isinstance(kind, TableCollection) else None


def iter_file_items(
    path: Path, origin: str, options: CollectionOptions, notice: Callable[[str], None]
) -> Iterator[Item]:
    """Return an iterator over the articles in one file of this machine, as `iter_items` yields them.

    Args:
        path: Where it lies now.
        origin: Its name for items, which may be that of the place it was brought from.
        options: How it is taken.
        notice: Takes one line for the person.
    """
    intake = Intake(options, notice, PoliteClient(options.limits, options.delay_seconds), read_file, SUFFIXES)
    return _tell_notes(guard(origin, _iter_path(path, origin, intake)), intake)


def _tell_notes(items: Iterator[Item], intake: Intake) -> Iterator[Item]:
    for item in items:
        if item.found is not None and item.found.note is not None:
            intake.tell_once(item.origin, item.found.note)
        yield item


def count_items(locations: Sequence[str], options: CollectionOptions) -> int | None:
    """Return about how many items there are, for a progress bar; None if only reading everything would tell.

    Exact for files of one article and Parquet, an estimate for other tables.
    """
    total = 0
    for location in locations:
        if location == "-" or WebSource().accepts(location):
            return None
        for path, origin, error in _iter_paths(Path(location), location, PassedOver()):
            count = 1 if error else _count_path(path, origin, options.limits, is_named=path == Path(location))
            if count is None:
                return None
            total += count
    return total


def read_file(file: InputFile, intake: Intake) -> Iterator[Item]:
    """Yield the articles in a file by its kind; a file that fails, or fails half-way, yields its error last."""
    yield from guard(file.origin, _iter_file(file, intake))


def _iter_file(file: InputFile, intake: Intake) -> Iterator[Item]:
    yield from kind_of_file(file).iter_items(file, intake)


def kind_of_file(file: InputFile) -> Collection:
    """Return the kind of a file."""
    return next(kind for kind in COLLECTIONS if kind.recognises(file))


def _check(location: str, intake: Intake) -> None:
    if not location:
        raise UsageError("an article needs a path, an address, or - for standard input")
    if location == "-" or WebSource().accepts(location):
        return
    if "\x00" in location:
        raise UsageError("a path cannot hold the character NUL")
    path = Path(location)
    try:
        if not path.is_file():
            _check_exists(path, location)
            return
        file = open_path(path, printable(location), intake.options.limits)
        kind = kind_of_file(file)
        if isinstance(kind, TableCollection):
            kind.check_columns(file, intake)
    except UsageError:
        raise
    except OSError as error:
        raise UsageError(f"{printable(location)} is no path: {error.strerror or error}") from error
    except Exception:  # noqa: BLE001 - not the user's mistake; an item will tell
        return


def _check_exists(path: Path, location: str) -> None:
    if not path.exists():
        raise UsageError(f"there is no file {printable(location)}", hint="Check the path.")


def _iter_once(locations: Sequence[str], intake: Intake) -> Iterator[Item]:
    seen: set[str] = set()
    for location in locations:
        if location == "-" or WebSource().accepts(location):
            if location not in seen:
                seen.add(location)
                items = iter_web(location, intake) if location != "-" else _iter_single(location, intake)
                yield from guard(printable(location), items)
            continue
        passed_over = PassedOver()
        for path, origin, error in _iter_paths(Path(location), location, passed_over):
            if origin in seen:
                continue
            if len(locations) > 1:  # within one folder no name comes twice
                seen.add(origin)
            yield from [Item(origin, None, error)] if error else guard(origin, _iter_path(path, origin, intake))
        said = passed_over.describe()
        if said is not None:
            intake.notice(f"{printable(location)}: {said}")


def _iter_paths(path: Path, location: str, passed_over: PassedOver) -> Iterator[tuple[Path, str, SourceError | None]]:
    if path.is_dir():
        yield from iter_files(path, printable(path.as_posix()), SUFFIXES, passed_over)
    else:
        yield path, printable(location), None


def _iter_path(path: Path, origin: str, intake: Intake) -> Iterator[Item]:
    if intake.options.skip(origin):
        return
    if not path.is_file():  # a pipe or a device can be read once, from its beginning
        yield from _iter_single(str(path), intake)
        return
    try:
        file = open_path(path, origin, intake.options.limits)
    except SourceError as error:
        yield Item(origin, None, error)
        return
    yield from read_file(file, intake)


def _iter_single(location: str, intake: Intake) -> Iterator[Item]:
    """Yield the one article at a location that is no collection."""
    origin = printable(location)
    limits, stdin = intake.options.limits, intake.options.stdin
    if not intake.options.skip(origin):
        yield attempt(origin, lambda: read_location(location, limits=limits, stdin=stdin))


def _count_path(path: Path, origin: str, limits: Limits, *, is_named: bool) -> int | None:
    try:
        # to open a hundred thousand files only to count them takes too long; small ones of a folder are one article
        if not is_named and path.name.lower().endswith(_TEXTS) and path.stat().st_size <= _MOST_ARTICLE_BYTES:
            return 1
        file = open_path(path, origin, limits)
        return kind_of_file(file).count_items(file)
    except Exception:  # noqa: BLE001 - this is for a progress bar; an item will tell what is wrong
        return 1
