"""Groups of commands that are loaded when they are called.

A command's module imports what it needs at its top, and is itself imported only when the command is called, or its own
help is asked for: `detente --help` loads no parser, no database and no records.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, ClassVar

import typer
import typer.main
from typer.core import TyperGroup

from detente.views.cli.calls.examples import ExampleCommand, ExampleGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of a group.

    Attributes:
        name: What the person types.
        home: Module and function, or a module and its `typer.Typer`: "detente.views.cli.read:read".
        summary: The first sentence of the command's help; a test compares them.
        needs_arguments: Whether the command without arguments prints its help.
        part: The heading under which the help of the group lists it.
    """

    name: str
    home: str
    summary: str
    needs_arguments: bool = True
    part: str = "Commands"

    def load(self) -> Any:
        """Import the command's module and return the command.

        Typer carries its own copy of Click, whose classes have no public name: hence `Any`.
        """
        module, _, attribute = self.home.partition(":")
        found = getattr(importlib.import_module(module), attribute)
        root = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        root.callback()(_no_options)
        if isinstance(found, typer.Typer):
            root.add_typer(found, name=self.name)
        else:
            root.command(name=self.name, cls=ExampleCommand, no_args_is_help=self.needs_arguments)(found)
        group: Any = typer.main.get_command(root)
        return group.commands[self.name]


def _no_options() -> None:
    """Make a Typer of one command a group, from which the command is taken."""


class _Commands(dict[str, Any]):
    """The commands of a group by name. The names are there at once, each command when it is asked for."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__(dict.fromkeys(entry.name for entry in entries))
        self._entries = {entry.name: entry for entry in entries}

    def __getitem__(self, name: str) -> Any:
        if super().__getitem__(name) is None:
            self[name] = self._entries[name].load()
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> Any:
        return [(name, self[name]) for name in self]


@dataclass(frozen=True, slots=True)
class _Completion:
    """A word that a shell offers, with what the class of Typer's copy of Click has, which has no public name."""

    value: str
    help: str
    type: str = "plain"


class LazyGroup(ExampleGroup):
    """A group whose commands stand in a table."""

    entries: ClassVar[tuple[Entry, ...]] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: dict[str, Any] = _Commands(self.entries)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature of the class above
        """Return the names of the commands in the order of the table."""
        return [entry.name for entry in self.entries]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature of the class above
        """Write the list of commands from the table, under the heading of each part."""
        across = max(len(entry.name) for entry in self.entries)
        for part in dict.fromkeys(entry.part for entry in self.entries):
            with formatter.section(part):
                formatter.write_dl([
                    (entry.name.ljust(across), entry.summary) for entry in self.entries if entry.part == part
                ])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the names and options that begin so; names from the table, so that no shell waits for commands."""
        found = [entry for entry in self.entries if entry.name.startswith(incomplete)]
        options = super(TyperGroup, self).shell_complete(ctx, incomplete) if not found else []
        return [_Completion(entry.name, entry.summary) for entry in found] + options


def lazy_group(*entries: Entry) -> type[LazyGroup]:
    """Return a class of groups with these commands, for `typer.Typer(cls=…)`."""
    return type("Group", (LazyGroup,), {"entries": entries})
