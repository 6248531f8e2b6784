"""Where output may not go: over an archive, over what belongs to somebody, to no place of its own."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.errors import UsageError
from detente.files import exchange, replacing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.attack.conftest import Detente

_FORMS = ("gexf", "graphml", "gdelt", "gdelt-mentions", "icews", "polecat", "plover", "plover-minimal", "dna")


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("place", ["itself", "link", "wal", "sidecar"])
def test_no_export_writes_over_an_archive(
    detente: Detente, archive: Path, tmp_path: Path, form: str, place: str
) -> None:
    before = archive.read_bytes()
    target = archive
    if place == "link":
        target = tmp_path / "link.out"
        target.symlink_to(archive)
    elif place == "wal":
        target = archive.with_name(archive.name + "-wal")
    elif place == "sidecar":
        target = tmp_path / "out"
        archive.with_name("out.losses.json").write_bytes(before)
    said = detente("export", str(target), "--as", form)
    assert said.code == 2
    assert "nothing is written over it" in said.err
    assert archive.read_bytes() == before


@pytest.mark.parametrize("words", [("show", "1", "--html"), ("show", "1", "--json"), ("show", "1")])
def test_no_page_writes_over_an_archive(detente: Detente, archive: Path, words: tuple[str, ...]) -> None:
    before = archive.read_bytes()
    assert detente(*words, "-o", str(archive)).code == 2
    assert archive.read_bytes() == before


def test_a_dna_file_is_replaced_until_somebody_has_worked_in_it(detente: Detente, tmp_path: Path) -> None:
    target = tmp_path / "out.dna"
    assert [detente("export", str(target), "--as", "dna").code for _ in range(3)] == [0, 0, 0]
    with closing(sqlite3.connect(target)) as database, database:
        database.execute("UPDATE DOCUMENTS SET Notes = 'mine'")
    assert detente("export", str(target), "--as", "dna").code == 2
    with closing(sqlite3.connect(target)) as database:
        assert database.execute("SELECT DISTINCT Notes FROM DOCUMENTS").fetchall() == [("mine",)]


@pytest.mark.parametrize("target", [".", "", "/", "..", "n" * 252, "n" * 5_000])
@pytest.mark.parametrize("form", ["csv", "gexf"])
def test_what_is_no_place_is_wrong_use(
    detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert detente("export", target, "--as", form).code == 2
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("news.sqlite")] == []


def test_a_name_as_long_as_names_can_be_is_taken(detente: Detente, tmp_path: Path) -> None:
    assert detente("backup", str(tmp_path / ("n" * 252))).code == 0
    assert detente("show", "1", "--json", "-o", str(tmp_path / ("m" * 252))).code == 0


def test_nothing_is_written_in_place_of_a_device(detente: Detente, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for words in (("export", str(pipe), "--as", "gexf"), ("show", "1", "-o", str(pipe))):
        assert detente(*words).code == 2
    assert pipe.is_fifo()


def test_part_files_of_the_user_stay(detente: Detente, tmp_path: Path) -> None:
    mine = [tmp_path / name for name in ("out.gexf.part", "copy.sqlite.part", "page.html.part", "tables.part")]
    for path in mine:
        path.write_text("mine")
    detente("export", str(tmp_path / "out.gexf"), "--as", "gexf")
    detente("export", str(tmp_path / "tables"))
    detente("backup", str(tmp_path / "copy.sqlite"))
    detente("show", "1", "--html", "-o", str(tmp_path / "page.html"))
    assert [path.read_text() for path in mine] == ["mine"] * 4


def test_a_folder_with_other_things_in_it_is_left_alone(detente: Detente, tmp_path: Path) -> None:
    target = tmp_path / "tables"
    assert detente("export", str(target)).code == 0
    assert detente("export", str(target)).code == 0
    (target / "events.xlsx").write_text("mine")
    said = detente("export", str(target))
    assert said.code == 2
    assert "events.xlsx" in said.err


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "old.csv").write_text("old")
    with replacing(target, is_ours=lambda _: True) as part:
        part.mkdir()
        (part / "new.csv").write_text("new")
    assert [path.name for path in target.iterdir()] == ["new.csv"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_replaced_where_the_system_cannot_exchange_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.files.exchange", lambda *_: False)
    test_a_folder_is_replaced_as_a_whole(tmp_path)


def test_exchange_of_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert not exchange(tmp_path / "a", tmp_path / "b")


def test_what_a_killed_export_left_is_swept_away_and_the_work_of_others_is_not(tmp_path: Path) -> None:
    target = tmp_path / "out"
    child = os.fork()
    if not child:
        with replacing(target) as part:
            part.write_text("half")
            os._exit(9)
    os.waitpid(child, 0)
    assert len(list(tmp_path.iterdir())) == 1
    with replacing(target) as other, replacing(target) as part:
        other.write_text("other")
        part.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_target_that_becomes_an_archive_meanwhile_stays_one(tmp_path: Path, archive: Path) -> None:
    target = tmp_path / "out"
    placing = replacing(target)
    placing.__enter__().write_text("export")
    target.write_bytes(archive.read_bytes())
    with pytest.raises(UsageError, match="nothing is written over it"):
        placing.__exit__(None, None, None)
    assert target.read_bytes() == archive.read_bytes()
