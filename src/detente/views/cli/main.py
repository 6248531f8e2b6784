"""The command `detente`: its commands, and what happens when something goes wrong."""

from __future__ import annotations

import signal
import sys
import traceback
from typing import TYPE_CHECKING, Annotated

import typer

from detente import __version__
from detente.errors import DetenteError
from detente.views.cli import (
    add,
    care,
    demo,
    explain,
    export,
    import_events,
    knowledge,
    read,
    reread,
    review,
    schema,
    search,
    serve,
    show,
    who,
)
from detente.views.cli.output import complain, use_utf8
from detente.views.cli.settings import Settings
from detente.views.cli.weigh import relations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer hands the flag's value over
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news about diplomacy and keep the record.

    Who did and said what to whom, on which conditions, what is left open: each item tied to the exact words.
    """
    context.ensure_object(Settings).debug = debug


@app.command(name="version")
def version() -> None:
    """Print the version."""
    typer.echo(f"detente {__version__}")


app.command(name="read", no_args_is_help=False)(read.read)
app.command(name="add", no_args_is_help=True)(add.add)
app.command(name="demo")(demo.demo)
app.command(name="schema")(schema.schema)
app.command(name="who")(who.who)
app.command(name="explain")(explain.explain)
app.command(name="search", no_args_is_help=True)(search.search)
app.command(name="show", no_args_is_help=True)(show.show)
app.command(name="stories", no_args_is_help=True)(show.stories)
app.command(name="reread", no_args_is_help=True)(reread.reread)
app.command(name="changes", no_args_is_help=True)(reread.changes)
app.command(name="export", no_args_is_help=True)(export.export)
app.command(name="import", no_args_is_help=True)(import_events.import_files)
app.command(name="serve", no_args_is_help=True)(serve.serve)
app.command(name="relations", no_args_is_help=True)(relations.relations)
app.command(name="doctor", no_args_is_help=True)(care.doctor)
app.command(name="backup", no_args_is_help=True)(care.backup)
app.add_typer(review.app)
app.add_typer(knowledge.app)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code.

    Args:
        arguments: The words after `detente`; None takes those of the process.

    Raises:
        SystemExit: Always. 0 done, 1 an article failed, 2 wrong use, 130 interrupted, 141 nobody reads on.
    """
    use_utf8()
    settings = Settings()
    usual = signal.signal(signal.SIGINT, _interrupt_once)
    try:
        app(args=None if arguments is None else list(arguments), prog_name="detente", obj=settings)
    except DetenteError as error:
        if settings.debug:
            traceback.print_exc()
        complain(f"detente: {error.message}", error.hint)
        sys.exit(error.exit_code)
    finally:
        if signal.getsignal(signal.SIGINT) is _interrupt_once:
            signal.signal(signal.SIGINT, usual)


def _interrupt_once(_signal: int, _frame: FrameType | None) -> None:
    """End what is going on; while that is brought to an end in order, another Ctrl-C changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
