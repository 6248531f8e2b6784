"""Tables for the analyses from an archive and from Parquet are the same tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.analysis.events import Selection
from detente.archive import Archive
from detente.archive.imports import dyad_columns, import_events
from detente.errors import ArchiveError, UsageError
from detente.runs.analyses.own_tables import OWN_TABLES, read_own
from detente.runs.analyses.wanted import Wanted, wanted_columns
from detente.runs.tables import conform, open_tables
from tests.unit.archive.builders import full_record, new_archive, store


def icews(rows: int) -> str:
    """Return an ICEWS file: nobody has a sector, until the last row."""
    head = (
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
        "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
        "Country\tLatitude\tLongitude\n"
    )
    line = (
        "{0}\t2018-01-01\tAhmet\t{1}\tTurkey\tMake statement\t010\t0.0\tBoris\t\tRussian Federation\t{0}\t1"
        + "\t" * 7
        + "\n"
    )
    return head + "".join(line.format(n, "Government" if n == rows - 1 else "") for n in range(rows))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that the tests only read."""
    folder = tmp_path_factory.mktemp("tables")
    path = folder / "news.sqlite"
    (folder / "events.tab").write_text(icews(1500), encoding="utf-8")
    with closing(new_archive(path)) as connection:
        store(connection, full_record())
        import_events(connection, folder / "events.tab", "2025-03-10T00:00:00", "icews")
    return path


def test_an_archive_gives_own_and_imported_events(archive: Path) -> None:
    with Archive(archive) as opened:
        expected = opened.dyads()
    found = open_tables(archive).dyads()
    assert found.equals(expected)
    assert found.column("source_sector").null_count < len(found)


@pytest.mark.parametrize("name", sorted(OWN_TABLES))
def test_the_tables_made_by_sql_are_those_made_from_the_records(archive: Path, name: str, tmp_path: Path) -> None:
    """Edits, joined actors, copies, recalled events, unknown sides and empty lists among them."""
    frozen = sorted((Path(__file__).parents[2] / "data" / "archives").glob("*.sqlite"))[-1]
    copy = tmp_path / "frozen.sqlite"
    copy.write_bytes(frozen.read_bytes())
    empty = tmp_path / "empty.sqlite"
    new_archive(empty).close()
    for path in (archive, copy, empty):
        with Archive(path) as opened:
            expected = opened.table(name)
        found = read_own(path, name)
        assert found.equals(expected.select(found.schema.names)), path
        assert open_tables(path).analysed(name).equals(found)


def test_only_a_dyad_can_be_asked_for(archive: Path) -> None:
    found = open_tables(archive).dyads(Wanted(Selection(), (("TUR", "RUS"),)))
    assert found.schema == wanted_columns()
    assert found.num_rows == 1500
    assert open_tables(archive).dyads(Wanted(Selection(), (("RUS", "TUR"),))).num_rows == 0


def test_parquet_gives_the_same(archive: Path, tmp_path: Path) -> None:
    whole = open_tables(archive).dyads()
    pq.write_table(whole, tmp_path / "dyads.parquet")
    assert open_tables(tmp_path).dyads().equals(whole)
    assert open_tables(tmp_path / "dyads.parquet").dyads(Wanted(Selection(), (("TUR", "RUS"),))).num_rows == 1500
    with pytest.raises(UsageError, match="no table positions"):
        open_tables(tmp_path).table("positions")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        open_tables(tmp_path / "none.sqlite")
    with pytest.raises(UsageError, match="there is no"):
        open_tables(tmp_path / "none.parquet")
    (tmp_path / "dyads.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(UsageError, match="cannot be read"):
        open_tables(tmp_path).dyads()


def test_columns_that_cannot_be_cast_are_named() -> None:
    with pytest.raises(UsageError, match="date"):
        conform(pa.table({"date": ["soon"]}), pa.schema([("date", pa.date32())]))
    assert conform(pa.table({"a": [1]}), pa.schema([("b", pa.string())])).column("b").to_pylist() == [None]


def test_the_confidence_of_our_own_events_is_in_the_table(archive: Path) -> None:
    found = open_tables(archive).dyads()
    own = [row["confidence"] for row in found.to_pylist() if row["line"] is None]
    assert any(value is not None for value in own)
    assert "confidence" not in dyad_columns()
