"""`detente knowledge`: the tables themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.knowledge import SHIPPED_TABLES, diff_tables
from detente.views.cli.calls.examples import ExampleCommand, ExampleGroup
from detente.views.cli.output import write_stdout

if TYPE_CHECKING:
    from detente.knowledge import RowChange

app = typer.Typer(name="knowledge", cls=ExampleGroup, no_args_is_help=True, help="Look into the tables of who is who.")


@app.command(name="diff", cls=ExampleCommand)
def diff(
    old: Annotated[Path, typer.Argument(help="A folder of built tables.")],
    new: Annotated[Path | None, typer.Argument(help="Another one; the shipped tables if left out.")] = None,
) -> None:
    """Print what changed between two sets of tables, a row a line: + new, - gone, ~ changed."""
    for folder in (old, new):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", hint="Name a folder of built tables.")
    changes = diff_tables(old, new or SHIPPED_TABLES)
    lines = [_render(change) for change in changes]
    write_stdout("\n".join([*lines, f"{len(changes)} rows differ"]) + "\n")


def _render(change: RowChange) -> str:
    key = " | ".join(change.key)
    if change.old is None:
        return f"+ {change.table}  {key}  {' | '.join(change.new or ())}"
    if change.new is None:
        return f"- {change.table}  {key}  {' | '.join(change.old)}"
    return f"~ {change.table}  {key}  {' | '.join(change.old)}  →  {' | '.join(change.new)}"
