"""An archive for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive.database import connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "news.sqlite", create=True)
    yield connection
    connection.close()
