"""`detente read`: articles in, records out."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.runs import FailedArticle, ReadingOptions, read_locations
from detente.views.cli.options import AllOption, CodesOption, parse_day
from detente.views.cli.output import (
    check_target,
    complain,
    has_colour,
    is_terminal,
    open_target,
    terminal_width,
)
from detente.views.cli.shapes import Look, OutputShape, check_look, choose_shape, name_pages, render_divider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from detente.runs import Outcome

    ReadLocations = Callable[[Iterable[str], ReadingOptions], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one call of `detente read` is to do, checked.

    Attributes:
        locations: Files, addresses, or "-".
        shape: What a record becomes.
        targets: For pages in a directory, the file of each location; else the one target of all, None for standard
            output.
        look: How the terminal view looks.
    """

    locations: tuple[str, ...]
    shape: OutputShape
    targets: tuple[Path | None, ...]
    look: Look


def read(  # noqa: PLR0913 - one parameter an option; the work is done by functions with few
    locations: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files (text, HTML, Word, RTF), web addresses, or - for standard input.", show_default=False
        ),
    ] = None,
    *,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication (2025-03-06); goes before the page's own."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the record of one article as JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print the records as JSON, one a line.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write self-contained pages to mail or print.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; a directory for several pages."),
    ] = None,
    pipeline: Annotated[
        str | None, typer.Option(metavar="NAME", help="Another installed spaCy pipeline, or the path of one.")
    ] = None,
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A table of your own actors, added to the shipped ones.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own issues for positions (TOML), instead of the shipped.")
    ] = None,
    everything: AllOption = False,
    codes: CodesOption = False,
    width: Annotated[int | None, typer.Option(min=40, metavar="N", help="Columns of the terminal view.")] = None,
    no_colour: Annotated[bool, typer.Option("--no-colour", "--no-color", help="No colours.")] = False,
) -> None:
    """Read articles and print what they say.

    Without a location, the article comes from standard input. A file is one article, or the export of one; tables,
    folders and crawls are for `detente add`. The exit code is 1 if an article failed; the others are printed all the
    same.
    """
    shape = choose_shape(json=json, jsonl=jsonl, html=html)
    found = find_locations(locations or [])
    day = parse_day(published)
    check_look(shape, everything=everything, codes=codes)
    plan = make_plan(found, shape, output, width=width, no_colour=no_colour)
    plan = replace(plan, look=replace(plan.look, everything=everything, codes=codes))

    raise typer.Exit(read_all(plan, ReadingOptions(day, pipeline, actors, codebook), read_locations))


def find_locations(given: list[str]) -> tuple[str, ...]:
    """Return the locations to read, standard input where none is given and something is piped in.

    Raises:
        UsageError: Nothing is given and nothing is piped in, or standard input is to be read twice.
    """
    if given.count("-") > 1:
        raise UsageError("standard input can be read only once", hint="Give - once.")
    if given:
        return tuple(given)
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("there is nothing to read", hint="Name a file or an address, or pipe an article in.")
    return ("-",)


def make_plan(
    locations: tuple[str, ...], shape: OutputShape, output: Path | None, *, width: int | None, no_colour: bool
) -> Plan:
    """Return what is to be done.

    Raises:
        UsageError: The options contradict each other, or the output cannot go where it should.
    """
    if width is not None and shape.name != "terminal":
        raise UsageError(f"--width means nothing with --{shape.name}", hint="It is for the terminal view.")
    if shape.name == "json" and len(locations) > 1:
        raise UsageError("--json prints one record only", hint="Use --jsonl for several articles.")
    targets = _choose_targets(locations, shape, output)
    _keep_articles(locations, targets)
    look = Look(
        width=width or (terminal_width() if output is None else 80),
        colour=output is None and not no_colour and has_colour(),
    )
    return Plan(locations, shape, targets, look)


def _choose_targets(locations: tuple[str, ...], shape: OutputShape, output: Path | None) -> tuple[Path | None, ...]:
    several_pages = shape.name == "html" and len(locations) > 1
    if output is None:
        if several_pages:
            raise UsageError("several pages need a directory", hint="Add -o DIRECTORY.")
        if shape.name == "html" and is_terminal():
            raise UsageError("a page is not for the terminal", hint="Add -o FILE.html, or pipe it somewhere.")
        return (None,)
    if shape.name == "html" and (several_pages or output.is_dir()):
        if not output.is_dir():
            raise UsageError(f"{output} is no directory", hint="Several pages need a directory that exists.")
        return tuple(output / name for name in name_pages(locations))
    check_target(output)
    return (output,)


def _keep_articles(locations: tuple[str, ...], targets: tuple[Path | None, ...]) -> None:
    articles = {Path(location).resolve() for location in locations if location != "-" and "://" not in location}
    for target in targets:
        if target is not None and target.resolve() in articles:
            raise UsageError(f"{target} is an article to be read", hint="Give -o another name.")


def read_all(plan: Plan, options: ReadingOptions, read_locations: ReadLocations) -> int:
    """Read and write every article of `plan`, name those that failed, and return the exit code.

    Args:
        plan: What to read, and where it goes.
        options: How to read.
        read_locations: What reads: `detente.runs.read_locations`.

    Returns:
        0, or 1 if an article failed.
    """
    outcomes = read_locations(plan.locations, options)
    failed = 0
    if len(plan.targets) > 1:
        for target, outcome in zip(plan.targets, outcomes, strict=True):
            with open_target(target) as write:
                failed += not _write_outcome(plan, outcome, write)
    else:
        with open_target(plan.targets[0]) as write:
            for outcome in outcomes:
                failed += not _write_outcome(plan, outcome, write)
    if failed or len(plan.locations) > 1:
        complain(f"{len(plan.locations) - failed} read, {failed} failed", None)
    return 1 if failed else 0


def _write_outcome(plan: Plan, outcome: Outcome, write: Callable[[str], None]) -> bool:
    """Write a record, or name the article that failed; tell whether it was read."""
    if isinstance(outcome, FailedArticle):
        complain(f"failed: {outcome.origin} ({outcome.stage}): {outcome.reason}", outcome.hint)
        return False
    if plan.shape.name == "terminal" and len(plan.locations) > 1:
        write(render_divider(outcome.origin, plan.look.width))
    write(plan.shape.render(outcome.record, plan.look))
    return True
