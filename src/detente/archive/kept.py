"""Records that are no longer shown, kept in full: what a re-reading replaced, and what people's edits stand on."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Literal

from detente.archive.makers import find_maker
from detente.archive.rows import select_article
from detente.errors import ArchiveError, telling_damage
from detente.records import Record

if TYPE_CHECKING:
    import sqlite3

#: A record of the longest article that is read stays far below this; a foreign archive may hold anything.
_MOST_RECORD_BYTES = 100_000_000

#: "replaced": an older reading. "edited": the current reading as the machine made it, before people's edits.
Why = Literal["replaced", "edited"]


def keep_record(connection: sqlite3.Connection, number: int, record: Record, why: Why, *, run: int | None) -> None:
    """Keep a record of an article. Of the kind "edited" there is one an article: a second takes the place of the first.

    Args:
        connection: The archive, in a transaction.
        number: The article's number.
        record: Its record; of the article only the metadata is kept, the text stands in its row.
        why: What it is kept for.
        run: The run that replaced it; None for "edited".
    """
    data = record.to_dict()
    data["article"].pop("text")
    body = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    if why == "edited":
        connection.execute("DELETE FROM kept_records WHERE article = ? AND why = 'edited'", (number,))
    connection.execute(
        "INSERT INTO kept_records (article, maker, why, run, body) VALUES (?, ?, ?, ?, ?)",
        (number, find_maker(connection, record.run), why, run, body),
    )


def restore_record(connection: sqlite3.Connection, kept: int) -> Record:
    """Return a kept record.

    Raises:
        ArchiveError: There is none with this number, or it is damaged.
    """
    row = connection.execute("SELECT article, body FROM kept_records WHERE kept = ?", (kept,)).fetchone()
    article = select_article(connection, row[0]) if row else None
    if article is None:
        raise ArchiveError(f"the archive keeps no record with number {kept}")
    with telling_damage(f"the kept record {kept}"):
        unpacker = zlib.decompressobj()
        packed = unpacker.decompress(row[1], _MOST_RECORD_BYTES)
        if not unpacker.eof:
            raise ArchiveError(f"the kept record {kept} is cut off, or larger than a record can be")
        data = json.loads(packed)
        data["article"]["text"] = article.text
        return Record.from_dict(data)


def machine_record(connection: sqlite3.Connection, number: int) -> Record | None:
    """Return what the machine read in an article, without people's edits; None if nobody has edited it."""
    row = connection.execute("SELECT kept FROM kept_records WHERE article = ? AND why = 'edited'", (number,)).fetchone()
    return None if row is None else restore_record(connection, row[0])
