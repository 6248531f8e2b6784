"""The options that all analyses share, and where their results go."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

import typer

from detente.analysis.events import Selection, Unit
from detente.errors import UsageError
from detente.runs.analyses.sides import find_side
from detente.runs.tables import open_tables
from detente.views.cli.options import parse_day
from detente.views.cli.output import check_target, open_target, terminal_width, write_stdout
from detente.views.results import as_csv, describe_result, draw, render_outcome, result_as_json

if TYPE_CHECKING:
    from detente.analysis.result import Outcome
    from detente.runs.tables import Tables

Archive = Annotated[Path | None, typer.Option("--archive", "-a", metavar="FILE", help="An archive, one SQLite file.")]
Folder = Annotated[
    str | None,
    typer.Option("--tables", metavar="PLACE", help="Parquet instead: a folder (export, shards), or one file of dyads."),
]
Since = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")]
By = Annotated[str, typer.Option("--by", metavar="UNIT", help="Sides are a country or a single actor.")]
ReviewedOnly = Annotated[bool, typer.Option("--reviewed-only", help="Only what people accepted, corrected or added.")]
MinConfidence = Annotated[
    float, typer.Option(min=0, max=1, metavar="P", help="Events of our own reading count from this confidence on.")
]
Weigh = Annotated[bool, typer.Option("--weigh", help="An event counts as much as its confidence, not as one.")]
WeighClaims = Annotated[
    bool, typer.Option("--weigh", help="A position, or event, counts as much as its confidence, not as one.")
]
WeighPositions = Annotated[
    bool, typer.Option("--weigh", help="A position counts as much as its confidence, not as one.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]
Csv = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the table as CSV, all else to FILE.about.json.")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it: FILE.svg or FILE.png (extra: plots).")]
Rows = Annotated[int, typer.Option(min=1, max=100_000, metavar="N", help="Rows of the table on the screen.")]

#: The usual confidence from which on an event counts: more likely right than wrong.
USUAL_CONFIDENCE: Final = 0.5
_FORMS: Final = {".svg": "svg", ".png": "png"}


def open_place(archive: Path | None, folder: str | None) -> Tables:
    """Return the tables that were asked for.

    Raises:
        UsageError: Neither or both places are given, or there is nothing at the place.
    """
    if (archive is None) == (folder is None):
        raise UsageError(
            "name one place to take events from", hint="--archive FILE for an archive, or --tables PLACE for Parquet."
        )
    return open_tables(cast("Path | str", archive or folder))


def make_selection(
    *,
    by: str = "country",
    since: str | None = None,
    until: str | None = None,
    reviewed_only: bool = False,
    min_confidence: float = USUAL_CONFIDENCE,
    weigh: bool = False,
) -> Selection:
    """Return which events count.

    Raises:
        UsageError: A unit or a day is wrong.
    """
    choose(by, ("country", "actor"), "--by")
    return Selection(
        unit=cast("Unit", by),
        since=parse_day(since),
        until=parse_day(until),
        reviewed_only=reviewed_only,
        min_confidence=min_confidence,
        weigh=weigh,
    )


def read_side(words: str | None, by: str) -> str | None:
    """Return the side that is meant, None for everybody: a country's code for its name; an actor is called as typed.

    Raises:
        UsageError: No country and no body of states is called so.
    """
    if words is None or words == "-":
        return None
    return words if by == "actor" else find_side(words)


def choose(given: str, known: tuple[str, ...], option: str) -> None:
    """Make sure that a word is one of those that an option takes.

    Raises:
        UsageError: It is not; the hint lists them.
    """
    if given not in known:
        raise UsageError(f"{option} {given}: there is no such choice", hint=f"There are: {', '.join(known)}.")


def check_targets(csv: Path | None, plot: Path | None) -> None:
    """Make sure, before any work, that the files can be written.

    Raises:
        UsageError: A folder is missing, or the picture has neither .svg nor .png as its ending.
    """
    for target in filter(None, (csv, plot)):
        check_target(target)
    if plot is not None and plot.suffix.lower() not in _FORMS:
        raise UsageError(f"{plot}: a picture is .svg or .png", hint="Let the name end in one of them.")


def show(outcome: Outcome, *, json: bool, csv: Path | None, plot: Path | None, rows: int) -> None:
    """Print a result and write its files.

    Raises:
        UsageError: A file cannot be written, or there is nothing to draw.
    """
    write_stdout(result_as_json(outcome) if json else render_outcome(outcome, width=terminal_width(), rows=rows))
    if csv is not None:
        about = json_module.dumps(describe_result(outcome), ensure_ascii=False, indent=2, allow_nan=False)
        for path, text in ((csv, as_csv(outcome)), (csv.with_name(f"{csv.name}.about.json"), about + "\n")):
            with open_target(path) as write:
                write(text)
    if plot is not None:
        form = cast('Literal["svg", "png"]', _FORMS[plot.suffix.lower()])
        picture = draw(outcome, form)
        try:
            plot.write_bytes(picture)
        except OSError as error:
            raise UsageError(f"{plot} cannot be written: {error.strerror}") from error
