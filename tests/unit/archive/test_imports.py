"""Events of other data sets in an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from detente.archive import Archive
from detente.archive.exchange import ExportOptions, dyads_table
from detente.archive.imported_search import search_imported
from detente.archive.imports import dyad_columns, import_events
from detente.archive.search import Bounds
from detente.errors import SourceError, UsageError

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


def test_a_file_of_which_no_row_can_be_used_is_refused_and_leaves_nothing(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    file = tmp_path / "events.tab"
    file.write_text("\n".join([_HEADER, _ROW.format(id=2, day="yesterday"), "broken line"]) + "\n")
    with pytest.raises(SourceError, match=r"no row of .* can be used: 2 lines malformed, line 2: no date"):
        import_events(connection, file, _NOW)
    file.write_text(_HEADER + "\n")
    with pytest.raises(SourceError, match="holds no events"):
        import_events(connection, file, _NOW)
    assert connection.execute("SELECT count(*) FROM imports").fetchone() == (0,)


@pytest.mark.parametrize(
    ("query", "bounds", "found"),
    [
        ("norway sweden", Bounds(), 1),
        ("Norwáy CONSULT 040", Bounds(), 1),
        ('"government norway"', Bounds(), 1),
        ("norway -oslo", Bounds(), 0),
        ("Denmark", Bounds(), 0),
        ("NOR", Bounds(since="2018-03-01", until="2018-03-01"), 1),
        ("NOR", Bounds(since="2018-03-02"), 0),
        ("NOR", Bounds(source="example"), 1),
        ("NOR", Bounds(source="other"), 0),
    ],
)
def test_imported_events_are_searched(
    connection: sqlite3.Connection, events: Path, query: str, bounds: Bounds, found: int
) -> None:
    import_events(connection, events, _NOW)
    hits = search_imported(connection, query, bounds=bounds, limit=5)
    assert [hit.event for hit in hits] == ["icews:1:2018-03-01"] * found


def test_imported_events_are_shown(connection: sqlite3.Connection, path: Path, events: Path) -> None:
    import_events(connection, events, _NOW)
    with Archive(path) as archive:
        (row,) = archive.imported_event("icews:1:2018-03-01")
        assert (row["path"], row["line"], row["cameo"]) == (str(events), 2, "040")
        assert list(archive.imports()) == [(1, str(events), "icews", _NOW, 1, 2)]
        assert archive.counts()["imported events"] == 1
        with pytest.raises(UsageError, match="no imported event icews:9"):
            archive.imported_event("icews:9")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_imported_events_are_exported(
    connection: sqlite3.Connection, path: Path, events: Path, tmp_path: Path, form: str
) -> None:
    import_events(connection, events, _NOW)
    options = ExportOptions(datetime(2026, 1, 1, tzinfo=UTC))
    with Archive(path) as archive:
        archive.export(form, tmp_path / "out", options)
        losses = archive.export(form, tmp_path / "out", options)  # in place of the first
        left = archive.export("gdelt", tmp_path / "out.CSV", options)
    assert {loss.what: loss.count for loss in losses.written}["imported_dyads"] == 1
    file = tmp_path / "out" / f"imported_dyads.{form}"
    table = pq.read_table(file) if form == "parquet" else csv.read_csv(file)
    assert table.column("event").to_pylist() == ["icews:1:2018-03-01"]
    assert table.column_names == dyads_table([]).column_names
    assert left.count("imported events: only csv and parquet hold them") == 1


@pytest.mark.usefixtures("connection")
def test_an_archive_without_imports_exports_no_table_of_them(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        archive.export("csv", tmp_path / "out", ExportOptions(datetime(2026, 1, 1, tzinfo=UTC)))
    assert not (tmp_path / "out" / "imported_dyads.csv").exists()
