"""The archive with real processes: killed, read and copied while it is written, and fed with what is broken."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import time
import zipfile
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Self

import pytest
from benchmarks import kills, wire

from detente.archive import Archive, connect
from detente.archive.checks import check_archive
from detente.archive.maintenance import back_up
from detente.runs import manifest
from detente.runs.adding import AddOptions, add_articles
from detente.runs.local import ReadingOptions
from detente.runs.rereading import reread_articles
from detente.runs.watch import NoWatch

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

pytestmark = pytest.mark.model

_GOOD = (
    "Peru and Chile sign a treaty\n\nPeru and Chile signed a treaty on the border on Friday. “We agree on point {n},” "
    "said Peruvian Foreign Minister Ana Ruiz.\n"
)
_LONGEST_SECONDS = 540
_REPORTS = 60


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return wire.write_sources(tmp_path_factory.mktemp("wire"), _REPORTS)


@pytest.fixture(scope="module")
def undisturbed(sources: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("archive") / "news.sqlite"
    kills.add(sources, archive, workers=2)
    return archive


def test_a_run_that_was_killed_and_resumed_ends_as_any_other(
    sources: tuple[str, ...], undisturbed: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "news.sqlite"
    kills.add_with_kills(sources, killed, total=_REPORTS, kills=3, seed=5, workers=2)
    assert kills.compare_archives(undisturbed, killed) == []


def test_a_difference_of_one_word_would_be_seen(undisturbed: Path, tmp_path: Path) -> None:
    other = tmp_path / "news.sqlite"
    with closing(connect(undisturbed)) as connection:
        back_up(connection, other)
    assert kills.compare_archives(undisturbed, other) == []
    with closing(sqlite3.connect(other)) as changed:
        changed.execute("UPDATE articles SET source = 'Another' WHERE article = 2")
        changed.commit()
    assert [line.split(",")[0] for line in kills.compare_archives(undisturbed, other)] == ["articles"]


def test_a_clock_that_is_set_back_changes_nothing(
    sources: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = itertools.count(23, -1)

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 3, 29, max(next(hours), 0), tzinfo=tz)

    monkeypatch.setattr(manifest, "datetime", SetBack)
    path = tmp_path / "news.sqlite"
    added = add_articles(sources[:1], path, AddOptions(), NoWatch())
    again = reread_articles(path, ReadingOptions(), NoWatch(), everything=True)
    assert (added.finished, again.finished, again.read) == (True, True, added.read)
    with closing(connect(path)) as connection:
        assert check_archive(connection, path).problems == ()


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_of_the_whole_group_ends_the_run_in_order(
    sources: tuple[str, ...], tmp_path: Path, times: int
) -> None:
    archive = tmp_path / "news.sqlite"
    command = kills.detente("add", *sources, "--archive", str(archive), "--workers", "2")
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not kills.count_places(archive):
            assert process.poll() is None
            time.sleep(0.05)
        for _ in range(times):
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.05)
        _, errors = process.communicate(timeout=_LONGEST_SECONDS)
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    kills.add((), archive, workers=2, resume=True)
    with closing(connect(archive)) as connection:
        assert connection.execute("SELECT state, read + duplicate + known + failed FROM runs").fetchall() == [
            ("finished", _REPORTS)
        ]


def test_two_runs_at_once_lose_nothing_while_readers_and_copies_come_by(
    sources: tuple[str, ...], undisturbed: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "news.sqlite"
    command = ["add", "--archive", str(archive), "--workers", "1"]
    runs = [
        subprocess.Popen(kills.detente(*command, *order), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own command
        for order in (sources, sources[::-1])
    ]
    looks = copies = 0
    last = (0, 0, 0)
    while any(run.poll() is None for run in runs):
        if not kills.count_places(archive):
            continue
        last = _look(archive, last)
        looks += 1
        if looks % 5 == 1:
            copies += 1
            _check_copy(archive, tmp_path / f"copy{copies}.sqlite")
    for run in runs:
        _, errors = run.communicate(timeout=_LONGEST_SECONDS)
        assert run.returncode == 1, errors.decode()  # 1: the broken reports failed, as they must
        assert b"Traceback" not in errors
    assert looks
    with closing(connect(archive)) as both, closing(connect(undisturbed)) as one:
        for table in ("articles", "statements", "events", "actors", "fingerprints"):
            sql = f"SELECT count(*) FROM {table}"
            assert both.execute(sql).fetchone() == one.execute(sql).fetchone(), table
        ids = "SELECT id FROM articles ORDER BY id"
        assert both.execute(ids).fetchall() == one.execute(ids).fetchall()
        assert check_archive(both, archive).problems == ()
        assert both.execute("SELECT count(*) FROM visits").fetchone() == (0,)


def _look(archive: Path, last: tuple[int, int, int]) -> tuple[int, int, int]:
    """Read all views and all records as another process does; return counts that may only grow."""
    with Archive(archive) as opened:
        views = opened.query("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").column(0).to_pylist()
        for view in views:
            opened.query(f"SELECT * FROM {view}")
        articles = events = statements = 0
        for filed in opened.filed():
            known = {actor.key for actor in filed.record.actors}
            assert all(set(event.sources + event.targets) <= known for event in filed.record.events)
            assert all(set(one.speakers) <= known for one in filed.record.statements)
            articles += 1
            events += len(filed.record.events)
            statements += len(filed.record.statements)
    found = (articles, events, statements)
    assert all(now >= before for now, before in zip(found, last, strict=True))
    return found


def _check_copy(archive: Path, copy: Path) -> None:
    with closing(connect(archive)) as connection:
        back_up(connection, copy)
    with closing(connect(copy)) as connection:
        assert check_archive(connection, copy).problems == ()
    copy.unlink()


def test_what_is_hostile_is_bounded_and_told_and_takes_nothing_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good, bad = _write_hostile(folder)
    archive = tmp_path / "news.sqlite"
    command = kills.detente("add", str(folder), "--archive", str(archive), "--workers", "2")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS)  # noqa: S603 - our own command
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    with closing(connect(archive)) as connection:
        failed = connection.execute("SELECT origin, stage, reason FROM failures").fetchall()
        read = connection.execute("SELECT origin FROM appearances JOIN articles USING (article) WHERE maker > 0")
        assert {origin.rsplit("/", 1)[1] for origin, *_ in failed} == bad
        assert all(stage and reason for _, stage, reason in failed)
        assert {origin.rsplit("/", 1)[1] for (origin,) in read} == good
        assert check_archive(connection, archive).problems == ()
        said = "SELECT count(DISTINCT article) FROM statements"
        assert connection.execute(said).fetchone()[0] == len(good) - 1  # the long line says nothing
    assert sorted(path.name for path in tmp_path.iterdir() if "sqlite" not in path.name) == ["in"]


def _write_hostile(folder: Path) -> tuple[set[str], set[str]]:
    """Write files that can be read and files that cannot; return the last parts of the origins of both."""
    texts = iter(_GOOD.format(n=n) for n in range(100))
    good: dict[str, bytes] = {
        "good.txt": next(texts).encode(),
        "utf16.txt": next(texts).encode("utf-16"),
        "windows.txt": next(texts).encode("cp1252"),
        "line\nbreak \x1b[31m.txt": next(texts).encode(),
        "'; DROP TABLE articles; --.txt": next(texts).encode(),
        "script.html": f"<html><body><article><h1>Talks</h1><p>{next(texts)}</p><script>alert(1)</script>"
        "<p>The two sides meet again in June, in Lima, to talk about the harbour.</p></article></body></html>".encode(),
        "line.txt": b"Peru and Chile said they would meet, and " * 7_500,
    }
    bad: dict[str, bytes] = {
        "bomb.zip": _zip_bomb(),
        "bomb.txt.gz": gzip.compress(b"0" * 100_000_000),
        "cut.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>",
        "cut.txt.gz": gzip.compress(next(texts).encode() * 50)[:100],
        "entities.xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'
        b'<rss version="2.0"><channel><item><description>&c;</description></item></channel></rss>',
        "nul.txt": b"Peru\x00\x00 and Chile",
        "empty.txt": b"",
        "huge.txt": b"Peru",
    }
    for name, data in {**good, **bad}.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.txt").open("r+b") as huge:
        huge.truncate(2_000_000_000)
    (folder / "link.txt").symlink_to("/etc/hostname")
    rows = [{"text": "half \ud800 a character"}, {"text": next(texts), "title": "\ud800 x"}, {"text": {"a": 1}}]
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "[" * 100_000, "utf-8")
    formula = next(texts).replace('"', '""')
    (folder / "formulas.csv").write_text(f'title,text\n=cmd|x!A1,"{formula}"\n', "utf-8")
    names = {name.replace("\n", "\\n").replace("\x1b", "\\x1b") for name in good}
    return names | {"rows.jsonl#2", "formulas.csv#1"}, {*bad, "rows.jsonl#1", "rows.jsonl#3", "rows.jsonl#4"}


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.txt", b"0" * 100_000_000)
        bomb.writestr("../../evil.txt", _GOOD)
    return packed.getvalue()
