"""The command `detente`: its commands, and what happens when something goes wrong."""

from __future__ import annotations

import signal
import sqlite3
import sys
import traceback
from typing import TYPE_CHECKING, Annotated

import typer

from detente import __version__
from detente.errors import DetenteError, UsageError, explain_database_error, unexpected
from detente.threads import use_one_thread
from detente.views.cli.calls.lazy import Entry, lazy_group
from detente.views.cli.calls.settings import Settings
from detente.views.cli.output import complain, use_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

_COMMANDS = lazy_group(
    Entry(
        "demo",
        "detente.views.cli.demo:demo",
        "Read a bundled article, print its record and write the page.",
        needs_arguments=False,
        part="Read",
    ),
    Entry(
        "read",
        "detente.views.cli.read:read",
        "Read articles and print what they say.",
        needs_arguments=False,
        part="Read",
    ),
    Entry("add", "detente.views.cli.add:add", "Read articles into an archive.", part="Read"),
    Entry(
        "shards",
        "detente.views.cli.shards.make:shards",
        "Read many files into Parquet, on all cores or on a cluster.",
        part="Read",
    ),
    Entry(
        "archive-from",
        "detente.views.cli.shards.archive_from:archive_from",
        "Bring articles of a run over shards into an archive.",
        part="Read",
    ),
    Entry(
        "reread", "detente.views.cli.reread:reread", "Read an archive again, with the version of today.", part="Read"
    ),
    Entry(
        "changes",
        "detente.views.cli.reread:changes",
        "Say which claims are new, gone or other after re-reading.",
        part="Read",
    ),
    Entry(
        "show",
        "detente.views.cli.show:show",
        "Show the record of an article, or what an archive holds.",
        part="Look and correct",
    ),
    Entry(
        "search",
        "detente.views.cli.search:search",
        "Search an archive: articles, statements, actors, events.",
        part="Look and correct",
    ),
    Entry(
        "stories",
        "detente.views.cli.show:stories",
        "List the stories that several articles tell.",
        part="Look and correct",
    ),
    Entry(
        "serve",
        "detente.views.cli.serve:serve",
        "Open an archive in the browser to read, correct and explore.",
        part="Look and correct",
    ),
    Entry("review", "detente.views.cli.review:app", "Accept, correct, reject and add claims.", part="Look and correct"),
    Entry(
        "who",
        "detente.views.cli.who:who",
        "Print who bears a name, in which roles, from when to when.",
        needs_arguments=False,
        part="Look and correct",
    ),
    Entry(
        "explain",
        "detente.views.cli.explain:explain",
        "Print how an event came about.",
        needs_arguments=False,
        part="Look and correct",
    ),
    Entry(
        "relations",
        "detente.views.cli.weigh.relations:relations",
        "Show cooperation and conflict between two sides over time.",
        needs_arguments=False,
        part="Weigh",
    ),
    Entry(
        "follow",
        "detente.views.cli.weigh.follow:follow",
        "Show whether offers and threats are followed by deeds.",
        needs_arguments=False,
        part="Weigh",
    ),
    Entry(
        "cohesion",
        "detente.views.cli.weigh.cohesion:cohesion",
        "Show how far a bloc stands as one.",
        needs_arguments=False,
        part="Weigh",
    ),
    Entry(
        "ledger",
        "detente.views.cli.weigh.ledger:ledger",
        "List commitments or open questions, and what was done since.",
        part="Weigh",
    ),
    Entry(
        "stances",
        "detente.views.cli.weigh.stances:stances",
        "Show how many positions on an issue are for it, by period.",
        part="Weigh",
    ),
    Entry(
        "network",
        "detente.views.cli.weigh.network:network",
        "Show the network of countries by positions or by events.",
        part="Weigh",
    ),
    Entry(
        "forecast",
        "detente.views.cli.weigh.forecast:forecast",
        "Show with whom a side has to do next, or what follows.",
        needs_arguments=False,
        part="Weigh",
    ),
    Entry(
        "decide",
        "detente.views.cli.weigh.decide:decide",
        "Show whether an act passes under a rule, and who is pivotal.",
        part="Weigh",
    ),
    Entry(
        "dossier",
        "detente.views.cli.weigh.dossier:dossier",
        "Write a dossier of an actor, of two sides or of an issue.",
        part="Weigh",
    ),
    Entry(
        "export",
        "detente.views.cli.export:export",
        "Write an archive for pandas, R, Gephi, DNA and other tools.",
        part="Take along",
    ),
    Entry(
        "import",
        "detente.views.cli.import_events:import_files",
        "Take events of other data sets into an archive.",
        part="Take along",
    ),
    Entry(
        "cite",
        "detente.views.cli.itself.cite:cite",
        "Print how to cite Détente, an archive and its sources.",
        needs_arguments=False,
        part="Take along",
    ),
    Entry(
        "schema",
        "detente.views.cli.schema:schema",
        "Print the JSON Schema of a record.",
        needs_arguments=False,
        part="Take along",
    ),
    Entry(
        "mcp",
        "detente.views.cli.itself.mcp:mcp",
        "Serve an archive, for reading only, to assistants (MCP).",
        part="Take along",
    ),
    Entry(
        "doctor",
        "detente.views.cli.care:doctor",
        "Check an archive, or without one what is installed.",
        needs_arguments=False,
        part="Care",
    ),
    Entry("backup", "detente.views.cli.care:backup", "Copy an archive as it is now, also during a run.", part="Care"),
    Entry("knowledge", "detente.views.cli.knowledge:app", "Look into the tables of who is who.", part="Care"),
    Entry(
        "about",
        "detente.views.cli.itself.about:about",
        "Print how often it is wrong: the error card.",
        needs_arguments=False,
        part="Care",
    ),
    Entry("version", "detente.views.cli.main:version", "Print the version.", needs_arguments=False, part="Care"),
)

