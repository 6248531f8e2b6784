"""Seals: a digest of the rows of each record as they were filed, by which rows changed by other hands are seen.

A seal keeps nobody from forging who knows how it is made. It tells of damage, of SQL by mistake, and of programs that
write into an archive without Détente.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Literal

from detente.archive.database import format_of
from detente.archive.layout import CLAIMS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_ARTICLE = "id, title, published, url, source, language, blocks"
_TABLES = ("actors", "claim_days", "claim_places", "gaps", *(layout.table for layout in CLAIMS))

_EDIT = (
    "edit, article, action, subject_key, subject_start, subject_end, subject_words, subject_label, old, new, coder, "
    "at, why, undoes"
)
_EDIT_REF = 'edit, key, start, "end", words, label'

SealState = Literal["whole", "broken", "none"]


def seal(connection: sqlite3.Connection, article: int) -> None:
    """Seal an article's record as it stands in the tables, in the transaction that wrote it."""
    connection.execute(
        "INSERT INTO seals (article, format, digest) VALUES (?, ?, ?) "
        "ON CONFLICT (article) DO UPDATE SET format = excluded.format, digest = excluded.digest",
        (article, format_of(connection), _digest(connection, article)),
    )


def check_seal(connection: sqlite3.Connection, article: int) -> SealState:
    """Tell whether an article's record is as it was sealed; "none" too for a seal over the tables of another format."""
    row = connection.execute("SELECT format, digest FROM seals WHERE article = ?", (article,)).fetchone()
    if row is None or row[0] != format_of(connection):
        return "none"
    return "whole" if row[1] == _digest(connection, article) else "broken"


def seal_edit(connection: sqlite3.Connection, edit: int) -> None:
    """Seal an edit with what it names, in the transaction that wrote it."""
    digest = _edit_digest(connection, edit)
    connection.execute("INSERT INTO edit_seals (edit, digest) VALUES (?, ?)", (edit, digest))


def iter_edit_seal_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the edits that are not as they were made, and those that are gone."""
    seals = dict(connection.execute("SELECT edit, digest FROM edit_seals").fetchall())
    edits = {row[0] for row in connection.execute("SELECT edit FROM edits")}
    for edit in sorted(edits & seals.keys()):
        if seals[edit] != _edit_digest(connection, edit):
            yield f"edit {edit} is not as it was made: its signature, its reason or its values were changed"
    for edit in sorted(seals.keys() - edits):
        yield f"edit {edit} was deleted"


def seal_edits(connection: sqlite3.Connection) -> None:
    """Seal the edits of an earlier version, which have no seal."""
    rows = connection.execute("SELECT edit FROM edits WHERE edit NOT IN (SELECT edit FROM edit_seals)").fetchall()
    for (edit,) in rows:
        seal_edit(connection, edit)


def digest_archive(connection: sqlite3.Connection) -> tuple[str, int]:
    """Return what an archive holds as one digest, and how many records in it have no seal.

    The sha256 is over the ids of the articles with the seals of their records, the seals of the edits, and the digests
    of the imported files. It stays the same in a copy, in a backup, and after work that changes none of these.
    """
    records = connection.execute(
        "SELECT a.id, s.digest FROM articles AS a LEFT JOIN seals AS s ON s.article = a.article ORDER BY a.id"
    ).fetchall()
    edits = connection.execute("SELECT digest FROM edit_seals ORDER BY edit").fetchall()
    imports = connection.execute("SELECT sha256 FROM imports ORDER BY sha256").fetchall()
    unsealed = sum(digest is None for _, digest in records)
    return _sha256([records, edits, imports]), unsealed


def _edit_digest(connection: sqlite3.Connection, edit: int) -> str:
    rows = [connection.execute(f"SELECT {_EDIT} FROM edits WHERE edit = ?", (edit,)).fetchall()]
    rows.append(
        connection.execute(f"SELECT {_EDIT_REF} FROM edit_refs WHERE edit = ? ORDER BY key", (edit,)).fetchall()
    )
    return _sha256(rows)


def digest_of(values: Sequence[Any]) -> int:
    """Return the digest by which rows of identities, places and reasons are told apart: 63 bits of their blake2b."""
    packed = json.dumps(values, ensure_ascii=False).encode()
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest()) >> 1


def _digest(connection: sqlite3.Connection, article: int) -> str:
    rows = [connection.execute(f"SELECT {_ARTICLE} FROM articles WHERE article = ?", (article,)).fetchall()]
    rows += [
        connection.execute(f"SELECT * FROM {t} WHERE article = ? ORDER BY 2", (article,)).fetchall() for t in _TABLES
    ]
    return _sha256(rows)


def _sha256(rows: list[list[Any]]) -> str:
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
