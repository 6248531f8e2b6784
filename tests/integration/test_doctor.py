"""Doctor on damage, on what other hands did, and beside a program that writes; guards of the database."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive.database import connect
from detente.archive.review import Signature, correct
from tests.data.freeze import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.attack.conftest import Detente

_ANNA = Signature("anna", "2025-03-11T09:00:00+00:00", "the source says so")
_REPLACE_EDIT = (
    "INSERT OR REPLACE INTO edits SELECT edit, article, action, subject_key, subject_start, subject_end, "
    "subject_words, subject_label, old, new, 'mallory', at, 'forged', undoes FROM edits"
)
_REPLACE_TEXT = (
    "INSERT OR REPLACE INTO articles SELECT article, hex(zeroblob(32)), title, published, url, source, language, "
    "replace(text, 'a', '@'), blocks, story, maker, run FROM articles"
)


@pytest.fixture
def edited(archive: Path) -> Path:
    with closing(connect(archive)) as connection:
        correct(connection, 1, "e2", {"status": "denied"}, _ANNA)
    return archive


def _change(path: Path, sql: str) -> None:
    """Change an archive as a person with the sqlite3 command would: without foreign keys."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def test_a_whole_archive_is_well(detente: Detente, edited: Path) -> None:
    said = detente("doctor", at=edited)
    assert (said.code, said.out.splitlines()[-1]) == (0, "all is well")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DROP TRIGGER statements_stay", "the trigger statements_stay is missing"),
        ("DROP TRIGGER edits_stay; UPDATE edits SET coder = 'mallory'", "edit 1 is not as it was made"),
        ("DROP TRIGGER edits_last; DROP TRIGGER edit_refs_last; DELETE FROM edit_refs; DELETE FROM edits",
         "edit 1 was deleted"),
        ("DROP VIEW events_wide", "the view events_wide is missing"),
        ("DROP INDEX articles_published", "the index articles_published is missing"),
        ("DROP TABLE gaps", "the table gaps is missing"),
        ("CREATE TRIGGER evil AFTER INSERT ON articles BEGIN DELETE FROM failures; END",
         "the trigger evil was added by other hands"),
        ("CREATE VIEW mine AS SELECT 1", "the view mine was added by other hands"),
        ("DROP TRIGGER articles_text_stays; "
         "CREATE TRIGGER articles_text_stays AFTER UPDATE ON articles BEGIN SELECT 1; END",
         "the trigger articles_text_stays is not as Détente makes it"),
        ("UPDATE statements SET review = 'accepted'", "the review marks of article 1 are not what people's edits make"),
        ("DELETE FROM kept_records", "is no longer kept"),
        ("DELETE FROM appearances", "where article 1 was found is not there"),
        ("DELETE FROM claim_days", "the record of article 1 is not the one that was filed"),
        ("DELETE FROM gaps", "the record of article 1 is not the one that was filed"),
        ("UPDATE events SET intensity = 9", "the record of article 1 is not the one that was filed"),
        ("UPDATE articles SET published = '1999-01-01'", "the record of article 1 is not the one that was filed"),
        ("UPDATE runs SET read = 99999", "the runs count 99,999 articles read"),
        ("UPDATE runs SET duplicate = 9", "run 1 counts 9 duplicates"),
        ("UPDATE runs SET failed = 9", "run 1 counts 9 failures"),
        ("DROP TRIGGER identities_stay; UPDATE identities SET country = 'ATL'", "of identities was changed"),
        ("DROP TRIGGER kept_records_stay; UPDATE kept_records SET body = x'00'", "the kept record 1 of article 1"),
        ("UPDATE articles SET blocks = replace(hex(zeroblob(750)), '00', '[') || "
         "replace(hex(zeroblob(750)), '00', ']')",
         "does not hold together"),
        ("INSERT INTO articles (article, id, text, blocks, story) "
         "VALUES (90, hex(zeroblob(32)), CAST(x'ff41fe' AS TEXT), '{}', 90)", "article 90 cannot be read"),
        ("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE VIEW x' WHERE name = 'events_wide'", ""),
        ("INSERT INTO imports VALUES (1, 'x', 'gdelt', hex(zeroblob(32)), 'now', 7, 0, '[]')", "import 1 took 7 rows"),
    ],
)  # fmt: skip
def test_what_other_hands_did_is_seen(detente: Detente, edited: Path, harm: str, told: str) -> None:
    _change(edited, harm)
    said = detente("doctor", at=edited)
    assert said.code == 1
    assert told in said.out + said.err
    assert "This is a bug" not in said.err


