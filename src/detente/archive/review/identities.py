"""Who is whom throughout the archive: "from now on, this actor is that one", in articles added later too.

The records stay as they were read. The view `identities_joined` and `with_joined_identities` show the actors as people
have joined them; the role of an actor stays that of the article's day.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from detente.archive.database import transaction
from detente.archive.review.apply import live_edits
from detente.archive.review.edit import friendly
from detente.archive.review.log import append_edit, select_edits_everywhere, sign_edit
from detente.archive.review.model import Proposal
from detente.errors import UsageError
from detente.records.codec import encode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from detente.archive.review.model import Edit, Signature
    from detente.records import Actor, ActorKind, Record, Sector


class IdentitySign(NamedTuple):
    """What an actor is known by in all articles: the entity; without one, the name and the kind."""

    entity: str | None
    name: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, whatever the article.

    Attributes:
        entity: Id in the knowledge tables, or None.
        name: The name.
        kind: Person, state, organisation or group.
        country: ISO 3166-1 alpha-3, "IGO", or None.
        sector: PLOVER sector, or None.
    """

    entity: str | None
    name: str
    kind: ActorKind
    country: str | None
    sector: Sector | None

    @property
    def sign(self) -> IdentitySign:
        """What it is known by."""
        return sign_of(self)


def sign_of(actor: Actor | Identity) -> IdentitySign:
    """Return what an actor is known by in all articles."""
    return IdentitySign(actor.entity, None, None) if actor.entity else IdentitySign(None, actor.name, actor.kind)


def identity_of(actor: Actor) -> Identity:
    """Return who an actor of an article is, apart from the article."""
    return Identity(actor.entity, actor.name, actor.kind, actor.country, actor.sector)


def same_actor(connection: sqlite3.Connection, one: Identity, same: Identity, signed: Signature) -> Edit:
    """Count one identity as another in the whole archive, from now on.

    Args:
        connection: The archive.
        one: Who is no identity of its own: all actors with the same entity, or without one the same name and kind.
        same: Who it is.
        signed: Who, when and why.

    Returns:
        The edit, as it stands in the list.

    Raises:
        UsageError: They are the same already.
    """
    with transaction(connection), friendly():
        joined = joined_identities(connection)
        now = (joined.get(one.sign, one).sign, joined.get(same.sign, same).sign)
        if now[0] == now[1]:
            raise UsageError(f"{one.name} and {same.name} count as the same already")
        old, new = encode(one), encode(same)
        edit = sign_edit(connection, None, Proposal("same_actor", old=old, new=new), signed)
        append_edit(connection, edit)
        join_identities(connection)
    return edit


def join_identities(connection: sqlite3.Connection) -> None:
    """Make the table of joined identities anew from the edits that hold."""
    joined: dict[IdentitySign, Identity] = {}
    for edit in live_edits(select_edits_everywhere(connection)):
        if edit.action != "same_actor":
            continue
        one, same = _identity(edit.old), _identity(edit.new)
        # chains: what `same` counts as by now; and a loop, which an undo in between can leave, changes nothing
        last = joined.get(same.sign, same)
        first = joined.get(one.sign, one).sign
        if last.sign == first:
            continue
        joined = {sign: last if known.sign == first else known for sign, known in joined.items()}
        joined[first] = last
    connection.execute("DELETE FROM same_actors")
    connection.executemany(
        "INSERT INTO same_actors VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*sign, i.entity, i.name, i.kind, i.country, i.sector) for sign, i in joined.items()),
    )


def joined_identities(connection: sqlite3.Connection) -> Mapping[IdentitySign, Identity]:
    """Return who counts as whom, chains resolved."""
    return {IdentitySign(*row[:3]): Identity(*row[3:]) for row in connection.execute("SELECT * FROM same_actors")}


def with_joined_identities(record: Record, joined: Mapping[IdentitySign, Identity]) -> Record:
    """Return a record in which actors that count as others bear their name and entity; keys and roles stay."""
    if not joined:
        return record
    actors = tuple(_join(actor, joined) for actor in record.actors)
    return record if actors == record.actors else dataclasses.replace(record, actors=actors)


def _join(actor: Actor, joined: Mapping[IdentitySign, Identity]) -> Actor:
    same = joined.get(sign_of(actor))
    if same is None:
        return actor
    return dataclasses.replace(
        actor, entity=same.entity, name=same.name, kind=same.kind, country=same.country, sector=same.sector
    )


def _identity(values: Mapping[str, Any]) -> Identity:
    return Identity(**cast("dict[str, Any]", dict(values)))
