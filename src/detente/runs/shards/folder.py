"""The folder that a run over shards writes to: on this machine, or in an object store.

A file appears under its name only when all of it is written: here it is written beside and renamed, and an object
store shows an object when all of it has arrived.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import fsspec
from fsspec.implementations.local import LocalFileSystem

from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How names of unfinished files on this machine end; nothing that looks for tables takes them.
PART: Final = ".part"
_PROBE: Final = "writable"
_S3_HINT: Final = "Object stores need the extra: pip install 'detente[cluster]'."


class ShardFolder:
    """A place for files, on this machine or in a store that fsspec knows ("s3://bucket/folder").

    Args:
        place: A path, or an address of fsspec.

    Raises:
        UsageError: There can be no such place, or a library for it is missing.
    """

    def __init__(self, place: str) -> None:
        try:
            fs, root = fsspec.core.url_to_fs(place)
        except ImportError as error:
            raise UsageError(f"{place} cannot be used: {error}", hint=_S3_HINT) from error
        except ValueError as error:
            raise UsageError(f"{place} is no place for files: {error}", hint="Name a folder, or s3://…") from error
        self.place = place
        self.fs: Any = fs
        self._root = str(root).rstrip("/")
        self.is_local = isinstance(fs, LocalFileSystem)

    def path(self, name: str) -> str:
        """Return where a file of the folder lies, as its file system names it."""
        return f"{self._root}/{name}" if name else self._root

    def check_writable(self) -> None:
        """Make sure, before any work, that files can be written; the folder is made if there is none.

        Raises:
            UsageError: They cannot; the message says why.
        """
        if self.is_local and Path(self._root).exists() and not Path(self._root).is_dir():
            raise UsageError(f"{self.place} is a file, and no folder", hint="Name another folder with --out.")
        try:
            self.put(_PROBE, b"")
            self.remove(_PROBE)
        except Exception as error:
            raise UsageError(
                f"nothing can be written to {self.place}: {_explain(error)}",
                hint="Check the name, the permissions and the free space; for a store, its keys and address.",
            ) from error

    def names(self, folder: str) -> frozenset[str]:
        """Return the names of the files in a folder of this one; none if there is no such folder."""
        self.fs.invalidate_cache()
        try:
            found = self.fs.ls(self.path(folder), detail=False)
        except FileNotFoundError:
            return frozenset()
        return frozenset(str(path).rstrip("/").rpartition("/")[2] for path in found)

    def read(self, name: str) -> bytes | None:
        """Return a small file's bytes; None if there is no such file."""
        try:
            data: bytes = self.fs.cat_file(self.path(name))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return data

    def read_many(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of some small files by name, those that are there."""
        by_path = {self.path(name): name for name in names}
        if not by_path:
            return {}
        found = self.fs.cat(list(by_path), on_error="omit")
        listed = found if isinstance(found, dict) else {next(iter(by_path)): found}  # of one, some give the bytes alone
        return {name: listed[path] for path, name in by_path.items() if path in listed}

    def open(self, name: str) -> Any:
        """Open a file to read parts of it, binary; its user closes it.

        Raises:
            FileNotFoundError: There is no such file.
        """
        return self.fs.open(self.path(name), "rb")

    def address(self, name: str) -> str:
        """Return where a file lies as DuckDB names it, once `self.fs` is registered with it."""
        return self.path(name) if self.is_local else str(self.fs.unstrip_protocol(self.path(name)))

    def put(self, name: str, data: bytes) -> None:
        """Write a small file, in place of what is there."""
        with self.writing(name) as path:
            path.write_bytes(data)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        with suppress(FileNotFoundError):
            self.fs.rm_file(self.path(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Give a path of this machine to write to, and put what is there under the name once all is well.

        Args:
            name: The file, in place of what is there.
        """
        if not self.is_local:
            with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
                part = Path(scratch) / "file"
                yield part
                self.fs.put_file(str(part), self.path(name))
            return
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}-{os.getpid()}-{secrets.token_hex(4)}{PART}")
        try:
            yield part
            with part.open("rb") as stream:
                os.fsync(stream.fileno())  # what a manifest calls done is on the disk
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        """Give a path of this machine where a file can be read.

        Raises:
            FileNotFoundError: There is no such file.
        """
        if self.is_local:
            yield Path(self.path(name))
            return
        with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
            copy = Path(scratch) / name.rpartition("/")[2]
            self.fs.get_file(self.path(name), str(copy))
            yield copy

    def sweep(self) -> None:
        """Remove what was left unfinished on this machine. Only when nobody is at work here any more."""
        if self.is_local:
            for path in Path(self._root).glob(f"*/.*{PART}"):
                path.unlink(missing_ok=True)


def _explain(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
