"""Work in a process of its own, bounded in time, with what came of it. The parser is loaded once, before."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ESCAPED = 99


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some work.

    Attributes:
        code: The exit code; minus the signal that ended it.
        seconds: Wall time.
        most_mb: The most memory that was held.
        err: What was written to standard error.
        out: What was written to standard output.
    """

    code: int
    seconds: float
    most_mb: float
    err: str
    out: str

    @property
    def is_bug(self) -> bool:
        """Tell whether an exception escaped, or was caught as one that nobody foresaw."""
        return self.code == _ESCAPED or "This is a bug" in self.err or "Traceback" in self.err

    @property
    def is_late(self) -> bool:
        """Tell whether the time ran out."""
        return self.code == -signal.SIGALRM


def run_forked(work: Callable[[], None], seconds: int) -> Outcome:
    """Run a function in a forked process and return what came of it.

    Args:
        work: The function; `SystemExit` is its exit code.
        seconds: When time is up, the process ends by the signal SIGALRM.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            os._exit(_run(work))
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in (err, out):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Outcome(code, time.monotonic() - begun, usage.ru_maxrss / 1000, *texts)


def _run(work: Callable[[], None]) -> int:
    try:
        work()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except BaseException:  # noqa: BLE001 - that nothing escapes is what is measured
        traceback.print_exc()
        return _ESCAPED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def command(*words: str | Path) -> Callable[[], None]:
    """Return a function that runs `detente` with some words in this process."""

    def work() -> None:
        from detente.views.cli.main import run  # noqa: PLC0415 - loaded by then

        sys.argv = ["detente"]
        run([str(word) for word in words])

    return work


def load_all() -> None:
    """Load the parser and the commands, so that each forked process has them."""
    from detente.runs import ReadingOptions  # noqa: PLC0415 - loaded when it is asked for, and no earlier
    from detente.runs.local import load_reader  # noqa: PLC0415 - loaded when it is asked for, and no earlier

    load_reader(ReadingOptions())


def most_mb_here() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def tell(found: Sequence[str], most: int = 10) -> None:
    """Print the first of some findings to standard error."""
    for line in found[:most]:
        sys.stderr.write(f"  {line[:400]}\n")
