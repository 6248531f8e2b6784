"""Functions for engines in tests: they run in other processes, and some of them end these."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def process_number(number: int) -> int:  # noqa: ARG001 - an engine gives an argument
    """Return the number of the process that is at work."""
    return os.getpid()


def die_first(mark: Path) -> str:
    """End the process the first time, and return the second."""
    if mark.exists():
        return mark.name
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def fail(what: str) -> str:
    """Raise what a full disk raises."""
    raise OSError(28, "No space left on device", what)


def leave_file(text: str) -> Path:
    """Write a file for a short while, and leave it."""
    handle, path = tempfile.mkstemp(text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return Path(path)
