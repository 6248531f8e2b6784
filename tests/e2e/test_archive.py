"""From a folder of clippings to an archive and out again, by the commands that a person types, with the real reader."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import detente
from detente.archive import connect, transaction
from detente.archive.filing import file_text
from detente.records import Record
from detente.views.cli import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

_TALKS = """\
Peru and Chile settle their border dispute

LIMA, 2 May 2025 (Meridian) – Peru and Chile agreed on Friday to settle their border dispute. “We agree on all points \
of the map,” said Peruvian Foreign Minister Ana Ruiz. She said that the two countries would meet again in Santiago in \
June if their parliaments approve the text.

The dispute began in 1979, when Chile closed a bridge over the border river. Peru condemned the closure at the time \
and recalled its ambassador from Santiago.
"""
_COPY = "MORNING BRIEF\n\n" + _TALKS.replace("said that the two", "added that both") + "\nReporting by our Lima desk.\n"


@pytest.fixture(scope="module")
def clippings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clippings")
    (folder / "a.txt").write_text(_TALKS, encoding="utf-8")
    (folder / "b.txt").write_text(_TALKS, encoding="utf-8")
    (folder / "c.txt").write_text(_COPY, encoding="utf-8")
    (folder / "empty.txt").write_text(" \n", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    with (folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["headline", "body", "date"])
        rows.writerow([
            "Norway sends aid",
            "Norway sent medical aid to Chad on Monday, its government said.",
            "2025-04-08",
        ])
        rows.writerow(["=1+1", "", "2025-04-08"])
    return folder


@pytest.fixture(scope="module")
def archive(clippings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "news.sqlite"
    with pytest.raises(SystemExit) as left:
        main.run(["add", str(clippings), "--archive", str(path), "--workers", "1"])
    assert left.value.code == 1  # some of the articles cannot be read
    return path


def _run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_everything_that_was_there_is_told(archive: Path) -> None:
    with detente.Archive(archive) as opened:
        (run,) = opened.runs()
        assert (run.state, run.read, run.duplicate, run.known, run.failed) == ("finished", 3, 1, 0, 3)
        failures = opened.query("SELECT origin, stage, reason FROM failures ORDER BY origin").to_pylist()
    assert [row["origin"].rsplit("/")[-1] for row in failures] == ["empty.txt", "more.csv#2", "picture.txt"]
    assert all(row["stage"] and row["reason"] for row in failures)


def test_the_same_text_is_one_article_and_a_copy_is_one_story(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with detente.Archive(archive) as opened:
        assert len(opened.appearances(1)) == 2
        events = opened.events().to_pylist()
        (story,) = opened.stories()
    first = [event for event in events if event["told"].startswith(story_id(archive))]
    assert [member.number for member in story.articles] == [1, 2]
    assert len(first) > len({event["told"] for event in first}) > 0
    code, out, _ = _run(["stories", "--archive", str(archive)], capsys)
    assert code == 0
    assert "2 articles" in out


def story_id(archive: Path) -> str:
    with closing(sqlite3.connect(archive)) as connection:
        return str(connection.execute("SELECT id FROM articles WHERE article = 1").fetchone()[0])


def test_adding_again_finds_everything_known(
    clippings: Path, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert _run(["backup", str(copy), "--archive", str(archive)], capsys)[0] == 0
    code, out, _ = _run(["add", str(clippings), "--archive", str(copy), "--workers", "1"], capsys)
    assert code == 1
    assert out.startswith("0 read")
    assert "4 known already, 3 failed" in out


def test_search_finds_articles_statements_and_actors(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Norway sends aid" in _run(["search", "medical aid", "--archive", str(archive)], capsys)[1]
    out = _run(["search", "map", "--speaker", "Ruiz", "--archive", str(archive)], capsys)[1]
    assert "We agree on all points of the map" in out
    assert "Ana Ruiz" in _run(["search", "ruiz", "--actors", "--archive", str(archive)], capsys)[1]
    assert _run(["search", "zeppelin", "--archive", str(archive)], capsys)[:2] == (1, "Nothing found.\n")


def test_an_article_is_shown_as_a_view_as_json_and_as_a_page(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Peru" in _run(["show", "1", "--archive", str(archive)], capsys)[1]
    record = Record.from_json(_run(["show", "1", "--json", "--archive", str(archive)], capsys)[1])
    assert record == detente.read(_TALKS)
    page = tmp_path / "page.html"
    assert _run(["show", "1", "--html", "-o", str(page), "--archive", str(archive)], capsys)[0] == 0
    assert "<html" in page.read_text(encoding="utf-8")
    code, _, err = _run(["show", "77", "--archive", str(archive)], capsys)
    assert code == 2
    assert "no article 77" in err


def test_the_archive_is_exported_and_sound(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "tables"
    assert _run(["export", str(target), "--archive", str(archive)], capsys)[0] == 0
    rows = list(csv.DictReader((target / "events.csv").read_text(encoding="utf-8").splitlines()))
    with detente.Archive(archive) as opened:
        assert len(rows) == opened.events().num_rows > 4
    assert "losses" in json.loads((tmp_path / "tables.losses.json").read_text(encoding="utf-8"))
    code, out, _ = _run(["doctor", "--archive", str(archive)], capsys)
    assert code == 0
    assert "all is well" in out


def test_a_reading_with_other_knowledge_tells_what_changed(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    _run(["backup", str(copy), "--archive", str(archive)], capsys)
    code, out, _ = _run(["reread", "--archive", str(copy), "--workers", "1"], capsys)
    assert (code, out.split(" in ")[0]) == (0, "0 read")
    assert "--all reads them again" in out
    own = tmp_path / "own.tsv"
    own.write_text(
        "name\tkind\tcountry\tsector\toffice\tcode\tstart\n"
        "Ana Ruiz\tperson\tPER\tGOV\tforeign minister\tFM\t2025-01-01\n",
        encoding="utf-8",
    )
    code, out, _ = _run(["reread", "--archive", str(copy), "--actors", str(own), "--workers", "1"], capsys)
    assert code == 0
    assert out.startswith("3 read")
    code, out, _ = _run(["changes", "--archive", str(copy)], capsys)
    assert code == 0
    assert "read the same as before" in out
    with detente.Archive(copy) as opened:
        kept = opened.query("SELECT count(*) AS n FROM kept_records WHERE why = 'replaced'").to_pylist()
        assert kept == [{"n": 3}]
        (ruiz,) = [actor for actor in opened.record(1).actors if actor.name == "Ana Ruiz"]
        assert ruiz.entity is not None


def test_a_rereading_files_what_failed_before_and_outlives_what_is_refused(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    _run(["backup", str(copy), "--archive", str(archive)], capsys)
    text = _TALKS.replace("Peru and Chile agreed on Friday", "On Friday Peru and Chile agreed")
    with closing(connect(copy)) as connection, transaction(connection):
        failed = file_text(connection, detente.read(text).article)
        (refused,) = connection.execute("SELECT article FROM articles WHERE text LIKE 'Norway sent%'").fetchone()
        connection.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON actors WHEN NEW.article = "
            f"{refused} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    code, out, _ = _run(["reread", "--archive", str(copy), "--all", "--workers", "1"], capsys)
    assert code == 1
    assert out.startswith("3 read in ")
    assert "1 failed (archive): the archive refuses what was read: no room" in out
    with closing(connect(copy)) as connection:
        assert connection.execute("SELECT stage, reason FROM failures WHERE article = ?", (refused,)).fetchall() == [
            ("archive", "the archive refuses what was read: no room")
        ]
    with detente.Archive(copy) as opened:
        assert opened.record(failed).events
        assert opened.record(refused).events  # what was read before is still there
        assert opened.query(
            "SELECT count(DISTINCT story) AS n FROM articles WHERE text LIKE '%settle their border dispute%'"
        ).to_pylist() == [{"n": 1}]


def test_a_wrong_table_of_actors_stops_a_run_before_it_begins(
    clippings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("name\tkind\nAna Ruiz\twizard\n", encoding="utf-8")
    path = tmp_path / "none.sqlite"
    code, _, err = _run(["add", str(clippings), "--actors", str(own), "--archive", str(path)], capsys)
    assert code == 1
    assert "own.tsv" in err
    assert not path.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "nowhere.txt"], "no file nowhere.txt"),
        (["add"], "nothing to add"),
        (["add", "a.txt", "--resume"], "--resume goes on"),
        (["add", "--resume"], "there is no archive"),
        (["search", "word"], "there is no archive"),
        (["show"], "there is no archive"),
        (["reread"], "there is no archive"),
        (["export", "out", "--as", "excel"], "no export format 'excel'"),
        (["export", "out", "--status", "maybe"], "no status 'maybe'"),
    ],
)
def test_wrong_use_is_explained_and_makes_no_file(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.sqlite"
    code, _, err = _run([*arguments, "--archive", str(path)], capsys)
    assert code in {1, 2}
    assert message in err
    assert not path.exists()
