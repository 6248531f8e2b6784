"""`detente dossier`: what an archive holds of an actor, two sides or an issue, as one HTML file that prints well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.archive import Archive
from detente.runs.exploring.snapshot import SnapshotKeeper
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import check_target, open_target, write_stdout
from detente.views.report.dossier import DossierSubject, make_dossier, render_dossier


def dossier(
    one: Annotated[str, typer.Argument(help="A country's three letters, or a name.", show_default=False)] = "",
    other: Annotated[str, typer.Argument(help="The other side, for a dossier of two.", show_default=False)] = "",
    *,
    archive: ArchiveOption,
    issue: Annotated[str, typer.Option(metavar="ISSUE", help="A dossier of an issue instead.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The HTML file.  [default: named by subject]")
    ] = None,
) -> None:
    """Write a dossier of an actor, of two sides or of an issue. It is one HTML file that prints well.

    Counts, figures with what they do not mean, commitments, and the claims with their words and articles. Made twice
    from one archive it is the same.
    """
    subject = DossierSubject(one, other, issue)
    target = output or Path(f"dossier-{'-'.join(filter(None, (one, other, issue))).lower().replace(' ', '-')}.html")
    check_target(target)
    snapshot = SnapshotKeeper(archive).current()
    with Archive(archive) as opened:
        text = render_dossier(make_dossier(opened, snapshot, subject))
    with open_target(target) as write:
        write(text)
    write_stdout(f"{target} holds the dossier of {subject.title}\n")
