"""Rows on their way out and in, without a file: flat tables, GDELT, ICEWS, POLECAT, DNA, PLOVER, graphs, places."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from detente.archive.exchange import TABLES, ExportOptions
from detente.archive.exchange.contract import Tally
from detente.archive.exchange.event_files.foreign import GdeltReader, IcewsReader, PolecatReader, normalise
from detente.archive.exchange.event_files.imported import RowError
from detente.archive.exchange.flat import table_rows
from detente.archive.exchange.formats.dna_statements import VARIABLES, iter_coded
from detente.archive.exchange.formats.gdelt import citation, dyad_ids, stamp_of
from detente.archive.exchange.formats.icews import COLUMNS as ICEWS_COLUMNS
from detente.archive.exchange.formats.polecat import COLUMNS as POLECAT_COLUMNS
from detente.archive.exchange.places import number_text, spot_of
from detente.records import Place, Span
from tests.unit.archive.exchange.event_files.test_readers import gdelt_row
from tests.unit.archive.exchange.samples import CREATED, TEXT, leading

FILED = leading()
RECORD = FILED.record


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_a_row_for_each_claim_with_the_columns_that_it_states(table: object) -> None:
    name = table.name  # type: ignore[attr-defined]
    rows = list(getattr(table_rows, name)(FILED))
    assert rows or name == "flags"
    assert all(set(row) <= set(table.schema.names) for row in rows)  # type: ignore[attr-defined]
    if name in {"statements", "events", "positions", "actors"}:
        assert len(rows) == len(getattr(RECORD, name))


def test_an_event_without_a_target_is_a_dyad_with_one_side() -> None:
    rows = list(table_rows.dyads(FILED))
    assert {row["event"] for row in rows} == {f"{RECORD.article.id}:{event.key}" for event in RECORD.events}
    assert all(row["source"] is not None or row["target"] is not None for row in rows)


def test_a_row_of_gdelt_is_ours() -> None:
    (row,) = GdeltReader().rows(gdelt_row(), 7)
    assert row["event"].startswith("gdelt:")
    assert isinstance(row["date"], date)
    assert row["line"] == 7
    with pytest.raises(RowError, match="the header lacks eventcode, globaleventid, sqldate"):
        GdeltReader(["SourceURL"])


@pytest.mark.parametrize(("reader", "columns"), [(IcewsReader, ICEWS_COLUMNS), (PolecatReader, POLECAT_COLUMNS)])
def test_a_header_that_lacks_columns_is_refused_by_name(
    reader: type[IcewsReader | PolecatReader], columns: tuple[str, ...]
) -> None:
    assert reader(list(columns)).has_header
    with pytest.raises(RowError, match="lacks"):
        reader(list(columns[5:]))
    assert normalise("Event ID") == normalise("event_id") == "event_id"


def test_the_number_of_a_pair_is_the_same_each_time_and_fits_63_bits() -> None:
    event = next(one for one in RECORD.events if len(one.sources) * len(one.targets) > 1 or len(one.sources) > 1)
    first, again = (dyad_ids("x:e1", RECORD, event) for _ in range(2))
    assert first == again
    assert len({number for number, _, _ in first}) == len(first) > 1
    assert all(0 <= number < 1 << 63 for number, _, _ in first)
    assert dyad_ids("y:e1", RECORD, event)[0][0] != first[0][0]


def test_moments_are_told_in_utc_and_articles_by_their_id() -> None:
    assert stamp_of(datetime(2025, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "20241231233000"
    assert stamp_of(datetime(2025, 1, 1, 1, 30, tzinfo=UTC)) == "20250101013000"
    assert citation(RECORD) == f"detente:{RECORD.article.id}"


@pytest.mark.parametrize(
    ("place", "level"),
    [
        (Place("Tromsø", "NOR", 3133895, 69.6, 18.9, Span(0, 1)), "city"),
        (Place("Norway", "NOR", None, None, None, Span(0, 1)), "country"),
        (Place("the North", "NOR", None, None, None, Span(0, 1)), "other"),
        (Place("the sea", None, None, None, None, Span(0, 1)), "other"),
    ],
)
def test_how_exact_a_place_is(place: Place, level: str) -> None:
    spot = spot_of(place)
    assert spot is not None
    assert spot.level == level
    assert spot_of(None) is None


@pytest.mark.parametrize(("value", "text"), [(5.0, "5"), (69.6489, "69.6489"), (None, ""), (-2.5, "-2.5")])
def test_a_number_is_as_short_as_it_can_be(value: float | None, text: str) -> None:
    assert number_text(value) == text


def test_a_statement_in_dna_has_a_value_for_each_variable_and_its_own_words() -> None:
    tally = Tally("dna")
    coded = list(iter_coded(FILED, ExportOptions(CREATED), tally))
    assert coded
    for one in coded:
        assert set(one.values) <= {name for name, _ in VARIABLES}
        assert str(one.values["quote"])[:8] in TEXT
        assert 0 <= one.start < one.stop <= len(TEXT)
    assert sum(tally.lost.values()) > 0
