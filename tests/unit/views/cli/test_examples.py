"""Every command's help ends with examples that the command takes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from detente.views.cli import main
from detente.views.cli.calls.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{path} {name}")


COMMANDS = dict(_commands(typer.main.get_command(main.app), "detente"))


@pytest.mark.parametrize("path", COMMANDS)
def test_the_help_ends_with_examples(path: str) -> None:
    assert EXAMPLES.get(path), f"add examples of `{path}` to src/detente/views/cli/calls/examples.py"
    with COMMANDS[path].make_context(path, [], resilient_parsing=True) as context:
        written = COMMANDS[path].get_help(context).rstrip().splitlines()
    assert written[-len(EXAMPLES[path]) - 1 :] == ["Examples:", *(f"  {example}" for example in EXAMPLES[path])]


@pytest.mark.parametrize("example", sorted({example for group in EXAMPLES.values() for example in group}))
def test_the_command_takes_its_example(example: str) -> None:
    words = shlex.split(example.partition(" > ")[0])
    path = max((path for path in COMMANDS if words[: len(path.split())] == path.split()), key=len)
    assert COMMANDS[path].make_context(path, words[len(path.split()) :]).args == []


def test_no_examples_are_of_a_command_that_is_gone() -> None:
    assert EXAMPLES.keys() <= COMMANDS.keys()
    for path, examples in EXAMPLES.items():
        assert all(example.startswith(path.split(maxsplit=1)[0]) for example in examples)
