"""CSV, Parquet and Arrow tables read back with pandas and csv, against the records and each other."""

from __future__ import annotations

import csv
import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pyarrow.parquet as pq
import pytest

from detente.archive.exchange import TABLES, arrow_table, dyads_table, events_table, statements_table
from detente.archive.exchange.flat.codebook import meaning_of, values_of, write_codebook
from detente.archive.exchange.flat.table_files import guard_formula
from detente.archive.exchange.flat.tables import Batcher, iter_batches, table_named
from detente.errors import UsageError
from detente.records import EventType
from tests.unit.archive.exchange.samples import TEXT, archive, copy_of, filed, leading, record, written


def _csv(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _unguard(cell: str) -> str:
    """Undo what the codebook says is done to text cells."""
    return cell.removeprefix("'")


def test_event_row_has_the_words_and_codes_of_the_record() -> None:
    row = events_table([leading()]).to_pylist()[1]
    number = leading().record.article.id
    start = TEXT.index("accused")
    assert row == {
        "id": f"{number}:e2", "article": number, "told": f"{number}:e2", "type": "ACCUSE", "mode": "allege",
        "cameo": "112", "quad": 3, "sources": "Government of Russia", "sources_id": "gov:RUS", "sources_country": "RUS",
        "targets": "Turkey; Ukraine", "targets_id": "Q43; Q212", "targets_country": "TUR; UKR", "reciprocal": False,
        "trigger": "accused", "trigger_start": start, "trigger_end": start + 7, "status": "actual", "status_cue": None,
        "status_cue_start": None, "status_cue_end": None, "background": False, "said_in": f"{number}:s1",
        "date_start": None, "date_end": None, "date_precision": None, "place": None, "place_country": None,
        "place_geonames": None, "latitude": None, "longitude": None, "contexts": None, "intensity": -2.0, "mentions": 2,
        "confidence": None, "source_confidences": None, "target_confidences": None, "review": None, "leads": True,
    }  # fmt: skip


def test_first_event_has_date_place_and_review() -> None:
    row = events_table([leading()]).to_pylist()[0]
    assert (row["date_start"], row["date_precision"], row["reciprocal"]) == (date(2025, 3, 3), "day", True)
    assert (row["place"], row["place_geonames"], row["latitude"]) == ("Ankara", 323786, 39.9199)
    assert (row["contexts"], row["review"], row["confidence"]) == ("diplomatic; military", "accepted", 0.873)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_offsets_lead_to_the_words_and_ids_join(table: Any) -> None:
    articles = archive()
    texts = {item.record.article.id: item.record.article.text for item in articles}
    rows = arrow_table(table.name, articles).to_pylist()
    assert rows
    found = {
        row["id"] for name in ("statements", "events", "conditions") for row in arrow_table(name, articles).to_pylist()
    }
    for row in rows:
        for name in [name.removesuffix("_start") for name in row if name.endswith("_start") and name != "date_start"]:
            words = row.get(name)
            if words is not None and "…" not in words:
                assert texts[row["article"]][row[f"{name}_start"] : row[f"{name}_end"]] == words
        for name in ("said_in", "inside", "binds", "evidence", "conditions"):
            joined = row.get(name)
            if joined is not None:
                assert set(joined.split("; ")) <= found


def test_every_table_counts_all_items_of_the_records() -> None:
    articles = archive()
    for name in ("actors", "statements", "events", "conditions", "interpretations", "questions", "positions",
                 "commitments", "gaps"):  # fmt: skip
        assert arrow_table(name, articles).num_rows == sum(len(getattr(item.record, name)) for item in articles)
    assert arrow_table("articles", articles).num_rows == 3
    assert statements_table(articles).equals(arrow_table("statements", articles))


def test_dyads_are_the_pairs_of_the_dyadic_data_sets() -> None:
    rows = dyads_table([leading()]).to_pylist()
    pairs = [(row["event"].rpartition(":")[2], row["source_id"], row["target_id"]) for row in rows]
    delegation = f"text:{leading().record.article.id[:16]}:a7"
    assert pairs == [
        ("e1", "Q43", "Q212"),
        ("e1", "Q212", "Q43"),
        ("e2", "gov:RUS", "Q43"),
        ("e2", "gov:RUS", "Q212"),
        ("e3", "x:eu", "gov:RUS"),
        ("e4", "x:un", "Q212"),
        ("e5", delegation, None),
        ("e6", "name:Ada Kaya|TUR|person", None),
    ]
    assert [row["date"] for row in rows] == [
        date(2025, 3, 3), date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 4), None, date(2019, 1, 1), None,
        date(2025, 3, 4),
    ]  # fmt: skip


def test_copies_share_the_event_and_say_that_they_are_copies() -> None:
    first = leading()
    rows = events_table([first, copy_of(first)]).to_pylist()
    assert {row["told"] for row in rows[:6]} == {row["told"] for row in rows[6:]}
    assert [row["leads"] for row in rows] == [True] * 6 + [False] * 6


def test_parquet_is_the_arrow_table(tmp_path: Path) -> None:
    target, _ = written("parquet", tmp_path)
    for table in TABLES:
        assert pq.read_table(target / f"{table.name}.parquet").equals(arrow_table(table.name, archive()))


def test_csv_is_the_arrow_table_once_the_guard_is_undone(tmp_path: Path) -> None:
    target, losses = written("csv", tmp_path)
    control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
    for table in TABLES:
        kinds = {column.name: column.kind for column in table.columns}
        rows = _csv(target, table.name)
        expected = arrow_table(table.name, archive()).to_pylist()
        assert len(rows) == len(expected)
        for row, values in zip(rows, expected, strict=True):
            for name, cell in row.items():
                value = values[name]
                if value is None:
                    assert cell == ""
                elif kinds[name] == "text":
                    assert _unguard(cell) == control.sub("\ufffd", value)
                elif kinds[name] == "boolean":
                    assert cell == str(value).lower()
                elif kinds[name] == "date":
                    assert date.fromisoformat(cell) == value
                else:
                    assert float(cell) == value
    assert losses.count("control characters: replaced") > 0


