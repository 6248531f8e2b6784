"""Writes docs/cli.md from the commands' own help: `python -m detente.views.cli.reference docs/cli.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

from detente.views.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# The command line

Made from the commands' own help by `python -m detente.views.cli.reference docs/cli.md`; a test fails when it is stale.
Exit codes: 0 done, 1 an article failed (the others are printed all the same), 2 wrong use, 130 interrupted.
"""


def render_reference() -> str:
    """Return docs/cli.md: the help of every command, as `detente COMMAND --help` prints it at 80 columns."""
    parts = [_HEAD]
    for name, command in _commands(typer.main.get_command(app), "detente"):
        with command.make_context(name, [], resilient_parsing=True, terminal_width=80) as context:
            parts.append(f"## `{name}`\n\n```\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield a command and those below it, each with the words that call it.

    Typer carries its own copy of Click, whose classes have no public name: hence `Any`.
    """
    yield name, command
    for below, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(inner, f"{name} {below}")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_reference(), encoding="utf-8")
