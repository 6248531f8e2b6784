"""The two records that the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.views.samples import make_hostile, make_strait

if TYPE_CHECKING:
    from detente.records import Record


@pytest.fixture(scope="session")
def strait() -> Record:
    return make_strait()


@pytest.fixture(scope="session")
def hostile() -> Record:
    return make_hostile()
