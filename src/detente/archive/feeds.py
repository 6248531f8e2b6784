"""What the archive keeps of feeds between visits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from detente.errors import telling_damage

if TYPE_CHECKING:
    import sqlite3


def select_feeds(connection: sqlite3.Connection) -> dict[str, tuple[str | None, str | None, tuple[str, ...]]]:
    """Return, for each feed's address, its etag, its time of change, and the ids of the entries taken.

    Raises:
        ArchiveError: What is written of the entries is damaged.
    """
    rows = connection.execute("SELECT address, etag, last_modified, seen FROM feeds")
    with telling_damage("the list of feeds"):
        return {row[0]: (row[1], row[2], tuple(json.loads(row[3]))) for row in rows}


def store_feed(
    connection: sqlite3.Connection,
    address: str,
    *,
    etag: str | None,
    last_modified: str | None,
    seen: tuple[str, ...],
) -> None:
    """Keep what a feed's server said last, and which entries were taken."""
    connection.execute(
        "INSERT INTO feeds (address, etag, last_modified, seen) VALUES (?, ?, ?, ?) ON CONFLICT (address) DO UPDATE "
        "SET etag = excluded.etag, last_modified = excluded.last_modified, seen = excluded.seen",
        (address, etag, last_modified, json.dumps(list(seen), ensure_ascii=False)),
    )
