"""What loading a reader and reading do to the process."""

from __future__ import annotations

import gc

import pytest

from detente.runs.local import ReadingOptions, _load_reader, load_reader, read_text


@pytest.mark.model
@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was(*, is_on: bool) -> None:
    was_on = gc.isenabled()
    gc.unfreeze()  # what another test has loaded is counted too, and goes with the cache
    try:
        (gc.enable if is_on else gc.disable)()
        _load_reader.cache_clear()
        load_reader(ReadingOptions())
        assert gc.isenabled() == is_on
        assert gc.get_freeze_count() > 0
        assert read_text("Mali left the bloc.", ReadingOptions()).actors
        assert gc.isenabled() == is_on
    finally:
        (gc.enable if was_on else gc.disable)()
