"""A small part of `make attack`: a kill of each command, and damaged archives under every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.attack.damage import run_damaged
from benchmarks.attack.forked import load_all
from benchmarks.attack.kills import run_kills
from benchmarks.attack.material import make_archive

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    load_all()
    return make_archive(tmp_path_factory.mktemp("base"))


def test_a_kill_of_each_command_loses_nothing(base: Path, tmp_path: Path) -> None:
    found = run_kills(base, tmp_path, 6)
    assert found.kills == 6
    assert (found.bugs, found.losses) == ([], [])


def test_damaged_archives_under_every_command_end_in_a_line(base: Path, tmp_path: Path) -> None:
    found = run_damaged(base, tmp_path, 2)
    assert (found.bugs, found.late, found.steering) == ([], [], [])
