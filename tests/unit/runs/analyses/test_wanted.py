"""What a measure makes of the rows that it wants is what it makes of the whole table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from detente.analysis.events import Selection, pick_events
from detente.analysis.follow import FollowOptions
from detente.analysis.forecasting.options import ForecastOptions
from detente.analysis.relations import RelationsOptions
from detente.archive.imports import import_events
from detente.runs.analyses.wanted import Wanted, imported_where, wanted_columns
from detente.runs.tables import open_tables
from tests.unit.archive.builders import full_record, new_archive, store
from tests.unit.runs.test_tables import icews

_SELECTIONS = (
    Selection(),
    Selection(unit="actor", min_confidence=0.0, statuses=("actual", "promised", "proposed"), background=True),
    Selection(min_confidence=0.0, statuses=("actual", "promised", "proposed", "possible"), background=True),
    Selection(reviewed_only=True),
    Selection(min_confidence=0.9, weigh=True, domestic=True, since=date(2001, 1, 1)),
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return an archive with imported events, and one with edits, joined actors, copies and unknown sides."""
    folder = tmp_path_factory.mktemp("wanted")
    (folder / "events.tab").write_text(icews(30), encoding="utf-8")
    connection = new_archive(folder / "news.sqlite")
    store(connection, full_record())
    import_events(connection, folder / "events.tab", "2025-03-10T00:00:00", "icews")
    connection.close()
    frozen = sorted((Path(__file__).parents[3] / "data" / "archives").glob("*.sqlite"))[-1]
    (folder / "frozen.sqlite").write_bytes(frozen.read_bytes())
    return [folder / "news.sqlite", folder / "frozen.sqlite"]


@pytest.mark.parametrize("selection", _SELECTIONS)
def test_the_rows_of_a_pair_are_all_that_counts_of_it(archives: list[Path], selection: Selection) -> None:
    for path in archives:
        place = open_tables(path)
        whole = place.dyads()
        everything = pick_events(whole, selection)
        assert pick_events(place.dyads(Wanted(selection)), selection).equals(everything)
        some = set(zip(*(everything.column(side).to_pylist() for side in ("source", "target")), strict=True))
        for source, target in [*sorted(some)[:2], *[(source, None) for source, _ in sorted(some)[-1:]], (None, "RUS")]:
            rows = place.dyads(Wanted(selection, ((source, target), (target, source))))
            assert rows.schema == wanted_columns()
            for one, other in ((source, target), (target, source)):
                expected = pick_events(whole, selection, source=one, target=other)
                assert pick_events(rows, selection, source=one, target=other).equals(expected), (path, one, other)


def test_parquet_gives_the_rows_of_a_pair(archives: list[Path], tmp_path: Path) -> None:
    whole = open_tables(archives[0]).dyads()
    pq.write_table(whole, tmp_path / "dyads.parquet")
    wanted = Wanted(Selection(), (("TUR", "RUS"), ("RUS", "TUR")))
    rows = open_tables(tmp_path / "dyads.parquet").dyads(wanted)
    assert rows.schema == wanted_columns()
    assert len(rows) == 30
    assert pick_events(rows, Selection()).equals(pick_events(whole, Selection(), source="TUR", target="RUS"))


def test_few_rows_are_read_for_one_pair(archives: list[Path]) -> None:
    place, usual = open_tables(archives[0]), Selection(min_confidence=0.0, background=True)
    assert len(place.dyads(Wanted(usual, (("TUR", "RUS"),)))) == 30
    assert 0 < len(place.dyads(Wanted(usual))) - 30 < len(place.dyads()) - 30


def test_a_measure_names_what_it_wants() -> None:
    both = Wanted.of_relations(RelationsOptions("RUS", "UKR", both=True))
    assert both.pairs == (("RUS", "UKR"), ("UKR", "RUS"))
    assert Wanted.of_relations(RelationsOptions("RUS", both=False)).pairs == (("RUS", None),)
    assert Wanted.of_follow(FollowOptions(sides=("RUS", "UKR"))).pairs == both.pairs
    pooled = Wanted.of_follow(FollowOptions())
    assert pooled.is_everybody
    assert pooled.selection.statuses == ("actual", "promised")
    asked = ForecastOptions("kind", "RUS", "UKR")
    assert Wanted.of_forecast(asked) == Wanted(asked.selection)
    single = replace(asked, selection=replace(asked.selection, unit="actor"))
    assert Wanted.of_forecast(single) is None, "sectors are needed"


def test_imported_events_have_no_review() -> None:
    where, values = imported_where(Wanted(Selection(reviewed_only=True)))
    assert "NULL IS NOT NULL" in where
    assert values == ["actual"]
