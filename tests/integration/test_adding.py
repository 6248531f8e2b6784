"""Adding with reading processes: what goes wrong in another process is told as in one's own."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive import connect
from detente.errors import UsageError
from detente.records import Run
from detente.runs.adding import AddOptions, add_articles
from detente.runs.watch import NoWatch
from detente.runs.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.sqlite"


def test_the_same_unreadable_text_fails_for_the_same_reason_near_and_far(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workers, "describe", lambda _: Run("0", {}, "0" * 64))
    table = tmp_path / "wire.jsonl"
    texts = ["--- * ---", "--- * ---", *(f"** {'-' * n} **" for n in range(60)), "--- * ---"]
    table.write_text("".join(f"{json.dumps({'text': text})}\n" for text in texts), encoding="utf-8")
    summary = add_articles([str(table)], path, AddOptions(), NoWatch())
    assert (summary.read, summary.failed) == (0, len(texts))
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(DISTINCT stage || reason || hint) FROM failures").fetchone() == (1,)


def test_a_pipeline_that_does_not_exist_is_told_by_another_process_too(path: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Peru and Chile met.", encoding="utf-8")
    reading = dataclasses.replace(AddOptions().reading, pipeline="no_such_pipeline")
    with pytest.raises(UsageError, match="no_such_pipeline"):
        add_articles([str(article)], path, AddOptions(reading=reading, workers=2), NoWatch())
    assert not path.exists()
