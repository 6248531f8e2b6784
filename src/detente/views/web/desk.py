"""What all pages share while the page is served: the archive's file, and a connection to it for each request."""

from __future__ import annotations

from contextlib import closing, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi import Request

from detente.archive import Archive, connect
from detente.archive.review import QueueAhead
from detente.errors import ArchiveError
from detente.knowledge import load_knowledge
from detente.records import CLAIM_KINDS
from detente.runs import reviewing
from detente.runs.exploring import measures
from detente.runs.exploring.snapshot import SnapshotKeeper
from detente.runs.reading_room import ReadingBounds, ReadingRoom
from detente.views.web.made import MadePages

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from detente.knowledge import Knowledge
    from detente.runs.exploring.snapshot import Snapshot
    from detente.views.web.options import ServeOptions


class Desk:
    """Opens the archive for each request, so that a run or another reviewer may write meanwhile.

    Args:
        options: How the page is served.
    """

    def __init__(self, options: ServeOptions) -> None:
        self.options = options
        self.room = ReadingRoom(options.reading, ReadingBounds(inner=options.is_local))
        self.made = MadePages()
        self.queue = QueueAhead()
        self._snapshots = SnapshotKeeper(options.archive, prepare=measures.prepare)

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

    @cached_property
    def knowledge(self) -> Knowledge:
        """Who is known, with the user's own actors if the page was started with some.

        Raises:
            KnowledgeError: The table of one's own actors is wrong.
        """
        return load_knowledge(self.options.reading.actors)

    def forget_knowledge(self) -> None:
        """Let the table of one's own actors be read again, because a line was added."""
        self.__dict__.pop("knowledge", None)
        self.room.forget()

    def snapshot(self) -> Snapshot:
        """Return the archive's claims in memory, as they are or, in a large archive, as they were a minute ago.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        return self._snapshots.current()

    def state(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return what tells what pages show now from what they showed before somebody wrote: of the file and in memory.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        return self._snapshots.state(), self.snapshot().state

    def prepare(self) -> None:
        """Read the archive's claims into memory, and its queue, before anybody asks; who asks is told what hinders."""
        with suppress(ArchiveError):
            self.snapshot()
            with self.connection() as connection:
                for kinds in (None, *([kind.singular] for kind in CLAIM_KINDS)):
                    reviewing.ask_queue(connection, 1, kinds, ahead=self.queue)


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that a request came to."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 - Starlette's state is untyped; create_app sets it
    return desk
