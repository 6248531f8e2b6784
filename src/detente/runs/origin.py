"""Whether a run was begun on this machine: `--resume` reads files that an archive names, and archives are mailed."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.archive import RunRow

#: Where the mark stands in a run's settings.
_MARK = "begun_here"
_MACHINE = Path("/etc/machine-id")
_MULTICAST = 1 << 40


def with_mark(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a run's settings with a mark of this machine and this user over them, which nobody elsewhere can make.

    The mark is a digest: it tells nobody which machine it was.
    """
    return {**settings, _MARK: _mark(settings)}


def check_begun_here(run: RunRow, *, trust: bool) -> None:
    """Make sure that what a run is going to read was asked for here.

    Args:
        run: A run that did not end.
        trust: Whether the user knows what the archive names, and wants it read.

    Raises:
        UsageError: It was begun by another machine or user, or its sources were changed since.
    """
    settings = {name: value for name, value in run.settings.items() if name != _MARK}
    if trust or run.settings.get(_MARK) == _mark(settings):
        return
    named = [*settings.get("locations", ()), *(settings[k] for k in ("actors", "codebook") if settings.get(k))]
    told = ", ".join(map(str, named[:5])) or "its own texts"
    raise UsageError(
        f"run {run.run} was not begun here, or what it reads was changed since: {told}",
        hint="An archive from elsewhere may name any file of this machine. Add --trust if all of these are yours.",
    )


def _mark(settings: Mapping[str, Any]) -> str:
    told = json.dumps(settings, sort_keys=True)
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return hashlib.sha256(f"detente run\n{_machine()}\n{user}\n{told}".encode()).hexdigest()


def _machine() -> str:
    """Return what tells this machine from others and stays over a restart."""
    try:
        return _MACHINE.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        node = uuid.getnode()  # a random one, which changes, bears the mark of an address for many
        return socket.gethostname() if node & _MULTICAST else f"{node:x}"
