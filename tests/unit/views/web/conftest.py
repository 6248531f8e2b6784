"""An archive with a calm record and a hostile article, and programs that ask its page."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from detente.views.web import ServeOptions, create_app
from tests.unit.archive.builders import new_archive, plain_record, store
from tests.unit.views.samples import make_strait

if TYPE_CHECKING:
    from pathlib import Path

HERE = "http://127.0.0.1:8753"
HOSTILE = '<script>alert("x")</script> =HYPERLINK("x") \u202efed\n\nThe <img src=x onerror=alert(1)> minister spoke.'


def make_archive(path: Path) -> Path:
    """Make an archive that holds both, and return its path."""
    with closing(new_archive(path)) as connection:
        store(connection, make_strait())
        store(connection, plain_record(HOSTILE), origin="hostile.txt")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive that holds both, for one test alone."""
    return make_archive(tmp_path / "news.sqlite")


@pytest.fixture(scope="session")
def kept_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return such an archive for all tests that only read it."""
    return make_archive(tmp_path_factory.mktemp("kept") / "news.sqlite")


@pytest.fixture(scope="session")
def reader(kept_archive: Path) -> TestClient:
    """Return a program that asks for its pages and changes nothing: what it loads is loaded once."""
    return TestClient(create_app(ServeOptions(archive=kept_archive)), base_url=HERE, follow_redirects=False)


@pytest.fixture
def client(archive: Path) -> TestClient:
    """Return a program on this machine that asks the page."""
    return TestClient(create_app(ServeOptions(archive=archive)), base_url=HERE, follow_redirects=False)
