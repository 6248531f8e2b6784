"""Engines: every call is answered, also when its process dies or it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.scale.kills import cluster

from detente.errors import UsageError
from detente.runs import ReadingOptions
from detente.runs.shards.engines import ClusterEngine, LocalEngine
from tests.integration import calls

if TYPE_CHECKING:
    from pathlib import Path


def test_all_calls_are_answered() -> None:
    with LocalEngine(2, ReadingOptions()) as engine:
        done = {one.name: one.answer for one in engine.run(calls.double, {str(n): n for n in range(7)})}
    assert done == {str(n): 2 * n for n in range(7)}


def test_a_process_that_dies_is_begun_again(tmp_path: Path) -> None:
    with LocalEngine(2, ReadingOptions()) as engine:
        asked = {name: tmp_path / name for name in "abc"}
        done = {one.name: one.answer for one in engine.run(calls.die_first, asked)}
    assert done == {name: name for name in "abc"}


def test_a_process_that_has_read_much_is_begun_anew() -> None:
    with LocalEngine(1, ReadingOptions(), size=lambda _: 10, most=20) as engine:
        done = [one.answer for one in engine.run(calls.process_number, {str(n): n for n in range(5)})]
    assert [done.index(number) for number in done] == [0, 0, 2, 2, 4], "two calls a process"
    with LocalEngine(1, ReadingOptions()) as engine:
        assert len({one.answer for one in engine.run(calls.process_number, {str(n): n for n in range(3)})}) == 1


def test_what_a_process_leaves_in_its_folder_for_short_lived_files_goes_with_it() -> None:
    with LocalEngine(1, ReadingOptions()) as engine:
        (done,) = engine.run(calls.leave_file, {"x": "words"})
        assert done.answer is not None
        assert done.answer.read_text(encoding="utf-8") == "words"
    assert not done.answer.parent.exists()


def test_what_fails_is_told_and_costs_no_other_call() -> None:
    with LocalEngine(1, ReadingOptions()) as engine:
        (done,) = engine.run(calls.fail, {"x": "/full/disk"})
        assert done.answer is None
        assert isinstance(done.error, UsageError)
        assert "No space left on device" in done.error.message
        assert [one.answer for one in engine.run(calls.double, {"y": 2})] == [4]


def test_a_cluster_outlives_its_workers(tmp_path: Path) -> None:
    with cluster(2, tmp_path / "dask.log") as made, ClusterEngine(made.address) as engine:
        done = {one.name: one.answer for one in engine.run(calls.double, {str(n): n for n in range(5)})}
        assert done == {str(n): 2 * n for n in range(5)}
        (failed,) = engine.run(calls.fail, {"x": "/full/disk"})
        assert failed.error is not None
        assert "No space left on device" in failed.error.message
        asked = {name: tmp_path / name for name in "ab"}
        assert {one.name: one.answer for one in engine.run(calls.die_first, asked)} == {"a": "a", "b": "b"}


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.runs.shards.engines._CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9") as caught:
        ClusterEngine("tcp://127.0.0.1:9")
    assert "dask scheduler" in (caught.value.hint or "")
