"""What `detente add` says of a run."""

from __future__ import annotations

from pathlib import Path

from detente.runs.watch import Summary
from detente.views.cli.add import render_dayless, render_summary


def test_failed_items_come_with_what_to_do() -> None:
    reasons = (
        ("source", "a.pdf is a PDF document, not text", 2, "Turn it into text first."),
        ("text", "empty", 1, None),
    )
    summary = Summary(1, True, 3, 0, 0, 3, 0, reasons, 3, 0, 1.5)
    lines = render_summary(summary, Path("news.sqlite")).splitlines()
    place = lines.index("  2 failed (source): a.pdf is a PDF document, not text")
    assert lines[place + 1] == "    Turn it into text first."
    assert lines[place + 2] == "  1 failed (text): empty"


def test_articles_without_a_day_are_told_with_what_gives_them_one() -> None:
    told, hint = render_dayless(Summary(1, True, 3, 0, 0, 0, 0, (), 5, 2, 1.5)).splitlines()
    assert told.startswith("2 of them without a day")
    assert "--published DATE" in hint
    assert render_dayless(Summary(1, True, 3, 0, 0, 0, 0, (), 5, 0, 1.5)) == ""