app = typer.Typer(
    cls=_COMMANDS,
    name="detente",
    no_args_is_help=True,
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


def version() -> None:
    """Print the version."""
    typer.echo(f"detente {__version__}")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code.

    Args:
        arguments: The words after `detente`; None takes those of the process.

    Raises:
        SystemExit: Always. 0 done, 1 an article failed, 2 wrong use, 130 interrupted, 141 nobody reads on.
    """
    use_utf8()
    use_one_thread()
    settings = Settings()
    usual = signal.signal(signal.SIGINT, _interrupt_once)
    try:
        app(args=None if arguments is None else list(arguments), prog_name="detente", obj=settings)
    except Exception as error:  # noqa: BLE001 - whoever uses the command gets a line, not a traceback
        if settings.debug:
            traceback.print_exc()
        told = explain_error(error)
        complain(f"detente: {told.message}", told.hint)
        sys.exit(told.exit_code)
    finally:
        if signal.getsignal(signal.SIGINT) is _interrupt_once:
            signal.signal(signal.SIGINT, usual)


def explain_error(error: Exception) -> DetenteError:
    """Return what is said of an error: ours as it is, the database's and the system's as ours, the rest as a bug.

    Args:
        error: What a command raised.
    """
    if isinstance(error, DetenteError):
        return error
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError):
        return explain_database_error(error)
    if isinstance(error, UnicodeEncodeError):
        return UsageError(f"{error.object[:80]!r} is no UTF-8", hint="Only names of files may be something else.")
    if isinstance(error, OverflowError) and "SQLite" in str(error):
        return UsageError("a number is too large", hint="Give one below 2 to the power of 63.")
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return UsageError(f"{place}{error.strerror or error}", hint="Check the name, its folder and the free space.")
    return unexpected(error, "this command", "it was at work")


def _interrupt_once(_signal: int, _frame: FrameType | None) -> None:
    """End what is going on; while that is brought to an end in order, another Ctrl-C changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
