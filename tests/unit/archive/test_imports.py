"""Events of other data sets in an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive import Archive
from detente.archive.imports import dyad_columns, import_events
from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_NOW = "2026-01-01T00:00:00+00:00"
_HEADER = "\t".join((
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
))  # fmt: skip
_ROW = (
    "{id}\t{day}\tGovernment (Norway)\tGovernment\tNorway\tConsult\t040\t1.0\tGovernment (Sweden)\tGovernment\tSweden\t"
    "7\t1\tThe Example\tOslo\tNA\tNA\tNorway\t59.9\t10.7"
)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    file = tmp_path / "events.tab"
    rows = [_ROW.format(id=1, day="2018-03-01"), _ROW.format(id=2, day="yesterday"), "broken line"]
    file.write_text("\n".join([_HEADER, *rows]) + "\n")
    return file


def test_the_columns_are_those_of_our_own_dyads(connection: sqlite3.Connection) -> None:
    columns = [row[1] for row in connection.execute("PRAGMA table_info(imported_dyads)")]
    assert columns == ["import", *dyad_columns()]


def test_rows_are_taken_and_malformed_lines_counted(connection: sqlite3.Connection, path: Path, events: Path) -> None:
    taken = import_events(connection, events, _NOW)
    assert (taken.kind, taken.rows, taken.malformed) == ("icews", 1, 2)
    assert [example[0] for example in taken.examples] == [3, 4]
    with Archive(path) as archive:
        (row,) = archive.dyads().to_pylist()
    assert (row["source_country"], row["target_country"], row["cameo"]) == ("NOR", "SWE", "040")
    assert row["type"] == "CONSULT"
    assert row["review"] is None


def test_a_file_is_taken_once(connection: sqlite3.Connection, events: Path) -> None:
    import_events(connection, events, _NOW)
    with pytest.raises(UsageError, match="already, as import 1"):
        import_events(connection, events, _NOW)
    assert connection.execute("SELECT count(*) FROM imported_dyads").fetchone() == (1,)


def test_a_file_of_another_kind_leaves_nothing(connection: sqlite3.Connection, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("only some words\n")
    with pytest.raises(UsageError, match="no event file"):
        import_events(connection, other, _NOW)
    assert connection.execute("SELECT count(*) FROM imports").fetchone() == (0,)
