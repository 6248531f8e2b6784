"""Runs the application until somebody ends it."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from detente.archive import Archive, connect
from detente.errors import UsageError
from detente.views.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.views.web.options import ServeOptions


def run_server(options: ServeOptions, *, ready: Callable[[ServeOptions], None]) -> None:
    """Serve an archive until Ctrl-C.

    Args:
        options: The archive, and how it is served.
        ready: Called once the port is ours.

    Raises:
        ArchiveError: The archive cannot be opened.
        UsageError: The address cannot be listened on.
    """
    if options.read_only:
        connect(options.archive, read_only=True).close()  # an older one is refused, not brought up to date
    else:
        Archive(options.archive).close()
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((options.host, options.port))
        except OSError as error:
            raise UsageError(
                f"nothing can listen on {options.host}:{options.port}: {error.strerror or error}",
                hint="Another program may use the port: try --port with another number.",
            ) from error
        ours.listen()
        ready(options)
        app = create_app(options)
        threading.Thread(target=app.state.desk.prepare, daemon=True).start()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[ours])
