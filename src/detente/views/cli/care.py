"""`detente doctor` and `detente backup`: looking after an archive."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.archive import connect, connect_to_read, is_writable, transaction
from detente.archive.checks import check_archive, find_early_problems
from detente.archive.maintenance import back_up, compact_archive, rebuild_index
from detente.errors import ArchiveError, UsageError
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.archive.checks import Checkup

#: Below this, the empty tables and the pages half filled weigh more than the articles.
_LEAST_FOR_RATIO_BYTES = 1_000_000
_BACKUP_HINT = "Take a backup: what is missing or was changed stands above."


def doctor(
    *,
    archive: Annotated[
        Path | None, typer.Option("--archive", "-a", metavar="FILE", help="The archive; none: what is installed.")
    ] = None,
    compact: Annotated[bool, typer.Option("--compact", help="Give back unused room; takes a while.")] = False,
    rebuild_search: Annotated[bool, typer.Option("--rebuild-search", help="Make the index for search anew.")] = False,
) -> None:
    """Check an archive, or without one what is installed. And what is missing.

    Of an archive: structure, references, texts, quotations, records. The exit code is 1 if something is wrong.
    """
    if archive is None:
        _check_installation(wants_archive=compact or rebuild_search)
        return
    early = find_early_problems(archive)
    writes = compact or rebuild_search or is_writable(archive)
    try:
        opened = connect(archive) if writes else connect_to_read(archive)
    except ArchiveError as error:  # what is missing may be why
        write_stdout("".join(f"{problem}\n" for problem in early))
        raise ArchiveError(error.message, hint=error.hint if not early else _BACKUP_HINT) from error
    with closing(opened) as connection:
        if rebuild_search:
            with transaction(connection):
                rebuild_index(connection)
        if compact:
            compact_archive(connection)
        found = check_archive(connection, archive, early)
    write_stdout(render_checkup(found, archive))
    raise typer.Exit(1 if found.problems else 0)


def _check_installation(*, wants_archive: bool) -> None:
    """Print what is installed, and leave with 1 if it cannot read.

    Raises:
        UsageError: Something was asked for that is done to an archive.
    """
    if wants_archive:
        raise UsageError("--compact and --rebuild-search need an archive", hint="Name it: --archive FILE.")
    from detente.views.cli.itself.installation import examine, render_installation  # noqa: PLC0415 - loads much

    installation = examine()
    write_stdout(render_installation(installation))
    raise typer.Exit(1 if installation.problems else 0)


def render_checkup(found: Checkup, archive: Path) -> str:
    """Return what a check found, a line each, for a person."""
    is_large = found.text_bytes is not None and found.text_bytes > _LEAST_FOR_RATIO_BYTES
    ratio = f", {found.size_bytes / found.text_bytes:.1f} times the texts" if is_large and found.text_bytes else ""
    articles, records = ("?" if count is None else f"{count:,}" for count in (found.articles, found.records))
    lines = [
        f"{articles} articles, {records} of them read; format {found.format}; {found.size_bytes / 1e6:.1f} MB{ratio}"
    ]
    if found.unfinished is not None:
        command = f"detente {found.unfinished.kind} --resume --archive {archive}"
        lines.append(f"run {found.unfinished.run} did not end: {command}")
    if found.sealed:
        lines.append(f"{found.sealed:,} records of an earlier version are whole, and sealed now")
    lines += [f"not checked: {what}" for what in found.unchecked]
    fine = "what could be checked is well" if found.unchecked else "all is well"
    lines += list(found.problems) or [fine]
    return "".join(f"{neutralise(' '.join(line.splitlines()))}\n" for line in lines)


def backup(
    target: Annotated[Path, typer.Argument(help="The new file.")],
    *,
    archive: ArchiveOption,
) -> None:
    """Copy an archive as it is now, also during a run."""
    with closing(connect_to_read(archive)) as connection:
        back_up(connection, target)
    write_stdout(f"{target}: {target.stat().st_size / 1e6:.1f} MB\n")
