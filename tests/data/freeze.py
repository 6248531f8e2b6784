"""Makes the files that every later version must open: an archive of the present format, and records.

Run it BEFORE a change of the format, from a state in which the tests pass:

    python -m tests.data.freeze

It writes `archives/format-<N>.sqlite` and never overwrites one: a file that a version has written stays as it is.
"""

from __future__ import annotations

import dataclasses
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import detente
from detente.archive import Appearance, Failure, connect, transaction
from detente.archive.database import migrations
from detente.archive.filing import file_appearance, file_failure, file_record
from detente.archive.review import (
    Signature,
    accept,
    add,
    correct,
    identity_of,
    look,
    merge_actors,
    reject,
    same_actor,
    undo,
)
from detente.archive.run_log import end_run, start_run
from tests.unit.archive.builders import full_record

if TYPE_CHECKING:
    import sqlite3

    from detente.records import Record

FOLDER = Path(__file__).parent

#: Our own words. Every kind of claim is in them.
TEXT = """Norway and Vestland near a deal on the strait

OSLO, 10 March 2025 - Norwegian Foreign Minister Espen Barth Eide said on Monday that Norway would lift the
restrictions on fishing vessels if Russia withdraws its patrols from the strait by Friday.

"We will not negotiate under threat," Eide told reporters in Oslo. Russian President Vladimir Putin rejected the offer
and accused Norway of escalating the dispute. He said the patrols were not a provocation but a search for two missing
sailors.

Hungarian Prime Minister Viktor Orban called for the sanctions against Russia to be eased, while Poland opposes any
such step. Germany has promised to send ten million euros in aid to the fishing towns by the end of April.

"Our door remains open, unless ships are seized again," a spokesman for the Norwegian government said.

Whether the talks lead to a lasting agreement or merely postpone the next incident remains to be seen.
"""
_ANNA = Signature("anna", "2025-03-11T09:00:00+00:00", "as the text says")
_BEN = Signature("ben", "2025-03-12T10:30:00+00:00")
_START = "2025-03-10T12:00:00+00:00"


def read_text() -> Record:
    """Return the record that this version reads in our text."""
    record = detente.read(TEXT, published="2025-03-10")
    article = dataclasses.replace(record.article, source="The Example", url="https://example.org/strait")
    return dataclasses.replace(record, article=article)


def freeze_archive(path: Path) -> None:
    """Write an archive with two articles, edits of two people, a re-reading, a failure, and joined actors."""
    with closing(connect(path, create=True)) as connection:
        with transaction(connection):
            run = start_run(connection, "add", {}, _START)
            read = _file(connection, run, read_text(), "strait.txt")
            filled = _file(connection, run, full_record(), "harbour.txt")
            file_failure(connection, run, "broken.txt", Failure("text", "there is nothing to read", None))
            end_run(connection, run, "finished", "2025-03-10T12:01:00+00:00")
        _edit(connection, read, filled)
        with transaction(connection):
            run = start_run(connection, "reread", {}, "2025-03-13T12:00:00+00:00")
            newer = full_record(version="0.0.newer")
            _file(connection, run, dataclasses.replace(newer, questions=()), "harbour.txt")
            end_run(connection, run, "finished", "2025-03-13T12:01:00+00:00")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")


def _file(connection: sqlite3.Connection, run: int, record: Record, origin: str) -> int:
    number = file_record(connection, run, record)
    about = record.article
    file_appearance(connection, run, number, Appearance(origin, about.url, about.source, about.published, about.title))
    return number


def _edit(connection: sqlite3.Connection, read: int, filled: int) -> None:
    accept(connection, filled, "s1", _ANNA)
    correct(connection, filled, "e2", {"type": "THREATEN", "targets": ["a1"]}, _ANNA)
    reject(connection, filled, "i1", _BEN)
    text = full_record().article.text
    at = text.index("rejected")
    values = {"type": "ACCUSE", "sources": ["a2"], "trigger": [at, at + len("rejected")], "status": "actual"}
    add(connection, filled, "events", values, _BEN)
    merge_actors(connection, filled, "a1", "a3", _ANNA)
    edit = correct(connection, filled, "p1", {"stance": "mixed"}, _BEN).edit
    undo(connection, edit.number, _BEN)
    one = look(connection, filled).record.actors[1]
    other = look(connection, read).record.actors[0]
    same_actor(connection, identity_of(one), identity_of(other), _ANNA)


def main() -> None:
    """Write the archive of the present format, and the records it holds, beside those that are there."""
    number = migrations()[-1][0]
    path = FOLDER / "archives" / f"format-{number}.sqlite"
    if path.exists():
        sys.exit(f"{path} is there already, and is never written again")
    freeze_archive(path)
    for name, record in (("read", read_text()), ("filled", full_record())):
        target = FOLDER / "records" / f"{name}-{number}.json"
        target.write_text(record.to_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