def test_pages_of_zeros_anywhere_end_in_a_line_for_the_person(detente: Detente, edited: Path, tmp_path: Path) -> None:
    _change(edited, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole = edited.read_bytes()
    for number in range(1, len(whole) // 1024, 7):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(whole[: number * 1024] + bytes(1024) + whole[(number + 1) * 1024 :])
        for words in (("doctor",), ("show", "1", "--json"), ("review", "log")):
            said = detente(*words, at=path)
            assert "This is a bug" not in said.err
        path.unlink()


@pytest.mark.parametrize(
    "sql",
    [
        _REPLACE_EDIT, _REPLACE_TEXT,
        "UPDATE OR REPLACE articles SET article = 2",
        "DELETE FROM articles",
        "INSERT OR REPLACE INTO kept_records SELECT kept, article, maker, why, run, x'00' FROM kept_records",
        "UPDATE kept_records SET body = x'00'",
        "INSERT OR REPLACE INTO identities SELECT identity, digest, 'Atlantis', kind, entity, country, sector, role "
        "FROM identities",
        "UPDATE identities SET country = 'ATL'",
        "INSERT INTO statements (article, key, kind, content_start, content_end, words) "
        "VALUES (1, 's90', 'direct', 99990, 99999, char(31))",
        "INSERT INTO statements (article, key, kind, content_start, content_end, pieces, words) "
        "VALUES (1, 's90', 'direct', 0, 1, '{\"content\":[[99990,99999]]}', char(31))",
        "INSERT INTO events (article, key, type, status, background, trigger_start, trigger_end, words) "
        "VALUES (1, 'e90', 'AID', 'actual', 0, 99990, 99999, char(31))",
        "INSERT INTO gaps (article, n, gap_kind, span_start, span_end, words) "
        "VALUES (1, 90, 1, 99990, 99999, char(31))",
        "INSERT INTO actors (article, key, identity, mentions, words) "
        "VALUES (1, 'a90', 1, '{\"n\":[99990,9]}', char(31))",
        "UPDATE statements SET speakers = '[\"a99\"]'",
        "UPDATE events SET targets = '[\"a99\"]'",
        "DELETE FROM actors WHERE key = 'a1'",
        "UPDATE actors SET key = 'a99' WHERE key = 'a1'",
    ],
)  # fmt: skip
def test_the_database_itself_refuses(edited: Path, sql: str) -> None:
    with closing(sqlite3.connect(edited)) as connection:  # foreign keys off, as in any program
        before = list(connection.iterdump())
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(sql)
        connection.rollback()
        assert list(connection.iterdump()) == before


def test_doctor_beside_a_program_that_writes_says_what_it_could_not_check(
    detente: Detente, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.archive.checks.checkup._PATIENCE_MS", 50)
    with closing(sqlite3.connect(archive, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = detente("doctor")
        other.execute("ROLLBACK")
    assert said.code == 0
    assert "not checked: the index for search" in said.out
    assert "damage" not in said.out


@pytest.mark.parametrize("kind", ["add", "reread"])
def test_the_hint_for_a_run_that_did_not_end_is_the_command_for_it(detente: Detente, archive: Path, kind: str) -> None:
    _change(archive, f"UPDATE runs SET state = 'interrupted', kind = '{kind}', read = 0")
    assert f"detente {kind} --resume" in detente("doctor").out


def test_an_empty_file_is_no_archive_and_stays_empty(detente: Detente, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    for words in (("doctor",), ("show",), ("search", "x"), ("stories",), ("review", "queue"), ("changes",),
                  ("export", str(tmp_path / "x")), ("backup", str(tmp_path / "y")), ("add", "--resume")):  # fmt: skip
        said = detente(*words, at=empty)
        assert said.code == 1
        assert "is empty" in said.err
    assert empty.stat().st_size == 0


def test_an_archive_that_cannot_be_written_is_read(
    detente: Detente, edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    burnt = tmp_path / "burnt.sqlite"
    assert detente("backup", str(burnt), at=edited).code == 0
    wal = tmp_path / "wal.sqlite"
    shutil.copy(burnt, wal)
    _change(wal, "PRAGMA journal_mode = WAL")
    monkeypatch.setattr("detente.archive.database.is_writable", lambda _: False)
    monkeypatch.setattr("detente.views.cli.care.is_writable", lambda _: False)
    for path in (burnt, wal):
        for words in (("search", "the"), ("show", "1"), ("show",), ("stories",), ("doctor",), ("review", "queue"),
                      ("review", "log"), ("review", "show", "1"), ("changes",),
                      ("export", str(tmp_path / f"{path.stem}.gexf"), "--as", "gexf")):  # fmt: skip
            said = detente(*words, at=path)
            assert said.code in {0, 1}
            assert said.err == ""
    assert not list(tmp_path.glob("*.sqlite-*"))[2:]  # those of the archive that was edited


def test_an_older_archive_is_sealed_when_it_is_whole(detente: Detente, archive: Path) -> None:
    _change(archive, "DELETE FROM seals")
    assert "1 records of an earlier version are whole, and sealed now" in detente("doctor").out
    _change(archive, "DELETE FROM claim_days")
    assert detente("doctor").code == 1


@pytest.mark.parametrize(("harm", "told"), [("DROP TABLE gaps", "the table gaps is missing"),
                                            ("DROP VIEW events_wide", "the view events_wide is missing"),
                                            ("DROP TRIGGER edits_stay; UPDATE edits SET coder = 'mallory'",
                                             "the trigger edits_stay is missing")])  # fmt: skip
def test_what_was_taken_from_an_older_archive_is_seen_before_it_is_brought_up_to_date(
    detente: Detente, tmp_path: Path, harm: str, told: str
) -> None:
    old = tmp_path / "old.sqlite"
    shutil.copy(FOLDER / "archives" / "format-4.sqlite", old)
    _change(old, harm)
    said = detente("doctor", at=old)
    assert said.code == 1
    assert told in said.out
    assert "free space" not in said.err
