"""Names that are no UTF-8, numbers that are too large, and other words that nobody should have typed."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive.run_log import select_runs, start_run
from tests.unit.archive.builders import new_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.attack.conftest import Detente

_LATIN_1 = os.fsdecode(b"caf\xe9")
_HUGE = "9" * 22


def test_the_settings_of_a_run_keep_names_that_are_no_utf8(tmp_path: Path) -> None:
    with closing(new_archive(tmp_path / "a.sqlite")) as connection:
        start_run(connection, "add", {"locations": [_LATIN_1, "Zürich"]}, "2025-01-01T00:00:00+00:00")
        assert select_runs(connection)[0].settings["locations"] == [_LATIN_1, "Zürich"]


@pytest.mark.parametrize(
    "words",
    [
        ("review", "accept", "1:s1", "--coder", _LATIN_1),
        ("review", "accept", "1:s1", "--coder", "x", "--why", _LATIN_1),
        ("review", "correct", "1:s1", "speakers", _LATIN_1, "--coder", "x"),
        ("search", "peace", "--source", _LATIN_1),
        ("search", _LATIN_1),
        ("search", "--actors", _LATIN_1),
        ("show", _LATIN_1),
        ("stories", "--limit", _HUGE),
        ("changes", "--run", _HUGE),
        ("review", "undo", _HUGE, "--coder", "x"),
        ("review", "redo", _HUGE, "--coder", "x"),
        ("review", "accept", f"{_HUGE}:s1", "--coder", "x"),
        ("review", "show", _HUGE),
        ("show", _HUGE),
        ("review", "queue", "--limit", _HUGE),
        ("review", "correct", "1:s1", "speakers", "[" * 50_000, "--coder", "x"),
        ("review", "correct", "1:e1", "intensity", "1e999", "--coder", "x"),
        ("review", "add", "1", "statements", "[" * 50_000, "--coder", "x"),
        ("import", "news.sqlite"),
        ("show", "1", "--archive-of", "nobody"),
    ],
)
def test_words_that_cannot_be_are_refused_with_a_line(detente: Detente, words: tuple[str, ...]) -> None:
    said = detente(*words)
    assert said.code in {1, 2}
    assert "Traceback" not in said.err
    assert "This is a bug" not in said.err


def test_an_event_file_may_have_any_name(detente: Detente, tmp_path: Path) -> None:
    path = tmp_path / f"{_LATIN_1}.csv"
    path.write_text("nothing that is known\n")
    said = detente("import", str(path))
    assert said.code in {1, 2}
    assert "This is a bug" not in said.err
