"""`detente mcp`: an archive for assistants."""

from __future__ import annotations

from detente.errors import UsageError
from detente.views.cli.options import ArchiveOption


def mcp(*, archive: ArchiveOption) -> None:
    """Serve an archive, for reading only, to assistants (MCP).

    Over standard input and output: name this command to the assistant. It answers search, article, statements, dyad,
    ledger and quotation, each with article id, offsets and exact words. Needs the extra mcp.
    """
    try:
        from detente.views.assistant.server import make_server  # noqa: PLC0415 - an extra that may be missing
    except ModuleNotFoundError as error:
        raise UsageError(
            f"this needs {error.name}, which is not installed", hint="pip install 'detente[mcp]'"
        ) from error
    make_server(archive).run("stdio")
