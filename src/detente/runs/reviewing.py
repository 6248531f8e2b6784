"""What a person does to a record, as the command line and the page ask for it: in words, not in keys and offsets.

Each verb takes what was written ("12:s3", "speakers", "Maria Olsen"), finds out what it means, and hands it to
`detente.archive.review`, which keeps the edit and the record that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from detente.archive.filing import find_named_article
from detente.archive.review import (
    USUAL_KINDS,
    Parted,
    Signature,
    accept,
    add,
    correct,
    flag,
    identity_of,
    last_edit,
    last_undone,
    look,
    merge_actors,
    merge_stories,
    queue,
    redo,
    reject,
    same_actor,
    second_queue,
    split_actor,
    split_story,
    undo,
)
from detente.errors import UsageError
from detente.knowledge.plover import load_event_lexicon
from detente.records import CLAIM_KINDS, KINDS, find_kind, kind_of
from detente.records.kinds import KEY
from detente.runs.written_values import find_mention, parse_field

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from detente.archive.review import Anchor, Edit, Edited, QueueAhead, QueueItem, View
    from detente.records import Actor, CollectionName, Record


@dataclass(frozen=True, slots=True)
class Address:
    """What a person names.

    Attributes:
        article: The article's number.
        key: The claim's key; None for the article as a whole.
    """

    article: int
    key: str | None

    def __str__(self) -> str:
        return f"{self.article}:{self.key}" if self.key else str(self.article)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that is to be judged.

    Attributes:
        article: The article's number.
        claim: Its key, or the anchor with which it was shown.
        blind: Whether the person sees nobody else's edits.
    """

    article: int
    claim: str | Anchor
    blind: bool = False


def sign(coder: str, why: str | None = None) -> Signature:
    """Return the signature of an edit made now.

    Raises:
        UsageError: Nobody is named.
    """
    if not coder.strip():
        raise UsageError("an edit must be signed", hint="Say who you are: --coder NAME, or set DETENTE_CODER.")
    return Signature(coder.strip(), datetime.now(UTC).isoformat(timespec="seconds"), why)


def find_address(connection: sqlite3.Connection, written: str) -> Address:
    """Return what "ARTICLE" or "ARTICLE:KEY" names; the article by its number, its id, or the beginning of its id.

    Raises:
        UsageError: It names no claim, there is no such article, or several ids begin so.
    """
    article, colon, key = written.partition(":")
    if colon and not KEY.fullmatch(key):
        raise UsageError(f"{written!r} names no claim", hint="Write ARTICLE:KEY, such as 12:s3 or 3fa9c1:e2.")
    return Address(find_named_article(connection, article.strip()), key or None)


def find_claim(connection: sqlite3.Connection, written: str, *, blind: bool = False) -> Claim:
    """Return the claim that "ARTICLE:KEY" names.

    Raises:
        UsageError: It names no claim, or no such article.
    """
    address = find_address(connection, written)
    if address.key is None:
        raise UsageError(f"{written!r} names an article", hint=f"Name a claim of it, such as {written}:s1.")
    return Claim(address.article, address.key, blind)


def find_collection(written: str) -> CollectionName:
    """Return the part of a record that a kind of claim lies in, from the kind's name in the singular or plural.

    Raises:
        UsageError: There is no such kind; the hint lists them.
    """
    kind = find_kind(written)
    if kind is None or kind not in CLAIM_KINDS:
        known = ", ".join(kind.singular for kind in CLAIM_KINDS)
        raise UsageError(f"{written!r} is no kind of claim", hint=f"Known: {known}.")
    return kind.collection


def ask_queue(
    connection: sqlite3.Connection,
    limit: int,
    kinds: Sequence[str] | None = None,
    second: str | None = None,
    *,
    ahead: QueueAhead | None = None,
) -> tuple[QueueItem, ...]:
    """Return the next claims to look at.

    Args:
        connection: The archive.
        limit: How many at most.
        kinds: Names of kinds, singular or plural; None or empty for the usual ones.
        second: The coder who looks at what others have judged; None for what nobody has.
        ahead: Who keeps the queue between two questions; None to ask it anew.

    Raises:
        UsageError: A kind is none.
    """
    listed = tuple(find_collection(kind) for kind in kinds) if kinds else USUAL_KINDS
    if second is not None:
        return second_queue(connection, second, limit, listed)
    return queue(connection, limit, listed) if ahead is None else ahead.first(connection, limit, listed)


# ── Judging a claim ───────────────────────────────────────────────────────────────────────────────────────────


def accept_claim(connection: sqlite3.Connection, claim: Claim, signed: Signature, *, seen: Any = None) -> Edited:
    """Confirm a claim as it is.

    Args:
        connection: The archive.
        claim: The claim.
        signed: Who, when and why.
        seen: The claim as the person saw it; if it reads otherwise by now, nothing is written.

    Raises:
        UsageError: There is no such claim, or it has changed.
    """
    return accept(connection, claim.article, claim.claim, signed, seen=seen, blind=claim.blind)


