"""JSON in its three forms."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from detente.sources import Limits
from tests.unit.sources.helpers import TEXT, founds, messages, take

ROWS = [{"headline": f"Talks {n}", "publishedAt": "2020-01-02T10:00:00Z", "content": TEXT} for n in range(3)]


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("\ufeff" + "\r\n".join(map(json.dumps, ROWS)))
    items, _ = take(path)
    assert [found.title for found in founds(items)] == ["Talks 0", "Talks 1", "Talks 2"]
    assert founds(items)[0].published == date(2020, 1, 2)


def test_broken_lines_are_errors_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = [
        json.dumps(ROWS[0]),
        "{broken",
        "",
        "[1]",
        "12",
        "[" * 100_000,
        '{"a": ' + "9" * 5_000 + "}",
        json.dumps(ROWS[1]),
    ]
    path.write_text("\n".join(lines))
    items, _ = take(path)
    assert [item.origin.rpartition("#")[2] for item in items] == ["1", "2", "4", "5", "6", "7", "8"]
    assert [item.found is not None for item in items] == [True, False, False, False, False, False, True]


def test_lines_named_json(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    assert len(founds(take(path)[0])) == 3


def test_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    with path.open("w") as stream:
        stream.write("[\n")
        for number in range(3_000):
            stream.write(("," if number else "") + json.dumps({"title": str(number), "text": TEXT * 30}))
        stream.write("]")
    tracemalloc.start()
    try:
        numbers = [found.title for found in founds(take(path)[0][-2:])]
        items_peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert numbers == ["2998", "2999"]
    assert items_peak < 80_000_000  # the 28 MB of texts are kept by the test itself


def test_array_with_a_break_in_it(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text("[" + ",".join(map(json.dumps, ROWS[:2])) + ', {"text": oops}, {}]')
    items, _ = take(path)
    assert len(founds(items)) == 2
    assert "cannot be read on" in messages(items)[0]


def test_what_comes_before_a_cut_in_a_packed_array_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.json.gz"
    path.write_bytes(gzip.compress(json.dumps([{"text": f"{n} {TEXT}"} for n in range(50)]).encode(), 0)[:-5_000])
    items, _ = take(path)
    assert 30 < len(founds(items)) < 50
    assert "cut off" in messages(items)[0]


def test_article_in_an_array_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps([ROWS[0], {"text": "x" * 1_000_000}, ROWS[1]]))
    items, _ = take(path, limits=Limits(max_bytes=200_000))
    assert len(founds(items)) == 1
    assert "larger than 0.2 MB" in messages(items)[0]


def test_list_of_articles_in_an_object(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    articles = [{**row, "source": {"id": None, "name": "Example Times"}} for row in ROWS]
    path.write_text(json.dumps({"status": "ok", "numbers": [1], "articles": articles}, indent=1))
    items, _ = take(path)
    assert [found.source for found in founds(items)] == ["Example Times"] * 3


def test_single_object(tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    path.write_text(json.dumps({"maintext": TEXT, "date_publish": "2020-01-02 10:00:00"}, indent=1))
    (found,) = founds(take(path)[0])
    assert (found.text, found.published) == (TEXT, date(2020, 1, 2))


def test_half_characters_and_steering_codes_stay_out_of_titles(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"title": "A\\ud800\\u001b[31mB", "url": "javascript:alert(1)", "text": "' + TEXT + '"}')
    (found,) = founds(take(path)[0])
    assert (found.title, found.url) == ("A[31mB", None)


@pytest.mark.parametrize("orient", ["columns", "index", "split"])
def test_tables_of_pandas(tmp_path: Path, orient: str) -> None:
    names = list(ROWS[0])
    forms = {
        "columns": {name: {str(n): row[name] for n, row in enumerate(ROWS)} for name in names},
        "index": {str(n): row for n, row in enumerate(ROWS)},
        "split": {"columns": names, "index": [0, 1, 2], "data": [list(row.values()) for row in ROWS]},
    }
    path = tmp_path / "news.json"
    path.write_text(json.dumps(forms[orient]))
    items, _ = take(path)
    assert [found.title for found in founds(items)] == ["Talks 0", "Talks 1", "Talks 2"]
    assert founds(items)[2].published == date(2020, 1, 2)


def test_object_of_objects_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps({"meta": {"lang": "en"}, "body": {"text": TEXT}}))
    assert founds(take(path)[0]) == []
