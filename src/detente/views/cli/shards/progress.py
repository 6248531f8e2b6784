"""A progress bar for runs over shards."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from detente.views.cli.output import complain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import TaskID

    from detente.errors import DetenteError


class ShardBar:
    """Shows how many shards are done.

    Args:
        progress: Rich's display, running.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, what: str, total: int) -> None:
        """Draw a bar."""
        self._task = self._progress.add_task(what, total=total)

    def notice(self, message: str) -> None:
        """Print a line above the bar."""
        complain(message, None)

    def step(self, name: str, error: DetenteError | None) -> None:
        """Move the bar on, and say what could not be done."""
        if error is not None:
            complain(f"not made: {name}: {error.message}", error.hint)
        if self._task is not None:
            self._progress.advance(self._task)


@contextmanager
def watch_shards() -> Iterator[ShardBar]:
    """Show a progress bar while a run works; nothing is drawn where standard error is no terminal."""
    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("shards"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield ShardBar(progress)
