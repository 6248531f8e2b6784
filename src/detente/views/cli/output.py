"""Where a command's output goes: always UTF-8, quiet when nobody reads it any more."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

import typer

from detente.errors import UsageError
from detente.files import check_free, check_name, replacing
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: What a shell reports for a program that was ended because nobody reads its output (128 + SIGPIPE).
_NOBODY_READS: Final = 141
_DEFAULT_WIDTH: Final = 80


def use_utf8() -> None:
    """Make standard output and standard error speak UTF-8, whatever the locale says.

    Half a surrogate is written as its escape, which is what JSON calls it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def is_terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def has_colour() -> bool:
    """Tell whether standard output is a terminal that shows colours, and `NO_COLOR` does not forbid them."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Return the columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns if is_terminal() else _DEFAULT_WIDTH


def write_stdout(text: str) -> None:
    """Write `text` to standard output at once, made harmless to show: it may hold what foreign archives hold.

    Raises:
        typer.Exit: Nobody reads it any more; the exit code is the shell's own for that.
    """
    write_raw(neutralise(text))


def write_raw(text: str) -> None:
    """Write `text` to standard output at once, as it is: a record, a page, a view in colours.

    Raises:
        typer.Exit: Nobody reads it any more; the exit code is the shell's own for that.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered must go somewhere, or Python complains while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_NOBODY_READS) from None


def complain(message: str, hint: str | None) -> None:
    """Write a message, and a hint on a line of its own, to standard error. Both are made harmless to show."""
    lines = [message, *([f"  {hint}"] if hint else [])]
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write("".join(f"{neutralise(' '.join(line.splitlines()))}\n" for line in lines))
        sys.stderr.flush()


def check_target(target: Path) -> None:
    """Make sure, before any work, that `target` can become a file.

    Raises:
        UsageError: It is a directory, an archive or a device, or its directory does not exist.
    """
    try:
        if target.is_dir():
            raise UsageError(f"{target} is a directory", hint="Give -o the name of a file.")
        check_name(target)
        if not target.parent.is_dir():
            raise UsageError(f"there is no directory {target.parent}", hint="Make it first, or give -o another place.")
        check_free(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from error


@contextlib.contextmanager
def open_target(target: Path | None) -> Iterator[Callable[[str], None]]:
    """Open where the output goes and yield the function that writes to it.

    Args:
        target: A file, or None for standard output. The file appears under its name only when all is written,
            and not at all if nothing was.

    Raises:
        UsageError: The file cannot be written.
    """
    if target is None:
        yield write_raw
        return
    try:
        with replacing(target) as beside:
            with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield lambda text: _write_through(stream, text)
                written = stream.tell()
            if not written:
                beside.unlink()
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from error


def _write_through(stream: io.TextIOWrapper, text: str) -> None:
    stream.write(text)
    stream.flush()
