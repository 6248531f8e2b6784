"""`detente reread` and `detente changes`: the same articles with a later version, and what that changed."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.archive import connect_to_read
from detente.archive.changes import iter_changes
from detente.counts import say_count
from detente.errors import UsageError
from detente.runs import ReadingOptions
from detente.runs.rereading import reread_articles, resume_rereading
from detente.views.cli.add import MOST_WORKERS, exit_code, render_summary
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.progress import watch_run
from detente.views.cli.search import short_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.archive.changes import ArticleChanges, Change

#: Changes of one article that are printed without --all.
_SHOWN_CHANGES = 8

_SIGNS = {"new": "+", "gone": "-", "changed": "~"}


def reread(  # noqa: PLR0913 - one parameter an option
    *,
    archive: ArchiveOption,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a re-reading, where it stopped.")] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="With --resume: read the files that an archive from elsewhere names.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was read with the same version, models and knowledge.")
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, max=64, metavar="N", help="Processes that read.")] = None,
    pipeline: Annotated[str | None, typer.Option(metavar="NAME", help="Another installed spaCy pipeline.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="FILE", help="A table of your own actors.")] = None,
    codebook: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own issues for positions.")] = None,
) -> None:
    """Read an archive again, with the version of today. And with the knowledge of today.

    Old records are kept, and people's edits are applied to the new ones; `detente changes` says what changed.
    """
    if trust and not resume:
        raise UsageError("--trust means nothing without --resume", hint="Leave it out.")
    with watch_run() as watch:
        if resume:
            summary = resume_rereading(archive, watch, workers=workers, trust=trust)
        else:
            options = ReadingOptions(None, pipeline, actors, codebook)
            count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
            summary = reread_articles(archive, options, watch, workers=count, everything=everything)
    write_stdout(render_summary(summary, archive))
    if summary.finished and summary.articles and not summary.read + summary.failed:
        write_stdout("every record is of this version, these models and this knowledge; --all reads them again\n")
    raise typer.Exit(exit_code(summary))


def changes(
    *,
    archive: ArchiveOption,
    run: Annotated[int | None, typer.Option(metavar="N", help="Only what this run changed.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print every change of every article.")] = False,
) -> None:
    """Say which claims are new, gone or other after re-reading."""
    lines: list[str] = []
    counts: dict[tuple[str, str], int] = {}
    same = changed = 0
    with closing(connect_to_read(archive)) as connection:
        for one in iter_changes(connection, run):
            same += not one.changes
            changed += bool(one.changes)
            for change in one.changes:
                counts[change.table, change.kind] = counts.get((change.table, change.kind), 0) + 1
            lines += _render_changes(one, everything=everything)
    summary = [f"{say_count(changed, 'article')} changed, {same:,} read the same as before"]
    summary += [f"  {table}: {count:,} {kind}" for (table, kind), count in sorted(counts.items())]
    write_stdout("".join(f"{line}\n" for line in (*lines, *summary)))


def _render_changes(one: ArticleChanges, *, everything: bool) -> Iterator[str]:
    if not one.changes:
        return
    yield f"article {one.article}  {short_line(one.title)}"
    shown = one.changes if everything else one.changes[:_SHOWN_CHANGES]
    for change in shown:
        yield f"  {_SIGNS[change.kind]} {change.table}: {short_line(change.words, 100)}{_render_fields(change)}"
    if len(shown) < len(one.changes):
        yield f"  … and {len(one.changes) - len(shown)} more: --all shows them"


def _render_fields(change: Change) -> str:
    parts = [f"{name} {short_line(old, 40)} → {short_line(new, 40)}" for name, old, new in change.fields]
    return f"  ({'; '.join(parts)})" if parts else ""
