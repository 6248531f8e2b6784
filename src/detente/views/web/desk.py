"""What all pages share while the page is served: the archive's file, and a connection to it for each request."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from fastapi import Request

from detente.archive import Archive, connect
from detente.runs.reading_room import ReadingBounds, ReadingRoom
from detente.runs.tables import open_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    import pyarrow as pa

    from detente.views.web.options import ServeOptions


class Desk:
    """Opens the archive for each request, so that a run or another reviewer may write meanwhile.

    Args:
        options: How the page is served.
    """

    def __init__(self, options: ServeOptions) -> None:
        self.options = options
        self.room = ReadingRoom(options.reading, ReadingBounds(inner=options.is_local))
        self._lock = threading.Lock()
        self._dyads: tuple[tuple[int, ...], pa.Table] | None = None

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Open the archive for reading and close it again.

        Raises:
            ArchiveError: The file is gone, damaged, or of another format.
        """
        with Archive(self.options.archive) as archive:
            yield archive

    @contextmanager
    def connection(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the archive's database, for reading if nothing else is asked, and close it again.

        Raises:
            ArchiveError: The file is gone, damaged, or of another format.
        """
        with closing(connect(self.options.archive, read_only=not write)) as connection:
            yield connection

    def dyads(self) -> pa.Table:
        """Return the table of dyads; it is read again when the file has changed.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        with self._lock:
            state = self._state()
            if self._dyads is None or self._dyads[0] != state:
                self._dyads = state, open_tables(self.options.archive).dyads()
            return self._dyads[1]

    def _state(self) -> tuple[int, ...]:
        """Return what changes whenever somebody writes: sizes and times of the file and of its log."""
        found: list[int] = []
        for path in (self.options.archive, self.options.archive.with_name(f"{self.options.archive.name}-wal")):
            if path.exists():
                about = path.stat()
                found += [about.st_size, about.st_mtime_ns]
        return tuple(found)


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that a request came to."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 - Starlette's state is untyped; create_app sets it
    return desk
