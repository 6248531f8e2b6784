"""`detente add`: from what people have to an archive."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.counts import say_count
from detente.errors import UsageError
from detente.runs import ReadingOptions
from detente.runs.adding import AddOptions, add_articles, resume_adding
from detente.sources import ColumnChoice
from detente.views.cli.options import ArchiveOption, parse_day
from detente.views.cli.output import write_stdout
from detente.views.cli.progress import watch_run
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.runs.watch import Summary

#: More reading processes than this gain little and cost a quarter of a gigabyte each.
MOST_WORKERS = 8


def add(  # noqa: PLR0913 - one parameter an option; the work is done by functions with few
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, tables, exports, crawls, feeds, web addresses, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    archive: ArchiveOption,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the last run, where it stopped.")] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="With --resume: read the files that an archive from elsewhere names.")
    ] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication of articles (goes before their own).")
    ] = None,
    text_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of a table with the text.")] = None,
    date_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the day.")] = None,
    title_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the title.")] = None,
    url_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the address.")] = None,
    source_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the publisher.")] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="How a table writes days, such as %d/%m/%Y.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="Processes that read; a quarter of a GB each.")
    ] = None,
    delay: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Time between two requests to one web server.")
    ] = 2.0,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="Another installed spaCy pipeline.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="FILE", help="A table of your own actors.")] = None,
    codebook: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own issues for positions.")] = None,
) -> None:
    """Read articles into an archive.

    The archive is made if there is none. Articles that it has are not read again. Press Ctrl-C at any moment: what
    was read is kept, and --resume goes on. The exit code is 1 if an article failed, 130 after Ctrl-C.
    """
    _check(sources, resume=resume, trust=trust)

    with watch_run() as watch:
        if resume:
            summary = resume_adding(archive, watch, workers=workers, trust=trust)
        else:
            reading = ReadingOptions(parse_day(published), pipeline, actors, codebook)
            columns = ColumnChoice(text_column, date_column, title_column, url_column, source_column)
            chosen = workers or min(os.cpu_count() or 1, MOST_WORKERS)
            options = AddOptions(reading, columns, date_format, chosen, delay)
            summary = add_articles(sources or [], archive, options, watch)
    write_stdout(render_summary(summary, archive) + render_dayless(summary))
    raise typer.Exit(exit_code(summary))


def _check(sources: list[str] | None, *, resume: bool, trust: bool) -> None:
    if trust and not resume:
        raise UsageError("--trust means nothing without --resume", hint="Leave it out.")
    if resume and sources:
        raise UsageError(
            "--resume goes on with the sources of the last run", hint="Leave the sources out, or leave --resume out."
        )
    if not resume and not sources:
        raise UsageError("there is nothing to add", hint="Name a file, a folder, a feed or an address.")


def exit_code(summary: Summary) -> int:
    """Return 0; 1 if an article failed; 130 if the run was interrupted."""
    return 130 if not summary.finished else 1 if summary.failed else 0


def render_summary(summary: Summary, archive: Path) -> str:
    """Return what came of a run, for a person."""
    seconds = max(summary.seconds, 0.001)
    lines = [
        f"{summary.read:,} read in {_as_time(seconds)} ({summary.read / seconds:.1f} a second), "
        f"{summary.duplicate:,} duplicate, {summary.known:,} known already, {summary.failed:,} failed",
    ]
    if summary.copies:
        lines.append(f"{summary.copies:,} of them are near-duplicates: detente stories --archive {archive}")
    for stage, reason, count, hint in summary.reasons:
        lines.append(f"  {count:,} failed ({stage}): {neutralise(reason)}")
        lines += [f"    {neutralise(hint)}"] if hint else []
    if not summary.finished:
        lines.append(f"interrupted; go on with: detente add --resume --archive {archive}")
    lines.append(f"{archive} now has {say_count(summary.articles, 'article')}")
    return "".join(f"{line}\n" for line in lines)


def render_dayless(summary: Summary) -> str:
    """Return how many articles of the archive have no day and what gives them one; nothing where all have one."""
    if not summary.dayless:
        return ""
    return (
        f"{summary.dayless:,} of them without a day, which no measure over time counts\n"
        "  A day is given when they are added: --published DATE, or of a table --date-column NAME.\n"
    )


def _as_time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 120 else f"{minutes} min"
