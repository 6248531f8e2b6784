"""The list of edits in the archive: appended to, read, never changed."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from detente.archive.layout import span_of
from detente.archive.review.model import Anchor, Edit, Unfit
from detente.archive.seals import seal_edit
from detente.errors import UsageError, telling_damage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from detente.archive.review.model import Proposal, Signature

_COLUMNS = (
    "edit, article, action, subject_key, subject_start, subject_end, subject_words, subject_label, "
    "old, new, coder, at, why, undoes"
)


def append_edit(connection: sqlite3.Connection, edit: Edit) -> None:
    """Append an edit to the list; its number must be the next one.

    Raises:
        UsageError: It is not signed as it must be.
    """
    subject = edit.subject
    place: tuple[Any, ...] = (None,) * 5
    if subject is not None:
        place = (subject.key, *(subject.span or (None, None)), subject.words, subject.label)
    values = (edit.number, edit.article, edit.action, *place, _json(edit.old), _json(edit.new))
    signed = (edit.coder, edit.at, edit.why, edit.undoes)
    marks = ", ".join("?" * (len(values) + len(signed)))
    connection.execute(f"INSERT INTO edits ({_COLUMNS}) VALUES ({marks})", (*values, *signed))
    connection.executemany(
        'INSERT INTO edit_refs (edit, key, start, "end", words, label) VALUES (?, ?, ?, ?, ?, ?)',
        ((edit.number, ref.key, *(ref.span or (None, None)), ref.words, ref.label) for ref in edit.refs),
    )
    seal_edit(connection, edit.number)


def sign_edit(connection: sqlite3.Connection, article: int | None, proposal: Proposal, signed: Signature) -> Edit:
    """Return a proposal as the edit that would be the next in the list. Nothing is written.

    Raises:
        UsageError: It is not signed as it must be.
    """
    _check_signature(signed)
    number = connection.execute("SELECT ifnull(max(edit), 0) + 1 FROM edits").fetchone()[0]
    return Edit(
        number,
        article,
        proposal.action,
        proposal.subject,
        proposal.refs,
        proposal.old,
        proposal.new,
        signed.coder.strip(),
        signed.at,
        (signed.why or "").strip() or None,
        proposal.undoes,
    )


def _check_signature(signed: Signature) -> None:
    if not signed.coder.strip():
        raise UsageError("an edit must be signed", hint="Say who you are: --coder NAME, or set DETENTE_CODER.")
    try:
        day = datetime.datetime.fromisoformat(signed.at)
    except ValueError as error:
        raise UsageError(f"{signed.at!r} is no time in ISO 8601") from error
    if day.utcoffset() != datetime.timedelta(0) or not signed.at.endswith("+00:00"):
        raise UsageError(f"{signed.at!r} is no time in UTC", hint="Write it as 2025-03-10T09:30:00+00:00.")


def select_edits(connection: sqlite3.Connection, article: int) -> tuple[Edit, ...]:
    """Return the edits of an article in order, undone ones and undos included."""
    return _select(connection, "article = ?", (article,))


def select_edits_everywhere(connection: sqlite3.Connection) -> tuple[Edit, ...]:
    """Return the edits that concern stories or all articles, with all undos, in order."""
    return _select(connection, "action IN ('join_story', 'leave_story', 'same_actor', 'undo')", ())


def select_edit(connection: sqlite3.Connection, number: int) -> Edit:
    """Return one edit.

    Raises:
        UsageError: There is none with this number.
    """
    found = _select(connection, "edit = ?", (number,))
    if not found:
        raise UsageError(f"there is no edit {number}", hint="detente review log lists them.")
    return found[0]


def select_edits_beside(connection: sqlite3.Connection, edit: Edit) -> tuple[Edit, ...]:
    """Return the edits among which those that undo an edit are found: those of its article, or of all articles."""
    return select_edits_everywhere(connection) if edit.article is None else select_edits(connection, edit.article)


def select_all_edits(connection: sqlite3.Connection) -> tuple[Edit, ...]:
    """Return every edit of the archive in order."""
    return _select(connection, "1", ())


def select_last_edits(connection: sqlite3.Connection, coder: str, limit: int) -> tuple[Edit, ...]:
    """Return a coder's last decisions in order, undone ones included, and behind them every undo of the archive.

    Args:
        connection: The archive.
        coder: The coder.
        limit: How many decisions at most.
    """
    own = "edit IN (SELECT edit FROM edits WHERE coder = ? AND action <> 'undo' ORDER BY edit DESC LIMIT ?)"
    return _select(connection, own, (coder, limit)) + _select(connection, "action = 'undo'", ())


def select_unfit(connection: sqlite3.Connection) -> tuple[Unfit, ...]:
    """Return the edits of the archive that have no place in the present reading of their article, in order."""
    rows = connection.execute("SELECT edit, reason FROM unfit_edits ORDER BY edit").fetchall()
    return tuple(Unfit(select_edit(connection, number), reason) for number, reason in rows)


def _select(connection: sqlite3.Connection, test: str, values: tuple[Any, ...]) -> tuple[Edit, ...]:
    refs: dict[int, list[Anchor]] = {}
    sql = (
        'SELECT edit, key, start, "end", words, edit_refs.label FROM edit_refs JOIN edits USING (edit) '
        f"WHERE {test} ORDER BY edit, key"
    )
    for number, key, start, end, words, label in connection.execute(sql, values):
        refs.setdefault(number, []).append(Anchor(key, span_of(start, end), words, label))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM edits WHERE {test} ORDER BY edit", values)
    return tuple(_edit(row, tuple(refs.get(row[0], ()))) for row in rows)


def _edit(row: tuple[Any, ...], refs: tuple[Anchor, ...]) -> Edit:
    number, article, action, key, start, end, words, label, old, new, *signed = row
    subject = None if key is None else Anchor(key, span_of(start, end), words, label)
    with telling_damage(f"edit {number}"):
        return Edit(number, article, action, subject, refs, json.loads(old), json.loads(new), *signed)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
