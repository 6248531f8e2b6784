"""`detente shards`: from sources to folders of Parquet, a shard at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.views.cli.options import parse_day
from detente.views.cli.output import write_stdout
from detente.views.cli.shards.progress import watch_shards
from detente.views.cli.shards.summary import exit_code, render_quality, render_summary

#: More reading processes than this on one machine want a scheduler.
MOST_LOCAL = 8


def shards(  # noqa: PLR0913 - one parameter an option; the work is done by functions with few
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders: crawls (WARC), tables, exports, texts, pages; here or s3://bucket/folder.",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[str, typer.Option("--out", "-o", metavar="PLACE", help="A folder, or s3://bucket/folder.")],
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="Processes of this machine; half a GB each.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use the workers of a Dask scheduler: tcp://HOST:8786.")
    ] = None,
    size: Annotated[
        int, typer.Option("--shard-articles", min=1, metavar="N", help="Articles of a shard, about.")
    ] = 1000,
    stories: Annotated[
        bool, typer.Option("--stories/--no-stories", help="Find copies across shards, so that events count once.")
    ] = True,
    quality: Annotated[bool, typer.Option("--quality", help="Print a line for each shard, too.")] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication of articles (goes before their own).")
    ] = None,
    text_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of a table with the text.")] = None,
    date_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the day.")] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="How a table writes days, such as %d/%m/%Y.")
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Of crawls, read only pages in this language (en); may be given again."),
    ] = None,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="Another installed spaCy pipeline.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="FILE", help="A table of your own actors.")] = None,
    codebook: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own issues for positions.")] = None,
) -> None:
    """Read many files into Parquet, on all cores or on a cluster.

    The tables are those of export --as parquet, a file for each shard. Whatever ends the command, the same command
    goes on: what is done is not done again. The exit code is 1 if a shard could not be made, or if more than a tenth
    of the articles failed; 130 after Ctrl-C.
    """
    if scheduler is not None and workers is not None:
        raise UsageError("--workers are this machine's, and --scheduler has its own", hint="Leave one of them out.")
    from detente.runs.local import ReadingOptions  # noqa: PLC0415 - `--help` needs no reader
    from detente.runs.shards.plan import ShardSettings  # noqa: PLC0415 - likewise
    from detente.runs.shards.run import ShardOptions, run_shards  # noqa: PLC0415 - likewise
    from detente.sources import ColumnChoice  # noqa: PLC0415 - likewise

    languages = tuple(sorted(set(language or ())))
    reading = ReadingOptions(parse_day(published), pipeline, actors, codebook)
    settings = ShardSettings(reading, ColumnChoice(text=text_column, date=date_column), date_format, languages)
    chosen = workers or min(os.cpu_count() or 1, MOST_LOCAL)
    try:
        with watch_shards() as watch:
            summary = run_shards(sources or [], out, ShardOptions(settings, size, chosen, scheduler, stories), watch)
    except KeyboardInterrupt:
        write_stdout("interrupted; the shards that are done are kept, and the same command goes on\n")
        raise typer.Exit(130) from None
    write_stdout(render_quality(summary) if quality else "")
    write_stdout(render_summary(summary, out))
    raise typer.Exit(exit_code(summary))