def test_no_csv_text_cell_is_a_formula(tmp_path: Path) -> None:
    target, _ = written("csv", tmp_path)
    for table in TABLES:
        texts = [column.name for column in table.columns if column.kind == "text"]
        for row in _csv(target, table.name):
            cells = [row[name] for name in texts if row[name] not in {"-", "+"}]  # a sign alone is no formula
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
    article = _csv(target, "articles")[2]
    assert article["title"].startswith("'=HYPERLINK(")
    assert _csv(target, "events")[-1]["intensity"] == "-7.2"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'x", "＝1", "－1"])
def test_guard_goes_before_what_a_spreadsheet_would_run(text: str) -> None:
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["-", "+", "－", "peace", ""])
def test_guard_leaves_alone_what_is_no_formula(text: str) -> None:
    assert guard_formula(text) == text


def test_pandas_reads_csv_and_parquet_alike(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    as_csv = pd.read_csv(written("csv", tmp_path / "a")[0] / "events.csv", dtype={"cameo": str})
    as_parquet = pd.read_parquet(written("parquet", tmp_path / "b")[0] / "events.parquet")
    assert list(as_csv.columns) == list(as_parquet.columns)
    assert as_csv["cameo"].tolist()[0] == "040"
    pd.testing.assert_series_equal(as_csv["intensity"], as_parquet["intensity"])
    pd.testing.assert_series_equal(as_csv["background"], as_parquet["background"])


def test_selection_leaves_rows_out_and_counts_them(tmp_path: Path) -> None:
    target, losses = written("csv", tmp_path, statuses=frozenset({"actual"}), background=False)
    assert {(row["status"], row["background"]) for row in _csv(target, "events")} == {("actual", "false")}
    assert losses.count("events of status denied: left out") == 2
    assert losses.count("dyads of the background: left out") == 2
    assert len(_csv(target, "statements")) == 8


def test_reviewed_only_keeps_what_people_have_seen(tmp_path: Path) -> None:
    target, losses = written("csv", tmp_path, reviewed_only=True)
    assert [row["review"] for row in _csv(target, "events")] == ["accepted"]
    assert [row["review"] for row in _csv(target, "statements")] == ["corrected"]
    assert len(_csv(target, "articles")) == 3
    assert losses.count("events that nobody has reviewed: left out") == 12


def test_batches_are_bounded_and_whole() -> None:
    table = table_named("events")
    batches = list(iter_batches(table, [leading()] * 10, rows=12))
    assert [batch.num_rows for batch in batches] == [12] * 5


def test_batch_ends_early_where_texts_are_long() -> None:
    batcher = Batcher(table_named("articles"), rows=100, characters=2500)
    articles = [filed(record("x" * 1000 + str(i))) for i in range(8)]
    batches = [batch for item in articles for row in batcher.table.rows(item) for batch in batcher.add(row)]
    assert [batch.num_rows for batch in [*batches, *batcher.rest()]] == [3, 3, 2]
    assert list(batcher.rest()) == []


def test_half_a_surrogate_pair_is_replaced_not_fatal() -> None:
    item = record("plain text", title="broken \ud83d title")
    assert arrow_table("articles", [filed(item)]).to_pylist()[0]["title"] == "broken \ufffd title"


def test_unknown_table_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        arrow_table("verdicts", [])
    assert error.value.hint is not None
    assert "statements" in error.value.hint


def test_codebook_explains_every_column_from_the_docstrings(tmp_path: Path) -> None:
    target, _ = written("csv", tmp_path)
    text = (target / "codebook.md").read_text(encoding="utf-8")
    assert text == write_codebook(created="2026-11-23", version="0.1.0")
    for table in TABLES:
        assert f"## {table.name}\n" in text
        for column in table.columns:
            assert len(meaning_of(column)) > 10, column.name
            assert f"| `{column.name}` | {column.kind} | " in text
    by_name = {column.name: column for column in table_named("events").columns}
    assert values_of(by_name["type"]) == get_args(EventType)
    assert meaning_of(by_name["cameo"]).startswith("The CAMEO code, as deep as the words carry it")
    assert meaning_of(by_name["mode"]) == 'The PLOVER mode where the words carry one ("airstrike"), else empty.'
    assert values_of(by_name["review"]) == ("accepted", "corrected", "added")
    assert values_of(by_name["mode"]) == ()


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_rows_have_exactly_the_columns_of_their_table(table: Any) -> None:
    names = {column.name for column in table.columns}
    for item in archive():
        for row in table.rows(item):
            assert set(row) == names


def test_confidences_stand_in_the_order_of_the_actors_and_in_their_own_row_of_dyads() -> None:
    item = leading()
    event = dataclasses.replace(item.record.events[1], confidence=0.9, target_confidences=(0.8, 0.25))
    sure = dataclasses.replace(
        item, record=dataclasses.replace(item.record, events=(item.record.events[0], event, *item.record.events[2:]))
    )
    row = events_table([sure]).to_pylist()[1]
    assert (row["source_confidences"], row["target_confidences"]) == (None, "0.8; 0.25")
    rows = [row for row in dyads_table([sure]).to_pylist() if row["event"].endswith(":e2")]
    assert [(r["confidence"], r["source_confidence"], r["target_confidence"]) for r in rows] == [
        (0.9, None, 0.8), (0.9, None, 0.25),
    ]  # fmt: skip
