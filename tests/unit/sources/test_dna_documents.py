"""Documents of Discourse Network Analyzer as articles: what they have, what they lack, and files made to harm."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from detente.sources import CollectionOptions, Item, iter_items
from detente.sources.contract import Limits
from detente.sources.inputs import open_bytes
from detente.sources.packed.dna_documents import DnaDocuments

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Norland closed the harbour.\r\n\r\n  Southland objected.  "


def project(rows: list[tuple[Any, ...]], *, tables: bool = True, more: str = "") -> bytes:
    """Return a project with documents (ID, Title, Text, Source, Date)."""
    sql = resources.files("detente.archive.exchange.formats").joinpath("dna.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript((sql if tables else "") + more)
        connection.executemany("INSERT INTO DOCUMENTS (ID, Title, Text, Source, Date) VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
        return connection.serialize()


def items_of(data: bytes, tmp_path: Path, name: str = "debate.dna", **limits: int) -> list[Item]:
    (tmp_path / name).write_bytes(data)
    options = CollectionOptions(limits=Limits(**limits))
    return list(iter_items([str(tmp_path / name)], options, lambda _: None))


def test_a_document_is_taken_just_as_it_is(tmp_path: Path) -> None:
    (item,) = items_of(project([(7, " A  title ", TEXT, "The Gazette", 1_741_392_000)]), tmp_path)
    found = item.found
    assert found is not None
    assert (found.text, found.title, found.source, found.published) == (
        TEXT, "A title", "The Gazette", date(2025, 3, 8)
    )  # fmt: skip
    assert item.origin.endswith("debate.dna#7")


def test_what_it_lacks_is_null_and_one_bad_document_costs_no_other(tmp_path: Path) -> None:
    rows = [
        (1, "", TEXT, "", 10**17),
        (2, "Empty", " \n", "", 0),
        (3, "No text", b"\x00\x01", "", 0),
        (4, "Last", "Words.", "", 0),
    ]
    first, empty, blob, last = items_of(project(rows), tmp_path)
    assert first.found is not None
    assert (first.found.title, first.found.source, first.found.published) == (None, None, None)
    assert "has no text" in str(empty.error)
    assert "is no text" in str(blob.error)
    assert last.found is not None


def test_the_name_does_not_matter_and_it_may_be_packed(tmp_path: Path) -> None:
    data = project([(1, "A title", TEXT, "", 0)])
    assert len(items_of(data, tmp_path, "debate.db")) == 1
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("debate.dna", data)
    (item,) = iter_items([str(tmp_path / "all.zip")], CollectionOptions(), lambda _: None)
    assert item.found is not None


def test_a_project_written_with_a_log_beside_it_is_read(tmp_path: Path) -> None:
    data = bytearray(project([(1, "A title", TEXT, "", 0)]))
    data[18:20] = b"\x02\x02"  # so SQLite marks a file in WAL mode
    (item,) = items_of(bytes(data), tmp_path)
    assert item.found is not None
    assert item.found.text == TEXT


def test_a_document_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (item,) = items_of(project([(1, "A title", "a" * 1001, "", 0)]), tmp_path, max_bytes=1000)
    assert "more than 1,000 bytes" in str(item.error)


ENDLESS = "CREATE VIEW DOCUMENTS AS WITH RECURSIVE n(ID) AS (SELECT 1 UNION ALL SELECT ID + 1 FROM n) SELECT ID, '' AS "


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"SQLite format 3\x00" + b"\x00" * 4000, "no project"),
        (project([(1, "A", TEXT, "", 0)])[:9000], "no project"),
        (project([(1, "A", TEXT, "", 0)]).replace(b"DOCUMENTS", b"DOCUMENTZ"), "no table of documents"),
    ],
    ids=["no tables", "cut off", "other tables"],
)
def test_damage_is_told(data: bytes, says: str, tmp_path: Path) -> None:
    (item,) = items_of(data, tmp_path)
    assert says in str(item.error)


def test_documents_that_are_a_view_are_not_asked_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"{ENDLESS} Title, '' AS Text, '' AS Source, 0 AS Date FROM n")
        data = connection.serialize()
    (item,) = items_of(data, tmp_path)
    assert "no table of documents" in str(item.error)
    assert DnaDocuments().count_items(open_bytes(data, "debate.dna", Limits())) is None
