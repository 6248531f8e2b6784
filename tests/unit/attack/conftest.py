"""An archive with one article, and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from detente.views.cli.main import run
from tests.unit.archive.builders import full_record, new_archive, store

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left with, and what it printed."""

    code: int
    out: str
    err: str


Detente = Callable[..., Said]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an archive with one article, as it lies on the disk."""
    path: Path = tmp_path_factory.mktemp("attack") / "news.sqlite"
    with closing(new_archive(path)) as connection:
        store(connection, full_record(), marked=False)
        connection.execute("UPDATE runs SET state = 'finished', read = 1")
        connection.execute("DELETE FROM visits")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture
def archive(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "news.sqlite"
    path.write_bytes(whole)
    return path


@pytest.fixture
def detente(archive: Path, capsys: pytest.CaptureFixture[str]) -> Detente:
    """Return a function that runs a command on the archive; an escaped exception fails the test."""

    def call(*words: str, at: Path | None = archive) -> Said:
        arguments = [*words, *(["--archive", str(at)] if at is not None else [])]
        with pytest.raises(SystemExit) as left:
            run(arguments)
        shown = capsys.readouterr()
        return Said(int(left.value.code or 0), shown.out, shown.err)

    return call
