"""`detente stances`: for and against on an issue over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.analysis.stances import measure_stances
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.periods import Every


def stances(  # noqa: PLR0913 - one parameter an option
    issue: Annotated[str, typer.Argument(help="An issue of the codebook, such as sanctions.")],
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    every: Annotated[str, typer.Option(metavar="PERIOD", help="day, week, month or year.")] = "month",
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 40,
) -> None:
    """Show how many positions on an issue are for it, by period.

    The method and what the numbers do not mean: docs/methods/stances.md.
    """
    o.check_targets(csv, plot)
    o.choose(every, ("day", "week", "month", "year"), "--every")
    selection = o.make_selection(since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence)
    place = o.open_place(archive, tables)
    period = cast("Every", every)
    found = place.analysed("positions"), place.analysed("articles")
    o.show(measure_stances(*found, issue, every=period, selection=selection), json=json, csv=csv, plot=plot, rows=rows)
