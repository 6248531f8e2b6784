"""Reading processes: one that dies takes no other article with it, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from detente.errors import KnowledgeError, UsageError
from detente.runs import ReadingOptions, workers
from detente.runs.workers import Task, Workers
from tests.integration import dying

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LONGEST_SECONDS = 120.0


def _task(text: str) -> Task:
    return Task(text, None, None, None, None)


def _wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(autouse=True)
def _light_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_work", dying.work)


def _reasons(texts: list[str]) -> list[str]:
    with Workers(2, ReadingOptions()) as crew:
        tasks = [_task(text) for text in texts]
        begun = [crew.submit(task) for task in tasks]
        results = [crew.result(task, future) for task, future in zip(tasks, begun, strict=True)]
    return [result.failure.reason for result in results if result.failure is not None]


def test_a_process_that_dies_costs_one_article() -> None:
    reasons = _reasons(["a", "b", "die", "c", "d", "e", "f", "g"])
    assert [reason.split(" by ")[0] for reason in reasons] == [
        "a", "b", "the process that read it died", "c", "d", "e", "f", "g",
    ]  # fmt: skip


def test_what_a_death_took_with_it_is_read_again_in_one_process() -> None:
    with Workers(2, ReadingOptions()) as crew:
        tasks = [_task(text) for text in ("die", "b", "c", "d", "e", "f")]
        begun = [crew.submit(task) for task in tasks]
        results = [crew.result(task, future) for task, future in zip(tasks, begun, strict=True)]
        later = _task("later")
        ended = crew.result(later, crew.submit(later))
    reasons = [result.failure.reason for result in results if result.failure]
    assert len({reason.split(" by ")[1] for reason in reasons[1:]}) <= 2  # the second try, and one of the first pool
    assert ended.failure is not None
    assert ended.failure.reason.startswith("later by")


def test_leaving_ends_processes_that_still_read(tmp_path: Path) -> None:
    told = tmp_path / "process"
    with Workers(2, ReadingOptions()) as crew:
        crew.submit(_task(f"sleep {told}"))
        _wait_for(lambda: told.exists() and told.read_text(encoding="utf-8") != "")
    reader = int(told.read_text(encoding="utf-8"))  # and not that it slept to its end
    _wait_for(lambda: not _is_alive(reader))


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "process"
    script = (
        "import sys, time\n"
        "from detente.runs import ReadingOptions, workers\n"
        "from tests.integration import dying\n"
        "workers._work = dying.work\n"
        "crew = workers.Workers(2, ReadingOptions())\n"
        f"crew.submit(workers.Task('sleep {told}', None, None, None, None))\n"
        "time.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as parent:  # noqa: S603 - our own script
        _wait_for(lambda: told.exists() and told.read_text(encoding="utf-8") != "")
        parent.send_signal(signal.SIGKILL)
    reader = int(told.read_text(encoding="utf-8"))
    _wait_for(lambda: not _is_alive(reader))


@pytest.mark.parametrize("count", [1, 2])
def test_wrong_options_are_told_before_an_article_is_read(count: int, tmp_path: Path) -> None:
    with Workers(count, ReadingOptions(pipeline="no_such_pipeline")) as crew, pytest.raises(UsageError):
        crew.describe()
    missing = ReadingOptions(actors=tmp_path / "missing.tsv")
    with Workers(count, missing) as crew, pytest.raises(KnowledgeError):
        crew.describe()
