"""`detente doctor` and `detente backup`: looking after an archive."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from detente.archive import connect, transaction
from detente.archive.maintenance import back_up, check_archive, compact_archive, rebuild_index
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

#: Below this, the empty tables and the pages half filled weigh more than the articles.
_LEAST_FOR_RATIO_BYTES = 1_000_000


def doctor(
    *,
    archive: ArchiveOption,
    compact: Annotated[bool, typer.Option("--compact", help="Give back unused room; takes a while.")] = False,
    rebuild_search: Annotated[bool, typer.Option("--rebuild-search", help="Make the index for search anew.")] = False,
) -> None:
    """Check an archive: structure, references, texts, quotations, records. The exit code is 1 if something is wrong."""
    with closing(connect(archive)) as connection:
        if rebuild_search:
            with transaction(connection):
                rebuild_index(connection)
        if compact:
            compact_archive(connection)
        found = check_archive(connection, archive)
    ratio = (
        f", {found.size_bytes / found.text_bytes:.1f} times the texts"
        if found.text_bytes > _LEAST_FOR_RATIO_BYTES
        else ""
    )
    lines = [
        f"{found.articles:,} articles, {found.records:,} of them read; format {found.format}; "
        f"{found.size_bytes / 1e6:.1f} MB{ratio}"
    ]
    if found.unfinished is not None:
        lines.append(f"run {found.unfinished} did not end: detente add --resume --archive {archive}")
    lines += [neutralise(problem) for problem in found.problems] or ["all is well"]
    write_stdout("".join(f"{line}\n" for line in lines))
    raise typer.Exit(1 if found.problems else 0)


def backup(
    target: Annotated[Path, typer.Argument(help="The new file.")],
    *,
    archive: ArchiveOption,
) -> None:
    """Copy an archive as it is now, also while a run is writing to it."""
    with closing(connect(archive, read_only=True)) as connection:
        back_up(connection, target)
    write_stdout(f"{target}: {target.stat().st_size / 1e6:.1f} MB\n")
