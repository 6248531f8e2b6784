"""Who may be meant by the first letters of a name on a day: for fields in which a person names an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.knowledge.dates import role_standing
from detente.knowledge.folding import fold_name
from detente.knowledge.roles import PROMINENCE

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge.base import Knowledge
    from detente.knowledge.model import Entity, Role

#: Fewer letters begin too many names to be of help.
LEAST_LETTERS = 2
#: Names that are looked at before the best are chosen.
_MOST_NAMES = 4_000


@dataclass(frozen=True, slots=True)
class KnownActor:
    """Somebody of the knowledge who may be meant.

    Attributes:
        entity: Who or what.
        role: The most prominent role that holds on the day, or may still hold; None without one.
        is_sure: Whether a source says that the role holds on the day.
    """

    entity: Entity
    role: Role | None
    is_sure: bool


def suggest_actors(knowledge: Knowledge, typed: str, on: date | None, limit: int = 8) -> tuple[KnownActor, ...]:
    """Return who has a name in which a word begins as typed, the likeliest first.

    Those whose whole name was typed come first; then states and governments, people by the prominence of the role that
    they hold on the day, organisations, and last people whose role had ended or not begun.

    Args:
        knowledge: The tables.
        typed: The first letters of a name, or all of it.
        on: The day, or None for a day that is not known: then no role is said.
        limit: How many at most.
    """
    wanted = fold_name(typed)
    if len(wanted) < LEAST_LETTERS:
        return ()
    exact = set(knowledge.ids_named(wanted))
    ids = dict.fromkeys((*knowledge.ids_named(wanted), *knowledge.ids_beginning(wanted, _MOST_NAMES)))
    ranked = []
    for entity_id in ids:
        entity = knowledge.entity(entity_id)
        if entity.kind != "place":
            known = _with_role(knowledge, entity, on)
            ranked.append(((entity_id not in exact, -_weight(known), entity.name), known))
    return tuple(known for _, known in sorted(ranked, key=lambda pair: pair[0])[:limit])


def _with_role(knowledge: Knowledge, entity: Entity, on: date | None) -> KnownActor:
    if on is None or entity.kind != "person":
        return KnownActor(entity, None, is_sure=False)
    roles = knowledge.roles(entity.entity_id, on)
    if not roles:
        return KnownActor(entity, None, is_sure=False)
    return KnownActor(entity, roles[0], is_sure=role_standing(roles[0], on) == "holds")


def _weight(known: KnownActor) -> float:
    if known.entity.kind == "state" or known.entity.entity_id.startswith("gov:"):
        return 2.0
    if known.role is not None:
        return (1.0 if known.is_sure else 0.0) + PROMINENCE.get(known.role.code, 0.0)
    return 0.9 if known.entity.kind != "person" else -1.0
