"""A condition and an interpretation stand in a passage of their text, each part marked, none twice."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from detente.archive import Archive, connect
from detente.records import Interpretation, Span
from detente.runs.exploring.passages import passage_of
from tests.unit.archive.builders import full_record, new_archive, plain_record, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from detente.records import Record


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return an archive with a condition and an interpretation."""
    path = tmp_path / "news.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, full_record())
    with Archive(path) as opened:
        yield opened


def test_a_condition_has_what_is_asked_and_what_hangs_on_it(archive: Archive) -> None:
    passage = passage_of(archive, 1, "c1")
    assert passage is not None
    marked = [(piece.part, piece.words) for piece in passage.pieces if piece.part]
    assert marked == [("on", "stays open"), ("condition", "if Vestland withdraws its fleet by Friday")]
    assert (passage.marker, passage.deadline is not None) == ("if", True)
    assert passage.words("on") == "stays open"
    assert passage.words("of") is None


def test_an_interpretation_has_its_readings(archive: Archive) -> None:
    passage = passage_of(archive, 1, "i1")
    assert passage is not None
    assert (passage.words("of"), passage.words("affirmed"), passage.words("denied")) == (
        "the blockade", "a threat", "a drill",
    )  # fmt: skip
    text = " ".join("".join(piece.words for piece in passage.pieces).replace("…", "").split())
    whole = " ".join(full_record().article.text.split())
    assert text in whole


def test_parts_that_stand_far_away_are_told_beside_and_none_is_shown_twice(tmp_path: Path) -> None:
    text = "Norland called the drill a threat. " + "Days went by. " * 60 + "Its minister called it an attack."
    plain = plain_record(text)
    first, near, far = (Span(at, at + len(words)) for words in ("a threat", "threat", "an attack")
                        for at in (text.index(words),))  # fmt: skip
    path = tmp_path / "far.sqlite"
    with closing(new_archive(path)) as connection:
        store(connection, _with(plain, Interpretation("i1", None, near, (first,), (far,), None, 0.9)))
    with Archive(path) as archive:
        passage = passage_of(archive, 1, "i1")
    assert passage is not None
    assert [piece.words for piece in passage.pieces if piece.part] == ["a threat"]
    assert passage.words("denied") == "an attack"
    assert passage.pieces[-1].words.endswith(" …")


def test_what_is_gone_has_no_passage(archive: Archive) -> None:
    assert passage_of(archive, 1, "c9") is None
    assert passage_of(archive, 9, "i1") is None


def _with(record: Record, interpretation: Interpretation) -> Record:
    return replace(record, interpretations=(interpretation,))
