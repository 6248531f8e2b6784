"""How a run was asked to read, written down and read again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from detente.runs.local import ReadingOptions
from detente.runs.manifest import as_reading_options, as_settings

_OPTIONS = ReadingOptions(date(2025, 5, 2), "en_core_web_sm", Path("own.tsv"), None)


def test_what_was_asked_for_survives_being_written_down() -> None:
    assert as_reading_options(json.loads(json.dumps(as_settings(_OPTIONS)))) == _OPTIONS


def test_a_run_that_wrote_no_day_down_can_go_on() -> None:
    settings = as_settings(_OPTIONS)
    del settings["published"]
    assert as_reading_options(settings) == ReadingOptions(None, "en_core_web_sm", Path("own.tsv"), None)
