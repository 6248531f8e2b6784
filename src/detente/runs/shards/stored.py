"""Sources in an object store: found and measured without reading them, fetched one at a time when a shard is made."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import fsspec

from detente.counts import say_count
from detente.errors import SourceError, UsageError
from detente.sources.intake import SUFFIXES
from detente.sources.metadata import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Addresses that are no store of files for this: the web is read by `detente add`, and a path is a path.
_OTHERS: Final = ("http://", "https://", "file://", "local://")
#: Endings of files that hold one article each.
_SINGLE: Final = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
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

    @property
    def count(self) -> int | None:
        """How many articles it holds, by its ending; None if only reading it would tell."""
        return 1 if self.location.lower().removesuffix(".gz").endswith(_SINGLE) else None


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
def fetched(location: str) -> Iterator[Path]:
    """Give a path of this machine where a source can be read: its own, or a copy while the context lasts.

    Args:
        location: A path, or an address of a store.

    Raises:
        SourceError: It cannot be fetched.
    """
    if not is_stored(location):
        yield Path(location)
        return
    fs, path = _open(location)
    with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
        copy = Path(scratch) / (Path(path).name or "file")
        try:
            fs.get_file(path, str(copy))
        except Exception as error:
            raise SourceError(f"{printable(location)} cannot be fetched: {_explain(error)}", hint=_HINT) from error
        yield copy


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
