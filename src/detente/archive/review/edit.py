"""What a person does to a record. Each function is one transaction: the edit, and the record that follows from it.

A claim is named by its key, or by an anchor: what `look` returned when the person saw it. An anchor is matched with
the record as it is at the moment of writing, so that a run that reads the article again meanwhile does no harm.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.archive.database import snapshot, transaction
from detente.archive.review.actions import apply_edit
from detente.archive.review.anchors import origins_of, taken_place
from detente.archive.review.apply import live_edits, replay
from detente.archive.review.draft import RecordDraft
from detente.archive.review.log import append_edit, select_edits, sign_edit
from detente.archive.review.model import ON_RECORDS, Anchor, Applied, Edit, Proposal, Signature
from detente.archive.review.references import keys_of
from detente.archive.review.store import machine_reading, rewrite
from detente.archive.review.values import (
    correctable_fields,
    decode_claim,
    decode_fields,
    encode_fields,
    judged_fields,
)
from detente.errors import RecordError, UsageError
from detente.records import BY_COLLECTION, KINDS, kind_of
from detente.records.codec import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from detente.archive.review.model import Action
    from detente.records import Actor, CollectionName, Record, Span


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did.

    Attributes:
        edit: The edit, as it stands in the list now.
        key: The claim it concerned or made, as the record calls it now.
        applied: The article's record with all edits.
    """

    edit: Edit
    key: str
    applied: Applied


@dataclass(frozen=True, slots=True)
class View:
    """An article as a reviewer sees it.

    Attributes:
        applied: The record with the edits that the view shows.
        anchors: For the key of each claim, what it is found by later.
    """

    applied: Applied
    anchors: Mapping[str, Anchor]

    @property
    def record(self) -> Record:
        """The record."""
        return self.applied.record


@dataclass(frozen=True, slots=True)
class Parted:
    """What is split off an actor.

    Attributes:
        mentions: The places of the mentions that go.
        values: What the new actor is, as in the JSON of a record: name, kind, entity, country, sector, role. Those left
            out are empty, except the kind, which is then the old actor's.
        claims: Keys of claims that speak of the new actor where they name the old one.
    """

    mentions: tuple[Span, ...]
    values: Mapping[str, Any]
    claims: tuple[str, ...] = ()


def look(connection: sqlite3.Connection, article: int, *, only: str | None = None) -> View:
    """Return an article with people's edits, and the anchors by which its claims are found again.

    Args:
        connection: The archive.
        article: The article's number.
        only: A coder whose edits alone are shown; None for everybody's.

    Raises:
        UsageError: There is no such article, or it could not be read.
    """
    with snapshot(connection):
        machine = machine_reading(connection, article)
        edits = select_edits(connection, article)
    draft, unfit = replay(machine, _live(edits, only))
    applied = draft.finish(unfit) if draft.reviews or draft.rejected or unfit else Applied(machine)
    shown = {c.key for kind in KINDS for c in getattr(applied.record, kind.collection)}
    return View(applied, {key: draft.anchor(key) for key in draft.claims if key in shown})


def accept(
    connection: sqlite3.Connection,
    article: int,
    claim: str | Anchor,
    signed: Signature,
    *,
    seen: Any = None,
    blind: bool = False,
) -> Edited:
    """Confirm a claim as it is. It keeps these values from now on, whatever a later reading finds.

    Args:
        connection: The archive.
        article: The article's number.
        claim: The claim.
        signed: Who, when and why.
        seen: The claim as the person saw it; if it reads otherwise by now, nothing is written.
        blind: The person saw nobody else's edits.

    Raises:
        UsageError: There is no such claim, or it has changed.
    """

    def make(view: RecordDraft) -> Proposal:
        key = _key(view, claim)
        names = judged_fields(kind_of(key))
        if seen is not None and encode_fields(seen, names) != encode_fields(view.claims[key], names):
            raise UsageError(f"{key} has been read again since it was shown", hint="Look at it again.")
        values = encode_fields(view.claims[key], names)
        return _propose("accept", view, key, new=values)

    return _write(connection, article, make, signed, blind=blind)


