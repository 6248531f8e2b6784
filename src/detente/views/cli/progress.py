"""A progress bar on standard error, for runs that take a while."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from detente.views.cli.output import complain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import TaskID

    from detente.archive import Visit


class BarWatch:
    """Shows how far a run is, how fast, and how long it will take.

    Args:
        progress: Rich's display, running.
        quiet: Say nothing of single failures; they are summed up at the end in any case.
    """

    def __init__(self, progress: Progress, *, quiet: bool) -> None:
        self._progress = progress
        self._quiet = quiet
        self._task: TaskID | None = None
        self._counts: dict[Visit, int] = {}
        self._begun = time.monotonic()
        self._done = 0

    def begin(self, total: int | None) -> None:
        """Draw the bar."""
        self._task = self._progress.add_task("reading", total=total, counts="", rate="")
        self._begun = time.monotonic()
        self._done = 0

    def notice(self, message: str) -> None:
        """Print a line above the bar."""
        complain(message, None)

    def step(self, origin: str, outcome: Visit) -> None:
        """Move the bar on, and name an article that failed."""
        self._done += 1
        self._counts[outcome] = self._counts.get(outcome, 0) + 1
        if outcome == "failed" and not self._quiet:
            complain(f"failed: {origin}", None)
        if self._task is not None:
            shown = ", ".join(f"{count:,} {name}" for name, count in self._counts.items() if name != "read")
            self._progress.update(self._task, advance=1, counts=shown, rate=self._rate())

    def _rate(self) -> str:
        seconds = time.monotonic() - self._begun
        return f"{self._done / seconds:.1f}/s" if seconds > 1 else ""


@contextmanager
def watch_run(*, quiet: bool = False) -> Iterator[BarWatch]:
    """Show a progress bar while a run works; nothing is drawn where standard error is no terminal.

    Args:
        quiet: Say nothing of single failures.
    """
    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield BarWatch(progress, quiet=quiet)
