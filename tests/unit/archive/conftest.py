"""An archive in a temporary file, and records filed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.archive.builders import new_archive

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.sqlite"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_archive(path)
    yield connection
    connection.close()
