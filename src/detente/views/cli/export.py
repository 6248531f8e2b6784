"""`detente export`: an archive in the formats of other tools."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from detente.archive import Archive
from detente.archive.exchange import ExportOptions, format_named
from detente.counts import say_kind
from detente.errors import UsageError
from detente.records import Status
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout

if TYPE_CHECKING:
    from detente.archive.exchange import Losses


def export(
    target: Annotated[Path, typer.Argument(help="The file, or the folder for csv, parquet and brat.")],
    *,
    archive: ArchiveOption,
    form: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORMAT",
            help="csv, parquet; gdelt, gdelt-mentions, icews, polecat, plover, plover-minimal; dna, graphml, gexf; "
            "bibtex, ris, csl-json; refi-qda, refi-codebook, web-annotation, label-studio or brat.",
        ),
    ] = "csv",
    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUS", help="Events of this status; may be given several times.")
    ] = None,
    background: Annotated[
        bool | None, typer.Option("--background/--no-background", help="Events that are only recalled, too.")
    ] = None,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Only what people have accepted, corrected or added.")
    ] = False,
) -> None:
    """Write an archive for pandas, R, Gephi, DNA and other tools.

    What the format cannot hold is counted in TARGET.losses.json. Formats that cannot tell promises and denials from
    deeds get deeds only, unless --status says otherwise.
    """
    statuses = check_statuses(status or [])

    format_named(form)
    options = ExportOptions(datetime.now(UTC).replace(microsecond=0), statuses, background, reviewed_only)
    with Archive(archive) as opened:
        losses = opened.export(form, target, options)
    write_stdout(render_losses(losses, target))


def check_statuses(given: list[str]) -> frozenset[Status] | None:
    """Return the statuses that were asked for, None for the format's own choice.

    Raises:
        UsageError: There is no such status.
    """
    known: tuple[Status, ...] = get_args(Status)
    for one in given:
        if one not in known:
            raise UsageError(f"there is no status {one!r}", hint=f"There are: {', '.join(known)}.")
    return frozenset(status for status in known if status in given) or None


def render_losses(losses: Losses, target: Path) -> str:
    """Return what was written and what was not, for a person."""
    written = ", ".join(say_kind(loss.count, loss.what) for loss in losses.written) or "nothing"
    lines = [f"{target}: {written}"]
    if losses.items:
        lines.append(f"not held by this format (also in {target}.losses.json):")
        lines += [f"  {loss.count:>7,}  {loss.what}" for loss in losses.items]
    return "".join(f"{line}\n" for line in lines)