def correct(
    connection: sqlite3.Connection,
    article: int,
    claim: str | Anchor,
    changes: Mapping[str, Any],
    signed: Signature,
    *,
    blind: bool = False,
) -> Edited:
    """Give some fields of a claim other values.

    A new event type empties mode, code and intensity, which belonged to the old one, unless they are given too.

    Args:
        connection: The archive.
        article: The article's number.
        claim: The claim.
        changes: The new values by field, as in the JSON of a record: actors and other claims by key.
        signed: Who, when and why.
        blind: The person saw nobody else's edits.

    Raises:
        UsageError: There is no such claim or field, or the value cannot stand there.
    """

    def make(view: RecordDraft) -> Proposal:
        key = _key(view, claim)
        kind = kind_of(key)
        unknown = [name for name in changes if name not in correctable_fields(kind)]
        if unknown or not changes:
            raise UsageError(
                f"{kind.singular} has no field {unknown[0]!r} that can be corrected"
                if unknown
                else "nothing to correct",
                hint=f"Its fields: {', '.join(correctable_fields(kind))}.",
            )
        new = decode_fields(kind, changes, view.text)
        old = encode_fields(view.claims[key], tuple(changes))
        values = {name: encode(value) for name, value in new.items()}
        return _propose("correct", view, key, old=old, new=values)

    return _write(connection, article, make, signed, blind=blind)


def reject(
    connection: sqlite3.Connection, article: int, claim: str | Anchor, signed: Signature, *, blind: bool = False
) -> Edited:
    """Take a claim out: it is none. What pointed to it points to nothing; what rested on it alone goes too.

    Raises:
        UsageError: There is no such claim, or it is rejected already.
    """

    def make(view: RecordDraft) -> Proposal:
        key = _key(view, claim)
        if key in view.rejected:
            raise UsageError(f"{key} is rejected already", hint="Undo the edit that did it to bring it back.")
        old = encode(view.claims[key])
        return _propose("reject", view, key, old=old)

    return _write(connection, article, make, signed, blind=blind)


def add(
    connection: sqlite3.Connection,
    article: int,
    collection: CollectionName,
    values: Mapping[str, Any],
    signed: Signature,
    *,
    blind: bool = False,
) -> Edited:
    """Add a claim that the machine did not find. It gets the next free key of its kind.

    Args:
        connection: The archive.
        article: The article's number.
        collection: The part of the record: "statements", "events", …
        values: Its fields as in the JSON of a record, without the key; those left out are empty.
        signed: Who, when and why.
        blind: The person saw nobody else's edits.

    Raises:
        UsageError: A field is missing or wrong, or the claim is there already.
    """
    kind = BY_COLLECTION.get(collection)
    if kind is None:
        raise UsageError(f"there is no kind of claim called {collection!r}", hint=f"Known: {', '.join(BY_COLLECTION)}.")

    def make(view: RecordDraft) -> Proposal:
        key = view.free_key(f"{kind.letter}1")
        claim = decode_claim(key, {k: v for k, v in values.items() if k != "key"}, view.text)
        for named in keys_of(kind, encode(claim)):
            view.anchor(named)  # what it names must be there
        twin = taken_place(view.origins, origins_of({**view.claims, key: claim}, key, view.text))
        if twin is not None:
            rejected = ", rejected" if twin in view.rejected else ""
            raise UsageError(f"{twin} stands at this place already{rejected}", hint=f"Correct or accept {twin}.")
        return _propose("add", view, None, new=encode(claim))

    return _write(connection, article, make, signed, blind=blind)


def split_actor(
    connection: sqlite3.Connection, article: int, claim: str | Anchor, parted: Parted, signed: Signature
) -> Edited:
    """Make some mentions of an actor an actor of their own.

    Statements whose source is one of these mentions go with them; other claims only where `parted.claims` says so,
    because the record does not hold which mention a claim rests on.

    Args:
        connection: The archive.
        article: The article's number.
        claim: The actor that has the mentions now.
        parted: What becomes an actor of its own.
        signed: Who, when and why.

    Raises:
        UsageError: The actor has no such mention, or would have none left.
    """

    def make(view: RecordDraft) -> Proposal:
        key = _key(view, claim)
        if key[0] != "a":
            raise UsageError(f"{key} is no actor", hint="Only actors can be split.")
        actor: Actor = view.claims[key]
        wanted = set(parted.mentions)
        moved = tuple(m for m in actor.mentions if m.span in wanted)
        if not moved or len(moved) < len(wanted) or len(moved) == len(actor.mentions):
            raise UsageError(f"{key} cannot be split so", hint="Name some of its mentions, and not all of them.")
        fields = {"kind": actor.kind, **parted.values, "mentions": encode(moved)}
        new = encode(decode_claim(view.free_key("a1"), fields, view.text))
        return _propose("split_actor", view, key, new=new | {"claims": list(parted.claims)})

    return _write(connection, article, make, signed)


