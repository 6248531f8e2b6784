"""Judging a claim from a form: what was typed, what changed meanwhile, and the verbs of `runs.reviewing`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.archive.review import look, select_edits, undone_edits
from detente.errors import UsageError
from detente.records import kind_of
from detente.records.codec import encode
from detente.runs import reviewing
from detente.runs.naming import add_named_actors
from detente.runs.shown_values import keep_places, show_fields
from detente.runs.told_edits import tell_edit
from detente.views.safety import neutralise
from detente.views.web.forms import one

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from starlette.datastructures import FormData

    from detente.archive.review import Edit, Signature
    from detente.knowledge import Knowledge
    from detente.records import Record
    from detente.runs.shown_values import ShownField


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What an edit changed in a field, in words; "" for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldEdit:
    """An edit as people read it.

    Attributes:
        number: Its number in the archive.
        coder: Who made it.
        at: When, ISO 8601 in UTC.
        action: What it did.
        article: The article's number, or None.
        key: The claim it is about, or "".
        words: The claim's words.
        changes: What it changed, field by field.
        why: The reason given, or "".
        is_undone: Whether it was taken back.
        undoes: Number of the edit that it takes back, or None.
    """

    number: int
    coder: str
    at: str
    action: str
    article: int | None
    key: str
    words: str
    changes: tuple[FieldChange, ...]
    why: str
    is_undone: bool
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who judges, and how.

    Attributes:
        signed: Who, when and why.
        knowledge: Who is known, for actors that the article does not have yet.
        blind: Whether the person sees nobody else's edits.
    """

    signed: Signature
    knowledge: Knowledge
    blind: bool = False


def digest(claim: Any) -> str:
    """Return what tells a claim from the same one after somebody changed it."""
    told = json.dumps(encode(claim), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find_shown(record: Record, key: str) -> Any:
    """Return the claim with a key, or None."""
    collection = kind_of(key).collection
    return next((claim for claim in getattr(record, collection) if claim.key == key), None)


def judge(connection: sqlite3.Connection, address: str, form: FormData, judgement: Judgement) -> bool:
    """Accept, correct or reject a claim as a form says.

    Args:
        connection: The archive.
        address: The claim, as "12:s3".
        form: Its fields: verb, seen (the digest of what was shown), and field-NAME for each field.
        judgement: Who judges, and how.

    Returns:
        Whether it was written; False if the claim reads otherwise by now, or is gone.

    Raises:
        UsageError: There is no such article or verb, or a value means nothing.
    """
    claim = reviewing.find_claim(connection, address, blind=judgement.blind)
    signed = judgement.signed
    record = look(connection, claim.article, only=signed.coder if claim.blind else None).record
    key = address.rpartition(":")[2]
    shown = find_shown(record, key)
    if shown is None or digest(shown) != one(form, "seen"):
        return False
    verb = one(form, "verb")
    if verb == "reject":
        reviewing.reject_claim(connection, claim, signed)
    elif verb == "accept":
        typed = corrections(form, show_fields(record, key))
        written = {field: keep_places(record, key, field, values) for field, values in typed.items()}
        if written:
            named = add_named_actors(connection, claim.article, key, written, (judgement.knowledge, signed))
            reviewing.correct_claim(connection, claim, named, signed)
        else:
            reviewing.accept_claim(connection, claim, signed, seen=shown)
    else:
        raise UsageError(f"there is no decision called {verb!r}")
    return True


def corrections(form: FormData, fields: Sequence[ShownField]) -> dict[str, list[str]]:
    """Return the fields that read otherwise in the form than in the claim."""
    given: dict[str, list[str]] = {}
    for field in fields:
        name = f"field-{field.name}"
        if name not in form:
            continue
        values = [str(value) for value in form.getlist(name)]
        filled = [value for value in values if value.strip()]
        if tuple(filled) != field.values:
            given[field.name] = filled or ([] if field.is_list else ["none"])
    return given


def typed_over(fields: Sequence[ShownField], form: FormData) -> tuple[ShownField, ...]:
    """Return fields with what was typed in the place of what they held, so that nothing typed is lost."""
    typed = corrections(form, fields)
    return tuple(
        replace(field, values=tuple(value for value in typed[field.name] if value != "none"))
        if field.name in typed
        else field
        for field in fields
    )


def tell_edits(connection: sqlite3.Connection, article: int, *, since: int = 0, key: str = "") -> tuple[ToldEdit, ...]:
    """Return an article's edits as people read them, the latest first.

    Args:
        connection: The archive.
        article: The article's number.
        since: Only edits with a greater number.
        key: Only edits of this claim; "" for all.
    """
    edits = select_edits(connection, article)
    undone = undone_edits(edits)
    record = look(connection, article).record
    chosen = [edit for edit in edits if edit.number > since and (not key or _concerns(edit, key, edits))]
    return tuple(_tell(edit, record, is_undone=edit.number in undone) for edit in reversed(chosen))


def _concerns(edit: Edit, key: str, edits: Sequence[Edit]) -> bool:
    if edit.undoes is not None:
        undone = next((other for other in edits if other.number == edit.undoes), None)
        return undone is not None and _concerns(undone, key, edits)
    return (edit.subject.key if edit.subject else str(edit.new.get("key", ""))) == key


def _tell(edit: Edit, record: Record, *, is_undone: bool) -> ToldEdit:
    subject = edit.subject
    words = (subject.words or subject.label or "") if subject else str(edit.new.get("name", ""))
    return ToldEdit(
        number=edit.number,
        coder=neutralise(edit.coder),
        at=edit.at,
        action=edit.action,
        article=edit.article,
        key=subject.key if subject else str(edit.new.get("key", "")),
        words=neutralise(words),
        changes=tuple(FieldChange(name, neutralise(a), neutralise(b)) for name, a, b in tell_edit(edit, record)),
        why=neutralise(edit.why or ""),
        is_undone=is_undone,
        undoes=edit.undoes,
    )
