"""Parquet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.sources import CollectionOptions, ColumnChoice, Limits, count_items
from tests.unit.sources.helpers import TEXT, founds, messages, take


def _write(path: Path, rows: int = 300, **more: object) -> None:
    columns = {
        "title": [f"Talks {n}" for n in range(rows)],
        "published": [datetime(2020, 1, 2, tzinfo=UTC)] * rows,
        "text": [f"{n}. {TEXT}" for n in range(rows)],
        "embedding": [[0.0] * 10] * rows,
        **more,
    }
    pq.write_table(pa.table(columns), path, row_group_size=100)


def test_rows_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    _write(path)
    items, told = take(path)
    assert [item.origin for item in items] == [f"{path}#{n}" for n in range(1, 301)]
    assert (founds(items)[299].title, founds(items)[299].published) == ("Talks 299", date(2020, 1, 2))
    assert "date from column 'published'" in told[0]
    assert count_items([str(path)], CollectionOptions()) == 300


@pytest.mark.parametrize(("first", "end", "seen"), [(1, 50, 49), (101, 130, 29), (150, 0, 151), (250, 251, 1)])
def test_of_some_rows_no_others_are_made(tmp_path: Path, first: int, end: int, seen: int) -> None:
    path = tmp_path / "news.parquet"
    _write(path)
    items, told = take(path, rows=(first, end))
    assert [item.origin for item in items] == [f"{path}#{n}" for n in range(first, first + seen)]
    assert founds(items)[0].title == f"Talks {first - 1}"
    assert told == take(path)[1], "the columns are chosen from the whole table"


def test_bytes_are_text_and_none_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    _write(path, 3, text=[TEXT.encode(), None, b"\xff" + TEXT.encode()])
    items, _ = take(path, columns=ColumnChoice(text="text"))
    assert [found.text for found in founds(items)] == [TEXT, "\ufffd" + TEXT]
    assert "nothing in 'text'" in messages(items)[0]


def test_cut_off_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    _write(path)
    path.write_bytes(path.read_bytes()[:-100])
    (message,) = messages(take(path)[0])
    assert "cannot be read after row 0" in message


def test_damage_inside_costs_only_what_lies_behind(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    _write(path)
    start = pq.ParquetFile(path).metadata.row_group(2).column(2).data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    items, _ = take(path)
    assert len(founds(items)) >= 128
    assert "cannot be read after row" in messages(items)[-1]


def test_one_long_text_named_many_times_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    long = "x" * 2_000_000
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000, pa.int32()), pa.array([long]))
    pq.write_table(pa.table({"text": texts}), path, dictionary_pagesize_limit=10_000_000)
    assert path.stat().st_size < 1_000_000
    items, _ = take(path, limits=Limits(max_bytes=1_000_000))
    assert len(messages(items)) == 1_000
    assert "a field is larger than 1 MB" in messages(items)[0]


def test_file_that_states_an_immense_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    pq.write_table(
        pa.table({"text": ["x" * 110_000_000]}), path, use_dictionary=False, compression="zstd", write_statistics=False
    )
    assert "more than 200 times its size" in messages(take(path)[0])[0]
