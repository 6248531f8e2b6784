"""`detente forecast`: what comes next, never without how well such forecasts did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.analysis.forecast import ForecastOptions, measure_forecast
from detente.errors import UsageError
from detente.runs.analyses.wanted import Wanted
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.forecasting.options import Ask, Deed, Show


def forecast(  # noqa: PLR0913 - one parameter an option
    source: Annotated[str | None, typer.Argument(help="Who acts: alone, with whom next.")] = None,
    target: Annotated[str | None, typer.Argument(help="Toward whom: with both, which kind of event next.")] = None,
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    kind: Annotated[
        str | None,
        typer.Option("--type", metavar="TYPE", help="With whom next in this type of event, such as CONSULT."),
    ] = None,
    deed: Annotated[
        str | None,
        typer.Option(metavar="DEED", help="cooperation or conflict: will there be such deeds within --within days?"),
    ] = None,
    within: Annotated[int, typer.Option(min=1, max=365, metavar="DAYS", help="Horizon of --deed.")] = 30,
    what: Annotated[
        str, typer.Option("--show", metavar="WHAT", help="forecasts, scores, reliability or weights.")
    ] = "forecasts",
    boosting: Annotated[
        bool, typer.Option("--boosting", help="Add trees over the same features (extra: boosting).")
    ] = False,
    by: o.By = "country",
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 10,
) -> None:
    """Show with whom a side has to do next, or what follows.

    That is: in which kind of event, or whether deeds follow within some days.

    Each forecast has its reasons and stands beside the score of such forecasts on days held out and that of simple
    baselines. The method and what the numbers do not mean: docs/methods/forecast.md.
    """
    o.check_targets(csv, plot)
    o.choose(what, ("forecasts", "scores", "reliability", "weights"), "--show")
    if deed is not None:
        o.choose(deed, ("cooperation", "conflict"), "--deed")
    if boosting and deed is not None:
        raise UsageError("--boosting does nothing for --deed", hint="Its model is logistic; leave --boosting out.")
    if kind is not None and (deed is not None or target is not None):
        raise UsageError("--type is for the question with whom next", hint="Name the source alone.")
    selection = o.make_selection(
        by=by, since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence
    )
    place = o.open_place(archive, tables)
    question: Ask = "deed" if deed is not None else "kind" if target is not None else "partner"
    asked = ForecastOptions(
        ask=question,
        source=o.read_side(source, by),
        target=o.read_side(target, by),
        kind=kind,
        deed=cast("Deed", deed or "cooperation"),
        within=within,
        show=cast("Show", what),
        boosting=boosting,
        selection=selection,
    )
    o.show(measure_forecast(place.dyads(Wanted.of_forecast(asked)), asked), json=json, csv=csv, plot=plot, rows=rows)
