"""Reading one article in a process of its own: a task comes in by standard input, its result goes out.

`python -m detente.runs.shards.apart` is that process. It is no child of a pool: the workers of a cluster may have none.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

from detente.archive import Failure
from detente.runs.workers import TaskResult, read_task

if TYPE_CHECKING:
    from detente.runs.local import ReadingOptions
    from detente.runs.workers import Task

#: Once may be chance: the machine was short of memory, or somebody ended the process.
_TRIES = 2
_DIED = Failure(
    "reading", "the process that read it died", "There may be too little memory. Read it alone to see: detente read."
)


def read_apart(task: Task, options: ReadingOptions) -> TaskResult:
    """Return the result of reading a text; that it cannot be read if it takes two processes with it."""
    sent = pickle.dumps((task, options))
    for _ in range(_TRIES):
        command = [sys.executable, "-m", "detente.runs.shards.apart"]
        done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, check=False)  # noqa: S603 - ourselves
        if done.returncode == 0:
            result: TaskResult = pickle.loads(done.stdout)  # noqa: S301 - what our own process wrote
            return result
    return TaskResult(None, None, (), _DIED)


def main() -> None:
    """Read the task at standard input."""
    task, options = pickle.load(sys.stdin.buffer)  # noqa: S301 - what our own process wrote
    sys.stdout.buffer.write(pickle.dumps(read_task(task, options)))


if __name__ == "__main__":
    main()
