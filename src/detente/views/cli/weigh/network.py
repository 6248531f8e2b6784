"""`detente network`: who is tied to whom by what they say, and who stands together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.discourse import Aggregation, Duplicates, Normalisation


def network(  # noqa: PLR0913 - one parameter an option
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    two_mode: Annotated[bool, typer.Option("--two-mode", help="Tie actors to concepts, not to each other.")] = False,
    communities: Annotated[
        bool, typer.Option("--communities", help="Show who stands together, and how stably.")
    ] = False,
    aggregation: Annotated[
        str, typer.Option(metavar="HOW", help="ignore, congruence, conflict or subtract.")
    ] = "subtract",
    normalisation: Annotated[
        str, typer.Option(metavar="HOW", help="none, average, jaccard, cosine; two modes: none, activity, prominence.")
    ] = "average",
    duplicates: Annotated[
        str, typer.Option(metavar="UNIT", help="A stance counts once in each document, week, month, year; all; once.")
    ] = "document",
    min_count: Annotated[
        int, typer.Option(min=1, metavar="N", help="Leave out who and what has fewer statements.")
    ] = 1,
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 30,
) -> None:
    """Show the discourse network of countries by their positions on issues, or its communities.

    The aggregations, normalisations and duplicates are those of Discourse Network Analyzer. The formulas and what the
    numbers do not mean: docs/methods/network.md.
    """
    o.check_targets(csv, plot)
    from detente.analysis import discourse  # noqa: PLC0415 - `--help` needs no Arrow
    from detente.analysis.communities import measure_communities  # noqa: PLC0415 - loaded only if it is asked for

    o.choose(aggregation, discourse.AGGREGATIONS, "--aggregation")
    o.choose(duplicates, discourse.DUPLICATES, "--duplicates")
    if two_mode and normalisation == "average":
        normalisation = "none"
    asked = discourse.NetworkOptions(
        two_mode=two_mode,
        aggregation=cast("Aggregation", aggregation),
        normalisation=cast("Normalisation", normalisation),
        duplicates=cast("Duplicates", duplicates),
        least_statements=min_count,
    )
    selection = o.make_selection(since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence)
    place = o.open_place(archive, tables)
    found = discourse.statements_of_positions(place.table("positions"), place.table("articles"), selection=selection)
    measure = measure_communities if communities else discourse.measure_network
    o.show(measure(found, asked), json=json, csv=csv, plot=plot, rows=rows)
