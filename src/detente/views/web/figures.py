"""Figures of a page: each a result in its frame, with the address of its table, and for each row that of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.views.web.frames import ResultFrame, make_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.analysis.result import Outcome


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a page.

    Attributes:
        name: Its name on the page: `table=NAME` gives its rows as CSV.
        frame: The result without its table.
        rows: The table.
        links: For each row the address of the claims behind it, or None; empty where no row leads anywhere.
        csv: The address of the table as CSV.
    """

    name: str
    frame: ResultFrame
    rows: tuple[dict[str, Any], ...]
    links: tuple[str | None, ...]
    csv: str


def make_figure(
    name: str, outcome: Outcome, command: str, csv: str, *, link: Callable[[dict[str, Any]], str | None] | None = None
) -> Figure:
    """Return a result as a figure.

    Args:
        name: Its name on the page.
        outcome: The result, or that there is not enough data.
        command: The command line that gives the same.
        csv: The address of its table as CSV.
        link: Gives the address of what is behind a row, or None.
    """
    frame, rows = make_frame(outcome, command)
    return Figure(name, frame, rows, tuple(map(link, rows)) if link is not None else (), csv)
