"""The archive with one article and the command line of the unit tests, for tests that attack them for longer."""

from __future__ import annotations

from tests.unit.attack import conftest as attack

archive, detente, whole = attack.archive, attack.detente, attack.whole
