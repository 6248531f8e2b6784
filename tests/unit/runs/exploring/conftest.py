"""An archive with two records in which every kind of claim stands, a copy of one, and events of another data set."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.runs.exploring.snapshot import SnapshotKeeper
from tests.unit.archive.builders import full_record, new_archive, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from detente.runs.exploring.snapshot import Snapshot


@pytest.fixture(scope="session")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an archive that is only read."""
    file = tmp_path_factory.mktemp("explored") / "news.sqlite"
    with closing(new_archive(file)) as connection:
        store(connection, make_strait())
        store(connection, full_record(), origin="b.txt")
    import_events(file, 12)
    return file


@pytest.fixture
def path(explored: Path, tmp_path: Path) -> Path:
    """Return a copy of it, which may be written."""
    return Path(shutil.copy(explored, tmp_path / "news.sqlite"))


@pytest.fixture(scope="session")
def snapshot(explored: Path) -> Snapshot:
    """Return the archive in memory."""
    return SnapshotKeeper(explored).current()
