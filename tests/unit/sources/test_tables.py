"""What tables of all kinds share: columns, days, HTML in cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.sources import ColumnChoice
from detente.sources.days import find_day, is_ambiguous, tell_order
from detente.sources.rows.columns import choose_columns
from tests.unit.sources.helpers import TEXT, founds, messages, take


def _choose(rows: list[dict[str, object]], **choice: str) -> dict[str, str]:
    columns = choose_columns(tuple(rows[0]), rows, ColumnChoice(**choice), origin="t")
    return {str(role): name for role, name in columns.names.items()}


def test_usual_names() -> None:
    row: dict[str, object] = {
        "ID": 1, "Headline": "A", "publishedAt": "2020-01-02", "Full Text": TEXT, "source-name": "B", "link": "http://x.org",
    }  # fmt: skip
    assert _choose([row]) == {
        "text": "Full Text", "date": "publishedAt", "title": "Headline", "url": "link", "source": "source-name",
    }  # fmt: skip


def test_column_that_is_empty_gives_way_to_one_that_is_not() -> None:
    assert _choose([{"text": "", "body": TEXT}])["text"] == "body"


def test_without_names_the_longest_is_the_text_and_days_are_days() -> None:
    rows: list[dict[str, object]] = [
        {"a": "NL", "b": f"{n} May 2020", "c": TEXT, "n": 20200101 + n} for n in range(1, 9)
    ]
    assert _choose(rows) == {"text": "c", "date": "b"}


def test_two_columns_of_days_are_none_of_publication() -> None:
    rows: list[dict[str, object]] = [{"a": "2020-01-02", "b": "2020-01-03", "text": TEXT}]
    assert "date" not in _choose(rows)
    assert _choose([{"crawl_date": "2020-01-02", "text": TEXT}]) == {"text": "text"}


def test_summary_is_taken_only_where_there_is_no_text() -> None:
    assert _choose([{"summary": "short", "title": "A"}])["text"] == "summary"
    assert _choose([{"summary": "short", "x": TEXT}])["text"] == "x"


def test_table_without_text_is_an_error() -> None:
    with pytest.raises(SourceError, match="no column looks like the text of articles; there are 'code', 'n'"):
        _choose([{"code": "A", "n": 1}])


def test_name_of_a_column_may_be_spelt_otherwise() -> None:
    assert _choose([{"Full Text": TEXT, "other": TEXT}], text="full_text")["text"] == "Full Text"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-01-02", date(2020, 1, 2)),
        ("2020-01-02T23:59:59+05:00", date(2020, 1, 2)),
        ("2020/1/2 10:00", date(2020, 1, 2)),
        ("20200102", date(2020, 1, 2)),
        ("20200102T101010Z", date(2020, 1, 2)),
        ("20200102101010", date(2020, 1, 2)),
        (20200102, date(2020, 1, 2)),
        (1577923200, date(2020, 1, 2)),
        ("1577923200000", date(2020, 1, 2)),
        ("1577923200.5", date(2020, 1, 2)),
        ("Thu, 02 Jan 2020 10:00:00 +0000", date(2020, 1, 2)),
        ("January 2, 2020 Thursday", date(2020, 1, 2)),
        ("Thursday, Jan. 2nd, 2020", date(2020, 1, 2)),
        ("2. Januar 2020", date(2020, 1, 2)),
        ("2 de enero de 2020", date(2020, 1, 2)),
        ("02.01.2020", date(2020, 1, 2)),
        ("13/4/2021", date(2021, 4, 13)),
        ("4/13/2021", date(2021, 4, 13)),
        ("5/5/2021", date(2021, 5, 5)),
        ("3/4/2021", None),
        ("2020-02-31", None),
        ("0001-01-01", None),
        ("1/2/20", None),
        ("yesterday", None),
        ("", None),
        (True, None),
        (17, None),
        (float("inf"), None),
        ("9" * 5_000, None),
        (None, None),
    ],
)
def test_days(cell: object, day: date | None) -> None:
    assert find_day(cell) == day


def test_order_is_told_by_the_column() -> None:
    assert tell_order(["3/4/2021", "13/4/2021"]) == "day first"
    assert tell_order(["3/4/2021", "4/13/2021"]) == "month first"
    assert tell_order(["13/4/2021", "4/13/2021"]) == "unknown"
    assert find_day("3/4/2021", "day first") == date(2021, 4, 3)
    assert find_day("3/4/2021", "month first") == date(2021, 3, 4)
    assert is_ambiguous("3/4/2021")
    assert not is_ambiguous("3.4.2021")


def _days_table(path: Path, days: list[str]) -> None:
    path.write_text("".join(["date,text\n", *(f"{day},{TEXT}\n" for day in days)]))


def test_whole_column_is_looked_at_where_its_beginning_leaves_the_order_open(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    _days_table(path, ["01/02/2020"] * 600 + ["25/02/2020"])
    items, _ = take(path)
    assert {found.published for found in founds(items)} == {date(2020, 2, 1), date(2020, 2, 25)}


def test_order_that_stays_open_is_said_and_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    _days_table(path, ["01/02/2020", "03/04/2020", "05/05/2020"])
    items, told = take(path)
    assert [found.published for found in founds(items)] == [None, None, date(2020, 5, 5)]
    assert "2 rows have a day in 'date' that could be day/month or month/day" in told[-1]
    items, told = take(path, date_format="%m/%d/%Y")
    assert [found.published for found in founds(items)] == [date(2020, 1, 2), date(2020, 3, 4), date(2020, 5, 5)]
    assert len(told) == 1


def test_bad_day_keeps_the_article(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    _days_table(path, ["2020-01-02", "soon", ""])
    items, told = take(path)
    assert [found.published for found in founds(items)] == [date(2020, 1, 2), None, None]
    assert "1 rows have something in 'date' that is no day" in told[-1]


def test_html_in_a_cell_is_read_as_html(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    cell = f"<p>{TEXT}</p><script>alert(1)</script><p>Caf&eacute; &amp; more, said an official in the capital.</p>"
    path.write_text(f'title,text\nTalks,"{cell}"\nPlain,"5 < 6 and {TEXT}"\n')
    first, second = founds(take(path)[0])
    assert first.text == f"{TEXT.strip()}\n\nCafé & more, said an official in the capital.\n"
    assert first.title == "Talks"
    assert second.text == f"5 < 6 and {TEXT}"


def test_row_without_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"title,text\nA,\nB,{TEXT}\n")
    items, _ = take(path)
    assert messages(items) == [f"{path}#1 has nothing in 'text'"]
    assert len(founds(items)) == 1


def test_like_tables_say_their_columns_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"title,text\nA,{TEXT}\n")
    (tmp_path / "c.csv").write_text(f"title,body\nA,{TEXT}\n")
    _, told = take(tmp_path)
    assert [line.partition(":")[0][-5:] for line in told] == ["a.csv", "c.csv"]


def test_table_in_a_folder_that_lacks_a_named_column_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"title,text\nA,{TEXT}\n")
    (tmp_path / "b.csv").write_text(f"title,story\nB,{TEXT}\n")
    items, _ = take(tmp_path, columns=ColumnChoice(text="story"))
    assert [found.title for found in founds(items)] == ["B"]
    assert "has no column 'story'" in messages(items)[0]
