"""`detente cohesion`: whether a bloc stands as one, and who leaves the line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.analysis.choices import choices_of_events, choices_of_positions, join_blocs
from detente.analysis.cohesion import CohesionOptions, measure_cohesion
from detente.analysis.departures import measure_departures
from detente.errors import UsageError
from detente.runs.analyses.wanted import Wanted
from detente.runs.roll_calls import bloc_members, layout_at, layouts, read_roll_calls
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from detente.analysis.events import Selection
    from detente.analysis.periods import Every


def cohesion(  # noqa: PLR0913 - one parameter an option
    bloc: Annotated[
        str, typer.Argument(help="A bloc (eu, nato, brics …) or its members (FRA,DEU,ITA); - for the groups of a file.")
    ] = "-",
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    votes: Annotated[Path | None, typer.Option(metavar="FILE", help="Roll-call votes instead, CSV.")] = None,
    calls: Annotated[Path | None, typer.Option(metavar="FILE", help="The days of the votes, if apart.")] = None,
    layout: Annotated[str, typer.Option(metavar="NAME", help="unga, groups, plain, or a TOML file.")] = "plain",
    toward: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="By events toward this country, not by positions.")
    ] = None,
    issue: Annotated[str | None, typer.Option(metavar="ISSUE", help="Only positions on this issue.")] = None,
    every: Annotated[str, typer.Option(metavar="PERIOD", help="month, year, or all: periods told apart.")] = "year",
    leavers: Annotated[bool, typer.Option("--leavers", help="Show who leaves the line, and since when.")] = False,
    least_members: Annotated[int, typer.Option(min=2, metavar="N", help="Members that a call needs.")] = 3,
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: o.WeighClaims = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 40,
) -> None:
    """Show how far a bloc stands as one. It does so in roll calls, in positions, or in events toward a country.

    Agreement Index, Rice, Attinà and entropy, with intervals. The method and what the numbers do not mean:
    docs/methods/cohesion.md.
    """
    o.check_targets(csv, plot)
    o.choose(every, ("month", "year", "all"), "--every")
    selection = o.make_selection(
        since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence, weigh=weigh
    )
    chosen_by = ""
    if votes is not None:
        _refuse_beside_votes(
            {"--archive": archive, "--tables": tables, "--toward": toward, "--issue": issue}
            | {"--weigh": weigh, "--reviewed-only": reviewed_only}
        )
        everybody, about = _from_votes(votes, calls, layout, selection), f"the roll calls of {votes.name}"
    else:
        everybody, about = _from_records(archive, tables, toward, issue, selection)
        chosen_by = selection.describe_claims("positions") if toward is None else selection.describe()
    chosen = everybody if bloc == "-" else join_blocs(everybody, bloc_members(bloc))
    if leavers:
        o.show(measure_departures(chosen, about=about, chosen=chosen_by), json=json, csv=csv, plot=plot, rows=rows)
        return
    period = cast("Every | None", None if every == "all" else every)
    asked = CohesionOptions(period=period, least_members=least_members, about=about, chosen=chosen_by)
    outcome = measure_cohesion(chosen, asked, others=None if bloc == "-" else everybody)
    o.show(outcome, json=json, csv=csv, plot=plot, rows=rows)


def _refuse_beside_votes(given: Mapping[str, object]) -> None:
    """Refuse options that say nothing of roll calls.

    Raises:
        UsageError: One is given.
    """
    idle = [option for option, value in given.items() if value]
    if idle:
        raise UsageError(f"{', '.join(idle)}: does nothing beside --votes", hint="Roll calls are taken as they are.")


def _from_votes(votes: Path, calls: Path | None, layout: str, selection: Selection) -> pa.Table:
    known = layouts()
    chosen = known[layout] if layout in known else layout_at(Path(layout)) if layout.endswith(".toml") else None
    if chosen is None:
        raise UsageError(f"there is no layout {layout!r}", hint=f"{', '.join(known)}, or a .toml file of your own.")
    return _between(read_roll_calls(votes, chosen, calls=calls), selection)


def _from_records(
    archive: Path | None, tables: str | None, toward: str | None, issue: str | None, selection: Selection
) -> tuple[pa.Table, str]:
    place = o.open_place(archive, tables)
    if toward is not None:
        dyads = place.dyads(Wanted(selection, ((None, toward),)))
        return choices_of_events(dyads, toward, selection=selection), f"their dealings with {toward}, by month"
    positions = place.analysed("positions")
    if issue is not None:
        positions = positions.filter([one == issue for one in positions.column("issue").to_pylist()])
    about = f"positions on {issue or 'all issues'}, by month"
    return choices_of_positions(positions, place.analysed("articles"), selection=selection), about


def _between(choices: pa.Table, selection: Selection) -> pa.Table:
    days = choices.column("date").to_pylist()
    first, last = selection.since, selection.until
    return choices.filter([(first is None or day >= first) and (last is None or day <= last) for day in days])
