"""`detente who` and `detente knowledge`: the tables, asked from the command line. No parser is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.knowledge import SHIPPED_TABLES
from detente.views.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_roles_are_judged_for_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["who", "Meloni", "--on", "2008-06-01"], capsys)
    assert code == 0
    assert "Giorgia Meloni" in out
    then, later = (next(line for line in out.splitlines() if office in line) for office in ("youth", "prime minister"))
    assert "holds on the day" in then
    assert "later" in later


def test_every_row_names_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["who", "Putin"], capsys)
    assert "source: " in out
    assert "trust" in out


def test_roles_that_read_the_same_are_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["who", "George W. Bush", "--on", "2004-08-02"], capsys)
    assert sum("2001-01-20" in line for line in out.splitlines()) == 1


def test_a_name_that_nobody_bears_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["who", "Qwxyz Nemo"], capsys)
    assert code == 1
    assert "Qwxyz Nemo" in out


def test_a_day_that_is_none_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["who", "Putin", "--on", "yesterday"], capsys)
    assert code == 2
    assert "YYYY-MM-DD" in err


def test_a_common_name_is_cut_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, short, _ = run(["who", "Smith"], capsys)
    _, long, _ = run(["who", "Smith", "--all"], capsys)
    assert "--all" in short
    assert len(long) > len(short)


def test_an_update_is_shown_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        for table in SHIPPED_TABLES.glob("*.tsv"):  # the first rows of each: a whole copy is 20 MB
            rows = table.read_text(encoding="utf-8").splitlines()[:500]
            (folder / table.name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    agents = old / "agents.tsv"
    rows = agents.read_text(encoding="utf-8").splitlines()
    agents.write_text("\n".join([*rows[1:], "zzz testers\tCVL\there"]) + "\n", encoding="utf-8")
    code, out, _ = run(["knowledge", "diff", str(old), str(new)], capsys)
    assert code == 0
    assert out.splitlines()[-1] == "2 rows differ"
    assert any(line.startswith("- agents.tsv  zzz testers") for line in out.splitlines())
    assert any(line.startswith("+ agents.tsv") for line in out.splitlines())


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["knowledge", "diff", str(tmp_path / "nowhere")], capsys)
    assert code == 2
    assert "nowhere" in err
