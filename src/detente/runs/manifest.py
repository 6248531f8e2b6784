"""What a run writes down of how it was asked to read, so that it can go on days later, and of when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.runs.local import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Mapping


def now() -> str:
    """Return the time, ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def as_settings(options: ReadingOptions) -> dict[str, Any]:
    """Return how to read as JSON values."""
    return {
        "published": None if options.published is None else options.published.isoformat(),
        "pipeline": options.pipeline,
        "actors": None if options.actors is None else str(options.actors),
        "codebook": None if options.codebook is None else str(options.codebook),
    }


def as_reading_options(settings: Mapping[str, Any]) -> ReadingOptions:
    """Return how to read from the JSON values that `as_settings` made; others beside them are left alone."""
    # Re-readings that began before this was written down hold no day.
    published = settings.get("published")
    actors, codebook = (None if settings[name] is None else Path(settings[name]) for name in ("actors", "codebook"))
    day = None if published is None else date.fromisoformat(published)
    return ReadingOptions(day, settings["pipeline"], actors, codebook)
