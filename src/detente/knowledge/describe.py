"""What is known of a name on a day, as plain records: for `detente who`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.knowledge.dates import role_standing
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge.base import Knowledge
    from detente.knowledge.model import Entity, Role, Standing


@dataclass(frozen=True, slots=True)
class RoleNote:
    """A role and where the day stands to it.

    Attributes:
        role: The role.
        standing: Whether it holds on the day; None without a day.
    """

    role: Role
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class NameNote:
    """One bearer of a name.

    Attributes:
        entity: Who or what.
        score: 0 to 1, for the order of people; None for what is no person.
        reasons: What speaks for it.
        roles: All roles, best fitting first.
    """

    entity: Entity
    score: float | None
    reasons: tuple[str, ...]
    roles: tuple[RoleNote, ...]


def describe_name(knowledge: Knowledge, name: str, on: date | None = None) -> tuple[NameNote, ...]:
    """Return everything that bears a name, people first and likeliest first.

    Args:
        knowledge: The tables.
        name: A name in any spelling that the tables have.
        on: The day for which roles are judged, or None.

    Returns:
        One note per bearer; empty if nothing bears the name.
    """
    people = tuple(
        NameNote(
            candidate.entity,
            candidate.score,
            candidate.reasons,
            tuple(RoleNote(role, role_standing(role, on) if on is not None else None) for role in candidate.roles),
        )
        for candidate in knowledge.people_named(name, on)
    )
    known = {note.entity.entity_id for note in people}
    others = []
    for kind, entity_id in knowledge.readings_of(fold_name(name)):
        if entity_id not in known:
            known.add(entity_id)
            others.append(NameNote(knowledge.entity(entity_id), None, (kind,), ()))
    return people + tuple(others)
