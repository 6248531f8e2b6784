"""What the commands export and import-events say: what was written, what was taken, what was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.archive.exchange.contract import Loss, Losses
from detente.archive.imports import Import
from detente.errors import UsageError
from detente.views.cli.export import check_statuses, render_losses
from detente.views.cli.import_events import render_import


def test_statuses_are_those_of_the_record() -> None:
    assert check_statuses(["denied", "actual"]) == frozenset(("denied", "actual"))
    assert check_statuses([]) is None
    with pytest.raises(UsageError, match="no status 'happened'"):
        check_statuses(["happened"])


def test_an_export_says_what_its_file_does_not_hold() -> None:
    losses = Losses("icews", (Loss("events", 1200),), (Loss("events without a date", 3),))
    assert render_losses(losses, Path("out.tab")) == (
        "out.tab: 1,200 events\n"
        "not held by this format (also in out.tab.losses.json):\n"
        "        3  events without a date\n"
    )
    assert render_losses(Losses("icews", (), ()), Path("out.tab")) == "out.tab: nothing\n"


def test_an_import_says_what_was_malformed_and_shows_no_control_characters() -> None:
    taken = Import(1, "gdelt", 2, 1, (("no day", 1),), ((7, "no day", "a\x1b[31mb"),))
    said = render_import(Path("x.CSV"), taken)
    assert said.startswith("x.CSV (gdelt): 2 rows taken, 1 line malformed\n        1  no day\n  line 7: no day: ")
    assert "\x1b" not in said
