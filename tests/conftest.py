"""Fixtures that cost something to build, built once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

import detente
from detente.records import Record
from detente.threads import use_one_thread

# An example takes longer on a busy machine: how long says nothing of the code.
hypothesis.settings.register_profile("detente", deadline=None)
hypothesis.settings.load_profile("detente")

# Before numpy is loaded: on the small matrices of tests, several threads take three times the processor time of one.
use_one_thread()

# Every full round of the collector goes through all libraries again, which tests load and never drop: a seventh of the
# time of the unit tests.
gc.set_threshold(100_000, 50, 1000)

Read = Callable[..., Record]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return `detente.read`; the parser and the tables are loaded once a session."""
    return detente.read


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of annotated data beside the project; the test is skipped where there is none."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data" / "gold" / "dev").is_dir():
        pytest.skip("the annotated data beside the project (../shared) is not here")
    return folder
