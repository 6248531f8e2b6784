"""A small part of `make attack`: mutated sources, and that the harness sees what it is there to see."""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

import pytest
from benchmarks.attack import mutations
from benchmarks.attack.forked import command, run_forked

if TYPE_CHECKING:
    from pathlib import Path


def test_mutated_sources_give_articles_or_errors(tmp_path: Path) -> None:
    found = mutations.run_mutations(tmp_path, 170, seconds=300, seed="unit")
    assert (dict(found.bugs), found.late) == ({}, [])
    assert found.inputs == 170
    assert found.found > 50


def test_every_seed_is_read_when_it_is_whole(tmp_path: Path) -> None:
    for name, plain in mutations.make_seeds():
        count = mutations.MutationCount()
        path = tmp_path / f"input.{name}"
        path.write_bytes(mutations._pack(name, plain, random.Random("1")))  # noqa: S311 - no secret
        mutations._read(path, name, count)
        assert count.found >= 1, name


def test_a_bug_in_a_reader_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("detente.sources.rows.csv_table.CsvRows.iter_rows", fail)
    assert mutations.run_mutations(tmp_path, 17, seconds=60).bugs.total() >= 1


def test_escapes_and_endless_work_would_be_seen() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    assert run_forked(fail, 10).is_bug
    assert run_forked(lambda: time.sleep(10), 1).is_late
    told = run_forked(lambda: sys.exit(3), 10)
    assert (told.code, told.is_bug, told.is_late) == (3, False, False)
    assert run_forked(command("version"), 60).out.startswith("detente ")
