"""Sources in an object store: found and measured without reading them, fetched one at a time when a shard is made."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import fsspec

from detente.counts import say_count
from detente.errors import SourceError, UsageError
from detente.sources import Limits
from detente.sources.inputs import open_stored
from detente.sources.intake import SUFFIXES, TABLE_SUFFIXES, count_rows
from detente.sources.metadata import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Addresses that are no store of files for this: the web is read by `detente add`, and a path is a path.
_OTHERS: Final = ("http://", "https://", "file://", "local://")
#: Endings of files that hold one article each.
_SINGLE: Final = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
#: What is fetched at once of a file that is only looked at.
_LOOK_BYTES: Final = 1 << 18
_HINT: Final = "Check the name, and for S3 the keys and the address in the AWS_… variables (extra: cluster)."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a store, before it is fetched.

    Attributes:
        location: Its address, such as "s3://bucket/crawls/one.warc.gz".
        bytes: Its size.
        stamp: What tells cheaply whether it changed: the store's mark of its content, or the time of its last change.
    """

    location: str
    bytes: int
    stamp: str

    def count(self) -> tuple[int | None, bool]:
        """Return how many articles it holds, and whether they are the rows of a table.

        The ending of its name tells it of a file with one article. Of a table that is not packed a little is fetched:
        its first rows, or what Parquet states at its end. None if only reading all of it would tell.

        Raises:
            UsageError: The store cannot be asked.
        """
        name = self.location.lower()
        if name.removesuffix(".gz").endswith(_SINGLE):
            return 1, False
        if not name.endswith(TABLE_SUFFIXES):
            return None, False
        fs, path = _open(self.location)
        origin = printable(self.location)
        try:
            file = open_stored(partial(fs.open, path, "rb", block_size=_LOOK_BYTES), self.bytes, origin, Limits())
            rows = count_rows(file)
        except SourceError:
            return None, False  # damaged: whoever reads it tells
        except Exception as error:
            raise UsageError(f"{origin} cannot be looked at: {_explain(error)}", hint=_HINT) from error
        return rows, rows is not None


def is_stored(source: str) -> bool:
    """Tell whether a source is the address of a store."""
    return "://" in source and not source.startswith(_OTHERS)


def list_stored(source: str, notice: Callable[[str], None]) -> Iterator[StoredFile]:
    """Yield the files at an address, by name: a file, all files below a folder, or those that a pattern with * means.

    Of a folder the files with the endings of articles are taken, as from a folder of this machine.

    Args:
        source: The address.
        notice: Takes one line for the person: how many files of a folder were passed over.

    Raises:
        UsageError: There is nothing at the address, or the store cannot be asked.
    """
    fs, path = _open(source)
    try:
        if any(sign in path for sign in "*?["):
            found, is_named = fs.glob(path, detail=True), True
        elif (first := fs.info(path))["type"] == "directory":
            found, is_named = fs.find(path, detail=True), False
        else:
            found, is_named = {path: first}, True
    except Exception as error:
        raise UsageError(f"{printable(source)} cannot be listed: {_explain(error)}", hint=_HINT) from error
    files = {name: info for name, info in found.items() if info["type"] == "file"}
    taken = {name for name in files if is_named or name.lower().removesuffix(".gz").endswith(SUFFIXES)}
    if not taken:
        raise UsageError(f"there is no file that articles are taken from at {printable(source)}", hint=_HINT)
    if len(files) > len(taken):
        notice(f"{printable(source)}: {say_count(len(files) - len(taken), 'file')} of other kinds passed over")
    for name in sorted(taken):
        yield _file(fs.unstrip_protocol(name), files[name])


def look_stored(location: str) -> StoredFile | None:
    """Return a file as it is now; None if it is not there any more.

    Raises:
        UsageError: The store cannot be asked.
    """
    fs, path = _open(location)
    fs.invalidate_cache()
    try:
        return _file(location, fs.info(path))
    except FileNotFoundError:
        return None
    except Exception as error:
        raise UsageError(f"{printable(location)} cannot be looked at: {_explain(error)}", hint=_HINT) from error


@contextmanager
def fetched(location: str, *, keep_as: str | None = None) -> Iterator[Path]:
    """Give a path of this machine where a source can be read: its own, or a copy while the context lasts.

    Args:
        location: A path, or an address of a store.
        keep_as: The file's stamp, if the next shard may be made of other rows of it: the copy then stays until the next
            file is fetched or the process ends, and the same stamp finds it.

    Raises:
        SourceError: It cannot be fetched.
    """
    if not is_stored(location):
        yield Path(location)
        return
    kept = _KEPT.pop((location, keep_as), None)
    for other in _KEPT.values():
        other.cleanup()
    _KEPT.clear()
    scratch = kept or _fetch(location)
    try:
        yield next(Path(scratch.name).iterdir())
    finally:
        if keep_as is None:
            scratch.cleanup()
        else:
            _KEPT[location, keep_as] = scratch


#: The last file that was kept, by its location and stamp.
_KEPT: Final[dict[tuple[str, str | None], tempfile.TemporaryDirectory[str]]] = {}


def _fetch(location: str) -> tempfile.TemporaryDirectory[str]:
    """Return a folder of this machine that holds a copy of a file in a store, and nothing else."""
    fs, path = _open(location)
    scratch = tempfile.TemporaryDirectory(prefix="detente-")
    try:
        fs.get_file(path, str(Path(scratch.name) / (Path(path).name or "file")))
    except Exception as error:
        scratch.cleanup()
        raise SourceError(f"{printable(location)} cannot be fetched: {_explain(error)}", hint=_HINT) from error
    return scratch


def _open(address: str) -> tuple[Any, str]:
    try:
        fs, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{printable(address)} cannot be opened: {error}", hint=_HINT) from error
    return fs, str(path)


def _file(location: str, info: dict[str, Any]) -> StoredFile:
    mark = next(
        (info[name] for name in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created") if name in info), ""
    )
    return StoredFile(str(location), int(info.get("size") or 0), str(mark).strip('"'))


def _explain(error: Exception) -> str:
    return str(error) or type(error).__name__
