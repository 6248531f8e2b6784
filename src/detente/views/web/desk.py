"""What all pages share while the page is served: the archive's file, and a connection to it for each request."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi import Request

from detente.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.views.web.options import ServeOptions


class Desk:
    """Opens the archive for each request, so that a run or another reviewer may write meanwhile.

    Args:
        options: How the page is served.
    """

    def __init__(self, options: ServeOptions) -> None:
        self.options = options

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Open the archive for reading and close it again.

        Raises:
            ArchiveError: The file is gone, damaged, or of another format.
        """
        with Archive(self.options.archive) as archive:
            yield archive


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that a request came to."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 - Starlette's state is untyped; create_app sets it
    return desk
