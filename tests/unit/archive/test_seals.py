"""Seals tell what other hands did to records and edits, and give an archive one digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from detente.archive.review import Signature, correct
from detente.archive.seals import check_seal, digest_archive, iter_edit_seal_problems
from tests.unit.archive.builders import full_record, new_archive, store


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return an archive with one record and one edit of it."""
    with closing(new_archive(tmp_path / "news.sqlite")) as connection:
        store(connection, full_record(), marked=False)
        correct(connection, 1, "e2", {"status": "denied"}, Signature("anna", "2025-03-11T09:00:00+00:00", ""))
        yield connection


def test_a_seal_tells_a_record_that_was_changed(connection: sqlite3.Connection) -> None:
    assert check_seal(connection, 1) == "whole"
    connection.execute("UPDATE events SET intensity = 9")
    assert check_seal(connection, 1) == "broken"
    connection.execute("DELETE FROM seals")
    assert check_seal(connection, 1) == "none"


def test_an_archive_has_one_digest_whatever_was_not_filed(connection: sqlite3.Connection) -> None:
    digest, unsealed = digest_archive(connection)
    assert unsealed == 0
    connection.execute("DELETE FROM visits")
    assert digest_archive(connection) == (digest, 0)
    connection.execute("UPDATE seals SET digest = hex(zeroblob(32))")
    assert digest_archive(connection)[0] != digest


def test_an_edit_has_a_seal_of_its_own(connection: sqlite3.Connection) -> None:
    assert [*iter_edit_seal_problems(connection)] == []
    connection.execute("DROP TRIGGER edits_stay")
    connection.execute("UPDATE edits SET why = 'because'")
    assert [problem.partition(":")[0] for problem in iter_edit_seal_problems(connection)] == [
        "edit 1 is not as it was made"
    ]
