"""Commands that are loaded when they are called."""

from __future__ import annotations

from typing import Any

import pytest
import typer.main

from detente.views.cli import main
from detente.views.cli.calls.lazy import Entry, LazyGroup


def _entries() -> list[Entry]:
    root: Any = typer.main.get_command(main.app)
    groups = [root, root.commands["review"]]
    return [entry for group in groups if isinstance(group, LazyGroup) for entry in group.entries]


@pytest.mark.parametrize("entry", _entries(), ids=lambda entry: entry.home)
def test_the_table_says_what_the_command_says(entry: Entry) -> None:
    command = entry.load()
    assert command.name == entry.name
    assert command.get_short_help_str(10_000) == entry.summary
    assert command.no_args_is_help == entry.needs_arguments


def test_the_help_lists_every_command_once_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    root: Any = typer.main.get_command(main.app)
    for entry in root.entries:
        assert [line.split(maxsplit=1)[1] for line in lines if line.startswith(f"  {entry.name} ")] == [entry.summary]
    assert [line for line in lines if line.startswith("Weigh:")] == ["Weigh:"]


def test_the_table_holds_all_commands() -> None:
    assert len(_entries()) >= 33
    assert len({entry.home for entry in _entries()}) == len(_entries())


def test_a_name_that_is_nearly_right_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main.run(["schemas"])
    assert caught.value.code == 2
    assert "Did you mean 'schema'" in capsys.readouterr().err
