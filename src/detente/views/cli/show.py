"""`detente show` and `detente stories`: what an archive holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.archive import Archive
from detente.counts import say_count
from detente.errors import UsageError
from detente.views.cli.options import AllOption, ArchiveOption, CodesOption
from detente.views.cli.output import check_target, has_colour, open_target, terminal_width, write_stdout
from detente.views.cli.search import short_line
from detente.views.cli.shapes import Look, check_look, choose_shape
from detente.views.safety import neutralise

#: How the ids of imported events begin.
_DATA_SETS = frozenset({"gdelt", "icews", "polecat"})


def show(  # noqa: PLR0913 - one parameter an option
    article: Annotated[
        str | None,
        typer.Argument(help="An article, by its number or the first characters of its id; or an imported event."),
    ] = None,
    *,
    archive: ArchiveOption,
    json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write a self-contained page.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    everything: AllOption = False,
    codes: CodesOption = False,
    no_colour: Annotated[bool, typer.Option("--no-colour", "--no-color", help="No colours.")] = False,
) -> None:
    """Show the record of an article, or what an archive holds. An event that was imported is shown, too."""
    with Archive(archive) as opened:
        if article is None:
            write_stdout(_render_overview(opened))
            return
        if article.partition(":")[0] in _DATA_SETS:
            write_stdout(_render_imported(opened, article))
            return
        shape = choose_shape(json=json, jsonl=False, html=html)
        check_look(shape, everything=everything, codes=codes)
        number = opened.find(article)
        if (reason := opened.failure(number)) is not None:
            raise UsageError(f"article {number} has no record: {reason}", hint="detente reread tries it again.")
        record = opened.record(number)
    if output is not None:
        check_target(output)
    with open_target(output) as write:
        coloured = output is None and not no_colour and has_colour()
        write(shape.render(record, Look(terminal_width(), coloured, everything, codes)))


def stories(
    *,
    archive: ArchiveOption,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Stories at most.")] = 20,
) -> None:
    """List the stories that several articles tell. They tell them in nearly the same words. The largest come first."""
    lines: list[str] = []
    with Archive(archive) as opened:
        for story in opened.stories(limit):
            lines.append(f"story {story.number}: {len(story.articles)} articles, {story.events} events")
            for member in story.articles:
                note = "leads" if member.number == story.number else f"{member.copied} of its events told before"
                lines.append(
                    f"  {member.number:>6}  {member.published or '–':10}  {short_line(member.title)}  ({note})"
                )
    write_stdout("".join(f"{line}\n" for line in lines) or "No article is nearly the same text as another.\n")


def _render_overview(archive: Archive) -> str:
    """Return what an archive holds, a line a kind, and its runs."""
    counts = archive.counts()
    width = max(len(name) for name in counts)
    lines = [f"{name:<{width}}  {count:>9,}" for name, count in counts.items()]
    lines.append("")
    for run in archive.runs():
        lines.append(
            f"run {run.run} ({run.kind}, {run.state}) {run.started}: {run.read:,} read, {run.duplicate:,} duplicate, "
            f"{run.known:,} known, {run.failed:,} failed, {run.seconds:.0f} s; "
            f"version {run.version or '–'}, knowledge {(run.knowledge or '–')[:12]}"
        )
    lines += [
        f"import {number} ({kind}) {taken}: {say_count(rows, 'row')}, {say_count(malformed, 'line')} malformed; "
        f"{neutralise(path)}"
        for number, path, kind, taken, rows, malformed in archive.imports()
    ]
    return "".join(f"{line}\n" for line in lines)


def _render_imported(archive: Archive, event: str) -> str:
    """Return what the rows of an imported event say, a line each."""
    blocks = [
        "".join(f"{name:<14}  {neutralise(str(value))}\n" for name, value in row.items() if value is not None)
        for row in archive.imported_event(event)
    ]
    return "\n".join(blocks)
