"""What a run over shards says."""

from __future__ import annotations

from detente.errors import UsageError
from detente.runs.shards.layout import ShardManifest
from detente.runs.shards.run import ShardSummary
from detente.runs.shards.stories import StoryCounts
from detente.views.cli.shards.summary import exit_code, render_quality, render_summary


def _manifest(name: str, read: int, failed: int) -> ShardManifest:
    counts = {"read": read, "duplicate": 1, "failed": failed}
    reasons = (("source", "is empty", failed),) if failed else ()
    languages = {"en": read - 1, "": 1}
    return ShardManifest(
        name, (), {}, {}, counts, reasons, languages, (10, 20, 1234, 40, 5000), seconds={"reading": 2.04}
    )


def test_counts_failures_and_what_to_do_next() -> None:
    summary = ShardSummary((_manifest("00000-a", 30, 1), _manifest("00001-b", 20, 2)), 1)
    assert render_summary(summary, "out") == (
        "out: 2 shards (1 made now), 50 articles read, 2 duplicate, 3 failed\n  3 failed (source): is empty\n"
    )
    assert exit_code(summary) == 0
    assert exit_code(ShardSummary((_manifest("00000-a", 8, 1),), 1)) == 1
    undone = ShardSummary((), 0, (("00000-a", UsageError("the disk is full")),))
    assert exit_code(undone) == 1
    assert "not made: 00000-a: the disk is full\nthe same command tries these again" in render_summary(undone, "out")


def test_each_shard_has_a_line_of_quality() -> None:
    text = render_quality(ShardSummary((_manifest("00000-a", 30, 1),), 1)).splitlines()
    assert text[1].split() == ["00000-a", "30", "1", "1", "–", "1,234", "5,000", "2.0", "en", "29,", "unknown", "1"]
    stories = StoryCounts(30, 2, 3, 0, 4, {"00000-a": 3})
    text = render_quality(ShardSummary((_manifest("00000-a", 30, 1),), 1, stories=stories)).splitlines()
    assert text[1].split()[4] == "3"
