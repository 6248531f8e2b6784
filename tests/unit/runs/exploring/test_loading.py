"""The tables in memory are those that an export writes, read another way."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from detente.archive import Archive, connect
from detente.errors import ArchiveError
from detente.runs.exploring.loading import load_tables

if TYPE_CHECKING:
    from pathlib import Path

    from detente.runs.exploring.snapshot import Snapshot


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rounded = [
        {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()} for row in rows
    ]
    return sorted(rounded, key=lambda row: sorted((name, str(value)) for name, value in row.items()))


@pytest.mark.parametrize("name", ["dyads", "positions", "commitments"])
def test_a_table_is_that_of_the_export(path: Path, snapshot: Snapshot, name: str) -> None:
    with Archive(path) as archive:
        wanted = archive.dyads() if name == "dyads" else archive.table(name)
    found = snapshot.table(name)
    shared = [column for column in found.schema.names if column not in {"conditions"}]
    assert set(shared) <= set(wanted.schema.names)
    assert _sorted(found.select(shared).to_pylist()) == _sorted(wanted.select(shared).to_pylist())


def test_events_have_their_words(snapshot: Snapshot) -> None:
    events = {row["id"][-3:]: row["trigger"] for row in snapshot.table("events").to_pylist()}
    assert events[":e2"]
    assert None not in events.values()


def test_an_empty_archive_has_empty_tables(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    connect(path, create=True).close()
    with closing(load_tables(path)) as database:
        for name in (
            "article", "person", "dyad", "said", "position", "commitment", "question", "condition", "interpretation",
            "claim",
        ):  # fmt: skip
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)


def test_no_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        load_tables(tmp_path / "none.sqlite")
