"""Shipped tables: columns are checked, and whatever is wrong is said with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.rows import KnowledgeRow, only_once, read_lists, read_rows, shipped

if TYPE_CHECKING:
    from pathlib import Path


def _rows(folder: Path, text: str) -> tuple[KnowledgeRow, ...]:
    (folder / "fish.tsv").write_text(text, encoding="utf-8")
    return read_rows(folder, "fish.tsv", ("name", "water", "eats"))


def test_notes_and_blank_lines_are_passed_over_and_lines_counted(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "# Fish.\nname\twater\teats\n\npike\tfresh\troach,perch\n# later\ncod\tsalt\t-\n")
    assert [(row.text("name"), row.line) for row in rows] == [("pike", 4), ("cod", 6)]
    assert rows[0].listed("eats", ",") == ("roach", "perch")
    assert rows[1].maybe("eats") is None
    assert rows[1].listed("eats", ",") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\twater\nx\ty\n", "fish.tsv, line 1: the columns are name, water instead of name, water, eats"),
        ("name\twater\teats\npike\tfresh\n", "fish.tsv, line 2: 2 cells for 3 columns"),
        ("name\twater\teats\npike\t\troach\n", "fish.tsv, line 2: nothing stands in the column water"),
    ],
)
def test_wrong_table_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        _rows(tmp_path, text)
    assert message in str(caught.value)


def test_word_outside_the_vocabulary_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    row = _rows(tmp_path, "name\twater\teats\npike\tfrsh\troach\n")[0]
    with pytest.raises(KnowledgeError, match=r"fish\.tsv, line 2: no water 'frsh'") as caught:
        row.one_of("water", ("fresh", "salt"))
    assert caught.value.hint == "Did you mean fresh?"
    with pytest.raises(KnowledgeError) as far:
        row.one_of("name", ("cod", "sole"))
    assert far.value.hint == "Known: cod, sole."


def test_empty_cell_is_refused_where_something_must_stand(tmp_path: Path) -> None:
    row = _rows(tmp_path, "name\twater\teats\npike\tfresh\t-\n")[0]
    with pytest.raises(KnowledgeError, match="line 2: eats is empty"):
        row.text("eats")
    assert row.maybe_one_of("eats", ("roach",)) is None


def test_same_key_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "name\twater\teats\npike\tfresh\t-\ncod\tsalt\t-\npike\tsalt\t-\n")
    assert only_once(rows, "name", "water") == rows
    with pytest.raises(KnowledgeError, match="line 4: 'pike' stands in line 2 already"):
        only_once(rows, "name")


def test_shipped_folders_are_found() -> None:
    assert shipped("words").joinpath("kin.tsv").is_file()


LISTS = "list\twords\texample\nswim\tcod pike\tA pike swam by.\n"


def test_a_list_may_have_several_rows(tmp_path: Path) -> None:
    (tmp_path / "fish.tsv").write_text(LISTS + "swim\troach\tA roach.\nfly\tgull\tA gull.\n", encoding="utf-8")
    lists = read_lists(tmp_path, "fish.tsv", ("swim", "fly"))
    assert lists == {"swim": {"cod", "pike", "roach"}, "fly": {"gull"}}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("swin\troach\tA roach.\n", "fish.tsv, line 3: no list 'swin'"),
        ("swim\troach cod\tA roach.\n", "fish.tsv, line 3: 'cod' stands in the list 'swim' already"),
        ("", "fish.tsv: the list 'fly' has no row"),
    ],
)
def test_wrong_lists_are_refused(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "fish.tsv").write_text(LISTS + row, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_lists(tmp_path, "fish.tsv", ("swim", "fly"))
    assert message in str(caught.value)
