"""The shipped tables of who is who, loaded once for the tests of this room."""

from __future__ import annotations

import pytest

from detente.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()
