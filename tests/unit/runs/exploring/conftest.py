"""An archive with two records in which every kind of claim stands, a copy of one, and events of another data set."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.runs.exploring.snapshot import SnapshotKeeper
from tests.unit.archive.builders import full_record, new_archive, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from pathlib import Path

    from detente.runs.exploring.snapshot import Snapshot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the archive's file."""
    file = tmp_path / "news.sqlite"
    with closing(new_archive(file)) as connection:
        store(connection, make_strait())
        store(connection, full_record(), origin="b.txt")
    import_events(file, 12)
    return file


@pytest.fixture
def snapshot(path: Path) -> Snapshot:
    """Return the archive in memory."""
    return SnapshotKeeper(path).current()