def reject_claim(connection: sqlite3.Connection, claim: Claim, signed: Signature) -> Edited:
    """Take a claim out of the record: the text does not say so.

    Raises:
        UsageError: There is no such claim, or it is rejected already.
    """
    return reject(connection, claim.article, claim.claim, signed, blind=claim.blind)


def correct_claim(
    connection: sqlite3.Connection, claim: Claim, written: Mapping[str, Sequence[str]], signed: Signature
) -> Edited:
    """Give fields of a claim other values, as a person writes them.

    A new CAMEO code brings its value on the Goldstein scale.

    Args:
        connection: The archive.
        claim: The claim.
        written: For each field its value, several for a list; see `parse_field`.
        signed: Who, when and why.

    Raises:
        UsageError: There is no such claim, field or value; the message names the choices.
    """
    view = look(connection, claim.article, only=signed.coder if claim.blind else None)
    key = claim.claim if isinstance(claim.claim, str) else claim.claim.key
    changes = {field: parse_field(view.record, key, field, values) for field, values in written.items()}
    changes |= code_values(view.record, key, changes)
    subject = view.anchors.get(key, key) if isinstance(claim.claim, str) else claim.claim
    return correct(connection, claim.article, subject, changes, signed, blind=claim.blind)


def add_claim(
    connection: sqlite3.Connection, article: int, kind: str, written: Mapping[str, Sequence[str]], signed: Signature
) -> Edited:
    """Add a claim that the machine did not find.

    Args:
        connection: The archive.
        article: The article's number.
        kind: Name of the kind, "actor" among them.
        written: For each field its value, several for a list; see `parse_field`.
        signed: Who, when and why.

    Raises:
        UsageError: There is no such kind or field, a value means nothing, or the claim is there already.
    """
    found = find_kind(kind)
    if found is None:
        known = ", ".join(known.singular for known in KINDS)
        raise UsageError(f"there is no kind of claim called {kind!r}", hint=f"Known: {known}.")
    record = look(connection, article).record
    key = f"{found.letter}0"
    values = {field: parse_field(record, key, field, listed) for field, listed in written.items()}
    values |= code_values(record, key, values)
    return add(connection, article, found.collection, values, signed)


def parse_pairs(pairs: Sequence[str]) -> dict[str, list[str]]:
    """Return what FIELD=VALUE pairs say, by field; a field given several times has several values.

    Raises:
        UsageError: A pair is none.
    """
    given: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is no FIELD=VALUE", hint='Such as status=actual or trigger="turned down".')
        given.setdefault(field.strip(), []).append(value)
    return given


