"""An archive to explore, and a program that asks its page; both are made once, for nothing here writes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from detente.archive import connect
from detente.views.web import ServeOptions, create_app
from tests.unit.archive.builders import full_record, store
from tests.unit.views.web.conftest import HERE, make_archive
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a calm and a hostile article, and events of another data set."""
    path = make_archive(tmp_path_factory.mktemp("explored") / "news.sqlite")
    import_events(path)
    return path


@pytest.fixture(scope="session")
def client(explored: Path) -> TestClient:
    """Return a program on this machine that asks its page."""
    return TestClient(create_app(ServeOptions(archive=explored)), base_url=HERE, follow_redirects=False)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Return a program that asks an archive with every kind of claim and events of another data set."""
    path = make_archive(tmp_path_factory.mktemp("full") / "news.sqlite")
    with closing(connect(path)) as connection:
        store(connection, full_record(), origin="full.txt")
    import_events(path)
    return TestClient(create_app(ServeOptions(archive=path)), base_url=HERE, follow_redirects=False)
