"""The out folder: files appear whole or not at all, and what cannot be written is told before any work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.errors import UsageError
from detente.runs.shards.folder import ShardFolder

if TYPE_CHECKING:
    from pathlib import Path


def _break_off(folder: ShardFolder, name: str) -> None:
    with folder.writing(name) as path:
        path.write_bytes(b"new")
        raise ZeroDivisionError


def test_a_file_appears_when_it_is_written(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path / "out"))
    with folder.writing("events/a.parquet") as path:
        path.write_bytes(b"half")
        assert folder.names("events") & {"a.parquet"} == frozenset()
        path.write_bytes(b"whole")
    assert folder.read("events/a.parquet") == b"whole"
    assert folder.names("events") == {"a.parquet"}


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    folder.put("events/a.parquet", b"old")
    with pytest.raises(ZeroDivisionError):
        _break_off(folder, "events/a.parquet")
    assert folder.read("events/a.parquet") == b"old"
    assert folder.names("events") == {"a.parquet"}


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    folder.put("events/a.parquet", b"whole")
    (tmp_path / "events" / ".b.parquet-1-2.part").write_bytes(b"half")
    folder.sweep()
    assert [path.name for path in (tmp_path / "events").iterdir()] == ["a.parquet"]


def test_small_files_are_read_together(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    for name in ("m/a", "m/b"):
        folder.put(name, name.encode())
    assert folder.read_many(["m/a", "m/none", "m/b"]) == {"m/a": b"m/a", "m/b": b"m/b"}
    assert folder.read_many(["m/a"]) == {"m/a": b"m/a"}
    assert folder.read_many(["m/none"]) == {}
    assert folder.read("m/none") is None
    assert folder.names("none") == frozenset()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file, and no folder"):
        ShardFolder(str(tmp_path / "file")).check_writable()
    with pytest.raises(UsageError, match="nothing can be written to"):
        ShardFolder(str(tmp_path / "file" / "under")).check_writable()
    ShardFolder(str(tmp_path / "new")).check_writable()


def test_a_place_that_no_file_system_has_is_told() -> None:
    with pytest.raises(UsageError, match="is no place for files"):
        ShardFolder("nothing-of-this-kind://bucket/x")
