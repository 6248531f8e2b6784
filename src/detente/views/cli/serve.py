"""`detente serve`: an archive in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import complain

if TYPE_CHECKING:
    from detente.views.web import ServeOptions


def serve(  # noqa: PLR0913 - one parameter an option
    *,
    archive: ArchiveOption,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port to listen on.")] = 8753,
    token: Annotated[
        str | None, typer.Option(metavar="SECRET", help="What browsers must know; needed beyond this machine.")
    ] = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="Sign corrections with this name.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse corrections.")] = False,
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own actors, for articles that are read on the page.")
    ] = None,
) -> None:
    """Open an archive in the browser to read, correct and explore. Ctrl-C ends it.

    The page listens on this machine only, unless --host says otherwise, and sends nothing anywhere.
    """
    try:
        from detente.runs import ReadingOptions  # noqa: PLC0415 - reading, which help does not need
        from detente.views.web import ServeOptions  # noqa: PLC0415 - an extra that may be missing
        from detente.views.web.server import run_server  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the page needs {error.name}, which is not installed", hint="pip install 'detente[page]'"
        ) from error
    options = ServeOptions(
        archive=archive,
        host=host,
        port=port,
        token=token,
        coder=coder,
        read_only=read_only,
        reading=ReadingOptions(actors=actors),
    )
    run_server(options, ready=_announce)


def _announce(options: ServeOptions) -> None:
    name = f"[{options.host}]" if ":" in options.host else options.host
    secret = f"?token={options.token}" if options.token else ""
    complain(f"{options.archive} is open at http://{name}:{options.port}/{secret}", "Ctrl-C ends it.")
