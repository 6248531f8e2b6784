"""Several processes at once: a run that adds and reads again, and two reviewers. No error, no lost edit."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from detente.archive.database import connect, transaction
from detente.archive.filing import file_record as file_reading
from detente.archive.kept import machine_record
from detente.archive.review import (
    Signature,
    apply_edits,
    correct,
    live_edits,
    look,
    redo,
    reject,
    select_all_edits,
    select_edits,
    undo,
)
from detente.archive.rows import select_record
from tests.unit.archive.builders import TEXT, full_record, make_article, span
from tests.unit.archive.review.scenes import file_record
from tests.unit.archive.review.test_rereading import MIXED_UP, rekeyed

_ROUNDS = 25
#: Each with claims that the other leaves alone.
_PEOPLE = (("anna", "questions"), ("ben", "interpretations"))
_STATUSES = ("denied", "possible", "promised", "proposed")


def run_adds_and_reads_again(path: str) -> int:
    """Add an article and read the first one again, as a run does, many times over. Returns how often."""
    connection = connect(Path(path))
    for n in range(_ROUNDS):
        record = dataclasses.replace(full_record(), article=make_article(f"{TEXT} Part {n}."))
        with transaction(connection):
            file_reading(connection, 1, record)
        with transaction(connection):
            # the machine's record is not what the tables show: people have edited it
            file_reading(connection, 1, rekeyed(full_record(), MIXED_UP if n % 2 else {}))
    connection.close()
    return _ROUNDS


def person_edits(path: str, coder: str, table: str) -> int:
    """Correct, reject, undo and redo in the first article. Returns how many edits were signed."""
    connection = connect(Path(path))
    signed = Signature(coder, "2025-03-11T09:00:00+00:00")
    made = 0
    for n in range(_ROUNDS):
        seen = look(connection, 1)
        rejected = next(anchor for anchor in seen.anchors.values() if anchor.words == "rejected")
        edit = correct(connection, 1, rejected, {"status": _STATUSES[n % 4]}, signed).edit
        made += 1
        if n % 5 == 0:
            undo(connection, edit.number, signed)
            redo(connection, edit.number, signed)
            made += 2
        if n % 7 == 3:
            claim = next(anchor for anchor in look(connection, 1).anchors.values() if anchor.kind.collection == table)
            undo(connection, reject(connection, 1, claim, signed).edit.number, signed)
            made += 2
    connection.close()
    return made


def test_a_run_and_two_reviewers_write_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    connection = connect(path, create=True)
    file_record(connection, full_record())
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        run = pool.submit(run_adds_and_reads_again, str(path))
        people = [pool.submit(person_edits, str(path), *who) for who in _PEOPLE]
        assert run.result(120) == _ROUNDS
        made = sum(person.result(120) for person in people)
    edits = select_all_edits(connection)
    assert [edit.number for edit in edits] == list(range(1, made + 1)), "every edit stands, each with its own number"
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (_ROUNDS + 1,)
    assert connection.execute("SELECT count(*) FROM unfit_edits").fetchone() == (0,)
    machine = machine_record(connection, 1)
    assert machine is not None
    shown = select_record(connection, 1)
    assert shown == apply_edits(machine, select_edits(connection, 1)).record
    last = [edit for edit in live_edits(edits) if edit.action == "correct"][-1]
    held = next(event for event in shown.events if event.trigger == span("rejected"))
    assert held.status == last.new["status"]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
