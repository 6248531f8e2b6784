"""`detente follow`: are words followed by deeds, beyond what attention explains?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.analysis.follow import FollowOptions, measure_follow
from detente.errors import UsageError
from detente.runs.analyses.wanted import Wanted
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.follow import Deed


def follow(  # noqa: PLR0913 - one parameter an option
    one: Annotated[str | None, typer.Argument(help="A country; with the other one, only these two.")] = None,
    other: Annotated[str | None, typer.Argument(help="The other country.")] = None,
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    deed: Annotated[
        str, typer.Option(metavar="DEED", help="cooperation or conflict: material, of A toward B.")
    ] = "cooperation",
    within: Annotated[
        list[int] | None,
        typer.Option(min=1, metavar="DAYS", help="Horizon; may be given several times.  [default: 7, 30]"),
    ] = None,
    by: o.By = "country",
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: o.Weigh = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 40,
) -> None:
    """Show whether offers and threats are followed by deeds.

    More often, that is, than equally busy days of the same two.

    Controls stand beside: words that promise nothing, the deed before the words, shuffled signals. The method and what
    the numbers do not mean: docs/methods/follow.md.
    """
    o.check_targets(csv, plot)
    o.choose(deed, ("cooperation", "conflict"), "--deed")
    if one is not None and other is None:
        raise UsageError("the words of one toward whom?", hint="Name two countries, or none to pool all.")
    selection = o.make_selection(
        by=by, since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence, weigh=weigh
    )
    place = o.open_place(archive, tables)
    first, second = o.read_side(one, by), o.read_side(other, by)
    sides = (first, second) if first is not None and second is not None else None
    asked = FollowOptions(
        deed=cast("Deed", deed),
        horizons=tuple(within) if within else (7, 30),
        sides=sides,
        selection=selection,
    )
    o.show(measure_follow(place.dyads(Wanted.of_follow(asked)), asked), json=json, csv=csv, plot=plot, rows=rows)
