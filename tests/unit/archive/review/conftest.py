"""An archive for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.archive.builders import new_archive

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_archive(tmp_path / "news.sqlite")
    yield connection
    connection.close()