def code_values(record: Record, key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from another CAMEO code: its value on the Goldstein scale.

    Raises:
        UsageError: There is no such code, or it belongs to another type of event.
    """
    if key[0] != "e" or changes.get("cameo") is None:
        return {}
    codes = load_event_lexicon().codes
    code = codes.get(changes["cameo"])
    if code is None:
        near = sorted(known for known in codes if known[:2] == str(changes["cameo"])[:2])
        raise UsageError(f"there is no CAMEO code {changes['cameo']}", hint=f"Near it: {', '.join(near) or 'none'}.")
    event = next((event for event in record.events if event.key == key), None)
    wanted = changes.get("type", event.type if event else None)
    if code.type is not None and wanted is not None and code.type != wanted:
        raise UsageError(
            f"code {changes['cameo']} ({code.name}) is of type {code.type}, and the event is {wanted}",
            hint=f"Correct the type first: {key} type {code.type}.",
        )
    return {"intensity": code.goldstein}


def flag_claim(connection: sqlite3.Connection, claim: Claim, signed: Signature) -> Edited:
    """Ask others to look at a claim, with the reason; `undo_edit` takes it back. The claim stays as it is.

    Raises:
        UsageError: There is no such claim, or no reason is given.
    """
    return flag(connection, claim.article, claim.claim, signed)


# ── The ledger ────────────────────────────────────────────────────────────────────────────────────────────────


def settle_claim(
    connection: sqlite3.Connection, claim: Claim, state: str, signed: Signature, *, by: str | None = None
) -> Edited:
    """Say what became of a commitment, or whether a question is still open: an entry of the ledger.

    It is a correction like every other: signed, kept, undone by `undo_edit`, and held through every re-reading.

    Args:
        connection: The archive.
        claim: The commitment or the question.
        state: open, kept, broken, lapsed or unclear; of a question open, closed or unclear; none takes it away.
        signed: Who, when and why.
        by: "ARTICLE:KEY" of the event or the statement that shows it, of any article; None if it is not named.

    Raises:
        UsageError: The claim is of another kind, there is no such state, or no such event or statement.
    """
    view = look(connection, claim.article, only=signed.coder if claim.blind else None)
    key = claim.claim if isinstance(claim.claim, str) else claim.claim.key
    kind = kind_of(key)
    if "settled_by" not in kind.field_types:
        raise UsageError(f"{key} is {kind.singular}, which nothing settles", hint="Name a commitment or a question.")
    changes = {
        "state": parse_field(view.record, key, "state", [state]),
        "settled_by": None if by is None else _evidence(connection, by),
    }
    subject = view.anchors.get(key, key) if isinstance(claim.claim, str) else claim.claim
    return correct(connection, claim.article, subject, changes, signed, blind=claim.blind)


def _evidence(connection: sqlite3.Connection, written: str) -> str:
    """Return the archive-wide id of the event or the statement that somebody names."""
    address = find_address(connection, written)
    record = look(connection, address.article).record
    if address.key not in {*(event.key for event in record.events), *(said.key for said in record.statements)}:
        raise UsageError(
            f"{written} is no event and no statement", hint="Such as 34:e2; detente review show lists them."
        )
    return f"{record.article.id}:{address.key}"


# ── Undoing ───────────────────────────────────────────────────────────────────────────────────────────────────


def undo_edit(connection: sqlite3.Connection, number: int | None, signed: Signature) -> Edit:
    """Take an edit back; None for the person's own last one.

    Raises:
        UsageError: There is no such edit, or it is undone already.
    """
    wanted = last_edit(connection, signed.coder) if number is None else number
    if wanted is None:
        raise UsageError(f"{signed.coder} has no edit to undo", hint="detente review log lists all edits.")
    return undo(connection, wanted, signed)


def redo_edit(connection: sqlite3.Connection, number: int | None, signed: Signature) -> Edit:
    """Bring an undone edit back; None for the last one that the person undid.

    Raises:
        UsageError: There is no such edit, or it is not undone.
    """
    wanted = last_undone(connection, signed.coder) if number is None else number
    if wanted is None:
        raise UsageError(f"{signed.coder} has undone nothing", hint="detente review log lists all edits.")
    return redo(connection, wanted, signed)


# ── Actors and stories ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """What is split off an actor, as a person writes it.

    Attributes:
        mentions: The mentions that go, by their words or as START-END.
        fields: What the new actor is: for each field its value.
        claims: Keys of claims that speak of the new actor.
    """

    mentions: Sequence[str] = ()
    fields: Mapping[str, Sequence[str]] | None = None
    claims: Sequence[str] = ()


def split(connection: sqlite3.Connection, address: Address, part: WrittenPart, signed: Signature) -> Edited | Edit:
    """Make some mentions of an actor an actor of their own; or, for an article, take it out of its story.

    Returns:
        For an actor what the edit did to the record; for an article the edit.

    Raises:
        UsageError: The address is no actor's, or the actor has no such mention.
    """
    if address.key is None:
        return split_story(connection, address.article, signed)
    record = look(connection, address.article).record
    actor = actor_at(record, address)
    parted = Parted(
        tuple(find_mention(record, actor, words) for words in part.mentions),
        {name: parse_field(record, "a0", name, values) for name, values in (part.fields or {}).items()},
        tuple(part.claims),
    )
    return split_actor(connection, address.article, actor.key, parted, signed)


def merge(
    connection: sqlite3.Connection, kept: Address, other: Address, signed: Signature, *, everywhere: bool = False
) -> Edited | Edit:
    """Make two actors one, in their article or everywhere; or, given two articles, make their stories one.

    Args:
        connection: The archive.
        kept: The actor (or story) that stays.
        other: The one that is the same.
        signed: Who, when and why.
        everywhere: In all articles; implied by actors of two articles.

    Raises:
        UsageError: One is an actor and the other an article, or there is no such actor.
    """
    if kept.key is None and other.key is None:
        return merge_stories(connection, kept.article, other.article, signed)
    if kept.key is None or other.key is None:
        raise UsageError(f"{kept} and {other} are not of one kind", hint="Name two actors, or two articles.")
    if not everywhere and kept.article == other.article:
        return merge_actors(connection, kept.article, kept.key, other.key, signed)
    same = actor_at(look(connection, kept.article).record, kept)
    one = actor_at(look(connection, other.article).record, other)
    return same_actor(connection, identity_of(one), identity_of(same), signed)


def actor_at(record: Record, address: Address) -> Actor:
    """Return the actor that an address names.

    Raises:
        UsageError: It names none; the message lists the article's actors.
    """
    for actor in record.actors:
        if actor.key == address.key:
            return actor
    listed = ", ".join(f"{actor.key} {actor.name}" for actor in record.actors[:12])
    raise UsageError(f"{address} is no actor", hint=f"The article has {listed or 'none'}.")


def claim_keys(view: View) -> tuple[str, ...]:
    """Return the keys of everything that a view shows, kind by kind, in the order of the record."""
    return tuple(claim.key for kind in KINDS for claim in getattr(view.record, kind.collection))
