"""`detente import`: events of GDELT, ICEWS and POLECAT into an archive."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.archive import connect
from detente.archive.imports import import_events
from detente.counts import say_count
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.archive.imports import Import

_SHOWN_EXAMPLES = 5


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Event files, plain or packed with gzip or zip.")],
    *,
    archive: ArchiveOption,
    kind: Annotated[
        str | None,
        typer.Option("--as", metavar="KIND", help="gdelt, icews or polecat; told from the file if left out."),
    ] = None,
) -> None:
    """Take events of other data sets into an archive. The archive is made if there is none.

    They stand apart from the articles, in `imported_dyads`, and analyses can use both. Lines that cannot be used are
    counted and shown.
    """
    with closing(connect(archive, create=True)) as connection:
        for path in files:
            taken = import_events(connection, path, datetime.now(UTC).isoformat(timespec="seconds"), kind)
            write_stdout(render_import(path, taken))


def render_import(path: Path, taken: Import) -> str:
    """Return what was taken from a file and what was not, for a person."""
    counts = f"{say_count(taken.rows, 'row')} taken, {say_count(taken.malformed, 'line')} malformed"
    lines = [f"{path} ({taken.kind}): {counts}"]
    lines += [f"  {count:>7,}  {neutralise(reason)}" for reason, count in taken.reasons]
    lines += [
        f"  line {number}: {neutralise(reason)}: {neutralise(text[:80])}"
        for number, reason, text in taken.examples[:_SHOWN_EXAMPLES]
    ]
    return "".join(f"{line}\n" for line in lines)
