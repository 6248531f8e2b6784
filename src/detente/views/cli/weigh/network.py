"""`detente network`: who is tied to whom by what they say or do, who stands together, and how that changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from detente.analysis.networks import backbone, communities, discourse, event_network, phases, polarisation
from detente.analysis.networks import windows as over_time
from detente.analysis.networks.discourse import statements_of_positions
from detente.analysis.networks.windows import KERNELS, WindowOptions
from detente.errors import UsageError
from detente.runs.analyses.wanted import Wanted
from detente.runs.dna_statements import DnaVariables, read_dna_statements
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.analysis.events import Selection
    from detente.analysis.networks.discourse import Aggregation, Duplicates, NetworkOptions, Normalisation
    from detente.analysis.networks.event_network import Tie
    from detente.analysis.networks.phases import Distance
    from detente.analysis.networks.windows import Kernel
    from detente.analysis.periods import Every
    from detente.analysis.result import Outcome

_SHOWN: Final = (
    "ties", "communities", "concepts", "matrix", "windows", "polarisation", "phases", "backbone",
)  # fmt: skip
_OF_EVENTS: Final = ("ties", "communities")


def network(  # noqa: PLR0913 - one parameter an option
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    dna: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Statements coded in Discourse Network Analyzer, a .dna file.")
    ] = None,
    variables: Annotated[
        str, typer.Option(metavar="NAMES", help="With --dna: the variables for actor, concept and agreement.")
    ] = "organization,concept,agreement",
    show: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="ties, communities, concepts (for and against each), matrix, windows, polarisation, phases or "
            "backbone.",
        ),
    ] = "ties",
    events: Annotated[
        bool, typer.Option("--events", help="Tie by what they do to each other, not by what they say.")
    ] = False,
    tie: Annotated[str, typer.Option(metavar="WHAT", help="With --events: net, cooperation, conflict or all.")] = "net",
    two_mode: Annotated[bool, typer.Option("--two-mode", help="Tie actors to concepts, not to each other.")] = False,
    aggregation: Annotated[
        str, typer.Option(metavar="HOW", help="ignore, congruence, conflict, subtract; two modes: also combine.")
    ] = "subtract",
    normalisation: Annotated[
        str,
        typer.Option(
            metavar="HOW", help="none, average, jaccard, cosine, salton; two modes: none, activity, prominence."
        ),
    ] = "average",
    duplicates: Annotated[
        str, typer.Option(metavar="UNIT", help="A stance counts once in each document, week, month, year; all; once.")
    ] = "document",
    min_count: Annotated[
        int, typer.Option(min=1, metavar="N", help="Leave out who and what has fewer statements, or events.")
    ] = 1,
    most: Annotated[int, typer.Option(min=2, max=500, metavar="N", help="With --events: actors at most.")] = 40,
    window: Annotated[int, typer.Option(min=2, metavar="DAYS", help="Width of a window.")] = 90,
    every: Annotated[str, typer.Option(metavar="PERIOD", help="A window in each day, week, month or year.")] = "month",
    kernel: Annotated[
        str, typer.Option(metavar="NAME", help="uniform, triangular, epanechnikov or gaussian.")
    ] = "uniform",
    distance: Annotated[str, typer.Option(metavar="NAME", help="With --show phases: absdiff or spectral.")] = "absdiff",
    by: o.By = "country",
    since: o.Since = None,
    until: o.Until = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: o.Weigh = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 30,
) -> None:
    """Show the network of countries by positions or by events. Positions are those on issues.

    Aggregations, normalisations, duplicates, windows and kernels are those of Discourse Network Analyzer. The formulas
    and what the numbers do not mean: docs/methods/network.md.
    """
    o.check_targets(csv, plot)
    o.choose(show, _SHOWN, "--show")
    selection = o.make_selection(
        by=by, since=since, until=until, reviewed_only=reviewed_only, min_confidence=min_confidence, weigh=weigh
    )
    if events:
        found = _of_events(show, archive, tables, (tie, min_count, most), selection)
        o.show(found, json=json, csv=csv, plot=plot, rows=rows)
        return
    if by != "country":
        raise UsageError("positions are those of countries", hint="--by actor goes with --events.")
    if two_mode and normalisation == "average":
        normalisation = "none"
    asked = _options(aggregation, normalisation, duplicates, min_count, two_mode=two_mode)
    windows = _windows(window, every, kernel)
    statements, about = _statements(archive, tables, dna, variables, selection)
    found = _measure(show, statements, replace(asked, about=about), windows, distance)
    o.show(found, json=json, csv=csv, plot=plot, rows=rows)


def _options(
    aggregation: str, normalisation: str, duplicates: str, min_count: int, *, two_mode: bool
) -> NetworkOptions:
    o.choose(aggregation, discourse.AGGREGATIONS, "--aggregation")
    o.choose(duplicates, discourse.DUPLICATES, "--duplicates")
    return discourse.NetworkOptions(
        two_mode=two_mode,
        aggregation=cast("Aggregation", aggregation),
        normalisation=cast("Normalisation", normalisation),
        duplicates=cast("Duplicates", duplicates),
        least_statements=min_count,
    )


def _windows(days: int, every: str, kernel: str) -> WindowOptions:
    o.choose(every, ("day", "week", "month", "year"), "--every")
    o.choose(kernel, KERNELS, "--kernel")
    return WindowOptions(days=days, every=cast("Every", every), kernel=cast("Kernel", kernel))


def _statements(
    archive: Path | None, tables: str | None, dna: Path | None, variables: str, selection: Selection
) -> tuple[pa.Table, str]:
    """Return the statements, and where they come from in words."""
    if dna is None:
        place = o.open_place(archive, tables)
        found = statements_of_positions(place.analysed("positions"), place.analysed("articles"), selection=selection)
        return found, selection.describe_claims("positions")
    if archive is not None or tables is not None:
        raise UsageError("name one place to take statements from", hint="--dna FILE, --archive FILE or --tables PLACE.")
    names = [name.strip() for name in variables.split(",")]
    if len(names) != 3:
        raise UsageError(f"--variables {variables}: three names", hint="Such as organization,concept,agreement.")
    found = read_dna_statements(dna, DnaVariables(*names))
    first, last = selection.since, selection.until
    days = found.column("date").to_pylist()
    kept = [(first is None or day >= first) and (last is None or day <= last) for day in days]
    return found.filter(kept), f"statements coded by people in {dna.name}, {', '.join(names)}"


def _measure(show: str, statements: pa.Table, asked: NetworkOptions, windows: WindowOptions, distance: str) -> Outcome:
    if show == "phases":
        o.choose(distance, phases.DISTANCES, "--distance")
        return phases.measure_phases(statements, asked, windows, distance=cast("Distance", distance))
    if show in {"windows", "polarisation"}:
        measure = over_time.measure_windows if show == "windows" else polarisation.measure_polarisation
        return measure(statements, asked, windows)
    plain = {
        "ties": discourse.measure_network, "communities": communities.measure_communities,
        "concepts": discourse.measure_concepts, "matrix": discourse.measure_matrix,
        "backbone": backbone.measure_backbone,
    }  # fmt: skip
    return plain[show](statements, asked)


def _of_events(
    show: str, archive: Path | None, tables: str | None, how: tuple[str, int, int], selection: Selection
) -> Outcome:
    o.choose(show, _OF_EVENTS, "--events --show")
    o.choose(how[0], event_network.TIES, "--tie")
    asked = event_network.EventNetworkOptions(
        tie=cast("Tie", how[0]), least_events=how[1], most_actors=how[2], selection=selection
    )
    measure = event_network.measure_event_network if show == "ties" else event_network.measure_event_blocs
    return measure(o.open_place(archive, tables).dyads(Wanted(selection)), asked)