def merge_actors(
    connection: sqlite3.Connection, article: int, kept: str | Anchor, other: str | Anchor, signed: Signature
) -> Edited:
    """Make two actors of an article one. It keeps the name and all other facts of the first.

    Raises:
        UsageError: One of them is no actor of the article, or they are the same.
    """

    def make(view: RecordDraft) -> Proposal:
        first, second = _key(view, kept), _key(view, other)
        if first[0] != "a" or second[0] != "a" or first == second:
            raise UsageError(f"{first} and {second} are not two actors", hint="Name two actors of the article.")
        return _propose("merge_actors", view, first, new={"merged": second})

    return _write(connection, article, make, signed)


def flag(connection: sqlite3.Connection, article: int, claim: str | Anchor, signed: Signature) -> Edited:
    """Ask others to look at a claim, with the reason. It says what it said, and is no more reviewed than before.

    Args:
        connection: The archive.
        article: The article's number.
        claim: The claim.
        signed: Who, when and why; a reason must be there.

    Raises:
        UsageError: There is no such claim, or no reason is given.
    """
    if not (signed.why or "").strip():
        raise UsageError("a flag needs a reason", hint="Say what another person should look at.")
    with transaction(connection), friendly():
        machine = machine_reading(connection, article)
        draft, unfit = replay(machine, _live(select_edits(connection, article), None))
        key = _key(draft, claim)
        edit = sign_edit(connection, article, Proposal("flag", draft.anchor(key)), signed)
        applied = draft.finish(unfit)
        _check_shown(applied, edit, key)
        append_edit(connection, edit)
    return Edited(edit, key, applied)


# ── How an edit is written ────────────────────────────────────────────────────────────────────────────────────


def _live(edits: Iterable[Edit], coder: str | None) -> tuple[Edit, ...]:
    return tuple(
        edit
        for edit in live_edits(tuple(edits))
        if edit.action in ON_RECORDS and (coder is None or edit.coder == coder)
    )


def _key(view: RecordDraft, claim: str | Anchor) -> str:
    """Return the key of a claim in a view."""
    if isinstance(claim, Anchor):
        return view.find(claim)
    return view.anchor(claim).key


def _propose(
    action: Action,
    view: RecordDraft,
    key: str | None,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> Proposal:
    """Return an edit with the anchors of everything that it names, not signed yet."""
    values = new or {}
    kind = kind_of(key or str(values["key"]))
    if action == "merge_actors":
        named: tuple[str, ...] = (str(values["merged"]),)
    else:
        named = (*keys_of(kind, values), *values.get("claims", ()))
    subject = view.anchor(key) if key else None
    return Proposal(action, subject, tuple(view.anchor(k) for k in named), old or {}, values)


def _write(
    connection: sqlite3.Connection,
    article: int,
    make: Callable[[RecordDraft], Proposal],
    signed: Signature,
    *,
    blind: bool = False,
) -> Edited:
    """Append an edit and write the record that follows from it, or neither."""
    with transaction(connection), friendly():
        machine = machine_reading(connection, article)
        before = select_edits(connection, article)
        draft, unfit = replay(machine, _live(before, None))
        view = replay(machine, _live(before, signed.coder.strip()))[0] if blind else draft
        edit = sign_edit(connection, article, make(view), signed)
        key = apply_edit(draft, edit)
        applied = draft.finish(unfit)
        _check_shown(applied, edit, key)
        append_edit(connection, edit)
        rewrite(connection, article, machine, (*before, edit), applied)
    return Edited(edit, key, applied)


def _check_shown(applied: Applied, edit: Edit, key: str) -> None:
    if edit.action == "reject":
        return
    if all(claim.key != key for claim in getattr(applied.record, kind_of(key).collection)):
        raise UsageError(f"{key} rests on what was rejected", hint="Bring that back first: detente review log.")


@contextmanager
def friendly() -> Iterator[None]:
    """Turn what a record or the database refuses into wrong use by the person who asked for it.

    Raises:
        UsageError: Something was refused.
    """
    try:
        yield
    except RecordError as error:
        raise UsageError(error.message, hint=error.hint) from error
    except sqlite3.IntegrityError as error:
        raise UsageError(f"the archive refuses this: {error}") from error
