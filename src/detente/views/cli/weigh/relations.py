"""`detente relations`: how two sides deal with each other over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.analysis.changes import measure_changes
from detente.analysis.moved import MovedOptions, measure_moved
from detente.analysis.relations import RelationsOptions, measure_relations
from detente.runs.analyses.wanted import Wanted
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.periods import Every
    from detente.analysis.relations import Normalise


def relations(  # noqa: PLR0913 - one parameter an option
    source: Annotated[
        str, typer.Argument(help="Who acts: a country (RUS, Russia) or, with --by actor, a name; - for all.")
    ] = "-",
    target: Annotated[str, typer.Argument(help="Toward whom; - for all.")] = "-",
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    both: Annotated[bool, typer.Option("--both", help="Count what the target does to the source, too.")] = False,
    changes: Annotated[bool, typer.Option("--changes", help="Show when it changed, and the events behind.")] = False,
    moved: Annotated[bool, typer.Option("--moved", help="Show which dyads have more or fewer events lately.")] = False,
    days: Annotated[int, typer.Option(min=1, metavar="N", help="With --moved: how many days are lately.")] = 30,
    every: Annotated[str, typer.Option(metavar="PERIOD", help="day, week, month or year.")] = "month",
    normalise: Annotated[
        str, typer.Option(metavar="HOW", help="attention: per 1,000 events of all sides; none: events.")
    ] = "attention",
    bandwidth: Annotated[float, typer.Option(min=0, metavar="PERIODS", help="Of the smoothing; 0 for none.")] = 1.5,
    by: o.By = "country",
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: o.Weigh = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 20,
) -> None:
    """Show cooperation and conflict between two sides over time. In words and in deeds.

    Events of an archive and those of GDELT, ICEWS and POLECAT that were imported into it count together. The method
    and what the numbers do not mean: docs/methods/relations.md.
    """
    o.check_targets(csv, plot)
    o.choose(every, ("day", "week", "month", "year"), "--every")
    o.choose(normalise, ("attention", "none"), "--normalise")
    selection = o.make_selection(
        by=by, since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence, weigh=weigh
    )
    place = o.open_place(archive, tables)
    if moved:
        found = measure_moved(place.dyads(Wanted(selection)), MovedOptions(days=days, selection=selection))
        o.show(found, json=json, csv=csv, plot=plot, rows=rows)
        return

    asked = RelationsOptions(
        source=o.read_side(source, by),
        target=o.read_side(target, by),
        both=both,
        every=cast("Every", every),
        normalise=cast("Normalise", normalise),
        bandwidth=bandwidth,
        selection=selection,
    )
    measure = measure_changes if changes else measure_relations
    # all that counts is read, not the two sides alone: rates are divided by what is reported of everybody
    o.show(measure(place.dyads(Wanted(selection)), asked), json=json, csv=csv, plot=plot, rows=rows)
