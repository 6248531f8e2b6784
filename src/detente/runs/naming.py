"""Naming actors that an article does not have yet: suggestions as somebody types, and the actor that is then added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from detente.archive.review import look
from detente.errors import UsageError
from detente.knowledge.folding import fold_name
from detente.knowledge.suggest import LEAST_LETTERS, suggest_actors
from detente.records import kind_of
from detente.records.claims import ActorKind
from detente.runs.reviewing import add_claim

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from detente.archive.review import Signature
    from detente.knowledge import Knowledge
    from detente.knowledge.suggest import KnownActor
    from detente.records import Actor, Record

#: How an actor is written whom neither the article nor the knowledge has: "new person: Maria Olsen".
_NEW = {f"new {kind}": kind for kind in get_args(ActorKind)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An actor who may be meant.

    Attributes:
        value: What is written to name it: a key of the article, an id of the knowledge, or "new person: NAME".
        name: Its name.
        about: Its role on the article's day with its time, or what it is.
        origin: "article", "knowledge" or "new".
    """

    value: str
    name: str
    about: str
    origin: str


def suggest(record: Record, knowledge: Knowledge, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return who may be meant by the first letters of a name: the article's actors, the known ones, then a new one.

    Args:
        record: The article's record; what is known is asked for its day.
        knowledge: Who is known.
        typed: The first letters of a name; "" for the article's actors alone.
        limit: How many of the article and of the knowledge together at most.
    """
    wanted = fold_name(typed)
    here = [_of_article(actor) for actor in record.actors if f" {wanted}" in f" {fold_name(actor.name)}"][:limit]
    known: list[Suggestion] = []
    if len(wanted) >= LEAST_LETTERS:
        present = {actor.entity for actor in record.actors}
        found = suggest_actors(knowledge, typed, _day(record), limit + len(present))
        known = [_of_knowledge(actor) for actor in found if actor.entity.entity_id not in present]
    name = " ".join(typed.split())
    new = [Suggestion(f"{how}: {name}", name, f"add as a {how}", "new") for how in _NEW] if wanted else []
    return (*here, *known[: max(limit - len(here), 3)], *new)


def _of_article(actor: Actor) -> Suggestion:
    about = actor.role or " · ".join(filter(None, (actor.kind, actor.country)))
    return Suggestion(actor.key, actor.name, f"in this article · {about}", "article")


def _of_knowledge(known: KnownActor) -> Suggestion:
    entity, role = known.entity, known.role
    if role is None:
        about = " · ".join(filter(None, ("organization" if entity.kind == "bloc" else entity.kind, entity.country)))
        return Suggestion(entity.entity_id, entity.name, about, "knowledge")
    since = role.start.isoformat() if role.start else "?"
    until = role.end.isoformat() if role.end else "?"
    doubt = "" if known.is_sure else ", perhaps no longer"
    where = f" · {role.country}" if role.country else ""
    return Suggestion(entity.entity_id, entity.name, f"{role.office}{where} · {since} to {until}{doubt}", "knowledge")


def _day(record: Record) -> date | None:
    return None if record.article.published is None else date.fromisoformat(record.article.published)


def add_named_actors(
    connection: sqlite3.Connection,
    article: int,
    key: str,
    written: Mapping[str, Sequence[str]],
    how: tuple[Knowledge, Signature],
) -> dict[str, list[str]]:
    """Add to an article the actors that values name and it does not have, and return the values with their keys.

    Each actor is an edit of its own, so that it can be undone alone. Other values are returned as they are.

    Args:
        connection: The archive.
        article: The article's number.
        key: The claim that gets the values, or any key of its kind.
        written: For each field its values.
        how: Who is known, and who signs.

    Raises:
        UsageError: The name is empty, or the archive refuses the actor.
    """
    fields = kind_of(key).actor_fields
    return {
        field: [_named(connection, article, value, how) if field in fields else value for value in values]
        for field, values in written.items()
    }


def _named(connection: sqlite3.Connection, article: int, value: str, how: tuple[Knowledge, Signature]) -> str:
    knowledge, signed = how
    record = look(connection, article).record
    new = _new_actor(value, record, knowledge)
    if new is None:
        return value
    there = next((a.key for a in record.actors if new.get("entity") and a.entity == new["entity"]), None)
    if there is not None:
        return there
    return add_claim(connection, article, "actor", {name: [text] for name, text in new.items()}, signed).key


def _new_actor(value: str, record: Record, knowledge: Knowledge) -> dict[str, str] | None:
    """Return the fields of the actor that a value names, or None for one that the article has."""
    how, colon, name = value.partition(": ")
    if colon and how in _NEW:
        if not name.strip():
            raise UsageError("a new actor needs a name")
        return {"name": name.strip(), "kind": _NEW[how]}
    try:
        entity = knowledge.entity(value)
    except KeyError:
        return None
    day = _day(record)
    roles = knowledge.roles(value, day) if day is not None and entity.kind == "person" else ()
    role: Any = roles[0] if roles else None
    fields = {
        "entity": entity.entity_id,
        "name": entity.name,
        "kind": "organization" if entity.kind == "bloc" else entity.kind,
        "country": entity.country,
        "sector": (role and role.sector) or entity.sector,
        "role": role and role.office,
    }
    return {field: text for field, text in fields.items() if text}
