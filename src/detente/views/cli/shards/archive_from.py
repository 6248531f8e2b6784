"""`detente archive-from`: from folders of Parquet to an archive."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout


def archive_from(
    place: Annotated[str, typer.Argument(help="The out folder of detente shards: a path, or s3://bucket/folder.")],
    *,
    archive: ArchiveOption,
    where: Annotated[
        str, typer.Option(metavar="CONDITION", help="SQL on the table articles: \"published >= '2024-01-01'\".")
    ] = "TRUE",
) -> None:
    """Bring articles of a run over shards into an archive. There they can be searched, reviewed and explored.

    Nothing is read again: the records are those of the run. The condition may ask the other tables too, such as
    "article IN (SELECT article FROM dyads WHERE source_country = 'RUS')". The archive is made if there is none; what
    it has already is left as it is.
    """
    from detente.runs.shards.slices import archive_slice  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.add import render_summary  # noqa: PLC0415 - likewise
    from detente.views.cli.progress import watch_run  # noqa: PLC0415 - likewise

    with watch_run() as watch:
        summary = archive_slice(place, archive, where, watch)
    write_stdout(render_summary(summary, archive))
