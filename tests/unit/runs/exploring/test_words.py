"""A claim's words stand between whole words of the text around them, and long ones are cut."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from detente.archive import Archive, connect
from detente.runs.exploring.words import AROUND_CHARS, words_of_claims
from tests.unit.archive.builders import full_record, store

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_of_claim_has_its_words(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    with closing(connect(path, create=True)) as connection:
        store(connection, full_record())
    with Archive(path) as archive:
        found = words_of_claims(archive, [(1, key) for key in ("s1", "s2", "e1", "c1", "q1", "p1", "m1", "e9", "i1")])
    told = {key: words.words for (_, key), words in found.items()}
    assert told == {
        "s1": "“Our door,”",
        "s2": "a threat",
        "e1": "withdraws",
        "c1": "if Vestland withdraws its fleet by Friday",
        "q1": "Whether the fleet leaves or stays remains open",
        "p1": "“Our door,”",
        "m1": "withdraws",
        "i1": "a threat",
    }
    around = found[1, "e1"]
    assert around.before.endswith("stays open if Vestland ")
    assert len(around.before) <= AROUND_CHARS + 2
