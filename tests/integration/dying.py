"""Work for reading processes in tests: no model is loaded, and some texts end the process that reads them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from detente.archive import Failure
from detente.errors import DetenteError, SourceError
from detente.runs.workers import TaskResult

if TYPE_CHECKING:
    from detente.runs.reading_room import Given
    from detente.runs.workers import Task


def work(task: Task) -> TaskResult:
    """Read nothing. "die" ends the process as a lack of memory does; "sleep PATH" tells who works, and takes long."""
    if task.text.startswith("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.text.startswith("sleep"):
        told = Path(task.text.split(" ", 1)[1])
        told.write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(600)
        told.write_text("slept to its end", encoding="utf-8")
    return TaskResult(None, None, (), Failure("test", f"{task.text} by {os.getpid()}", None))


def give(given: Given, *_: object) -> DetenteError:
    """Do what the given text says, in place of reading it."""
    if given.text == "sleep":
        time.sleep(600)
    if given.text == "die":
        os._exit(9)
    return SourceError("told by another process")
