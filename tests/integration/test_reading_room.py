"""The process that reads an article of one's own for the page: its end and its delay cost one article."""

from __future__ import annotations

import pytest

from detente.errors import DocumentError, SourceError
from detente.runs import reading_room
from detente.runs.local import ReadingOptions
from detente.runs.reading_room import Given, ReadingBounds, ReadingRoom
from tests.integration import dying


def test_a_reader_that_dies_or_takes_too_long_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_room, "_read", dying.give)
    room = ReadingRoom(ReadingOptions(), ReadingBounds(most_seconds=120.0))
    try:
        with pytest.raises(DocumentError, match="died"):
            room.read(Given(text="die"))
        with pytest.raises(SourceError, match="told by another process"):
            room.read(Given(text="tell"))
        room.bounds = ReadingBounds(most_seconds=0.5)
        with pytest.raises(DocumentError, match="within 0 seconds"):
            room.read(Given(text="sleep"))
        assert room._pool is None
    finally:
        room.close()
