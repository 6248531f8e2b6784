"""What the commands are made of: output, bars, lines on claims and edits, options."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest

from detente.archive.checks.checkup import Checkup
from detente.archive.review import accept, correct
from detente.errors import ArchiveError, UsageError
from detente.views.cli.calls.settings import Settings
from detente.views.cli.care import render_checkup
from detente.views.cli.output import (
    check_target,
    complain,
    has_colour,
    is_terminal,
    open_target,
    terminal_width,
    write_raw,
    write_stdout,
)
from detente.views.cli.progress import watch_run
from detente.views.cli.review.common import open_for_review, open_to_look, render_edited
from detente.views.cli.review.words import render_claim, render_edit
from detente.views.cli.search import short_line
from detente.views.cli.shards.progress import watch_shards
from detente.views.cli.weigh.options import check_targets, choose, make_selection, open_place
from tests.unit.archive.builders import full_record, new_archive
from tests.unit.archive.review.scenes import ANNA, file_record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.sqlite"
    connection = new_archive(path)
    file_record(connection, full_record())
    connection.close()
    return path


# ── Output ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_foreign_archives_hold_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_stdout("a\x1b[2Jb\n")
    complain("one\ntwo\x1b[31m", "do\nthis")
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert err.splitlines()[0].startswith("one two")
    assert err.splitlines()[1] == "  do this"
    write_raw("a\x1b[1mb")
    assert capsys.readouterr().out == "a\x1b[1mb"


def test_a_pipe_has_no_colours_and_eighty_columns() -> None:
    assert (is_terminal(), has_colour(), terminal_width()) == (False, False, 80)
    assert Settings().debug is False


def test_a_file_appears_when_all_is_written_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    with open_target(target) as write:
        write("{}")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "{}"
    with open_target(tmp_path / "b.json"):
        pass
    assert not (tmp_path / "b.json").exists()


def test_a_place_that_can_hold_no_file_is_refused_before_any_work(tmp_path: Path, archive: Path) -> None:
    check_target(tmp_path / "new.html")
    for wrong, says in ((tmp_path, "is a directory"), (tmp_path / "none" / "a.html", "there is no directory")):
        with pytest.raises(UsageError, match=says):
            check_target(wrong)
    with pytest.raises(UsageError):
        check_target(archive)
    with pytest.raises(UsageError):
        check_targets(archive, None)


# ── Bars ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("quiet", "told"), [(False, "failed: a.txt\nlate\n"), (True, "late\n")])
def test_a_bar_names_what_failed_unless_asked_to_be_quiet(
    quiet: bool, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with watch_run(quiet=quiet) as bar:
        bar.begin(2)
        bar.step("a.txt", "failed")
        bar.step("b.txt", "read")
        bar.notice("late")
    assert capsys.readouterr().err == told


def test_a_shard_that_is_not_made_is_named_with_its_hint(capsys: pytest.CaptureFixture[str]) -> None:
    with watch_shards() as bar:
        bar.begin("shards", 2)
        bar.step("s1", None)
        bar.step("s2", UsageError("no room", hint="Make some."))
    assert capsys.readouterr().err == "not made: s2: no room\n  Make some.\n"


# ── Claims and edits in lines ─────────────────────────────────────────────────────────────────────────────────


def test_a_claim_has_a_line_a_field_and_says_who_even_if_nobody() -> None:
    lines = render_claim(full_record(), "e2", "accepted").splitlines()
    assert lines[0] == "e2  event  (accepted)"
    told = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[1:]}
    assert told["sources"] == "Vestland (a2)"
    assert told["trigger"].startswith("“rejected” ")
    assert "cameo" not in told
    first = render_claim(full_record(), "e1").splitlines()
    assert first[0] == "e1  event  (confidence 0.80)"
    assert any(line.split() == ["targets", "–"] for line in first)


def test_an_edit_is_told_in_a_line(archive: Path) -> None:
    with open_for_review(archive) as connection:
        accepted = accept(connection, 1, "e1", ANNA, blind=False)
        corrected = correct(connection, 1, "e2", {"status": "denied"}, ANNA)
    assert render_edited(1, accepted) == "edit 1: 1:e1 accepted “withdraws”\n"
    assert render_edited(1, corrected).startswith("edit 2: 1:e2 corrected “rejected”")
    line = render_edit(corrected.edit, undone_by=3)
    assert "anna" in line
    assert "3" in line


def test_who_only_looks_cannot_write(archive: Path, tmp_path: Path) -> None:
    with open_to_look(archive) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM articles")
    with pytest.raises(ArchiveError), open_to_look(tmp_path / "none.sqlite"):
        pass


@pytest.mark.parametrize(
    ("text", "line"), [("a\n b\x1b[1m", None), (None, "–"), ("x" * 20, "x" * 9 + "…"), ("short", "short")]
)
def test_a_line_is_short_and_harmless(text: str | None, line: str | None) -> None:
    told = short_line(text, 10)
    assert len(told) <= 10
    assert "\x1b" not in told
    assert line is None or told == line


def test_a_checkup_says_that_all_is_well_or_what_is_not(tmp_path: Path) -> None:
    fine = Checkup(1200, 1100, 5_400_000, 100, 8, None, ())
    assert render_checkup(fine, tmp_path).splitlines() == [
        "1,200 articles, 1,100 of them read; format 8; 5.4 MB", "all is well",
    ]  # fmt: skip
    damaged = Checkup(None, None, 5_400_000, None, 8, None, ("row 1\x1b was\nchanged",), ("the index",))
    told = render_checkup(damaged, tmp_path).splitlines()
    assert told[0].startswith("? articles, ? of them read")
    assert told[1] == "not checked: the index"
    assert "well" not in told[-1]
    assert "\x1b" not in told[-1]


# ── Options of what is weighed ────────────────────────────────────────────────────────────────────────────────


def test_a_selection_is_what_the_options_say() -> None:
    chosen = make_selection(by="actor", since="2025-01-01", until=None, reviewed_only=True, min_confidence=0.7)
    assert (chosen.unit, chosen.since, chosen.until) == ("actor", date(2025, 1, 1), None)
    with pytest.raises(UsageError, match="soon"):
        make_selection(since="soon")


def test_a_word_that_is_no_choice_is_refused_with_those_that_are() -> None:
    choose("day", ("day", "week"), "--every")
    with pytest.raises(UsageError, match="--every") as caught:
        choose("hour", ("day", "week"), "--every")
    assert "week" in f"{caught.value.message} {caught.value.hint}"


def test_one_place_is_needed_and_no_more(archive: Path) -> None:
    assert open_place(archive, None)
    for both in ((archive, "x"), (None, None)):
        with pytest.raises(UsageError, match="name one place"):
            open_place(*both)
