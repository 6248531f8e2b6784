"""docs/cli.md says what the commands say."""

from __future__ import annotations

from pathlib import Path

from detente.views.cli.reference import render_reference

DOCS = Path(__file__).parents[4] / "docs"


def test_the_reference_is_not_stale() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert written == render_reference(), "run: python -m detente.views.cli.reference docs/cli.md"
