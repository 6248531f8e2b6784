"""The API: whatever is asked, no server error, and one shape of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from detente.views.web import ServeOptions, create_app
from tests.unit.views.web.conftest import make_archive

if TYPE_CHECKING:
    from pathlib import Path

schemathesis: Any = pytest.importorskip("schemathesis", reason="needs schemathesis")
_LOCAL = {"host": "127.0.0.1"}
_FIELDS = {"status", "title", "error", "hint", "ok"}


def test_no_question_brings_a_server_error(tmp_path: Path) -> None:
    """Schemathesis asks everything that the description allows, and much that it does not."""
    app = create_app(ServeOptions(archive=make_archive(tmp_path / "news.sqlite")))
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=_LOCAL)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:

        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers=_LOCAL)
            assert answer.status_code < 500, answer.text
            if answer.status_code >= 400:
                assert set(answer.json()) == _FIELDS

        ask()
